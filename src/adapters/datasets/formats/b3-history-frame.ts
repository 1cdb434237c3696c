// The lines of one of B3's historical files in; its header and trailer checked against each other and against the lines between.

import { basename } from 'node:path';
import { parseDay } from '../../../core/market/civil-day.ts';
import { UserError } from '../../user-error.ts';
import type { FileHead, Recognition } from '../importing/import-format.ts';

/**
 * `RH`, name, first and last date, and the number of lines with both of these. The layout gives the name 20 characters; the
 * files have 19.
 */
const FRAME = /^(RH|RT) (.{19,20}) (\d{4}-\d{2}-\d{2}) (\d{4}-\d{2}-\d{2}) (\d{9})$/;
const LETTER_R = 'R'.charCodeAt(0);
const FIX_FRAME =
  'Import the file as B3 wrote it, with its header and trailer lines; pieces (_00, _01) go into one command, in order';
const FIX_CUT = 'Download the file again: it is cut off or lines were taken out of it';

interface FrameLine {
  readonly kind: 'RH' | 'RT';
  readonly name: string;
  readonly day: string;
  readonly lastDay: string;
  readonly lines: number;
}

/** The header of a file in several pieces, and how many lines of it have been read. */
export interface OpenFrame {
  readonly header: FrameLine;
  readonly lines: number;
}

/** Recognises a file whose name in its header begins so; undefined for any other. */
export function recogniseHistory({ lines }: FileHead, nameStart: RegExp): Recognition | undefined {
  const frame = frameOf(lines[0] ?? '');
  if (frame === undefined || !nameStart.test(frame.name)) return undefined;
  return { confidence: 1, why: `the header line RH names ${frame.name} of ${frame.day}` };
}

/** What a first line says of its file; undefined when it is no header. */
export function frameOf(line: string): { readonly name: string; readonly day: string } | undefined {
  const frame = parseFrame(line);
  return frame?.kind === 'RH' ? { name: frame.name, day: frame.day } : undefined;
}

function parseFrame(line: string): FrameLine | undefined {
  const match = FRAME.exec(line);
  if (match === null) return undefined;
  const [, kind, name, day, lastDay, lines] = match;
  return { kind: kind as 'RH' | 'RT', name: name!.trimEnd(), day: day!, lastDay: lastDay!, lines: Number(lines) };
}

/** UserErrors: `wrong-format` for lines that do not belong there, `count-wrong` where header, trailer and lines disagree. */
export class HistoryFrame {
  private readonly file: string;
  private readonly nameStart: RegExp;
  private header: FrameLine | undefined;
  private lines: number;
  private isClosed = false;
  private day = { number: Number.NaN, text: new Uint8Array(0) };

  /** `before` is the frame that the piece before this file left open. */
  constructor(file: string, nameStart: RegExp, before?: OpenFrame) {
    this.file = file;
    this.nameStart = nameStart;
    this.lines = before?.lines ?? 0;
    if (before !== undefined) this.open(before.header, 1);
  }

  /** Name in the header, such as `NEG`. */
  get name(): string {
    return this.header!.name;
  }

  /** The one day of the file. */
  get dayNumber(): number {
    return this.day.number;
  }

  /** The same as the header has it. */
  get dayText(): string {
    return this.header!.day;
  }

  /** True for a row, false for the header and the trailer. */
  takesRow(bytes: Uint8Array, start: number, end: number, line: number): boolean {
    if (this.isClosed) throw this.error(line, 'wrong-format', 'stands after the trailer line (RT)', FIX_CUT);
    this.lines++;
    if (bytes[start] !== LETTER_R) {
      if (this.header === undefined) throw this.noHeader(line);
      return true;
    }
    const frame = parseFrame(Buffer.from(bytes.subarray(start, end)).toString('latin1'));
    if (frame === undefined || (frame.kind === 'RT') !== (this.header !== undefined)) throw this.noHeader(line);
    if (frame.kind === 'RH') this.open(frame, line);
    else this.close(frame, line);
    return false;
  }

  /** Whether the day that a row begins with is that of the header. */
  isDay(bytes: Uint8Array, start: number): boolean {
    const { text } = this.day;
    for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text[at]) return false;
    return true;
  }

  /** To be called after the last line of a file that ends here. */
  end(): void {
    if (this.openFrame() === undefined) return;
    const why = `ends after ${this.lines} of ${this.header!.lines} lines, without its trailer line (RT)`;
    throw this.error(undefined, 'count-wrong', why, FIX_CUT);
  }

  /** What the next piece of the file needs; undefined once the trailer has come. */
  openFrame(): OpenFrame | undefined {
    if (this.isClosed) return undefined;
    if (this.header === undefined) throw this.noHeader(1);
    return { header: this.header, lines: this.lines };
  }

  private open(header: FrameLine, line: number): void {
    const number = parseDay(header.day);
    if (number === undefined || header.day !== header.lastDay) {
      const why = `names the days ${header.day} to ${header.lastDay}, and a file of this kind holds one day`;
      throw this.error(line, 'wrong-format', why, 'Import the daily files of B3');
    }
    if (!this.nameStart.test(header.name)) {
      const why = `names the file ${header.name}, which is of another kind`;
      throw this.error(
        line,
        'wrong-format',
        why,
        'NEG files are qt import b3-neg, OFER_CPA and OFER_VDA qt import b3-orders',
      );
    }
    this.header = header;
    this.day = { number, text: new TextEncoder().encode(header.day) };
  }

  private close(trailer: FrameLine, line: number): void {
    const header = this.header!;
    this.isClosed = true;
    const same = trailer.name === header.name && trailer.day === header.day && trailer.lastDay === header.lastDay;
    if (!same || trailer.lines !== header.lines) {
      throw this.error(line, 'count-wrong', 'says something else than the header line (RH)', FIX_CUT);
    }
    if (trailer.lines === this.lines) return;
    const why = `promises ${trailer.lines} lines, and the file has ${this.lines}`;
    throw this.error(line, 'count-wrong', why, FIX_CUT);
  }

  private noHeader(line: number): UserError {
    const why = this.header === undefined ? 'is no header line (RH)' : 'is neither a row nor the trailer line (RT)';
    return this.error(line, 'wrong-format', why, FIX_FRAME);
  }

  private error(line: number | undefined, code: string, why: string, fix: string): UserError {
    const place = line === undefined ? '' : ` line ${line}`;
    return new UserError({
      code,
      message: `${basename(this.file)}${place} ${why}`,
      file: this.file,
      ...(line === undefined ? {} : { line, column: 1, field: line === 1 ? 'RH' : 'RT' }),
      fix,
    });
  }
}
