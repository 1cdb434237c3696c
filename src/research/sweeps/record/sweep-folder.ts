// The folder of a sweep: its definition, and every result as one line that is durable before anybody is told of it.

import {
  closeSync,
  existsSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { replaceDurably, syncFolder } from '../../../adapters/durable-file.ts';
import { RUNS_FOLDER } from '../../../adapters/journal/run-folder.ts';
import type { EntryMark } from '../../../adapters/ledger/ledger-entry.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { entryMarkSchema, type PointResult, pointResultSchema } from '../evaluation/point-result.ts';
import { definitionSchema, type SweepDefinition, sweepId, sweepName } from '../evaluation/sweep-definition.ts';

export const DEFINITION_FILE = 'sweep.json';
/** Each result as it came, with its entry in the ledger at the end of the line: that differs between machines, and is no part of the result. */
export const POINTS_FILE = 'points.jsonl';
/** Of a finished sweep: results in the order of their numbers, equal to the byte for equal sweeps. */
export const RESULTS_FILE = 'results.jsonl';

const lineSchema = pointResultSchema.extend({ entry: entryMarkSchema.nullable() });

export class SweepFolder {
  readonly path: string;
  private readonly descriptor: number;
  private readonly known: Map<number, PointResult>;

  private constructor(path: string, descriptor: number, known: Map<number, PointResult>) {
    this.path = path;
    this.descriptor = descriptor;
    this.known = known;
  }

  /**
   * Makes the folder of a sweep, or opens the one that is there. What was cut off amid a line (power, kill) is taken away: its result was
   * told to nobody. UserErrors `sweep-not-writable`, `sweep-damaged`.
   */
  static open(home: string, definition: SweepDefinition): SweepFolder {
    const path = sweepFolder(home, definition);
    try {
      mkdirSync(path, { recursive: true });
      const file = join(path, DEFINITION_FILE);
      if (existsSync(file)) assertSame(file, definition);
      else replaceDurably(file, `${JSON.stringify(definition, undefined, 2)}\n`);
      const points = join(path, POINTS_FILE);
      const bytes = existsSync(points) ? readFileSync(points) : Buffer.alloc(0);
      const known = new Map<number, PointResult>();
      const whole = readResults(points, bytes, known);
      // before it is opened: Windows truncates nothing that is open for appending
      if (whole < bytes.length) truncateSync(points, whole);
      const folder = new SweepFolder(path, openSync(points, 'a'), known);
      syncFolder(path);
      return folder;
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      throw new UserError({
        code: 'sweep-not-writable',
        message: `The folder ${path} of the sweep cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
        file: path,
        fix: 'Give a home that can be written to (--home DIR), or free space on the disk',
        cause,
      });
    }
  }

  /** By number. */
  get results(): ReadonlyMap<number, PointResult> {
    return this.known;
  }

  /** Durable when it returns, with its entry in the ledger of the home. A result of a number that is there already is not written again. */
  add(result: PointResult, entry: EntryMark | null): void {
    if (this.known.has(result.index)) return;
    const bytes = Buffer.from(`${JSON.stringify({ ...result, entry })}\n`);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.descriptor, bytes, at);
    fdatasyncSync(this.descriptor);
    this.known.set(result.index, result);
  }

  /** In the order of their numbers, however many there are. */
  ordered(): readonly PointResult[] {
    return [...this.known.values()].sort((a, b) => a.index - b.index);
  }

  /** When all results are there: writes them in the order of their numbers and gives them. */
  finish(): readonly PointResult[] {
    const ordered = this.ordered();
    replaceDurably(join(this.path, RESULTS_FILE), ordered.map((each) => `${JSON.stringify(each)}\n`).join(''));
    return ordered;
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/** Takes the whole lines; gives how many bytes they are. */
function readResults(file: string, bytes: Buffer, known: Map<number, PointResult>): number {
  const whole = bytes.lastIndexOf('\n') + 1;
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
  for (const [at, line] of lines.entries()) {
    const parsed = lineSchema.safeParse(jsonOf(line));
    if (!parsed.success || known.has(parsed.data.index)) {
      throw new UserError({
        code: 'sweep-damaged',
        message: `${file} line ${at + 1} is not the result of a point, or of one that stands there twice`,
        file,
        line: at + 1,
        fix: 'Restore the folder from a copy, or remove it and sweep again',
      });
    }
    const { entry: _recorded, ...result } = parsed.data;
    known.set(result.index, result);
  }
  return whole;
}

export function sweepFolder(home: string, definition: SweepDefinition): string {
  return join(home, RUNS_FOLDER, sweepName(definition));
}

function assertSame(file: string, definition: SweepDefinition): void {
  const parsed = definitionSchema.safeParse(jsonOf(readFileSync(file, 'utf8')));
  if (parsed.success && sweepId(parsed.data) === sweepId(definition)) return;
  throw new UserError({
    code: 'sweep-damaged',
    message: `${file} is not the definition of the sweep whose folder it lies in`,
    file,
    fix: 'Restore the folder from a copy, or remove it and sweep again',
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
