// Takes one events-NNNN.bin file; gives its groups in order, over damage only where that is allowed.

import { closeSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { RECORD_BYTES } from '../../core/market/event-record.ts';
import { UserError } from '../user-error.ts';
import {
  decodeFileHeader,
  decodeGroupHeader,
  FILE_HEADER_BYTES,
  GROUP_HEADER_BYTES,
  GROUP_RECORDS_MAX,
  type GroupHeader,
  groupsOffset,
  LOG_VERSION,
  type SessionInfo,
} from './event-log-format.ts';
import type { LogDamage } from './log-notice.ts';
import { unpackRecords } from './unpack-records.ts';

const SCAN_BYTES = 64 * 1024;
/** More than this is no session info but a wrong number. */
const INFO_BYTES_MAX = 1024 * 1024;

/** Reads from its beginning; may be asked again when the file has grown. */
export class LogFileReader {
  /** Bytes after the last whole group, once the end was reached: a torn group, or one that is being written. */
  tornBytes = 0;
  /** Where the next group begins; 0 before the header was read. */
  offset = 0;
  info: SessionInfo = {};
  /** The packed records of the group that was read last. */
  records: Buffer = Buffer.alloc(0);
  readonly path: string;
  private readonly damage: LogDamage;
  private readonly header = Buffer.alloc(GROUP_HEADER_BYTES);
  private readonly bytes = Buffer.alloc(GROUP_RECORDS_MAX * RECORD_BYTES);
  private readonly file: number;
  private group = 0;

  /** Throws the system's error when the file cannot be opened. */
  constructor(path: string, damage: LogDamage) {
    this.path = path;
    this.damage = damage;
    this.file = openSync(path, 'r');
  }

  /** Fills the batch with the next group; false when there is no whole one now. */
  readGroup(batch: EventBatch): boolean {
    if (this.offset === 0 && !this.readFileHeader()) return false;
    for (;;) {
      const got = this.read(this.header, GROUP_HEADER_BYTES, this.offset);
      this.tornBytes = got;
      if (got < GROUP_HEADER_BYTES) return false;
      const header = decodeGroupHeader(this.header);
      const records = header.whole ? header.records : this.recordsDespite(header);
      if (records === 'end') return false;
      if (records === 'skipped') continue;
      const length = records * RECORD_BYTES;
      const read = this.read(this.bytes, length, this.offset + GROUP_HEADER_BYTES);
      this.tornBytes = GROUP_HEADER_BYTES + read;
      if (read < length) return false;
      this.unpack(header, records, batch);
      return true;
    }
  }

  close(): void {
    closeSync(this.file);
  }

  private unpack(header: GroupHeader, records: number, batch: EventBatch): void {
    const group = this.group;
    const found = (reason: string) => this.damage.found(this.path, this.offset, group, reason);
    if (header.whole) {
      if (header.group !== group) found(`group ${header.group} stands where group ${group} is expected`);
      const crc = crc32(this.bytes.subarray(0, records * RECORD_BYTES));
      if (crc !== header.crc) found(`checksum is ${hex(crc)}, expected ${hex(header.crc)}`);
    }
    unpackRecords(this.bytes, records, batch, found);
    this.records = this.bytes.subarray(0, records * RECORD_BYTES);
    this.group = (header.whole ? header.group : group) + 1;
    this.offset += GROUP_HEADER_BYTES + records * RECORD_BYTES;
    this.tornBytes = 0;
  }

  /** How many records a group has whose header is damaged: from where the next one stands. */
  private recordsDespite(header: GroupHeader): number | 'skipped' | 'end' {
    const { next, end, isBlank } = this.scan(this.offset + GROUP_HEADER_BYTES);
    if (isBlank && this.header.every((byte) => byte === 0)) {
      // space that the system had given to the file before its content came: no group was ever here
      this.tornBytes = end - this.offset;
      return 'end';
    }
    this.damage.found(this.path, this.offset, this.group, 'the header of the group is damaged');
    const until = next ?? end;
    const records = (until - this.offset - GROUP_HEADER_BYTES) / RECORD_BYTES;
    if (Number.isInteger(records) && records > 0 && records <= GROUP_RECORDS_MAX) return records;
    if (next === undefined && header.records <= GROUP_RECORDS_MAX && header.records <= records) return header.records;
    this.damage.note({ kind: 'skippedBytes', file: this.path, offset: this.offset, bytes: until - this.offset });
    this.offset = until;
    this.group += 1;
    return 'skipped';
  }

  /** The next place with a whole group header, and the end of the file. */
  private scan(from: number): { readonly next: number | undefined; readonly end: number; readonly isBlank: boolean } {
    const chunk = Buffer.alloc(SCAN_BYTES);
    let isBlank = true;
    for (let at = from; ; at += SCAN_BYTES) {
      const got = this.read(chunk, SCAN_BYTES, at);
      // every part of a file is a multiple of a group header long, so that one never lies across two chunks
      for (let k = 0; k + GROUP_HEADER_BYTES <= got; k += GROUP_HEADER_BYTES) {
        if (decodeGroupHeader(chunk, k).whole) return { next: at + k, end: at + got, isBlank };
      }
      isBlank &&= chunk.subarray(0, got).every((byte) => byte === 0);
      if (got < SCAN_BYTES) return { next: undefined, end: at + got, isBlank };
    }
  }

  /** False while the header is not there in full. */
  private readFileHeader(): boolean {
    const start = Buffer.alloc(FILE_HEADER_BYTES);
    this.tornBytes = this.read(start, FILE_HEADER_BYTES, 0);
    if (this.tornBytes < FILE_HEADER_BYTES) return false;
    const header = decodeFileHeader(start);
    if (header === undefined || header.infoBytes > INFO_BYTES_MAX) {
      this.damage.found(this.path, 0, 0, 'the file does not begin as an event log does, or its header is damaged');
      this.offset = this.scan(FILE_HEADER_BYTES).next ?? FILE_HEADER_BYTES;
      return true;
    }
    if (header.version !== LOG_VERSION || header.recordBytes !== RECORD_BYTES) this.refuseVersion(header.version);
    const padded = groupsOffset(header.infoBytes) - FILE_HEADER_BYTES;
    const bytes = Buffer.alloc(padded);
    const got = this.read(bytes, padded, FILE_HEADER_BYTES);
    this.tornBytes = FILE_HEADER_BYTES + got;
    if (got < padded) return false;
    this.offset = FILE_HEADER_BYTES + padded;
    const info = crc32(bytes) === header.infoCrc ? parsedInfo(bytes.toString('utf8', 0, header.infoBytes)) : undefined;
    if (info === undefined) this.damage.found(this.path, 0, 0, 'what the file says of its session is damaged');
    else this.info = info;
    return true;
  }

  private refuseVersion(version: number): never {
    throw new UserError({
      code: 'event-log-unknown',
      message: `${this.path} has version ${version} of the event log; this program reads version ${LOG_VERSION}`,
      file: this.path,
      field: 'version',
      fix: 'Read it with the version of the program that wrote it.',
    });
  }

  private read(into: Buffer, length: number, position: number): number {
    let total = 0;
    while (total < length) {
      const got = readSync(this.file, into, total, length - total, position + total);
      if (got === 0) break;
      total += got;
    }
    return total;
  }
}

function parsedInfo(text: string): SessionInfo | undefined {
  try {
    return JSON.parse(text) as SessionInfo;
  } catch {
    return undefined;
  }
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
