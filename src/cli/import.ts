// `qt import FORMAT FILES`: files of a source go in, dataset parts by day come out.

import type { Command } from 'commander';
import { IMPORT_FORMATS, type ImportFormat, type ImportResult, importFiles } from '../adapters/datasets/importing/import.ts';
import { ADJUSTMENTS, type Adjustment, PROVENANCES } from '../adapters/datasets/manifest.ts';
import { UserError } from '../adapters/user-error.ts';
import type { Provenance } from '../core/market/provenance.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';

interface Options {
  readonly instrument?: string;
  readonly interval?: string;
  readonly mapping?: string;
  readonly replace?: boolean;
  readonly skipBadLines?: boolean;
  readonly provenance?: string;
  readonly adjusted?: string;
}

export function importCommand(program: Command): void {
  program
    .command('import')
    .summary('market data files into the dataset store')
    .description(
      `Imports files of one format: ${IMPORT_FORMATS.join(', ')}. Gzip is recognised. All or nothing is stored.`,
    )
    .argument('<format>', IMPORT_FORMATS.join(' | '))
    .argument('<files...>')
    .option(
      '--instrument <symbol>',
      'contract (DOLK20), or root of a continuous series (WDO), where the file names none',
    )
    .option('--interval <interval>', 'interval of bars, such as 1m; found in the file when absent')
    .option('--mapping <file>', 'csv: a mapping file, or the name of a built-in mapping')
    .option('--replace', 'take the place of days that stand there from another source')
    .option('--skip-bad-lines', 'count and list wrong lines instead of stopping at the first')
    .option('--provenance <provenance>', `where the data come from: ${PROVENANCES.join(', ')}`)
    .option(
      '--adjusted <kind>',
      `how a continuous series was adjusted where its grid does not show it: ${ADJUSTMENTS.join(', ')}`,
    )
    .addHelpText(
      'after',
      `
Examples:
  qt import mt5-ticks DOLK20_ticks.csv.gz --instrument DOLK20
  qt import mt5-bars WDO_M5.csv --instrument WDO
  qt import profit-candles WDOFUT_F_0_1min.csv
  qt import csv bars.csv --mapping datasets/examples/wdo-contract-m1.json`,
    )
    .action(async (format: string, files: string[], options: Options, command: Command) => {
      const context = contextOf(command);
      const progress = context.progress('import');
      const result = await importFiles({
        home: context.home,
        format: oneOf('format', format, IMPORT_FORMATS) as ImportFormat,
        files,
        instrument: options.instrument,
        interval: options.interval,
        mapping: options.mapping,
        replace: options.replace,
        skipBadLines: options.skipBadLines,
        provenance:
          options.provenance === undefined
            ? undefined
            : (oneOf('provenance', options.provenance, PROVENANCES) as Provenance),
        adjusted:
          options.adjusted === undefined ? undefined : (oneOf('adjusted', options.adjusted, ADJUSTMENTS) as Adjustment),
        onProgress: ({ file, share }) => progress.update(share, file),
      }).finally(() => progress.stop());
      for (const notice of result.notices) context.say(`note: ${notice}`);
      for (const { message } of result.badLines) context.say(`skipped: ${message}`);
      const unlisted = result.badLineCount - result.badLines.length;
      if (unlisted > 0) context.say(`skipped: ${counted(unlisted, 'more wrong line')}`);
      context.result(result, textOf(result));
    });
}

function textOf(result: ImportResult): string {
  const { rowsRead, rowsAccepted, rowsSkipped, parts } = result;
  const days = [...new Set(parts.map(({ day }) => day))].sort();
  const span = days.length === 0 ? '' : ` (${days[0]} to ${days.at(-1)})`;
  const head = `${result.instrument}: ${rowsRead} rows read, ${rowsAccepted} accepted, ${rowsSkipped} skipped`;
  return `${head}\n${counted(parts.length, 'part')} of ${counted(days.length, 'day')}${span}`;
}

function oneOf(field: string, value: string, allowed: readonly string[]): string {
  if (allowed.includes(value)) return value;
  throw new UserError({
    code: 'bad-option',
    message: `${value} is no ${field}`,
    field,
    fix: `Use one of: ${allowed.join(', ')}`,
  });
}
