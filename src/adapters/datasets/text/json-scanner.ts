// The bytes of a JSON text to its tokens one by one, each with the line and column it begins at, which a parser would forget.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';
import { quotedText, SHOWN_CHARACTERS } from './shown-text.ts';

export type JsonToken = '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'number' | 'word' | 'end';

const MARKS: ReadonlyMap<number, JsonToken> = new Map(
  (['{', '}', '[', ']', ':', ','] as const).map((mark) => [mark.charCodeAt(0), mark]),
);
const LINE_FEED = 10;
const QUOTE = 34;
const BACKSLASH = 92;
const SPACES: ReadonlySet<number> = new Set([9, 10, 13, 32]);
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const WORD = /^(true|false|null)$/;

export class JsonScanner {
  /** Place of the token that `next` gave last, both from 1; the column in bytes. */
  line = 1;
  column = 1;
  /** Of a string its content, of a number or word what is written. */
  text = '';
  private readonly file: string;
  private readonly bytes: Uint8Array;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private at = 0;
  private currentLine = 1;
  private lineStart = 0;

  constructor(file: string, bytes: Uint8Array) {
    this.file = file;
    this.bytes = bytes;
  }

  /** The next token; a UserError `wrong-format` for what is none. */
  next(): JsonToken {
    const { bytes } = this;
    while (this.at < bytes.length && SPACES.has(bytes[this.at]!)) {
      if (bytes[this.at++] !== LINE_FEED) continue;
      this.currentLine++;
      this.lineStart = this.at;
    }
    this.line = this.currentLine;
    this.column = this.at - this.lineStart + 1;
    if (this.at >= bytes.length) return 'end';
    const byte = bytes[this.at]!;
    const mark = MARKS.get(byte);
    if (mark !== undefined) {
      this.at++;
      return mark;
    }
    return byte === QUOTE ? this.string() : this.scalar();
  }

  /** A UserError `wrong-format` when the next token is another. */
  expect(wanted: JsonToken, what: string): void {
    const token = this.next();
    if (token !== wanted) this.fail(`${this.shown(token)} stands where ${what} is expected`);
  }

  fail(why: string): never {
    const { file, line, column } = this;
    throw new UserError({
      code: 'wrong-format',
      message: `${basename(file)} line ${line}, column ${column}: ${why}`,
      file,
      line,
      column,
      fix: 'Download or export the file again; any JSON editor shows the place',
    });
  }

  shown(token: JsonToken): string {
    if (token === 'end') return 'the end of the file';
    return token === 'string' || token === 'number' || token === 'word' ? quotedText(this.text) : `"${token}"`;
  }

  private string(): JsonToken {
    const { bytes } = this;
    const start = this.at;
    let end = start + 1;
    while (end < bytes.length && bytes[end] !== QUOTE && bytes[end] !== LINE_FEED)
      end += bytes[end] === BACKSLASH ? 2 : 1;
    if (bytes[end] !== QUOTE) this.fail('a text has no closing quote');
    try {
      this.text = JSON.parse(this.decoder.decode(bytes.subarray(start, end + 1)));
    } catch {
      this.fail('a text is written wrongly');
    }
    this.at = end + 1;
    return 'string';
  }

  private scalar(): JsonToken {
    const { bytes } = this;
    const start = this.at;
    let end = start;
    while (end < bytes.length && !SPACES.has(bytes[end]!) && !MARKS.has(bytes[end]!) && bytes[end] !== QUOTE) end++;
    this.text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + SHOWN_CHARACTERS)));
    this.at = end;
    if (end - start <= SHOWN_CHARACTERS && NUMBER.test(this.text)) return 'number';
    if (!WORD.test(this.text)) this.fail(`${quotedText(this.text)} is no value`);
    return 'word';
  }
}
