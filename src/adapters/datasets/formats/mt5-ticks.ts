// A MetaTrader 5 tick export, with or without FLAGS, to trades and quotes in the order of the file.

import { AGGRESSOR_BUYER, AGGRESSOR_SELLER, QUOTE_HAS_ASK, QUOTE_HAS_BID } from '../../../core/market/event-record.ts';
import type { DayRows } from '../importing/day-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import { symbolOfFile } from '../importing/file-symbol.ts';
import type { ImportFormat } from '../importing/import-format.ts';
import type { ImportSession } from '../importing/import-session.ts';
import type { BadLines } from '../text/bad-lines.ts';
import {
  DECIMAL_POINT,
  emptyFields,
  type Fields,
  scanNumber,
  scanTimeOfDayUs,
  scanWhole,
  scanYearFirstDate,
  splitFields,
} from '../text/field-scan.ts';
import { readLines } from '../text/line-reader.ts';
import { dayNumberOfPacked } from '../text/packed-day.ts';
import { type Mt5Header, readMt5Header } from './mt5-header.ts';
import { recogniseMt5 } from './mt5-recognition.ts';

const NEEDED = ['DATE', 'TIME', 'BID', 'ASK', 'LAST', 'VOLUME'] as const;
const FILLED: ReadonlySet<string> = new Set();
const FLAG_BUYER = 32;
const FLAG_SELLER = 64;
const MOST_FLAGS = 65_535;

export const mt5TicksFormat: ImportFormat = {
  id: 'mt5-ticks',
  title: 'ticks exported by MetaTrader 5 (window Symbols, tab Ticks)',
  namesInstruments: false,
  recognise: (head) => recogniseMt5(head, ['DATE', 'TIME', 'BID', 'ASK', 'LAST', 'VOLUME'], ['OPEN']),
  importer: importMt5Ticks,
};

/** Sizes are not in the export; the sides of trades only where the FLAGS column has them. */
export async function importMt5Ticks(request: FileImport): Promise<string> {
  const header = await readMt5Header(request.file, 'a MetaTrader 5 tick export', NEEDED);
  const { symbol, notices } = symbolOfFile(request.file, request.symbol);
  const session = request.start(FILLED);
  session.notices.push(...notices);
  const reader = new TickRows(header, symbol, session, request.bad);
  return readLines(
    request.file,
    (bytes, start, end, line) => {
      if (line > 1) reader.row(bytes, start, end, line);
    },
    request.onProgress,
  );
}

/** Holds what the lines above say: the day, and the side of the book that a row leaves out. */
class TickRows {
  private readonly header: Mt5Header;
  private readonly symbol: string;
  private readonly session: ImportSession;
  private readonly bad: BadLines;
  private readonly fields: Fields = emptyFields(16);
  private readonly places: { readonly [K in 'date' | 'time' | 'bid' | 'ask' | 'last' | 'volume' | 'flags']: number };
  private packedDay = -1;
  private dayNumber: number | undefined;
  private day: DayRows | undefined;
  private bid = 0;
  private ask = 0;

  constructor(header: Mt5Header, symbol: string, session: ImportSession, bad: BadLines) {
    this.header = header;
    this.symbol = symbol;
    this.session = session;
    this.bad = bad;
    const { at } = header;
    this.places = {
      date: at('DATE'),
      time: at('TIME'),
      bid: at('BID'),
      ask: at('ASK'),
      last: at('LAST'),
      volume: at('VOLUME'),
      flags: at('FLAGS'),
    };
  }

  row(bytes: Uint8Array, start: number, end: number, line: number): void {
    const { fields, places, session } = this;
    session.rowsRead++;
    splitFields(bytes, start, end, this.header.delimiter, fields);
    if (fields.count !== this.header.names.length) return this.wrongCount(bytes, start, end, line);
    const dayNumber = this.dayOf(bytes, line);
    if (dayNumber === undefined) return;
    const timeOfDayUs = scanTimeOfDayUs(bytes, fields.starts[places.time]!, fields.ends[places.time]!);
    if (Number.isNaN(timeOfDayUs)) return this.wrong(bytes, line, places.time, 'a time like 09:00:00.123');
    const bid = this.number(bytes, places.bid);
    const ask = this.number(bytes, places.ask);
    const last = this.number(bytes, places.last);
    const volume = this.number(bytes, places.volume);
    const flags = places.flags < 0 ? 0 : this.flags(bytes, places.flags);
    // each is -1 when empty; NaN fails every comparison
    if (!(bid >= -1 && ask >= -1 && last >= -1 && volume >= -1 && flags >= -1)) {
      return this.wrongNumber(bytes, line, [bid, ask, last, volume, flags]);
    }
    // only a line that is right may close the day above
    const day = this.open(dayNumber);
    if (isReset(bid, ask, last, volume)) return this.reset();
    const quoted = bid >= 0 || ask >= 0;
    const traded = last > 0 && volume > 0;
    // a zero beside a trade is an empty field, not a side of the book that went away
    const book = quoted && !(traded && bid <= 0 && ask <= 0);
    if (!book && !traded) return this.skip();
    const timeUs = day.midnightUs + timeOfDayUs;
    day.sourceRows++;
    if (book) this.quote(day, timeUs, bid, ask);
    if (traded) day.addTrade(timeUs, last, volume, aggressorOf(flags), 0);
  }

  private quote(day: DayRows, timeUs: number, bid: number, ask: number): void {
    if (bid >= 0) this.bid = bid;
    if (ask >= 0) this.ask = ask;
    const valid = (this.bid > 0 ? QUOTE_HAS_BID : 0) | (this.ask > 0 ? QUOTE_HAS_ASK : 0);
    day.addQuote(timeUs, valid, this.bid, this.ask, 0, 0);
  }

  /** A row of zeros or without any value: the session starts anew and nothing before it is known any more. */
  private reset(): void {
    this.bid = 0;
    this.ask = 0;
    this.skip();
  }

  private skip(): void {
    this.session.rowsSkipped++;
  }

  /** Undefined after a wrong date. */
  private dayOf(bytes: Uint8Array, line: number): number | undefined {
    const { fields, places } = this;
    const packed = scanYearFirstDate(bytes, fields.starts[places.date]!, fields.ends[places.date]!);
    if (packed !== this.packedDay) {
      this.packedDay = packed;
      this.dayNumber = dayNumberOfPacked(packed);
    }
    if (this.dayNumber === undefined) this.wrong(bytes, line, places.date, 'a date like 2025.08.05');
    return this.dayNumber;
  }

  /** A new day forgets the book of the one before. */
  private open(dayNumber: number): DayRows {
    if (this.day?.dayNumber === dayNumber) return this.day;
    this.bid = 0;
    this.ask = 0;
    this.day = this.session.day(this.symbol, dayNumber);
    return this.day;
  }

  private number(bytes: Uint8Array, place: number): number {
    const start = this.fields.starts[place]!;
    const end = this.fields.ends[place]!;
    return start === end ? -1 : nonNegative(scanNumber(bytes, start, end, DECIMAL_POINT));
  }

  /** A sum of bits; terminals know more of them than those read here. */
  private flags(bytes: Uint8Array, place: number): number {
    const start = this.fields.starts[place]!;
    const end = this.fields.ends[place]!;
    if (start === end) return -1;
    const flags = scanWhole(bytes, start, end, DECIMAL_POINT);
    return flags >= 0 && flags <= MOST_FLAGS ? flags : Number.NaN;
  }

  private wrongNumber(bytes: Uint8Array, line: number, values: readonly number[]): void {
    const order = ['bid', 'ask', 'last', 'volume', 'flags'] as const;
    const place = this.places[order[values.findIndex(Number.isNaN)]!];
    this.wrong(bytes, line, place, 'a number with a decimal point, not below 0');
  }

  private wrong(bytes: Uint8Array, line: number, place: number, expected: string): void {
    const found = bytes.subarray(this.fields.starts[place], this.fields.ends[place]);
    this.skip();
    this.bad.reject(line, place + 1, this.header.names[place]!, found, expected);
  }

  private wrongCount(bytes: Uint8Array, start: number, end: number, line: number): void {
    this.skip();
    const { names } = this.header;
    const column = Math.min(this.fields.count, names.length);
    const expected = `a line of ${names.length} fields (it has ${this.fields.count})`;
    this.bad.reject(line, column, names[column - 1]!, bytes.subarray(start, end), expected);
  }
}

/** All fields zero, or all empty (-1). A single zero is a side of the book that went away. */
function isReset(bid: number, ask: number, last: number, volume: number): boolean {
  return bid <= 0 && ask === bid && last === bid && volume === bid;
}

function nonNegative(value: number): number {
  return value >= 0 ? value : Number.NaN;
}

/** Both bits mean that the terminal does not know. */
function aggressorOf(flags: number): number {
  if (flags <= 0) return 0;
  const side = flags & (FLAG_BUYER | FLAG_SELLER);
  return side === FLAG_BUYER ? AGGRESSOR_BUYER : side === FLAG_SELLER ? AGGRESSOR_SELLER : 0;
}
