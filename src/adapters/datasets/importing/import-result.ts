// What the sessions of an import have read and what became of their parts in; the answer that the user gets out.

import { parseSymbol } from '../../../core/market/symbol.ts';
import type { CsvMapping } from '../formats/csv-mapping.ts';
import type { PartKind } from '../schema.ts';
import type { CommittedPart } from '../staged-part.ts';
import { type BadLine, type BadLines, LISTED_BAD_LINES } from '../text/bad-lines.ts';
import type { ImportFormat } from './import-format.ts';
import type { ImportPlan } from './import-plan.ts';
import type { ImportSession } from './import-session.ts';

export interface ImportedPart {
  readonly path: string;
  readonly sha256: string;
  readonly rows: number;
  readonly day: string;
  readonly instrument: string;
  readonly kind: PartKind;
  readonly change: CommittedPart['change'];
  readonly verdict: string;
}

/** How a file was recognised with format `auto`. */
export interface RecognisedFile {
  readonly file: string;
  readonly format: string;
  readonly confidence: number;
  readonly why: string;
}

export interface ImportResult {
  /** Names with commas where files of several formats were imported. */
  readonly format: string;
  readonly recognised: readonly RecognisedFile[];
  /** Symbol of the rows; the root where a file holds several contracts of it, names with commas where it holds several roots. */
  readonly instrument: string;
  readonly instruments: number;
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

/** A file and what it is read as. */
export interface ChosenFile {
  readonly file: string;
  readonly format: ImportFormat;
  readonly mapping: CsvMapping | undefined;
  readonly recognised: RecognisedFile | undefined;
}

/** What one session has read: a file, or several that belong together. */
export interface ReadFiles {
  readonly session: ImportSession;
  readonly bads: readonly BadLines[];
  readonly plan: ImportPlan;
}

const LISTED_SYMBOLS = 8;

export function importResult(
  chosen: readonly ChosenFile[],
  read: readonly ReadFiles[],
  committed: readonly CommittedPart[],
  seriesNotices: readonly string[],
): ImportResult {
  const rowsRead = read.reduce((sum, { session }) => sum + session.rowsRead, 0);
  const rowsSkipped = read.reduce((sum, { session }) => sum + session.rowsSkipped, 0);
  const symbols = new Set(read.flatMap(({ session }) => session.days.map(({ symbol }) => symbol)));
  const roots = new Set([...symbols].map((symbol) => parseSymbol(symbol)?.root ?? symbol));
  const names = symbols.size === 1 ? [...symbols] : [...roots];
  const more = names.length > LISTED_SYMBOLS ? ` and ${names.length - LISTED_SYMBOLS} more` : '';
  const bads = read.flatMap((each) => each.bads);
  return {
    format: [...new Set(chosen.map(({ format }) => format.id))].join(','),
    recognised: chosen.flatMap(({ recognised }) => recognised ?? []),
    instrument: names.slice(0, LISTED_SYMBOLS).join(',') + more,
    instruments: symbols.size,
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
      verdict: manifest.quality?.verdict ?? 'unchecked',
    })),
    notices: [...read.flatMap(({ plan }) => plan.notices), ...seriesNotices],
    badLines: bads.flatMap(({ listed }) => listed).slice(0, LISTED_BAD_LINES),
    badLineCount: bads.reduce((sum, { count }) => sum + count, 0),
  };
}
