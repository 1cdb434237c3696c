// A Parquet file and what is wrong with it, to the error that says so.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';

export function parquetCorrupt(file: string, why: string, cause?: unknown): UserError {
  return new UserError({
    code: 'parquet-corrupt',
    message: `${basename(file)} cannot be read as a Parquet file: ${why}`,
    file,
    fix: 'Copy or write the file again; another reader of Parquet must be able to read it',
    cause,
  });
}

export function parquetUnsupported(file: string, why: string): UserError {
  return new UserError({
    code: 'parquet-unsupported',
    message: `${basename(file)} is a Parquet file of a kind that is not read here: ${why}`,
    file,
    fix: 'Write it again without encryption, compressed with snappy, gzip, zstd, brotli or not at all',
  });
}

export function parquetTooLarge(file: string, group: number, bytes: number, limit: number): UserError {
  const megabytes = (size: number): number => Math.round(size / 2 ** 20);
  return new UserError({
    code: 'parquet-too-large',
    message:
      `${basename(file)} has ${megabytes(bytes)} MB of the mapped columns in row group ${group}, ` +
      `and the limit is ${megabytes(limit)} MB`,
    file,
    fix: 'Write it in smaller row groups, for example with row_group_size=1_000_000 in pandas',
  });
}
