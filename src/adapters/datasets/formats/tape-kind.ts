// What differs between lists of trades with brokers (Profit, Nelogica): their columns, words, dates and times.

import type { RowDirection } from '../text/row-direction.ts';

export const TAPE_COLUMNS = [
  'symbol',
  'date',
  'time',
  'price',
  'quantity',
  'buyer',
  'seller',
  'type',
  'number',
  'turnover',
  'afterMarket',
] as const;
export type TapeColumn = (typeof TAPE_COLUMNS)[number];

/** Columns without which a line is no trade. */
export const NEEDED_TAPE_COLUMNS = ['symbol', 'date', 'time', 'price', 'quantity', 'buyer', 'seller', 'type'] as const;

/** What a word or number of the type column says of a trade. */
export interface TapeType {
  readonly aggressor: number;
  readonly condition: number;
  /** As ProfitDLL numbers it; 0 in lists that have words of their own. */
  readonly source: number;
}

/** How a date or a time is written: an example for messages, and what reads it. */
export interface TapeClock {
  readonly example: string;
  readonly scan: (bytes: Uint8Array, start: number, end: number) => number;
}

/** What holds for all files of one format. */
export interface TapeKind {
  /** Names of the columns, as `plainWord` writes them. */
  readonly columns: ReadonlyMap<string, TapeColumn>;
  /** The header as the export writes it, for messages. */
  readonly header: string;
  readonly delimiters: readonly string[];
  readonly types: ReadonlyMap<string, TapeType>;
  /** The words that are known, for messages. */
  readonly typeNames: string;
  /** The types are those of ProfitDLL: their numbers are kept. */
  readonly numbersTypes: boolean;
  /** Packed as 20250805; -1 when it is no date. */
  readonly date: TapeClock;
  /** Microseconds since midnight; NaN when it is no time. */
  readonly time: TapeClock;
  /** Which way round the export writes its rows, where a file does not show it. */
  readonly usual: RowDirection;
}

/** What stands where in one file. */
export interface TapeLayout {
  readonly delimiter: string;
  /** Names of all columns, for messages. */
  readonly names: readonly string[];
  /** Lines before the first trade: 1 with a header. */
  readonly headLines: number;
  /** Place of a column from 0; -1 when the file lacks it. */
  readonly at: (column: TapeColumn) => number;
}
