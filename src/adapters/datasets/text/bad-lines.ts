// Lines that do not say what their format promises: the first one stops the import, or all are counted and some are listed.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';
import { printable, quotedText, SHOWN_CHARACTERS, shownText } from './shown-text.ts';

/** One line that was left out. */
export interface BadLine {
  /** Path as given. */
  readonly file: string;
  readonly line: number;
  /** Place of the field in the line, from 1. */
  readonly column: number;
  readonly field: string;
  readonly message: string;
}

export const LISTED_BAD_LINES = 20;

export class BadLines {
  count = 0;
  readonly listed: BadLine[] = [];
  private readonly file: string;
  private readonly skip: boolean;
  private readonly decoder = new TextDecoder('latin1');

  /** With `skip` wrong lines are counted; without it the first one throws. */
  constructor(file: string, skip: boolean) {
    this.file = file;
    this.skip = skip;
  }

  /** A field that is not what was `expected`; see `rejectLine`. */
  reject(line: number, column: number, field: string, found: Uint8Array, expected: string): void {
    // one byte more than is shown tells that it goes on
    const text = this.decoder.decode(found.subarray(0, SHOWN_CHARACTERS + 1));
    const shown = text === '' ? 'nothing' : quotedText(text);
    this.rejectLine(line, column, field, `${shown} is not ${expected}`);
  }

  /** A line whose fields contradict each other or the lines above; throws a UserError `bad-line` unless such are skipped. */
  rejectLine(line: number, column: number, field: string, why: string): void {
    const { file } = this;
    const name = shownText(field, SHOWN_CHARACTERS);
    const message = printable(`${basename(file)} line ${line}, column ${column} (${name}): ${why}`);
    this.count++;
    if (this.listed.length < LISTED_BAD_LINES) this.listed.push({ file, line, column, field, message });
    if (this.skip) return;
    throw new UserError({
      code: 'bad-line',
      message,
      file,
      line,
      column,
      field,
      fix: 'Mend the line in the file, or import with --skip-bad-lines to leave such lines out and count them',
    });
  }
}
