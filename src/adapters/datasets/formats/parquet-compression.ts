// The compression of a Parquet column to what undoes it; a page never grows beyond the size that it is said to have.

import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { Compressors } from 'hyparquet';

/** Snappy is built into the reader of Parquet. */
export const PARQUET_COMPRESSORS: Compressors = {
  GZIP: (input, size) => gunzipSync(input, { maxOutputLength: atLeastOne(size) }),
  ZSTD: (input, size) => zstdDecompressSync(input, { maxOutputLength: atLeastOne(size) }),
  BROTLI: (input, size) => brotliDecompressSync(input, { maxOutputLength: atLeastOne(size) }),
};

export const PARQUET_CODECS: readonly string[] = ['UNCOMPRESSED', 'SNAPPY', ...Object.keys(PARQUET_COMPRESSORS)];

function atLeastOne(size: number): number {
  return Math.max(1, size);
}
