// Takes the numbers of a file or group header; gives its bytes, and back: the layout of events-NNNN.bin, version 1.

import { crc32 } from 'node:zlib';
import { RECORD_BYTES } from '../../core/market/event-record.ts';

/*
 * All numbers little-endian.
 *
 * file    0  'QTEV'            4  u16 version         6  u16 record bytes     8  u32 number of the file
 *        12  u32 info bytes   16  u32 CRC of the bytes from 64 on            20  zero    60  u32 CRC of bytes 0..59
 *        64  session info, JSON in UTF-8, zeros up to a multiple of 64; then groups up to the end of the file
 * group   0  'QTGR'            4  u32 records         8  u32 CRC of the records
 *        12  u32 number of the group in the file     16  f64 seq of the first record
 *        24  zero             28  u32 CRC of bytes 0..27;  then the records
 *
 * A record is the 64 bytes of an EventBatch. Where its kind has a payload object, its f64 A is the number n of records of
 * kind 255 that follow in the same group, its f64 B the length of the JSON text in bytes; each of the n holds 56 bytes of it
 * from byte 8 on, and 255 in its first word.
 */
export const LOG_VERSION = 1;
export const FILE_HEADER_BYTES = 64;
export const GROUP_HEADER_BYTES = 32;
export const GROUP_RECORDS_MAX = 4096;
export const LOG_FILE_BYTES_MAX = 256 * 1024 * 1024;
export const LOG_FILES_MAX = 9999;
/** Bytes of JSON text in a continuation record, and where they begin. */
export const CONTINUATION_BYTES = 56;
export const CONTINUATION_AT = 8;
/** The head and its continuation records must fit one group. */
export const PAYLOAD_BYTES_MAX = (GROUP_RECORDS_MAX - 1) * CONTINUATION_BYTES;

const FILE_MAGIC = 0x56455451;
const GROUP_MAGIC = 0x52475451;

/** What a file says of its session, for people and tools that find it alone. */
export type SessionInfo = Readonly<Record<string, string | number | boolean | null>>;

export interface FileHeader {
  readonly version: number;
  readonly recordBytes: number;
  readonly fileNumber: number;
  readonly infoBytes: number;
  readonly infoCrc: number;
}

export interface GroupHeader {
  readonly records: number;
  readonly crc: number;
  readonly group: number;
  readonly firstSeq: number;
  /** False when the header does not fit its own CRC: its numbers may be wrong. */
  readonly whole: boolean;
}

/** Name of a log file; numbers count from 1. */
export function logFileName(fileNumber: number): string {
  return `events-${String(fileNumber).padStart(4, '0')}.bin`;
}

/** Where the groups of a file begin. */
export function groupsOffset(infoBytes: number): number {
  return FILE_HEADER_BYTES + Math.ceil(infoBytes / RECORD_BYTES) * RECORD_BYTES;
}

export function encodeFileHeader(fileNumber: number, info: SessionInfo): Buffer {
  const text = Buffer.from(JSON.stringify(info));
  const bytes = Buffer.alloc(groupsOffset(text.length));
  bytes.writeUInt32LE(FILE_MAGIC, 0);
  bytes.writeUInt16LE(LOG_VERSION, 4);
  bytes.writeUInt16LE(RECORD_BYTES, 6);
  bytes.writeUInt32LE(fileNumber, 8);
  bytes.writeUInt32LE(text.length, 12);
  text.copy(bytes, FILE_HEADER_BYTES);
  bytes.writeUInt32LE(crc32(bytes.subarray(FILE_HEADER_BYTES)), 16);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 60)), 60);
  return bytes;
}

/** The header, or undefined where the bytes are not the whole beginning of a log file. Takes at least 64 bytes. */
export function decodeFileHeader(bytes: Buffer): FileHeader | undefined {
  if (bytes.readUInt32LE(0) !== FILE_MAGIC || bytes.readUInt32LE(60) !== crc32(bytes.subarray(0, 60))) return undefined;
  return {
    version: bytes.readUInt16LE(4),
    recordBytes: bytes.readUInt16LE(6),
    fileNumber: bytes.readUInt32LE(8),
    infoBytes: bytes.readUInt32LE(12),
    infoCrc: bytes.readUInt32LE(16),
  };
}

/** Writes the header of a group whose records stand behind it in `bytes`. */
export function encodeGroupHeader(bytes: Buffer, records: number, group: number, firstSeq: number): void {
  bytes.writeUInt32LE(GROUP_MAGIC, 0);
  bytes.writeUInt32LE(records, 4);
  bytes.writeUInt32LE(crc32(bytes.subarray(GROUP_HEADER_BYTES, GROUP_HEADER_BYTES + records * RECORD_BYTES)), 8);
  bytes.writeUInt32LE(group, 12);
  bytes.writeDoubleLE(firstSeq, 16);
  bytes.writeUInt32LE(0, 24);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 28)), 28);
}

/** Takes at least 32 bytes at `offset`. */
export function decodeGroupHeader(bytes: Buffer, offset = 0): GroupHeader {
  const records = bytes.readUInt32LE(offset + 4);
  const isGroup = bytes.readUInt32LE(offset) === GROUP_MAGIC && records > 0 && records <= GROUP_RECORDS_MAX;
  return {
    records,
    crc: bytes.readUInt32LE(offset + 8),
    group: bytes.readUInt32LE(offset + 12),
    firstSeq: bytes.readDoubleLE(offset + 16),
    whole: isGroup && bytes.readUInt32LE(offset + 28) === crc32(bytes.subarray(offset, offset + 28)),
  };
}
