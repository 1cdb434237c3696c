// `qt features list`: every feature of the catalogue, with its unit, warm-up and inputs.

import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { catalogue } from '../core/catalogue/catalogue.ts';
import type { FeatureMeta } from '../core/features/feature.ts';
import { contextOf } from './context-of.ts';

interface ListOptions {
  readonly group?: string;
  readonly input?: string;
}

export function featuresListCommand(features: Command): void {
  features
    .command('list')
    .summary('every feature of the catalogue')
    .option('--group <group>', 'of one group only')
    .option('--input <input>', 'that read one input only: candles, flow, tape, agents, quotes, book, clock, sessions')
    .addHelpText('after', '\nExamples:\n  qt features list --group "order flow"\n  qt features list --input book')
    .action((options: ListOptions, command: Command) => {
      const metas = [...catalogue.values()].map(({ meta }) => meta);
      const wanted = metas.filter(
        ({ group, inputs }) =>
          (options.group === undefined || group === options.group) &&
          (options.input === undefined || (inputs as readonly string[]).includes(options.input)),
      );
      if (wanted.length === 0) throw noneError(metas, options);
      contextOf(command).result({ features: wanted }, tableOf(wanted));
    });
}

function tableOf(metas: readonly FeatureMeta[]): string {
  const rows = metas.map(({ id, unit, warmup, inputs, meaning }) => [
    id,
    unit,
    String(warmup),
    inputs.join('+'),
    meaning,
  ]);
  const all = [['id', 'unit', 'warm-up', 'inputs', 'meaning'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]!.length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, `${metas.length} features`].join('\n');
}

function noneError(metas: readonly FeatureMeta[], { group, input }: ListOptions): UserError {
  const groups = [...new Set(metas.map((meta) => meta.group))].sort();
  return new UserError({
    code: 'bad-option',
    message:
      `No feature ${group === undefined ? '' : `of group ${group} `}${input === undefined ? '' : `reads ${input}`}`.trimEnd(),
    field: group === undefined ? 'input' : 'group',
    fix: `The groups are ${groups.join(', ')}`,
  });
}
