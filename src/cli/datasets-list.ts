// The store of a command's home in; one line or object per instrument and kind out.

import type { PartManifest } from '../adapters/datasets/manifest.ts';
import type { PartKind } from '../adapters/datasets/schema.ts';
import type { DatasetStore } from '../adapters/datasets/store.ts';
import type { CommandContext } from './command-context.ts';
import { counted } from './counted.ts';

/** One entry of `qt datasets --json`. Lists hold each value that occurs once. */
interface DatasetSummary {
  readonly instrument: string;
  readonly kind: PartKind;
  readonly days: number;
  readonly from: string;
  readonly to: string;
  readonly rows: number;
  readonly provenance: readonly string[];
  readonly sideSource: readonly string[];
  readonly bookSource: readonly string[];
  readonly adjusted: readonly string[];
  /** Days by what the quality gate said; `unchecked` where it has not looked. */
  readonly verdicts: Readonly<Record<string, number>>;
}

export function listDatasets(context: CommandContext): void {
  const { store } = context;
  const datasets = store
    .instruments()
    .flatMap((instrument) => store.kinds(instrument).flatMap((kind) => summaryOf(store, instrument, kind)));
  const text = datasets.length === 0 ? 'The store is empty: see qt import --help' : datasets.map(lineOf).join('\n');
  context.result({ datasets }, text);
}

/** Nothing for a folder without a whole part. */
function summaryOf(store: DatasetStore, instrument: string, kind: PartKind): readonly DatasetSummary[] {
  const manifests = store.parts(instrument, kind).map((part) => store.manifest(part));
  if (manifests.length === 0) return [];
  const each = (field: 'provenance' | 'sideSource' | 'bookSource' | 'adjusted'): readonly string[] => [
    ...new Set(manifests.map((manifest: PartManifest) => manifest[field])),
  ];
  return [
    {
      instrument,
      kind,
      days: manifests.length,
      from: manifests[0]!.day,
      to: manifests.at(-1)!.day,
      rows: manifests.reduce((sum, { rows }) => sum + rows, 0),
      provenance: each('provenance'),
      sideSource: each('sideSource'),
      bookSource: each('bookSource'),
      adjusted: each('adjusted'),
      verdicts: verdictsOf(manifests),
    },
  ];
}

function verdictsOf(manifests: readonly PartManifest[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { quality } of manifests) {
    const verdict = quality?.verdict ?? 'unchecked';
    counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  return counts;
}

/** What a kind cannot have or nothing was done to is not said. */
function lineOf(dataset: DatasetSummary): string {
  const { instrument, kind, days, from, to, rows, verdicts } = dataset;
  const marks = [dataset.provenance.join(', ')];
  if (kind === 'trades') marks.push(`sides: ${dataset.sideSource.join(', ')}`);
  if (dataset.adjusted.some((adjusted) => adjusted !== 'none')) marks.push(`adjusted: ${dataset.adjusted.join(', ')}`);
  if ((verdicts.refuse ?? 0) > 0) marks.push(`REFUSED by the quality gate: ${counted(verdicts.refuse!, 'day')}`);
  if ((verdicts.warn ?? 0) > 0) marks.push(`warnings: ${counted(verdicts.warn!, 'day')}`);
  if ((verdicts.unchecked ?? 0) > 0) marks.push(`not checked: ${counted(verdicts.unchecked!, 'day')}`);
  const span = `${counted(days, 'day').padStart(10)}  ${from} to ${to}`;
  return `${instrument.padEnd(10)} ${kind.padEnd(12)} ${span}  ${counted(rows, 'row')}  ${marks.join('; ')}`;
}
