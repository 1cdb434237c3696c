// Takes the name of an oracle and of a set; gives the values that the oracle computed on it, each with its place in the column.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { OracleSet } from './oracle-sets.ts';

export interface Vector {
  /** Place of the first value; −1 where there is none. */
  readonly first: number;
  /** At the places of `keptPlaces`; null where the oracle has none. */
  readonly values: readonly (number | null)[];
}

export interface VectorFile {
  readonly source: string;
  readonly set: string;
  /** Of the file that holds the candles. */
  readonly sha256: string;
  readonly candles: number;
  /** The candles of one session, on which functions that begin with the session were computed. */
  readonly session?: { readonly from: number; readonly candles: number };
  readonly outputs: Readonly<Record<string, Vector>>;
  readonly sessionOutputs?: Readonly<Record<string, Vector>>;
}

const { kept } = createRequire(import.meta.url)('./vector-files.cjs') as {
  kept(kind: string, first: number, length: number): readonly number[];
};

export function readVectors(oracle: 'ta-lib' | 'ttr', set: OracleSet): VectorFile {
  const file = join(import.meta.dirname, 'vectors', `${oracle}-${set.name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as VectorFile;
}

/** Where in a column of `length` values those of a vector stand. */
export function keptPlaces(set: OracleSet, first: number, length: number): readonly number[] {
  return kept(set.kind, first, length);
}
