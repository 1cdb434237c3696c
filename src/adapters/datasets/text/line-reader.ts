// A text file to its lines, each handed over as bytes with its number; memory stays that of one chunk and one line.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';
import { type OnProgress, readText } from './byte-source.ts';

/** Bytes `start` up to `end` are the line without its end; they are valid during the call only. Lines count from 1. */
export type OnLine = (bytes: Uint8Array, start: number, end: number, line: number) => void;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** No export has such lines; a file without line ends is something else. */
const MAX_LINE_BYTES = 1 << 20;

/** Reads every line that is not empty; returns the sha256 of the file. Throws what `readText` and `onLine` throw. */
export async function readLines(file: string, onLine: OnLine, onProgress?: OnProgress): Promise<string> {
  const source = readText(file, onProgress);
  let rest = new Uint8Array(0);
  let line = 0;
  const emit = (bytes: Uint8Array, start: number, end: number): void => {
    const last = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    line++;
    if (last > start) onLine(bytes, start, last, line);
  };
  try {
    for (;;) {
      const step = await source.next();
      if (step.done === true) {
        if (rest.length > 0) emit(rest, 0, rest.length);
        return step.value;
      }
      const bytes = rest.length === 0 ? step.value : joined(rest, step.value);
      let start = 0;
      for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
        emit(bytes, start, end);
        start = end + 1;
      }
      rest = bytes.slice(start);
      if (rest.length > MAX_LINE_BYTES) throw noLines(file, line + 1);
    }
  } catch (error) {
    throw atLine(error, line);
  } finally {
    // a line that stops the import leaves the file in the middle
    await source.return('');
  }
}

/** Who finds that days stand in the wrong order, or that text ends in a zero byte, does not know the line; `read` have been read. */
function atLine(error: unknown, read: number): unknown {
  if (!(error instanceof UserError) || (error.code !== 'wrong-order' && error.code !== 'zero-byte')) return error;
  const { code, message, file, fix } = error;
  const line = code === 'zero-byte' ? read + 1 : read;
  return new UserError({ code, message: `${message} (line ${line})`, file, line, fix });
}

/** The first lines of a file as text, empty ones too, to recognise what it is. A UserError `file-empty` if they say nothing. */
export async function readFirstLines(file: string, limit: number): Promise<readonly string[]> {
  const source = readText(file);
  let text = '';
  try {
    for await (const chunk of source) {
      // one character a byte, so that the bytes can be had back; TextDecoder would read the name of this encoding as Windows-1252
      text += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
      if (text.length > limit * 64 && text.split('\n').length > limit) break;
      if (text.length > MAX_LINE_BYTES && !text.includes('\n')) throw noLines(file, 1);
    }
  } catch (error) {
    throw atLine(error, text.split('\n').length - 1);
  }
  const lines = text.split('\n').slice(0, limit);
  if (lines.some((line) => line.trim() !== '')) return lines.map((line) => line.replace(/\r$/, ''));
  throw new UserError({
    code: 'file-empty',
    message: `${basename(file)} is empty`,
    file,
    fix: 'Export the data again; check that the chart or window shows rows',
  });
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function noLines(file: string, line: number): UserError {
  return new UserError({
    code: 'wrong-format',
    message: `${basename(file)} line ${line} is longer than ${MAX_LINE_BYTES} bytes: this is not an export with lines`,
    file,
    line,
    fix: 'Check that the file is the text export named on the command line',
  });
}
