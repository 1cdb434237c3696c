// Files of one format go in; their days stand in the store, all or none, and the result says what was read and written.

import { basename } from 'node:path';
import { type Provenance, weakerProvenance } from '../../../core/market/provenance.ts';
import { parseSymbol } from '../../../core/market/symbol.ts';
import { UserError } from '../../user-error.ts';
import { intervalUsOf } from '../candle-kind.ts';
import { importCsv } from '../formats/csv.ts';
import type { CsvMapping } from '../formats/csv-mapping.ts';
import { loadMapping } from '../formats/csv-mappings.ts';
import { importMt5Bars } from '../formats/mt5-bars.ts';
import { importMt5Ticks } from '../formats/mt5-ticks.ts';
import { importProfitCandles } from '../formats/profit-candles.ts';
import type { Adjustment } from '../manifest.ts';
import { type CommittedPart, PartStaging } from '../part-staging.ts';
import type { PartKind } from '../schema.ts';
import { openStore } from '../store.ts';
import { type BadLine, BadLines, LISTED_BAD_LINES } from '../text/bad-lines.ts';
import type { OnProgress } from '../text/byte-source.ts';
import type { Importer } from './file-import.ts';
import { type ImportPlan, planImport } from './import-plan.ts';
import { ImportSession } from './import-session.ts';

export const IMPORT_FORMATS = ['mt5-ticks', 'mt5-bars', 'profit-candles', 'csv'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export interface ImportOptions {
  /** The home folder; its `datasets` folder is written. */
  readonly home: string;
  readonly format: ImportFormat;
  readonly files: readonly string[];
  /** Symbol of the rows where the file names none: WDOU25, or WDO for a continuous series. */
  readonly instrument?: string | undefined;
  /** Interval of candles, `1m`; found in the file when absent. */
  readonly interval?: string | undefined;
  /** Format csv: the name of a built-in mapping or the path of a mapping file. */
  readonly mapping?: string | undefined;
  /** Take the place of days that stand there from another source. */
  readonly replace?: boolean | undefined;
  /** Count wrong lines instead of stopping at the first. */
  readonly skipBadLines?: boolean | undefined;
  /** `exchange` when absent. It may weaken what the mapping says, not strengthen it: `bad-option`. */
  readonly provenance?: Provenance | undefined;
  /** How the prices of a continuous series are adjusted, where their grid does not show it. */
  readonly adjusted?: Adjustment | undefined;
  readonly onProgress?: OnProgress | undefined;
}

export interface ImportedPart {
  readonly path: string;
  readonly sha256: string;
  readonly rows: number;
  readonly day: string;
  readonly instrument: string;
  readonly kind: PartKind;
  readonly change: CommittedPart['change'];
}

export interface ImportResult {
  readonly format: ImportFormat;
  /** Symbol of the rows; the root where a file holds several contracts of it, names with commas where it holds several roots. */
  readonly instrument: string;
  /** Data rows; accepted and skipped ones together. */
  readonly rowsRead: number;
  readonly rowsAccepted: number;
  readonly rowsSkipped: number;
  readonly parts: readonly ImportedPart[];
  /** What looks odd, in sentences. */
  readonly notices: readonly string[];
  /** The first wrong lines that were skipped, and how many there were. */
  readonly badLines: readonly BadLine[];
  readonly badLineCount: number;
}

interface ReadFile {
  readonly session: ImportSession;
  readonly bad: BadLines;
  readonly plan: ImportPlan;
}

/** What holds for all files of an import. */
interface Choices {
  readonly options: ImportOptions;
  readonly mapping: CsvMapping | undefined;
  readonly intervalUs: number | undefined;
  readonly provenance: Provenance;
}

/** Imports files; nothing stands in the store unless all of them are good. Throws UserErrors only. */
export async function importFiles(options: ImportOptions): Promise<ImportResult> {
  const mapping = mappingOf(options);
  const intervalUs = parseInterval(options.interval ?? mapping?.interval);
  const choices: Choices = { options, mapping, intervalUs, provenance: provenanceOf(options, mapping) };
  const staging = new PartStaging(openStore(options.home).root);
  try {
    const files: ReadFile[] = [];
    for (const file of options.files) files.push(await readFile(file, choices, staging));
    const items = files.flatMap(({ plan }) => plan.items);
    return resultOf(options.format, files, staging.commit(items, options.replace ?? false));
  } finally {
    staging.discard();
  }
}

function importerOf(format: ImportFormat, mapping: CsvMapping | undefined): Importer {
  switch (format) {
    case 'mt5-ticks':
      return importMt5Ticks;
    case 'mt5-bars':
      return importMt5Bars;
    case 'profit-candles':
      return importProfitCandles;
    case 'csv':
      return (request) => importCsv(request, mapping!);
  }
}

async function readFile(file: string, choices: Choices, staging: PartStaging): Promise<ReadFile> {
  const { options, mapping, intervalUs, provenance } = choices;
  const bad = new BadLines(file, options.skipBadLines ?? false);
  const sessions: ImportSession[] = [];
  const sha256 = await importerOf(
    options.format,
    mapping,
  )({
    file,
    symbol: options.instrument ?? mapping?.instrument,
    bad,
    start: (absent, layout = {}) => {
      const session = new ImportSession({ file, staging, intervalUs, absent, ...layout });
      sessions.push(session);
      return session;
    },
    onProgress: options.onProgress,
  });
  const session = sessions[0]!;
  session.flush();
  if (session.days.length === 0) throw nothingError(file, session);
  const plan = planImport({
    session,
    source: { file: basename(file), sha256, format: mapping === undefined ? options.format : `csv:${mapping.name}` },
    provenance,
    adjusted: options.adjusted ?? mapping?.adjusted,
    parameters: { skippedRows: session.rowsSkipped, badLines: bad.count },
  });
  return { session, bad, plan };
}

function resultOf(format: ImportFormat, files: readonly ReadFile[], committed: readonly CommittedPart[]): ImportResult {
  const rowsRead = files.reduce((sum, { session }) => sum + session.rowsRead, 0);
  const rowsSkipped = files.reduce((sum, { session }) => sum + session.rowsSkipped, 0);
  const symbols = new Set(files.flatMap(({ session }) => session.days.map(({ symbol }) => symbol)));
  const roots = new Set([...symbols].map((symbol) => parseSymbol(symbol)?.root ?? symbol));
  return {
    format,
    instrument: [...(symbols.size === 1 ? symbols : roots)].join(','),
    rowsRead,
    rowsAccepted: rowsRead - rowsSkipped,
    rowsSkipped,
    parts: committed.map(({ part, manifest, change }) => ({
      path: part.path,
      sha256: manifest.sha256,
      rows: manifest.rows,
      day: part.day,
      instrument: part.instrument,
      kind: part.kind,
      change,
    })),
    notices: files.flatMap(({ plan }) => plan.notices),
    badLines: files.flatMap(({ bad }) => bad.listed).slice(0, LISTED_BAD_LINES),
    badLineCount: files.reduce((sum, { bad }) => sum + bad.count, 0),
  };
}

function parseInterval(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const intervalUs = intervalUsOf(text);
  if (intervalUs !== undefined) return intervalUs;
  throw new UserError({
    code: 'bad-option',
    message: `"${text}" is not an interval of time`,
    field: 'interval',
    fix: 'Use 1m, 5m, 15m, 30m, 1h or daily',
  });
}

function mappingOf(options: ImportOptions): CsvMapping | undefined {
  if (options.format !== 'csv') return undefined;
  if (options.mapping !== undefined) return loadMapping(options.mapping);
  throw new UserError({
    code: 'bad-option',
    message: 'A csv file needs a mapping that says what its columns are',
    field: 'mapping',
    fix: 'Give a built-in name or a file: --mapping datasets/examples/wdo-contract-m1.json (see docs/csv-mapping.md)',
  });
}

/** The mapping speaks for the file; the user may know that it is less than that, not that it is more. */
function provenanceOf(options: ImportOptions, mapping: CsvMapping | undefined): Provenance {
  const own = mapping?.provenance;
  const given = options.provenance ?? own ?? 'exchange';
  if (own === undefined || weakerProvenance(own, given) === given) return given;
  throw new UserError({
    code: 'bad-option',
    message: `The mapping ${mapping!.name} says that its data are ${own}: they cannot be imported as ${given}`,
    field: 'provenance',
    fix: 'Leave --provenance out; if the mapping is wrong, change its field provenance',
  });
}

function nothingError(file: string, session: ImportSession): UserError {
  return new UserError({
    code: 'file-empty',
    message: `${basename(file)} has no row that could be kept (${session.rowsRead} read, ${session.rowsSkipped} skipped)`,
    file,
    fix: 'Check that the file is the export you meant and that the format on the command line is right',
  });
}
