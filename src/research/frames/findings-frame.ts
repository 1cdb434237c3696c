// The store in; what its quality gate found out, a row for each finding, the worst first.

import type { PartKind } from '../../adapters/datasets/schema.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { SEVERITIES } from '../../core/quality/finding.ts';
import { Frame } from './frame.ts';

/**
 * Columns `instrument`, `kind`, `day`, `severity` (`refuse` keeps the part out of everything, `warn` is for a person to look at, `note`
 * only tells), `rule`, `rows` and `says`; all instruments and kinds unless some are named. Reads each manifest, no data.
 */
export function findingsFrame(store: DatasetStore, instrument?: string, kind?: PartKind): Frame {
  const instruments = instrument === undefined ? store.instruments() : [instrument];
  const parts = instruments.flatMap((name) => store.parts(name, kind)).map((part) => store.manifest(part));
  const rows = parts.flatMap((part) =>
    (part.quality?.findings ?? []).map(({ severity, rule, rows, detail: says }) => ({
      ...{ instrument: part.instrument, kind: part.kind, day: part.day },
      ...{ severity, rule, rows, says },
    })),
  );
  rows.sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  const names = ['instrument', 'kind', 'day', 'severity', 'rule', 'rows', 'says'] as const;
  const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
  const kinds = Object.fromEntries(names.map((name) => [name, name === 'rows' ? 'int64' : 'text'] as const));
  return Frame.fromColumns(columns, { kinds });
}
