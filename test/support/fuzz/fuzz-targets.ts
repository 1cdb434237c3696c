// Everything that is fuzzed, by name: all formats, what unpacks their files and what recognises them.

import { ARCHIVE_CASE } from './cases/archive-cases.ts';
import { headCase } from './cases/head-cases.ts';
import { importCase } from './cases/import-cases.ts';
import { PARQUET_CASES } from './cases/parquet-cases.ts';
import { fileTarget } from './fuzz-files.ts';
import { lineTarget } from './fuzz-lines.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { LINE_CASES } from './line-cases.ts';

export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  ...LINE_CASES.map(lineTarget),
  ...[...PARQUET_CASES, headCase(LINE_CASES), ARCHIVE_CASE, importCase(LINE_CASES)].map(fileTarget),
];
