// The store in; what it holds as frames out: a row for each instrument and kind, or for each day of one of them.

import type { PartManifest } from '../../adapters/datasets/manifest.ts';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import { Frame } from './frame.ts';

const unique = (values: readonly string[]): string => [...new Set(values)].join(', ');

function verdicts(manifests: readonly PartManifest[], wanted: string): number {
  return manifests.filter(({ quality }) => (quality?.verdict ?? 'unchecked') === wanted).length;
}

/**
 * Columns `instrument`, `kind`, `days`, `from`, `to`, `rows`, `provenance`, `sides` (how the aggressor is told), and the days of
 * which the quality gate says `warned`, `refused` and `unchecked`. Reads each manifest, no data.
 */
export function datasetsFrame(store: DatasetStore): Frame {
  const rows = store.instruments().flatMap((instrument) =>
    store.kinds(instrument).flatMap((kind) => {
      const manifests = store.parts(instrument, kind).map((part) => store.manifest(part));
      if (manifests.length === 0) return [];
      return [
        {
          ...{ instrument, kind, days: manifests.length, from: manifests[0]!.day, to: manifests.at(-1)!.day },
          rows: manifests.reduce((sum, each) => sum + each.rows, 0),
          provenance: unique(manifests.map((each) => each.provenance)),
          sides: unique(manifests.map((each) => each.sideSource)),
          warned: verdicts(manifests, 'warn'),
          refused: verdicts(manifests, 'refuse'),
          unchecked: verdicts(manifests, 'unchecked'),
        },
      ];
    }),
  );
  const whole = { days: 'int32', rows: 'int64', warned: 'int32', refused: 'int32', unchecked: 'int32' } as const;
  return Frame.fromRows(rows, { kinds: whole });
}

/**
 * Columns `day`, `rows`, `first_time`, `last_time`, `verdict` and `files` of one instrument and kind, a row a day, oldest first.
 * UserError `part-missing` when the store has none.
 */
export function datasetDaysFrame(store: DatasetStore, instrument: string, kind: PartKind): Frame {
  const manifests = store.parts(instrument, kind).map((part) => store.manifest(part));
  if (manifests.length === 0) {
    throw new UserError({
      code: 'part-missing',
      message: `The store has no ${kind} of ${instrument}`,
      field: 'instrument',
      fix: 'datasetsFrame(store) tells what is there',
    });
  }
  const rows = manifests.map(({ day, rows: count, firstTimeUs, lastTimeUs, quality, sources }) => ({
    ...{ day, rows: count, first_time: firstTimeUs, last_time: lastTimeUs },
    verdict: quality?.verdict ?? 'unchecked',
    files: sources.length,
  }));
  const kinds = { rows: 'int64', first_time: 'time', last_time: 'time', files: 'int32' } as const;
  return Frame.fromRows(rows, { kinds, meta: { instrument, provenance: undefined, sources: [] } });
}
