// How a mapping says that the fields of a line are separated, to what splits a line.

import { type Fields, splitFields } from '../text/field-scan.ts';
import type { CsvMapping } from './csv-mapping.ts';

export type SplitLine = (bytes: Uint8Array, start: number, end: number, out: Fields) => void;

const SPACE = 32;
const TAB = 9;
const QUOTE = 34;

export function splitterOf({ delimiter, trim, trailingDelimiter }: CsvMapping): SplitLine {
  const mark = new TextEncoder().encode(delimiter);
  const split: SplitLine =
    mark.length === 1
      ? (bytes, start, end, out) => splitFields(bytes, start, end, mark[0]!, out)
      : (bytes, start, end, out) => splitByText(bytes, start, end, mark, out);
  if (!trim && !trailingDelimiter) return split;
  return (bytes, start, end, out) => {
    split(bytes, start, end, out);
    if (trim) trimFields(bytes, out);
    const last = out.count - 1;
    if (trailingDelimiter && last > 0 && last < out.starts.length && out.starts[last] === out.ends[last])
      out.count = last;
  };
}

/** A delimiter of several bytes; a field in double quotes may hold it. */
function splitByText(bytes: Uint8Array, start: number, end: number, mark: Uint8Array, out: Fields): void {
  out.count = 0;
  let from = start;
  let at = start;
  while (at < end) {
    if (bytes[at] === QUOTE && at === from) {
      const close = bytes.indexOf(QUOTE, at + 1);
      at = close > 0 && close < end ? close + 1 : at + 1;
    } else if (isMark(bytes, at, end, mark)) {
      addField(bytes, from, at, out);
      at += mark.length;
      from = at;
    } else at++;
  }
  addField(bytes, from, end, out);
}

function isMark(bytes: Uint8Array, at: number, end: number, mark: Uint8Array): boolean {
  if (at + mark.length > end) return false;
  for (let index = 0; index < mark.length; index++) if (bytes[at + index] !== mark[index]) return false;
  return true;
}

/** Quotes around a field are taken off; fields beyond the room are counted only. */
function addField(bytes: Uint8Array, from: number, to: number, out: Fields): void {
  const place = out.count++;
  if (place >= out.starts.length) return;
  const quoted = to - from >= 2 && bytes[from] === QUOTE && bytes[to - 1] === QUOTE;
  out.starts[place] = quoted ? from + 1 : from;
  out.ends[place] = quoted ? to - 1 : to;
}

function trimFields(bytes: Uint8Array, out: Fields): void {
  const count = Math.min(out.count, out.starts.length);
  for (let place = 0; place < count; place++) {
    let start = out.starts[place]!;
    let end = out.ends[place]!;
    while (start < end && isBlank(bytes[start]!)) start++;
    while (end > start && isBlank(bytes[end - 1]!)) end--;
    out.starts[place] = start;
    out.ends[place] = end;
  }
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}
