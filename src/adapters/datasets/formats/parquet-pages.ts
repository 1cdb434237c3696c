// The bytes of a Parquet column chunk to what is wrong with its pages, before a reader that trusts them makes room for what they claim.

import type { ColumnMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { PARQUET_COMPRESSORS } from './parquet-compression.ts';
import { thriftEnd, varint, varintEnd } from './parquet-thrift.ts';

const PAGE_BYTES_MAX = 1 << 28;
/** Three bytes of snappy stand for 64 at most. */
const SNAPPY_RATIO_MAX = 22;
const BIT_WIDTH_MAX = 32;
const LENGTH_BYTES = 4;
/** Runs of bits are written in groups of eight values; some writers fill up the last run with whole groups. */
const SLACK_VALUES = 512;

const DAMAGED_MARKS = 'the marks of its empty values are damaged';

type PageHeader = ReturnType<typeof parquetHeader>;

export interface ChunkShape {
  readonly rows: number;
  /** A value may be null. */
  readonly optional: boolean;
  readonly codec: ColumnMetaData['codec'];
  readonly isBoolean: boolean;
  /** Of all its pages unpacked, their headers included. */
  readonly bytes: number;
}

/** What is wrong, in words; undefined for pages that are as large as they say and hold the rows of their group. */
export function faultOfPages(bytes: Uint8Array, shape: ChunkShape): string | undefined {
  let at = 0;
  let rows = 0;
  while (at < bytes.length && rows < shape.rows) {
    const end = thriftEnd(bytes, at);
    if (end < 0) return 'a page has no header that can be read';
    const header = parquetHeader({ view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: at });
    const size = header.compressed_page_size;
    if (!(size >= 0 && size <= bytes.length - end)) return 'a page is longer than its column';
    const fault = faultOfPage(bytes.subarray(end, end + size), header, shape, shape.rows - rows);
    if (fault !== undefined) return fault;
    rows += (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0;
    at = end + size;
  }
  return rows === shape.rows ? undefined : `its pages hold ${rows} rows instead of ${shape.rows}`;
}

function faultOfPage(page: Uint8Array, header: PageHeader, shape: ChunkShape, rowsLeft: number): string | undefined {
  const { type, uncompressed_page_size: size } = header;
  const most = shape.codec === 'SNAPPY' ? page.length * SNAPPY_RATIO_MAX : PAGE_BYTES_MAX;
  if (!(size >= 0 && size <= Math.min(most, shape.bytes))) return `a page claims to be ${size} bytes long`;
  if (type === 'DICTIONARY_PAGE') {
    const count = header.dictionary_page_header?.num_values ?? -1;
    return count >= 0 && count <= size * 8 ? undefined : `a dictionary claims to have ${count} values`;
  }
  const data = header.data_page_header ?? header.data_page_header_v2;
  if ((type !== 'DATA_PAGE' && type !== 'DATA_PAGE_V2') || data === undefined)
    return `a page is of the unknown type ${type}`;
  if (!(data.num_values >= 0 && data.num_values <= rowsLeft)) return `a page claims to have ${data.num_values} rows`;
  return type === 'DATA_PAGE' ? faultOfFirst(page, header, shape) : faultOfSecond(page, header, shape);
}

/** Pages of the first version are compressed as a whole. */
function faultOfFirst(page: Uint8Array, header: PageHeader, shape: ChunkShape): string | undefined {
  const { num_values: count, encoding } = header.data_page_header!;
  const hasRuns = isRuns(encoding);
  if (!shape.optional && !hasRuns) return undefined;
  const bytes = decompressPage(page, header.uncompressed_page_size, shape.codec, PARQUET_COMPRESSORS);
  const marks = shape.optional ? prefixedRuns(bytes, 0, count) : { set: count, end: 0 };
  if (marks === undefined) return DAMAGED_MARKS;
  return hasRuns && marks.set > 0 ? faultOfReferences(bytes, marks.end, marks.set, shape) : undefined;
}

/** Pages of the second version have the marks of empty values in front, never compressed. */
function faultOfSecond(page: Uint8Array, header: PageHeader, shape: ChunkShape): string | undefined {
  const v2 = header.data_page_header_v2!;
  const marks = v2.definition_levels_byte_length;
  const count = v2.num_values - v2.num_nulls;
  const size = header.uncompressed_page_size - marks;
  const isPossible = marks >= 0 && marks <= page.length && v2.num_nulls >= 0 && count >= 0 && size >= 0;
  if (!isPossible || v2.repetition_levels_byte_length !== 0) return 'a page has sizes that cannot be';
  if (v2.num_rows !== v2.num_values) return 'a page has another number of rows than of values';
  if (shape.optional && setInRuns(page, 0, marks, 1, v2.num_values) !== count) return DAMAGED_MARKS;
  if (!isRuns(v2.encoding) || count === 0) return undefined;
  const packed = page.subarray(marks);
  const bytes = v2.is_compressed === false ? packed : decompressPage(packed, size, shape.codec, PARQUET_COMPRESSORS);
  return faultOfReferences(bytes, 0, count, shape);
}

function isRuns(encoding: string | undefined): boolean {
  return encoding === 'RLE' || encoding?.endsWith('_DICTIONARY') === true;
}

/** Values that are written as runs: of booleans, or of places in the dictionary. */
function faultOfReferences(
  bytes: Uint8Array,
  start: number,
  count: number,
  { isBoolean }: ChunkShape,
): string | undefined {
  if (isBoolean) return prefixedRuns(bytes, start, count) === undefined ? 'its values are damaged' : undefined;
  const width = bytes[start] ?? BIT_WIDTH_MAX + 1;
  // places of no bits are all the first
  const isWhole = width === 0 || setInRuns(bytes, start + 1, bytes.length, width, count) >= 0;
  return isWhole ? undefined : 'the references to its dictionary are damaged';
}

interface Runs {
  /** Values with the lowest bit set, where they have one bit. */
  readonly set: number;
  readonly end: number;
}

function prefixedRuns(bytes: Uint8Array, start: number, count: number): Runs | undefined {
  const first = start + LENGTH_BYTES;
  if (first > bytes.length) return undefined;
  const end = first + new DataView(bytes.buffer, bytes.byteOffset + start).getUint32(0, true);
  if (end > bytes.length) return undefined;
  const set = setInRuns(bytes, first, end, 1, count);
  return set < 0 ? undefined : { set, end };
}

/** How many of `count` values have their lowest bit set; -1 for runs that end early or hold far more values. */
function setInRuns(bytes: Uint8Array, start: number, end: number, width: number, count: number): number {
  if (width > BIT_WIDTH_MAX) return -1;
  let at = start;
  let seen = 0;
  let set = 0;
  while (seen < count) {
    const next = varintEnd(bytes, at);
    if (next < 0 || next > end) return -1;
    const head = varint(bytes, at);
    const isPacked = head % 2 === 1;
    const values = Math.floor(head / 2) * (isPacked ? 8 : 1);
    if (values === 0 || seen + values > count + SLACK_VALUES) return -1;
    const wanted = Math.min(values, count - seen);
    at = next + Math.ceil(isPacked ? (values * width) / 8 : width / 8);
    if (!isPacked && at > end) return -1;
    if (isPacked) set += bitsSet(bytes, next, wanted);
    else if ((bytes[next]! & 1) === 1) set += wanted;
    seen += values;
  }
  return set;
}

function bitsSet(bytes: Uint8Array, start: number, count: number): number {
  let set = 0;
  for (let bit = 0; bit < count; bit++) set += ((bytes[start + (bit >> 3)] ?? 0) >> (bit & 7)) & 1;
  return set;
}
