// The folder of a run that was cut off in; its last event file ending with a whole group out, and a sentence where it did not.

import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { RECORD_BYTES } from '../../core/market/event-record.ts';
import {
  decodeFileHeader,
  decodeGroupHeader,
  FILE_HEADER_BYTES,
  GROUP_HEADER_BYTES,
  groupsOffset,
} from './event-log-format.ts';

const SCAN_BYTES = 64 * 1024;
const LOG_FILE = /^events-\d{4}\.bin$/;

/**
 * Only of runs whose process is gone. Groups are written one behind the other, so what a crash or a power cut leaves broken stands at
 * the end of the last file. Damage before the end is left as it is, for `qt replay` to tell of. Throws the system's error where the
 * file cannot be read or cut.
 */
export function repairEventLog(folder: string): string | undefined {
  const name = readdirSync(folder)
    .filter((each) => LOG_FILE.test(each))
    .sort()
    .at(-1);
  if (name === undefined) return undefined;
  const file = openSync(join(folder, name), 'r+');
  try {
    const { size } = fstatSync(file);
    const whole = wholeBytes(file, size);
    if (whole === undefined || whole === size) return undefined;
    ftruncateSync(file, whole);
    fsyncSync(file);
    return `${name} of ${folder} ended inside a group: its last ${size - whole} bytes were cut off`;
  } finally {
    closeSync(file);
  }
}

/** Where the last whole group ends; undefined where something before the end cannot be followed. */
function wholeBytes(file: number, size: number): number | undefined {
  const head = Buffer.alloc(FILE_HEADER_BYTES);
  if (readSync(file, head, 0, FILE_HEADER_BYTES, 0) < FILE_HEADER_BYTES) return undefined;
  const header = decodeFileHeader(head);
  if (header === undefined) return undefined;
  const group = Buffer.alloc(GROUP_HEADER_BYTES);
  let at = groupsOffset(header.infoBytes);
  let last: { readonly at: number; readonly records: number; readonly crc: number } | undefined;
  while (at < size) {
    const got = readSync(file, group, 0, GROUP_HEADER_BYTES, at);
    const found = got === GROUP_HEADER_BYTES ? decodeGroupHeader(group) : undefined;
    const end = at + GROUP_HEADER_BYTES + (found?.records ?? 0) * RECORD_BYTES;
    if (found === undefined || (found.whole && end > size)) break;
    // a header that is wrong with a whole one behind it is damage; with none it is where the writing ended
    if (!found.whole) {
      if (hasGroup(file, at + GROUP_HEADER_BYTES, size)) return undefined;
      break;
    }
    last = { at, records: found.records, crc: found.crc };
    at = end;
  }
  if (last === undefined) return at;
  const bytes = Buffer.alloc(last.records * RECORD_BYTES);
  readSync(file, bytes, 0, bytes.length, last.at + GROUP_HEADER_BYTES);
  return crc32(bytes) === last.crc ? at : last.at;
}

/** Every part of a file is a multiple of a group header long. */
function hasGroup(file: number, from: number, to: number): boolean {
  const chunk = Buffer.alloc(SCAN_BYTES);
  for (let at = from; at < to; at += SCAN_BYTES) {
    const got = readSync(file, chunk, 0, SCAN_BYTES, at);
    for (let k = 0; k + GROUP_HEADER_BYTES <= got; k += GROUP_HEADER_BYTES) {
      if (decodeGroupHeader(chunk, k).whole) return true;
    }
  }
  return false;
}
