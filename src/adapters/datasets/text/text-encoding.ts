// The first bytes of unpacked content to how its text is written; chunks of such content to chunks of UTF-8 or single-byte text.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';

/** Enough to see how text is encoded. */
const SNIFFED_BYTES = 512;
const LEAST_BYTES = 8;

export type TextEncoding =
  /** UTF-8 or a single-byte code page: bytes are passed on, those of a byte order mark are not. */
  | { readonly kind: 'bytes'; readonly markBytes: 0 | 3 }
  | { readonly kind: 'utf-16le' | 'utf-16be' }
  | { readonly kind: 'binary'; readonly what: string; readonly fix: string };

const PARQUET = [0x50, 0x41, 0x52, 0x31];
/** What stands in every export and in hardly any binary file: delimiters, printable characters, line ends. */
const DELIMITED = /[\t,;]/;
const PRINTABLE = /^[\t\r\n\x20-\x7e\u00a0-\u024f\u20ac]*$/;

/** Without a byte order mark UTF-16 shows by its zero bytes, all at odd or all at even places. */
export function encodingOf(head: Uint8Array): TextEncoding {
  if (head[0] === 0xff && head[1] === 0xfe) return { kind: 'utf-16le' };
  if (head[0] === 0xfe && head[1] === 0xff) return { kind: 'utf-16be' };
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { kind: 'bytes', markBytes: 3 };
  if (PARQUET.every((byte, index) => head[index] === byte)) {
    return { kind: 'binary', what: 'a Parquet file', fix: 'Import it with qt import parquet' };
  }
  const sniffed = head.subarray(0, SNIFFED_BYTES);
  if (!sniffed.includes(0)) return { kind: 'bytes', markBytes: 0 };
  for (const kind of ['utf-16le', 'utf-16be'] as const) if (isUtf16(sniffed, kind)) return { kind };
  return { kind: 'binary', what: 'a binary file', fix: 'Export the data as text (csv) and import that' };
}

function isUtf16(head: Uint8Array, kind: 'utf-16le' | 'utf-16be'): boolean {
  if (head.length < LEAST_BYTES) return false;
  const text = new TextDecoder(kind).decode(head.subarray(0, head.length & ~1));
  return DELIMITED.test(text) && PRINTABLE.test(text);
}

/**
 * Passes text on without a byte order mark, UTF-16 as UTF-8. UserErrors: `not-text` for anything else; `zero-byte` after the
 * text that stands before one, so that whoever counts lines can name its line.
 */
export async function* textOf(file: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let encoding: TextEncoding | undefined;
  let head: Uint8Array = new Uint8Array(0);
  let decode: ((chunk: Uint8Array) => Uint8Array) | undefined;
  for await (const chunk of chunks) {
    let text = chunk;
    if (encoding === undefined) {
      head = Buffer.concat([head, chunk]);
      if (head.length < SNIFFED_BYTES) continue;
      encoding = encodingOf(head);
      decode = decoderOf(file, encoding);
      text = head;
    }
    yield* beforeZero(file, decode!(text));
  }
  if (encoding === undefined) {
    if (head.length === 0) return;
    encoding = encodingOf(head);
    decode = decoderOf(file, encoding);
    yield* beforeZero(file, decode(head));
  }
  if (encoding.kind !== 'bytes') decode!(END);
}

const END = new Uint8Array(0);

function decoderOf(file: string, encoding: TextEncoding): (chunk: Uint8Array) => Uint8Array {
  if (encoding.kind === 'binary') throw notText(file, encoding.what, encoding.fix);
  if (encoding.kind === 'bytes') {
    let skip: number = encoding.markBytes;
    return (chunk) => {
      const text = skip === 0 ? chunk : chunk.subarray(skip);
      skip = 0;
      return text;
    };
  }
  const decoder = new TextDecoder(encoding.kind, { fatal: true });
  const encoder = new TextEncoder();
  return (chunk) => {
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: chunk !== END });
    } catch {
      throw notText(file, 'damaged UTF-16 text', 'Export the data again, as UTF-8 or ANSI text where you can choose');
    }
    return encoder.encode(text);
  };
}

function* beforeZero(file: string, text: Uint8Array): Generator<Uint8Array> {
  const zero = text.indexOf(0);
  if (zero < 0) {
    yield text;
    return;
  }
  yield text.subarray(0, zero);
  throw new UserError({
    code: 'zero-byte',
    message: `${basename(file)} has a zero byte, which no text has: it is damaged, or a binary file`,
    file,
    fix: 'Copy or export the file again; what a computer was writing when it stopped often ends in zero bytes',
  });
}

function notText(file: string, what: string, fix: string): UserError {
  return new UserError({ code: 'not-text', message: `${basename(file)} is ${what}, not a text export`, file, fix });
}
