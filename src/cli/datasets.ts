// `qt datasets`: what the store holds, by instrument and kind.

import type { Command } from 'commander';
import type { PartManifest } from '../adapters/datasets/manifest.ts';
import type { PartKind } from '../adapters/datasets/schema.ts';
import type { DatasetStore } from '../adapters/datasets/store.ts';
import { contextOf } from './context-of.ts';
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
}

export function datasetsCommand(program: Command): void {
  program
    .command('datasets')
    .summary('what the dataset store holds')
    .addHelpText('after', '\nExample:\n  qt datasets --json')
    .action((_options: object, command: Command) => {
      const context = contextOf(command);
      const { store } = context;
      const datasets = store
        .instruments()
        .flatMap((instrument) => store.kinds(instrument).flatMap((kind) => summaryOf(store, instrument, kind)));
      const text = datasets.length === 0 ? 'The store is empty: see qt import --help' : datasets.map(lineOf).join('\n');
      context.result({ datasets }, text);
    });
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
    },
  ];
}

/** What a kind cannot have or nothing was done to is not said. */
function lineOf(dataset: DatasetSummary): string {
  const { instrument, kind, days, from, to, rows } = dataset;
  const marks = [dataset.provenance.join(', ')];
  if (kind === 'trades') marks.push(`sides: ${dataset.sideSource.join(', ')}`);
  if (dataset.adjusted.some((adjusted) => adjusted !== 'none')) marks.push(`adjusted: ${dataset.adjusted.join(', ')}`);
  const span = `${counted(days, 'day').padStart(10)}  ${from} to ${to}`;
  return `${instrument.padEnd(10)} ${kind.padEnd(12)} ${span}  ${counted(rows, 'row')}  ${marks.join('; ')}`;
}
