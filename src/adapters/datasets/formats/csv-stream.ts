// One stream of a mapping: which rows of a file belong to it, and their symbol, time and values as rows of a day.

import type { FileImport } from '../importing/file-import.ts';
import type { ImportSession } from '../importing/import-session.ts';
import { CandleStream } from './csv-candles.ts';
import type { CsvClock } from './csv-clock.ts';
import type { PriceForm, RowFields } from './csv-fields.ts';
import { LastStream } from './csv-lasts.ts';
import type { ColumnPlaces } from './csv-layout.ts';
import { LevelStream } from './csv-levels.ts';
import type { CsvMapping, CsvStream } from './csv-mapping.ts';
import { valueColumnsOf } from './csv-mapping-faults.ts';
import { QuoteStream } from './csv-quotes.ts';
import { StreamSymbols } from './csv-symbol.ts';
import { listedMeanings, type TextMeanings } from './csv-text.ts';
import { TradeStream } from './csv-trades.ts';

/** What a stream of any kind is made of. */
export interface StreamParts {
  readonly stream: CsvStream;
  readonly layout: ColumnPlaces;
  readonly clock: CsvClock;
  readonly received: CsvClock | undefined;
  readonly form: PriceForm;
}

/** The values of one kind of rows. */
export interface StreamValues {
  /** Optional columns of schema.ts that every row fills, times left aside. */
  readonly filled: readonly string[];
  /** Readies for the rows of a file; called once, before the first row. */
  start(session: ImportSession, request: FileImport): void;
  /** Reads the values of the current row, the clocks having been read; they stay until the next one. False after a rejection. */
  parse(fields: RowFields, symbol: string, row: number): boolean;
  /** Adds what was read to the rows of its day. */
  store(symbol: string, row: number): void;
}

/** Whether a row belongs to a stream. */
export const Belongs = { no: 0, empty: 1, yes: 2 } as const;
export type BelongsNumber = (typeof Belongs)[keyof typeof Belongs];

export class MappedStream {
  readonly stream: CsvStream;
  readonly filled: ReadonlySet<string>;
  /** Place of the column that says which rows belong to it; -1 where all do. */
  readonly wherePlace: number;
  /** Rows whose columns of this stream are all empty. */
  emptyRows = 0;
  /** The current row is of this stream and was read. */
  ready = false;
  private readonly values: StreamValues;
  private readonly symbols: StreamSymbols;
  private readonly clock: CsvClock;
  private readonly received: CsvClock | undefined;
  private readonly where: TextMeanings<boolean>;
  private readonly valuePlaces: readonly number[];
  private symbol = '';

  constructor(parts: StreamParts, file: string, symbol: string | undefined, mapping: CsvMapping) {
    const { stream, layout } = parts;
    const { where, columns } = stream;
    this.stream = stream;
    this.clock = parts.clock;
    this.received = parts.received;
    const place = columns.contract === undefined ? -1 : layout.placeOf(columns.contract);
    this.symbols = new StreamSymbols({ file, symbol, mapping, stream, place });
    this.values = valuesOf(parts);
    this.wherePlace = where === undefined ? -1 : layout.placeOf(where.column);
    this.where = listedMeanings([[where?.texts ?? [], true]]);
    this.valuePlaces = valueColumnsOf(stream.kind).flatMap((name) => {
      const mapped = columns[name];
      return mapped === undefined ? [] : [layout.placeOf(typeof mapped === 'object' ? mapped.column : mapped)];
    });
    this.filled = new Set([...this.values.filled, ...this.filledTimes()]);
  }

  /** For messages: its one symbol, or nothing where a column names them. */
  get title(): string {
    return this.symbols.title;
  }

  start(session: ImportSession, request: FileImport): void {
    this.values.start(session, request);
  }

  belongs(fields: RowFields): BelongsNumber {
    if (this.wherePlace >= 0 && fields.meaning(this.wherePlace, this.where) !== true) return Belongs.no;
    if (!this.stream.skipEmpty || !this.isEmpty(fields)) return Belongs.yes;
    this.emptyRows++;
    return Belongs.empty;
  }

  /** Reads the current row; false after a rejection. */
  parse(fields: RowFields, row: number): boolean {
    if (!this.clock.read(fields, row)) return false;
    if (this.received?.read(fields, row) === false) return false;
    this.symbol = this.symbols.of(fields, this.clock.dayNumber);
    return !fields.failed && this.values.parse(fields, this.symbol, row);
  }

  store(row: number): void {
    this.values.store(this.symbol, row);
  }

  private isEmpty(fields: RowFields): boolean {
    for (const place of this.valuePlaces) if (!fields.isNone(place, this.stream.zeroIsNone)) return false;
    return true;
  }

  private filledTimes(): readonly string[] {
    const names = this.clock.keepsNanoseconds ? ['time_ns'] : [];
    if (this.received !== undefined) names.push('received_us');
    if (this.received?.keepsNanoseconds === true) names.push('received_ns');
    return names;
  }
}

function valuesOf(parts: StreamParts): StreamValues {
  switch (parts.stream.kind) {
    case 'candles':
      return new CandleStream(parts);
    case 'trades':
      return new TradeStream(parts);
    case 'quotes':
      return new QuoteStream(parts);
    case 'levels':
      return new LevelStream(parts);
    case 'lasts':
      return new LastStream(parts);
  }
}
