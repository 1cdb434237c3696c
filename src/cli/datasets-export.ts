// `qt datasets export`: parts of one instrument and kind as one CSV, Parquet or Arrow file.

import type { Command } from 'commander';
import { type ExportFormat, exportParts } from '../adapters/datasets/export/export-parts.ts';
import { UserError } from '../adapters/user-error.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { partKindOf } from './part-kind-of.ts';

interface Options {
  readonly kind: string;
  readonly from?: string;
  readonly to?: string;
  readonly format?: string;
  readonly out: string;
  readonly replace?: boolean;
}

/** The calendar's: the export has what the store has between them. */
const FIRST_DAY = '2008-01-01';
const LAST_DAY = '2027-12-31';

const FORMATS: Readonly<Record<string, ExportFormat>> = {
  csv: 'csv',
  parquet: 'parquet',
  arrow: 'arrow',
  ipc: 'arrow',
};

export function exportDatasetsCommand(datasets: Command): void {
  datasets
    .command('export')
    .summary('days of one instrument and kind as a CSV, Parquet or Arrow file')
    .argument('<instrument>', 'as qt datasets list names it')
    .requiredOption('--kind <kind>', 'trades, quotes, candles-1m ...')
    .requiredOption('--out <file>', 'its ending gives the format when --format is absent')
    .option('--from <YYYY-MM-DD>', 'first day')
    .option('--to <YYYY-MM-DD>', 'last day')
    .option('--format <format>', 'csv, parquet or arrow (Arrow IPC)')
    .option('--replace', 'write over what stands there')
    .addHelpText('after', '\nExample:\n  qt datasets export WDOU25 --kind candles-1m --out wdou25.csv')
    .action(async (instrument: string, options: Options, command: Command) => {
      const context = contextOf(command);
      const { from = FIRST_DAY, to = LAST_DAY, out, replace } = options;
      const format = formatOf(options.format ?? out.split('.').at(-1) ?? '');
      const done = await exportParts(context.store, {
        ...{ instrument, kind: partKindOf(options.kind), from, to, format, out, replace },
      });
      const mapping = done.mapping === undefined ? '' : `; to import it again: --mapping ${done.mapping}`;
      const text = `${out}: ${counted(done.rows, 'row')} of ${counted(done.parts, 'part')} (${done.provenance} data)${mapping}`;
      context.result(done, text);
    });
}

function formatOf(text: string): ExportFormat {
  const format = FORMATS[text.toLowerCase()];
  if (format !== undefined) return format;
  throw new UserError({
    code: 'bad-option',
    message: `"${text}" is no format of an export`,
    field: 'format',
    fix: 'Name the file .csv, .parquet or .arrow, or say --format csv, parquet or arrow',
  });
}
