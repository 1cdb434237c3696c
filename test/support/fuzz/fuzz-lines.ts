// A format of lines in; many files with damaged lines through its importer, each line compared with what the naive reader says of it.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/adapters/user-error.ts';
import { formatDay } from '../../../src/core/market/civil-day.ts';
import { Random } from '../../../src/simulation/random.ts';
import { CollectedBadLines, type Rejection } from './collected-bad-lines.ts';
import { CollectingSession } from './collecting-session.ts';
import { addFailure, emptyReport, type FuzzOptions, type FuzzReport, type FuzzTarget, isFull } from './fuzz-target.ts';
import { type LineCase, type ReadRow, type Verdict, WRONG } from './line-case.ts';
import { faultOfMessage } from './message-faults.ts';
import { mutateLine } from './mutate-line.ts';
import { rowText, type StoredValues } from './row-text.ts';

const MUTATED_SHARE = 0.6;
/** Of the files: the first line is damaged too. */
const FIRST_SHARE = 0.2;
/** Good lines at the beginning of all other files, by which importers that read ahead decide. */
const LEADING_LINES = 3;

/** Of a line: a message and the trade that it tells. */
const MOST_ROWS = 2;

interface FuzzFile {
  readonly lines: readonly string[];
  readonly isMutated: readonly boolean[];
  readonly firstIsMutated: boolean;
}

interface Outcome {
  readonly session: CollectingSession | undefined;
  /** By the number of the line in the file. */
  readonly rejected: ReadonlyMap<number, Rejection>;
  /** Thrown; the import stopped. */
  readonly error?: unknown;
}

export function lineTarget(fuzzed: LineCase): FuzzTarget {
  const isSlow = fuzzed.readWhole !== undefined;
  return { name: fuzzed.name, format: fuzzed.format, isSlow, run: (options) => fuzzLines(fuzzed, options) };
}

async function fuzzLines(fuzzed: LineCase, { seed, count, folder, onFile }: FuzzOptions): Promise<FuzzReport> {
  const report = emptyReport();
  const random = new Random(seed, fuzzed.name);
  for (let mutated = 0; mutated < count && !isFull(report); report.files++) {
    onFile(report.files);
    const file = fuzzFile(fuzzed, random.stream(`file ${report.files}`), count - mutated);
    mutated += file.lines.filter((line, index) => file.isMutated[index]! && line.trim() !== '').length;
    await checkFile(fuzzed, file, folder, report);
  }
  return report;
}

function fuzzFile(fuzzed: LineCase, random: Random, most: number): FuzzFile {
  const good = Array.from({ length: fuzzed.fileLines }, (_, k) => fuzzed.line(k));
  const source = { delimiter: fuzzed.delimiter, others: good };
  const firstIsMutated = random.chance(FIRST_SHARE);
  let left = most;
  const lines: string[] = [];
  const isMutated: boolean[] = [];
  for (const [k, line] of good.entries()) {
    const isFirst = firstIsMutated && k === 0;
    const mutates = left > 0 && (isFirst || (k >= LEADING_LINES && random.chance(MUTATED_SHARE)));
    const mutated = mutates ? mutateLine(line, random, source) : line;
    if (mutated !== line) left--;
    // a line feed in it makes two lines
    for (const piece of mutated.split('\n')) {
      lines.push(piece);
      isMutated.push(mutated !== line);
    }
  }
  return { lines, isMutated, firstIsMutated: isMutated[0]! };
}

/** A line for which the whole file is refused is named in the error: it is taken out, and the rest is read again. */
async function checkFile(fuzzed: LineCase, file: FuzzFile, folder: string, report: FuzzReport): Promise<void> {
  const where = `${fuzzed.name}, file ${report.files}`;
  let current = file;
  for (;;) {
    const outcome = await importText(fuzzed, current.lines, folder);
    if (outcome.error === undefined) {
      const check = fuzzed.readWhole === undefined ? compare : compareWhole;
      return check(fuzzed, current, outcome, where, report);
    }
    const { error } = outcome;
    if (!(error instanceof UserError)) {
      return void addFailure(report, `${where}: ${error instanceof Error ? error.stack : String(error)}`);
    }
    const named = (error.line ?? 0) - 1 - fuzzed.head(0).length;
    const index = fuzzed.readWhole !== undefined ? current.isMutated.lastIndexOf(true, named) : named;
    const hasPlace = error.column !== undefined && error.column >= 1;
    const fault = faultOfMessage(error.message) ?? (hasPlace ? undefined : 'it names no column');
    if (named < 0 || current.isMutated[index] !== true || fault !== undefined) {
      const line = JSON.stringify(current.lines[named]?.slice(0, 300));
      const what = `${error.code} ${JSON.stringify(error.message.slice(0, 400))} line ${line}`;
      return void addFailure(report, `${where}: ${fault ?? 'the file was refused for no damaged line'}: ${what}`);
    }
    report.rejected++;
    const firstIsMutated = current.firstIsMutated && index > 0;
    current = {
      lines: current.lines.toSpliced(index, 1),
      isMutated: current.isMutated.toSpliced(index, 1),
      firstIsMutated,
    };
  }
}

function textOf(fuzzed: LineCase, lines: readonly string[]): string {
  const count = lines.filter((line) => line !== '' && line !== '\r').length;
  const whole = [...fuzzed.head(count), ...lines, ...(fuzzed.tail?.(count) ?? [])];
  return `${whole.join('\n')}\n`;
}

async function importText(fuzzed: LineCase, lines: readonly string[], folder: string): Promise<Outcome> {
  const path = join(folder, fuzzed.fileName);
  writeFileSync(path, textOf(fuzzed, lines), 'latin1');
  const rejected = new Map<number, Rejection>();
  let session: CollectingSession | undefined;
  try {
    await fuzzed.importer({
      file: path,
      symbol: fuzzed.symbol,
      bad: new CollectedBadLines(path, rejected),
      mapping: fuzzed.mapping,
      start: (filled, layout = {}) => {
        session ??= new CollectingSession(path, filled, layout);
        return session;
      },
      onProgress: undefined,
    });
  } catch (error) {
    return { session, rejected, error };
  }
  return { session, rejected };
}

function compare(fuzzed: LineCase, file: FuzzFile, outcome: Outcome, where: string, report: FuzzReport): void {
  const { session, rejected } = outcome;
  const headLines = fuzzed.head(0).length;
  const reference = fuzzed.reference!();
  const expected = new Map<string, StoredValues[]>();
  const add = ({ part, day, values }: ReadRow): void => {
    const name = `${part} ${formatDay(day)}`;
    expected.set(name, [...(expected.get(name) ?? []), values]);
  };
  const seen = { rows: 0, skipped: 0, unsure: 0 };
  const unsure = fuzzed.readsAhead === true && file.firstIsMutated;
  const failuresBefore = report.failures.length;
  for (const [index, text] of file.lines.entries()) {
    const line = text.replace(/\r$/, '');
    if (line === '') continue;
    const verdict = reference.read(line);
    const rejection = rejected.get(headLines + index + 1);
    seen.rows++;
    if (rejection !== undefined) seen.skipped++;
    if (file.isMutated[index]!) report[rejection === undefined ? 'accepted' : 'rejected']++;
    const fault = unsure ? undefined : faultOf(verdict, rejection);
    const shown = `${where}, line ${headLines + index + 1} ${JSON.stringify(line.slice(0, 500))}`;
    if (fault !== undefined && !addFailure(report, `${shown}: ${fault}`)) return;
    if (rejection !== undefined) continue;
    if (unsure && (index === 0 || (file.isMutated[index]! && verdict.kind === 'wrong'))) seen.unsure += MOST_ROWS;
    else if (verdict.kind === 'rows') verdict.rows.forEach(add);
    else seen.skipped++;
  }
  if (report.failures.length > failuresBefore || session === undefined) return;
  for (const misfit of session.misfits()) addFailure(report, `${where}: ${misfit}`);
  if (session.newestFirst !== (fuzzed.newestFirst ?? false))
    addFailure(report, `${where}: it was turned the wrong way round`);
  if (session.rowsRead !== seen.rows || (session.rowsSkipped !== seen.skipped && !unsure)) {
    addFailure(
      report,
      `${where}: counted ${session.rowsRead} rows, ${session.rowsSkipped} skipped; there are ${seen.rows} and ${seen.skipped}`,
    );
  }
  const finished = new Map(
    [...expected].map(([name, rows]) => [name, (reference.finish?.(rows) ?? rows).map(rowText)]),
  );
  compareParts(session.parts(), finished, unsure ? seen.unsure : undefined, where, report);
}

/** Only lines that the importer could make sense of are left; rejected ones are among them. */
function compareWhole(fuzzed: LineCase, file: FuzzFile, outcome: Outcome, where: string, report: FuzzReport): void {
  const session = outcome.session!;
  const verdict = fuzzed.readWhole!(textOf(fuzzed, file.lines));
  for (const [index, isMutated] of file.isMutated.entries()) {
    if (!isMutated) continue;
    const rejection = outcome.rejected.get(fuzzed.head(0).length + index + 1);
    report[rejection === undefined ? 'accepted' : 'rejected']++;
    const fault = rejection === undefined ? undefined : faultOf(WRONG, rejection);
    const shown = `${where}, line ${JSON.stringify(file.lines[index]!.slice(0, 500))}`;
    if (fault !== undefined && !addFailure(report, `${shown}: ${fault}`)) return;
  }
  if (verdict === undefined) return void addFailure(report, `${where}: the text is malformed, and was accepted`);
  for (const misfit of session.misfits()) addFailure(report, `${where}: ${misfit}`);
  const rows = verdict.rows.length + verdict.wrong;
  if (session.rowsRead !== rows || session.rowsSkipped !== verdict.wrong) {
    const counted = `${session.rowsRead} rows, ${session.rowsSkipped} skipped; there are ${rows} and ${verdict.wrong}`;
    return void addFailure(
      report,
      `${where}: counted ${counted}: ${JSON.stringify(file.lines.filter((_, index) => file.isMutated[index]))}`,
    );
  }
  const expected = Map.groupBy(verdict.rows, ({ part, day }) => `${part} ${formatDay(day)}`);
  const sorted = (texts: readonly string[]): readonly string[] => texts.toSorted();
  const wanted = new Map([...expected].map(([name, all]) => [name, sorted(all.map(({ values }) => rowText(values)))]));
  const stored = new Map([...session.parts()].map(([name, texts]) => [name, sorted(texts)]));
  compareParts(stored, wanted, undefined, where, report);
}

function faultOf(verdict: Verdict, rejection: Rejection | undefined): string | undefined {
  if (rejection === undefined) return verdict.kind === 'wrong' ? 'it is malformed, and was accepted' : undefined;
  const { column, field, message } = rejection;
  if (!(column >= 1) || field === '') return `rejected without a place: ${JSON.stringify(message)}`;
  const fault = faultOfMessage(message);
  if (fault !== undefined) return `${fault}: ${JSON.stringify(message.slice(0, 500))}`;
  return verdict.kind === 'wrong' ? undefined : `it is well formed, and was rejected: ${JSON.stringify(message)}`;
}

/** With `strangers` so many rows may be other than expected, and expected ones may be missing. */
function compareParts(
  stored: ReadonlyMap<string, readonly string[]>,
  expected: ReadonlyMap<string, readonly string[]>,
  strangers: number | undefined,
  where: string,
  report: FuzzReport,
): void {
  if (strangers !== undefined) {
    const known = new Set([...expected].flatMap(([name, rows]) => rows.map((row) => `${name}: ${row}`)));
    const strange = [...stored]
      .flatMap(([name, rows]) => rows.map((row) => `${name}: ${row}`))
      .filter((row) => !known.has(row));
    if (strange.length > strangers)
      addFailure(report, `${where}: a damaged first line changed other rows: ${strange.slice(0, 3).join(' | ')}`);
    return;
  }
  for (const name of new Set([...stored.keys(), ...expected.keys()])) {
    const rows = stored.get(name) ?? [];
    const wanted = expected.get(name) ?? [];
    const row = wanted.findIndex((text, index) => text !== rows[index]);
    const at = row < 0 ? wanted.length : row;
    if (row < 0 && rows.length === wanted.length) continue;
    const message = `${where}, ${name}, row ${at}: stored ${rows[at]}, expected ${wanted[at]}`;
    if (!addFailure(report, message)) return;
  }
}
