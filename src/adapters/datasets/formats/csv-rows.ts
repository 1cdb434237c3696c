// A mapping and the columns of a file to what turns each of its rows, text or Parquet, into rows of days.

import type { FileImport } from '../importing/file-import.ts';
import type { ImportSession } from '../importing/import-session.ts';
import { ZoneDays } from '../zone-days.ts';
import { StreamClocks } from './csv-clocks.ts';
import type { PriceForm, RowFields } from './csv-fields.ts';
import type { ColumnPlaces } from './csv-layout.ts';
import type { CsvMapping, CsvStream } from './csv-mapping.ts';
import { Belongs, MappedStream } from './csv-stream.ts';

const KIND_TITLES = {
  candles: 'candle',
  trades: 'trade',
  quotes: 'quote',
  levels: 'level change',
  lasts: 'last price',
} as const;

export class MappedRows {
  readonly session: ImportSession;
  private readonly streams: readonly MappedStream[];
  private readonly rejectsUnwanted: boolean;
  private unwantedRows = 0;

  /** Starts the session of the request. UserErrors of `layout` for columns that are not there. */
  constructor(mapping: CsvMapping, layout: ColumnPlaces, request: FileImport) {
    const { timeZone, newestFirst, byInstrument, sortByTime } = mapping;
    this.rejectsUnwanted = mapping.unwanted === 'reject';
    const clocks = new StreamClocks(layout, timeZone);
    this.streams = mapping.streams.map((stream) => {
      const clock = clocks.eventClock(stream);
      const received = clocks.receivedClock(stream);
      const parts = { stream, layout, clock, received, form: formOf(stream) };
      return new MappedStream(parts, request.file, request.symbol, mapping);
    });
    const filled = new Set(this.streams.flatMap((stream) => [...stream.filled]));
    const days = new ZoneDays(timeZone);
    const midnightUs = (dayNumber: number): number => days.midnightUs(dayNumber);
    this.session = request.start(filled, { timeZone, midnightUs, newestFirst, byInstrument, sortByTime });
    for (const stream of this.streams) stream.start(this.session, request);
  }

  /** Stores what row `row` of the file says, or rejects all of it; it has been counted as read. */
  read(fields: RowFields, row: number): void {
    let belongs: number = Belongs.no;
    for (const stream of this.streams) {
      const own = stream.belongs(fields);
      stream.ready = own === Belongs.yes;
      if (own > belongs) belongs = own;
      // what one stream has read is stored only when no other has found the row wrong
      if (stream.ready && !stream.parse(fields, row)) return;
    }
    for (const stream of this.streams) if (stream.ready) stream.store(row);
    if (belongs === Belongs.yes) return;
    if (belongs === Belongs.no && this.rejectsUnwanted) {
      return fields.reject(this.streams[0]!.wherePlace, 'a text that a stream of the mapping asks for');
    }
    this.session.rowsSkipped++;
    if (belongs === Belongs.no) this.unwantedRows++;
  }

  /** Says what was passed over and what is to be known of the rows; to be called after the last one. */
  finish(): void {
    const { notices } = this.session;
    if (this.unwantedRows > 0) {
      notices.push(`${rowsOf(this.unwantedRows)} passed over: no stream of the mapping asks for them`);
    }
    for (const { stream, emptyRows, title } of this.streams) {
      const of = title === '' ? '' : ` of ${title}`;
      if (emptyRows > 0)
        notices.push(`${rowsOf(emptyRows)} without a ${KIND_TITLES[stream.kind]}${of}: its fields are empty`);
      if (stream.averagedOver !== undefined) {
        notices.push(`The prices${of} are averages for ${stream.averagedOver} contracts: they may lie off the tick`);
      }
    }
    if (this.streams.some(({ stream }) => isReceivedOnly(stream))) {
      notices.push('The file has no exchange time: the time received stands for it');
    }
  }
}

/** What a mapping says of the prices of a file beyond their columns, for the manifests of its parts. */
export function mappingParameters({ streams }: CsvMapping): Readonly<Record<string, string>> {
  const averaged = streams.flatMap(({ instrument, averagedOver }) =>
    averagedOver === undefined ? [] : [`${instrument ?? 'all'} ${averagedOver}`],
  );
  return {
    ...(averaged.length === 0 ? {} : { averagedContracts: averaged.join(', ') }),
    ...(streams.some(isReceivedOnly) ? { time: 'received' } : {}),
  };
}

function rowsOf(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}

function isReceivedOnly({ columns: { datetime, received } }: CsvStream): boolean {
  return received !== undefined && received.column === datetime?.column;
}

function formOf({ priceScale, priceDecimals }: CsvStream): PriceForm {
  const inverse = 1 / priceScale;
  return {
    // dividing by 10000 is exact where multiplying by 0.0001 is not
    divisor: Math.abs(inverse - Math.round(inverse)) < 1e-9 * inverse ? Math.round(inverse) : inverse,
    unitsPerPoint: priceDecimals === undefined ? 0 : 10 ** priceDecimals,
  };
}
