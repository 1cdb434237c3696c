// Where the rows of a frame come from, and what is left of that when frames are joined.

import type { PartManifest } from '../../adapters/datasets/manifest.ts';
import { isRefused } from '../../adapters/datasets/usable-part.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import { weakerProvenance } from '../../core/market/provenance.ts';

/** A part of the store. */
export interface FrameSource {
  readonly instrument: string;
  readonly kind: string;
  /** Local date. */
  readonly day: string;
  /** Of the Parquet file. */
  readonly sha256: string;
  /** The quality gate refused it, and the store was opened for such parts. */
  readonly refused?: true | undefined;
}

export interface FrameMeta {
  /** Undefined where rows are of several, or nobody said. */
  readonly instrument: string | undefined;
  /** The weakest of the sources; undefined where nobody said. */
  readonly provenance: Provenance | undefined;
  /** Parts that the rows were made from, each once. */
  readonly sources: readonly FrameSource[];
  /** Trading days that were asked for and that the store does not have, ascending; absent where none is known to be missing. */
  readonly missing?: readonly string[] | undefined;
}

export const NO_META: FrameMeta = { instrument: undefined, provenance: undefined, sources: [] };

export function sourceOf(manifest: PartManifest): FrameSource {
  const { instrument, kind, day, sha256 } = manifest;
  return { instrument, kind, day, sha256, ...(isRefused(manifest) ? { refused: true } : {}) };
}

/** What a frame's meta says of days without data: nothing where there is none. */
export function missingDays(days: readonly string[]): Pick<FrameMeta, 'missing'> {
  return days.length === 0 ? {} : { missing: [...new Set(days)].sort() };
}

/** Rows made from both are as trustworthy as the weaker; where one of them says nothing, nothing is said. */
export function joinMeta(metas: readonly FrameMeta[]): FrameMeta {
  if (metas.length === 0) return NO_META;
  const [first] = metas;
  const sources = new Map(
    metas.flatMap(({ sources }) => sources.map((source) => [`${source.kind} ${source.sha256}`, source])),
  );
  return {
    instrument: metas.every(({ instrument }) => instrument === first!.instrument) ? first!.instrument : undefined,
    provenance: metas
      .map(({ provenance }) => provenance)
      .reduce((a, b) => (a === undefined || b === undefined ? undefined : weakerProvenance(a, b))),
    sources: [...sources.values()],
    ...missingDays(metas.flatMap(({ missing }) => missing ?? [])),
  };
}
