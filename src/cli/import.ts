// `qt import FORMAT FILES`: files of a source go in, dataset parts by day come out.

import type { Command } from 'commander';
import { FORMATS, IMPORT_FORMATS } from '../adapters/datasets/importing/formats.ts';
import { type ImportOptions, importFiles } from '../adapters/datasets/importing/import.ts';
import type { ImportResult } from '../adapters/datasets/importing/import-result.ts';
import { ADJUSTMENTS, PROVENANCES } from '../adapters/datasets/manifest.ts';
import { UserError } from '../adapters/user-error.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';

interface Options {
  readonly instrument?: string;
  readonly interval?: string;
  readonly mapping?: string;
  readonly day?: string;
  readonly definition?: string;
  readonly inferSide?: string;
  readonly replace?: boolean;
  readonly skipBadLines?: boolean;
  readonly provenance?: string;
  readonly adjusted?: string;
}

/** Findings begin with theirs. */
const SEVERITY = /^(note|warn|refuse) /;
const SIDE_RULES = ['quoteRule', 'tickRule'] as const;

export function importCommand(program: Command): void {
  program
    .command('import')
    .summary('market data files into the dataset store')
    .description(
      'Imports files of one format, or of the formats that they are recognised as (auto). Gzip, zip and zstd are unpacked. ' +
        'All or nothing is stored; overlapping files are merged.',
    )
    .argument('<format>', ['auto', ...IMPORT_FORMATS].join(' | '))
    .argument('<files...>')
    .option(
      '--instrument <symbol>',
      'contract (DOLK20), or root of a continuous series (WDO), where the file names none',
    )
    .option('--interval <interval>', 'interval of bars, such as 1m; found in the file when absent')
    .option('--day <day>', 'day of the rows, 2019-12-20, for formats that do not name it')
    .option(
      '--definition <file>',
      'JSON with tick, lot and hours of instruments that are not built in (docs/instruments.md)',
    )
    .option('--infer-side <rule>', 'work the aggressor out where the source does not tell it: quoteRule or tickRule')
    .option('--mapping <file>', 'csv, parquet: a mapping file, or the name of a built-in mapping')
    .option('--replace', 'take the place of days that stand there from another source, instead of merging')
    .option('--skip-bad-lines', 'count and list wrong lines instead of stopping at the first')
    .option('--provenance <provenance>', `where the data come from: ${PROVENANCES.join(', ')}`)
    .option(
      '--adjusted <kind>',
      `how a continuous series was adjusted where its grid does not show it: ${ADJUSTMENTS.join(', ')}`,
    )
    .addHelpText(
      'after',
      `
Formats:
${FORMATS.map(({ id, title }) => `  ${id.padEnd(16)} ${title}`).join('\n')}

Examples:
  qt import auto WDOFUT_F_0_1min.csv
  qt import mt5-ticks DOLK20_ticks.csv.gz --instrument DOLK20
  qt import mt5-bars WDO_M5.csv --instrument WDO
  qt import profit-candles WDOFUT_F_0_1min.csv
  qt import csv bars.csv --mapping datasets/examples/wdo-contract-m1.json`,
    )
    .action(async (format: string, files: string[], options: Options, command: Command) => {
      const context = contextOf(command);
      const progress = context.progress('import');
      const result = await importFiles({
        ...chosenOptions(options),
        ...{ home: context.home, format, files },
        onProgress: ({ file, share }) => progress.update(share, file),
      }).finally(() => progress.stop());
      sayWhatWasSeen(context, result);
      context.result(result, textOf(result));
    });
}

function chosenOptions(options: Options): Omit<ImportOptions, 'home' | 'format' | 'files'> {
  const { instrument, interval, mapping, day, definition, replace, skipBadLines } = options;
  return {
    ...{ instrument, interval, mapping, day, definition, replace, skipBadLines },
    inferSide: oneOf('infer-side', options.inferSide, SIDE_RULES),
    provenance: oneOf('provenance', options.provenance, PROVENANCES),
    adjusted: oneOf('adjusted', options.adjusted, ADJUSTMENTS),
  };
}

function sayWhatWasSeen(context: CommandContext, result: ImportResult): void {
  for (const { file, format, confidence, why } of result.recognised) {
    context.say(`${file}: ${format} (${Math.round(100 * confidence)} % sure: ${why})`);
  }
  for (const notice of result.notices) context.say(SEVERITY.test(notice) ? notice : `note: ${notice}`);
  for (const { message } of result.badLines) context.say(`skipped: ${message}`);
  const unlisted = result.badLineCount - result.badLines.length;
  if (unlisted > 0) context.say(`skipped: ${counted(unlisted, 'more wrong line')}`);
}

function textOf(result: ImportResult): string {
  const { rowsRead, rowsAccepted, rowsSkipped, parts } = result;
  const days = [...new Set(parts.map(({ day }) => day))].sort();
  const span = days.length === 0 ? '' : ` (${days[0]} to ${days.at(-1)})`;
  const refused = parts.filter(({ verdict }) => verdict === 'refuse').length;
  const head = `${result.instrument}: ${rowsRead} rows read, ${rowsAccepted} accepted, ${rowsSkipped} skipped`;
  const told = refused === 0 ? '' : `; ${refused} REFUSED by the quality gate: they will not be used`;
  return `${head}\n${counted(parts.length, 'part')} of ${counted(days.length, 'day')}${span}${told}`;
}

function oneOf<T extends string>(field: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  const found = allowed.find((each) => each === value);
  if (value === undefined || found !== undefined) return found;
  throw new UserError({
    code: 'bad-option',
    message: `${value} is no ${field}`,
    field,
    fix: `Use one of: ${allowed.join(', ')}`,
  });
}
