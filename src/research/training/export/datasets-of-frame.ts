// What a frame knows of its sources in; the datasets that a manifest names, one entry a contract and kind, out.

import { createHash } from 'node:crypto';
import type { ModelManifest } from '../../../core/prediction/model-manifest.ts';
import type { FrameMeta, FrameSource } from '../../frames/frame-meta.ts';

/** The hash is over those of the parts in the order of days, as `trainedEntry` makes it. */
export function datasetsOfFrame({ sources }: FrameMeta): ModelManifest['datasets'] {
  const paths = new Map<string, FrameSource[]>();
  for (const source of sources) {
    const path = `${source.instrument}/${source.kind}`;
    paths.set(path, [...(paths.get(path) ?? []), source]);
  }
  return [...paths].sort(byName).map(([path, parts]) => {
    const text = parts
      .toSorted((a, b) => (a.day < b.day ? -1 : 1))
      .map(({ sha256 }) => sha256)
      .join('\n');
    const refusedParts = parts.filter(({ refused }) => refused === true).length;
    const sha256 = createHash('sha256').update(text).digest('hex');
    return { path, sha256, ...(refusedParts > 0 ? { refusedParts } : {}) };
  });
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
