// The folder of a run, whatever became of it, in; when the last event that its log holds whole was received out.

import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { F64_RECEIVED, Kind, RECORD_BYTES } from '../../core/market/event-record.ts';
import {
  decodeFileHeader,
  decodeGroupHeader,
  FILE_HEADER_BYTES,
  GROUP_HEADER_BYTES,
  groupsOffset,
} from './event-log-format.ts';

const LOG_FILE = /^events-\d{4}\.bin$/;
const RECEIVED_AT = F64_RECEIVED * 8;

/** Microseconds UTC; undefined where the run has no event, or none that can be read. Never throws: it is asked of runs that died. */
export function lastEventUs(folder: string): number | undefined {
  try {
    const names = readdirSync(folder).filter((each) => LOG_FILE.test(each));
    // a new file holds nothing until its first group is written
    for (const name of names.sort().reverse()) {
      const found = lastOf(join(folder, name));
      if (found !== undefined) return found;
    }
  } catch {
    return undefined;
  }
  return undefined;
}

/** From group to group by their lengths: of a day only the headers are read. */
function lastOf(path: string): number | undefined {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const head = Buffer.alloc(FILE_HEADER_BYTES);
    const got = readSync(file, head, 0, FILE_HEADER_BYTES, 0);
    const header = got < FILE_HEADER_BYTES ? undefined : decodeFileHeader(head);
    if (header === undefined) return undefined;
    const group = Buffer.alloc(GROUP_HEADER_BYTES);
    let at = groupsOffset(header.infoBytes);
    let last: { readonly from: number; readonly bytes: number } | undefined;
    while (readSync(file, group, 0, GROUP_HEADER_BYTES, at) === GROUP_HEADER_BYTES) {
      const { whole, records } = decodeGroupHeader(group);
      const from = at + GROUP_HEADER_BYTES;
      if (!whole || from + records * RECORD_BYTES > size) break;
      last = { from, bytes: records * RECORD_BYTES };
      at = from + last.bytes;
    }
    return last === undefined ? undefined : receivedOf(file, last.from, last.bytes);
  } finally {
    closeSync(file);
  }
}

/** The text of an event stands behind it in records that are none. */
function receivedOf(file: number, from: number, length: number): number | undefined {
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, from);
  for (let at = length - RECORD_BYTES; at >= 0; at -= RECORD_BYTES) {
    if (bytes[at] !== Kind.continuation) return bytes.readDoubleLE(at + RECEIVED_AT);
  }
  return undefined;
}
