// A Parquet file and the columns wanted of it, to their rows, some at a time; what the file claims is checked before room is made for it.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import {
  type ColumnMetaData,
  type DecodedArray,
  type FileMetaData,
  parquetMetadata,
  parquetRead,
  type RowGroup,
  type SchemaElement,
} from 'hyparquet';
import { UserError } from '../../user-error.ts';
import { PARQUET_CODECS, PARQUET_COMPRESSORS } from './parquet-compression.ts';
import { parquetCorrupt, parquetTooLarge, parquetUnsupported } from './parquet-errors.ts';
import { faultOfPages } from './parquet-pages.ts';
import { thriftEnd } from './parquet-thrift.ts';

const MAGIC = 0x31524150;
const ENCRYPTED = 0x45524150;
/** The magic in front, and the length of the directory with the magic behind it. */
const HEAD_BYTES = 4;
const TAIL_BYTES = 8;
const DIRECTORY_BYTES_MAX = 1 << 25;
const ROWS_MAX = 2 ** 32;
const COLUMNS_MAX = 4096;
/** Of the columns that are read: so much of a row group is in memory, packed and unpacked. */
const GROUP_BYTES_MAX = 2 ** 30;
/** Rows that are unpacked at a time. */
const SLICE_ROWS = 50_000;

/** Decoded values of one column; `data[0]` is row `rowStart` of the file. */
export interface DecodedChunk {
  readonly rowStart: number;
  readonly data: DecodedArray;
}

export interface ParquetSlice {
  readonly rowStart: number;
  readonly rowEnd: number;
  /** By the name of the column: chunks that hold at least the rows of the slice, ascending. */
  readonly columns: ReadonlyMap<string, readonly DecodedChunk[]>;
}

export class ParquetFile {
  readonly file: string;
  readonly rows: number;
  /** The columns of the file by place from 0; undefined schema for those that hold columns themselves. */
  readonly columns: readonly { readonly name: string; readonly element: SchemaElement | undefined }[];
  private readonly handle: number;
  private readonly size: number;
  private readonly metadata: FileMetaData;

  /** UserErrors `file-missing`, `parquet-corrupt`, `parquet-unsupported`. Must be closed. */
  constructor(file: string) {
    this.file = file;
    this.handle = openFile(file);
    try {
      this.size = fstatSync(this.handle).size;
      this.metadata = this.readDirectory();
      this.columns = this.topColumns();
      this.rows = this.countRows();
    } catch (error) {
      this.close();
      throw error instanceof UserError ? error : parquetCorrupt(this.file, reasonOf(error), error);
    }
  }

  close(): void {
    closeSync(this.handle);
  }

  /** The rows of the columns named, in order. UserErrors `parquet-corrupt`, `parquet-unsupported`, `parquet-too-large`. */
  async *slices(names: readonly string[]): AsyncGenerator<ParquetSlice> {
    let rowStart = 0;
    for (const [index, group] of this.metadata.row_groups.entries()) {
      const rowEnd = rowStart + Number(group.num_rows);
      try {
        yield* this.groupSlices(index, group, names, rowStart, rowEnd);
      } catch (error) {
        throw error instanceof UserError
          ? error
          : parquetCorrupt(this.file, `in row group ${index + 1}, ${reasonOf(error)}`, error);
      }
      rowStart = rowEnd;
    }
  }

  private async *groupSlices(
    index: number,
    group: RowGroup,
    names: readonly string[],
    groupStart: number,
    groupEnd: number,
  ): AsyncGenerator<ParquetSlice> {
    const chunks = names.map((name) => this.chunkOf(group, index, name));
    const bytes = chunks.reduce((sum, { total_uncompressed_size: size }) => sum + Math.max(0, Number(size)), 0);
    if (bytes > GROUP_BYTES_MAX) throw parquetTooLarge(this.file, index + 1, bytes, GROUP_BYTES_MAX);
    for (const [place, name] of names.entries()) this.checkPages(group, index, name, chunks[place]!);
    const metadata = this.reduced(group, names, chunks);
    const cache = new Map<string, ArrayBuffer>();
    const slice = (start: number, end = this.size): ArrayBuffer => {
      const key = `${start}-${end}`;
      const known = cache.get(key) ?? this.bytes(start, end);
      cache.set(key, known);
      return known;
    };
    for (let rowStart = groupStart; rowStart < groupEnd; rowStart += SLICE_ROWS) {
      const rowEnd = Math.min(rowStart + SLICE_ROWS, groupEnd);
      const columns = new Map<string, DecodedChunk[]>(names.map((name) => [name, []]));
      await parquetRead({
        file: { byteLength: this.size, slice },
        metadata,
        rowStart: rowStart - groupStart,
        rowEnd: rowEnd - groupStart,
        columns: [...names],
        utf8: false,
        geoparquet: false,
        compressors: PARQUET_COMPRESSORS,
        // nanoseconds since 1970, of the old type of 96 bits
        parsers: { timestampFromNanoseconds: (nanos) => nanos },
        onChunk: ({ columnName, columnData, rowStart: first }) => {
          columns.get(columnName)!.push({ rowStart: first + groupStart, data: columnData });
        },
      });
      yield { rowStart, rowEnd, columns };
    }
  }

  private chunkOf(group: RowGroup, index: number, name: string): ColumnMetaData {
    const found = group.columns.find(({ meta_data: meta }) => {
      const path = meta?.path_in_schema;
      return path?.length === 1 && path[0] === name;
    });
    const meta = found?.meta_data;
    if (found?.crypto_metadata !== undefined || found?.encrypted_column_metadata !== undefined) {
      throw parquetUnsupported(this.file, `its column ${name} is encrypted`);
    }
    if (meta === undefined || found?.file_path)
      throw parquetCorrupt(this.file, `row group ${index + 1} has no column ${name}`);
    const { codec } = meta;
    if (!PARQUET_CODECS.includes(codec))
      throw parquetUnsupported(this.file, `its column ${name} is compressed with ${codec}`);
    const { type } = this.elementOf(name);
    if (meta.type !== type)
      throw parquetCorrupt(this.file, `row group ${index + 1} has ${name} as ${meta.type}, not ${type}`);
    if (Number(meta.num_values) !== Number(group.num_rows)) {
      throw parquetCorrupt(
        this.file,
        `row group ${index + 1} has ${group.num_rows} rows and ${meta.num_values} values of ${name}`,
      );
    }
    return meta;
  }

  private elementOf(name: string): SchemaElement {
    return this.columns.find((column) => column.name === name)!.element!;
  }

  private checkPages(group: RowGroup, index: number, name: string, meta: ColumnMetaData): void {
    const element = this.elementOf(name);
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const end = start + Number(meta.total_compressed_size);
    const fault = faultOfPages(new Uint8Array(this.bytes(start, end)), {
      rows: Number(group.num_rows),
      optional: element.repetition_type === 'OPTIONAL',
      codec: meta.codec,
      isBoolean: element.type === 'BOOLEAN',
      bytes: Number(meta.total_uncompressed_size),
    });
    if (fault !== undefined) throw parquetCorrupt(this.file, `column ${name} of row group ${index + 1}: ${fault}`);
  }

  /** One row group of the wanted columns, as if there were nothing else, their values left as they are stored. */
  private reduced(group: RowGroup, names: readonly string[], chunks: readonly ColumnMetaData[]): FileMetaData {
    const elements = names.map((name): SchemaElement => {
      const { type, type_length, repetition_type } = this.elementOf(name);
      return {
        name,
        ...(type && { type }),
        ...(type_length && { type_length }),
        ...(repetition_type && { repetition_type }),
      };
    });
    return {
      ...this.metadata,
      schema: [{ name: 'root', num_children: names.length }, ...elements],
      num_rows: group.num_rows,
      row_groups: [{ ...group, columns: chunks.map((meta) => ({ file_offset: 0n, meta_data: meta })) }],
    };
  }

  private readDirectory(): FileMetaData {
    if (this.size < HEAD_BYTES + TAIL_BYTES) throw parquetCorrupt(this.file, 'it is too short to be one');
    const tail = new DataView(this.bytes(this.size - TAIL_BYTES, this.size));
    const magic = tail.getUint32(4, true);
    if (magic === ENCRYPTED) throw parquetUnsupported(this.file, 'it is encrypted');
    if (magic !== MAGIC) throw parquetCorrupt(this.file, 'it does not end with PAR1: it is cut off, or something else');
    const length = tail.getUint32(0, true);
    if (length > DIRECTORY_BYTES_MAX || length > this.size - TAIL_BYTES - HEAD_BYTES) {
      throw parquetCorrupt(this.file, `its directory claims to be ${length} bytes long`);
    }
    const directory = this.bytes(this.size - TAIL_BYTES - length, this.size);
    if (thriftEnd(new Uint8Array(directory, 0, length), 0) < 0)
      throw parquetCorrupt(this.file, 'its directory is damaged');
    return parquetMetadata(directory, { geoparquet: false });
  }

  /** The columns below the root; what holds columns itself is stepped over. */
  private topColumns(): ParquetFile['columns'] {
    const { schema } = this.metadata;
    const columns: { readonly name: string; readonly element: SchemaElement | undefined }[] = [];
    for (let at = 1; at < schema.length; ) {
      const element = schema[at]!;
      // a damaged directory may lack it
      if (typeof element.name !== 'string') throw new Error('a column has no name');
      const isFlat = !element.num_children && element.repetition_type !== 'REPEATED';
      columns.push({ name: element.name, element: isFlat ? element : undefined });
      at = behind(schema, at);
    }
    if (columns.length > COLUMNS_MAX) throw parquetUnsupported(this.file, `it has ${columns.length} columns`);
    return columns;
  }

  private countRows(): number {
    const { num_rows: told, row_groups: groups } = this.metadata;
    const rows = groups.reduce((sum, { num_rows: each }) => sum + Number(each), 0);
    if (groups.some(({ num_rows: each }) => each < 0n) || rows !== Number(told)) {
      throw parquetCorrupt(this.file, `it claims to have ${told} rows, and its row groups have ${rows}`);
    }
    if (rows > ROWS_MAX) throw parquetUnsupported(this.file, `it claims to have ${rows} rows`);
    return rows;
  }

  private bytes(start: number, end: number): ArrayBuffer {
    if (!(start >= 0 && end >= start && end <= this.size))
      throw parquetCorrupt(this.file, 'a part of it lies outside the file');
    const bytes = new Uint8Array(end - start);
    let done = 0;
    while (done < bytes.length) {
      const read = readSync(this.handle, bytes, done, bytes.length - done, start + done);
      if (read === 0) throw parquetCorrupt(this.file, 'it became shorter while it was read');
      done += read;
    }
    return bytes.buffer;
  }
}

function behind(schema: readonly SchemaElement[], start: number): number {
  let at = start;
  // counts how many elements are still to come below the one at the start
  for (let open = 1; open > 0; at++) {
    const element = schema[at];
    if (element === undefined) throw new Error('its schema is damaged');
    open += (element.num_children ?? 0) - 1;
  }
  return at;
}

function openFile(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (cause) {
    const why =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : `cannot be read: ${reasonOf(cause)}`;
    const fix = 'Check the path; put it in quotes when it has spaces';
    throw new UserError({ code: 'file-missing', message: `The file ${file} ${why}`, file, fix, cause });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
