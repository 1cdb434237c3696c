// Bytes that should be a structure of Thrift's compact protocol, to where it ends: nothing is built of what they claim.

const STOP = 0;
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const INT64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;
const LONG_LIST = 15;
const DEPTH_MAX = 16;
const VARINT_BYTES_MAX = 10;

/**
 * Offset behind the structure that begins at `start`; -1 for bytes that are none, run over the end or nest too deep. A
 * list claims no more elements than there are bytes, so that reading it takes memory in proportion to the file.
 */
export function thriftEnd(bytes: Uint8Array, start: number, depth = 0): number {
  let at = start;
  while (at >= 0 && at < bytes.length && depth < DEPTH_MAX) {
    const head = bytes[at++]!;
    const type = head & 15;
    if (type === STOP) return at;
    // a field number far from the one before is written out
    if (head >> 4 === 0) at = varintEnd(bytes, at);
    if (at >= 0 && type !== TRUE && type !== FALSE) at = elementEnd(bytes, at, type, depth);
  }
  return -1;
}

function elementEnd(bytes: Uint8Array, start: number, type: number, depth: number): number {
  if (start >= bytes.length) return -1;
  if (type === TRUE || type === FALSE || type === BYTE) return start + 1;
  if (type > BYTE && type <= INT64) return varintEnd(bytes, start);
  if (type === DOUBLE) return within(bytes, start + 8);
  if (type === BINARY) {
    const data = varintEnd(bytes, start);
    return data < 0 ? -1 : within(bytes, data + varint(bytes, start));
  }
  if (type === LIST) return listEnd(bytes, start, depth);
  return type === STRUCT ? thriftEnd(bytes, start, depth + 1) : -1;
}

function listEnd(bytes: Uint8Array, start: number, depth: number): number {
  const head = bytes[start]!;
  const isLong = head >> 4 === LONG_LIST;
  let at = isLong ? varintEnd(bytes, start + 1) : start + 1;
  const size = isLong && at >= 0 ? varint(bytes, start + 1) : head >> 4;
  if (at < 0 || size > bytes.length - at || depth + 1 >= DEPTH_MAX) return -1;
  for (let index = 0; index < size && at >= 0; index++) at = elementEnd(bytes, at, head & 15, depth + 1);
  return at;
}

function within(bytes: Uint8Array, end: number): number {
  return end <= bytes.length ? end : -1;
}

/** Offset behind a number of variable length; -1 where it does not end. */
export function varintEnd(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length && at < start + VARINT_BYTES_MAX; at++) {
    if (bytes[at]! < 128) return at + 1;
  }
  return -1;
}

/** The number that `varintEnd` has found the end of. */
export function varint(bytes: Uint8Array, start: number): number {
  let value = 0;
  let scale = 1;
  for (let at = start; at < bytes.length; at++) {
    value += (bytes[at]! & 127) * scale;
    scale *= 128;
    if (bytes[at]! < 128) break;
  }
  return value;
}
