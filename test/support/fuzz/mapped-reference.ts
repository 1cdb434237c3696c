// A mapping and the names of the columns in; what a row of fields says by docs/csv-mapping.md, read the plain way, out.

import type {
  CsvColumn,
  CsvMapping,
  CsvStream,
  TimeColumn,
} from '../../../src/adapters/datasets/formats/csv-mapping.ts';
import { CandleOrder, candleValues, isCandle } from './candle-order.ts';
import { type ReadRow, SKIPPED, type Verdict, WRONG } from './line-case.ts';
import { MappedCells } from './mapped-cells.ts';
import { DAY_US, dayOf, fieldsOf, offsetUsAt, utcOf } from './naive-fields.ts';
import { naiveTime } from './naive-times.ts';
import { naiveTrim } from './naive-trim.ts';
import type { StoredValues } from './row-text.ts';

const SYMBOL = /^[A-Z0-9][A-Z0-9.$@_-]{0,39}$/;
const MAX_INT32 = 2 ** 31 - 1;
const FIRST_US = dayOf('2008', '01', '02')! * DAY_US;
const END_US = dayOf('2098', '12', '31')! * DAY_US;
/** Columns that are one number each, by kind: their names in a part, and how they are read. */
const EXTRAS: Readonly<Record<string, Readonly<Record<string, readonly [name: string, reading: string]>>>> = {
  trades: {
    tradeId: ['trade_id', 'id'],
    buyAgent: ['buy_agent', 'code'],
    sellAgent: ['sell_agent', 'code'],
    sequence: ['sequence', 'id'],
    sessionType: ['session_type', 'count'],
    channel: ['channel', 'count'],
    sourceCondition: ['source_condition', 'count'],
  },
  quotes: { sequence: ['sequence', 'id'] },
  levels: { sequence: ['sequence', 'id'], previousSequence: ['previous_sequence', 'id'] },
  lasts: {},
  candles: {
    turnover: ['turnover', 'amount'],
    buyVolume: ['buy_volume', 'amount'],
    sellVolume: ['sell_volume', 'amount'],
    buyTrades: ['buy_trades', 'count'],
    sellTrades: ['sell_trades', 'count'],
    rlpVolume: ['rlp_volume', 'amount'],
  },
};

interface ReadClock {
  readonly day: number;
  readonly utcUs: number;
  readonly ns: number;
  readonly keepsNanoseconds: boolean;
}

/** A stream's row before any other stream has found the line wrong. */
interface Pending {
  readonly symbol: string;
  readonly day: number;
  readonly values: StoredValues;
  readonly kept?: () => void;
}

export class MappedReference {
  private readonly mapping: CsvMapping;
  private readonly names: readonly string[];
  private readonly symbol: string | undefined;
  private readonly cells: MappedCells;
  private readonly order = new CandleOrder();
  private readonly known = new Map<string, KnownSides>();

  /** `symbol` is that of the import. */
  constructor(mapping: CsvMapping, names: readonly string[], symbol: string | undefined) {
    this.mapping = mapping;
    this.names = names;
    this.symbol = symbol;
    this.cells = new MappedCells(mapping, names);
  }

  read(line: string): Verdict {
    const { delimiter, trim, trailingDelimiter } = this.mapping;
    let fields = fieldsOf(line, delimiter);
    if (trim) fields = fields.map((field) => naiveTrim(field, ' \t'));
    if (trailingDelimiter && fields.length > 1 && fields.at(-1) === '') fields = fields.slice(0, -1);
    return fields.length === this.names.length ? this.readFields(fields) : WRONG;
  }

  readFields(fields: readonly string[]): Verdict {
    this.cells.take(fields);
    const rows: Pending[] = [];
    const parts: string[] = [];
    let isEmpty = false;
    for (const stream of this.mapping.streams) {
      const { where } = stream;
      if (where !== undefined && !where.texts.includes(this.cells.text(where.column))) continue;
      if (stream.skipEmpty && this.isEmpty(stream)) {
        isEmpty = true;
        continue;
      }
      const row = this.rowOf(stream);
      if (row === undefined) return WRONG;
      rows.push(row);
      parts.push(`${row.symbol} ${stream.kind}`);
    }
    for (const { kept } of rows) kept?.();
    if (rows.length === 0) return isEmpty || this.mapping.unwanted === 'pass' ? SKIPPED : WRONG;
    return {
      kind: 'rows',
      rows: rows.map(({ day, values }, index): ReadRow => ({ part: parts[index]!, day, values })),
    };
  }

  private rowOf(stream: CsvStream): Pending | undefined {
    const { columns } = stream;
    const clock = this.clock(columns.datetime ?? columns.date!, columns.time);
    const received = columns.received === undefined ? null : this.clock(columns.received, undefined);
    const symbol = this.symbolOf(stream);
    if (clock === undefined || received === undefined || symbol === undefined) return undefined;
    const extras = this.extras(stream);
    if (extras === undefined) return undefined;
    if (stream.kind === 'candles') return this.candle(stream, symbol, clock, extras);
    const receivedValues = received === null ? {} : { received_us: received.utcUs, ...nanos('received_ns', received) };
    const times = { time_us: clock.utcUs, ...nanos('time_ns', clock), ...receivedValues };
    if (stream.kind === 'quotes') return this.quote(stream, symbol, clock.day, { ...times, ...extras });
    if (stream.kind === 'lasts' && (clock.ns !== 0 || (received?.ns ?? 0) !== 0)) return undefined;
    const values = this.values(stream);
    return values && { symbol, day: clock.day, values: { ...times, ...extras, ...values } };
  }

  private values(stream: CsvStream): StoredValues | undefined {
    if (stream.kind === 'trades') return this.trade(stream);
    if (stream.kind === 'levels') return this.level(stream);
    const price = this.cells.price(stream, stream.columns.price!);
    return price === undefined ? undefined : { price };
  }

  private trade(stream: CsvStream): StoredValues | undefined {
    const { price: priceColumn, quantity: quantityColumn, side, condition, correction } = stream.columns;
    const price = this.cells.price(stream, priceColumn!);
    const quantity = this.cells.number(quantityColumn!);
    const sides = side && {
      unknown: [0, 0],
      buyer: [1, 0],
      seller: [2, 0],
      auction: [0, 1],
      cross: [0, 2],
      rlp: [0, 3],
    };
    const conditions = condition && { regular: 0, auction: 1, cross: 2, rlp: 3, other: 4 };
    const [aggressor, special] = side ? (this.cells.listed(side, sides!) ?? [-1, -1]) : [0, 0];
    const told = condition ? this.cells.listed(condition, conditions!) : 0;
    const removal = correction ? this.cells.listed(correction, { trade: 0, removal: 1 }) : 0;
    if (price === undefined || quantity === undefined || quantity <= 0 || aggressor! < 0) return undefined;
    if (told === undefined || removal === undefined) return undefined;
    const values = { price, quantity, aggressor: aggressor!, condition: special || told };
    return { ...values, ...(correction && { correction: removal }) };
  }

  private level(stream: CsvStream): StoredValues | undefined {
    const { bookSide, price: priceColumn, quantity: quantityColumn, orders: ordersColumn } = stream.columns;
    const flags = this.cells.listed(bookSide!, { bid: 0, ask: 1 });
    const price = this.cells.price(stream, priceColumn!);
    const quantity = this.cells.amount(quantityColumn!);
    const orders = ordersColumn === undefined ? -1 : this.cells.whole(ordersColumn, MAX_INT32);
    if (flags === undefined || price === undefined || quantity === undefined || orders === undefined) return undefined;
    return { flags, price, quantity, orders };
  }

  /** A side without a price has no size, and with `carry` is as it was on that day. */
  private quote(stream: CsvStream, symbol: string, day: number, shared: StoredValues): Pending | undefined {
    const { bid, ask, bidSize, askSize } = stream.columns;
    const key = `${this.mapping.streams.indexOf(stream)} ${symbol}`;
    const known = this.known.get(key);
    const isKnown = stream.carry && known?.day === day;
    const read = [this.side(stream, bid!, bidSize), this.side(stream, ask!, askSize)];
    const [bids, asks] = read.map((side, index) => (side?.price === 0 && isKnown ? known.sides[index]! : side));
    if (bids === undefined || asks === undefined) return undefined;
    const isSized = bids.hasSize && asks.hasSize;
    const flags = (bids.price > 0 ? 1 : 0) + (asks.price > 0 ? 2 : 0) + (isSized ? 4 : 0);
    const sizes = { bid_size: isSized ? bids.size : 0, ask_size: isSized ? asks.size : 0 };
    const values = { ...shared, flags, bid: bids.price, ask: asks.price, ...sizes };
    return { symbol, day, values, kept: () => void this.known.set(key, { day, sides: [bids, asks] }) };
  }

  private side(stream: CsvStream, column: CsvColumn, sizeColumn: CsvColumn | undefined): QuoteSide | undefined {
    const isNone = this.cells.field(column) === '' || (stream.zeroIsNone && this.cells.number(column) === 0);
    const price = isNone ? 0 : this.cells.price(stream, column);
    const hasSize = sizeColumn !== undefined && this.cells.field(sizeColumn) !== '';
    const size = hasSize ? this.cells.amount(sizeColumn) : 0;
    if (price === undefined || size === undefined) return undefined;
    return price > 0 ? { price, size, hasSize } : { price, size: 0, hasSize: sizeColumn !== undefined };
  }

  private candle(stream: CsvStream, symbol: string, clock: ReadClock, extras: StoredValues): Pending | undefined {
    const { open, high, low, close, volume: volumeColumn, trades: tradesColumn } = stream.columns;
    const prices = [open!, high!, low!, close!].map((column) => this.cells.price(stream, column));
    const volume = this.cells.amount(volumeColumn!);
    const trades = tradesColumn === undefined ? -1 : this.cells.whole(tradesColumn, MAX_INT32);
    const time = clock.utcUs - utcOf(this.mapping.timeZone, clock.day, 0);
    if (volume === undefined || trades === undefined || clock.ns !== 0 || !isCandle(prices)) return undefined;
    if (!this.order.fits(symbol, clock.day, time)) return undefined;
    const values = { ...candleValues(clock.utcUs, prices), volume, trades, ...extras };
    return { symbol, day: clock.day, values, kept: () => this.order.remember(symbol, clock.day, time) };
  }

  private extras({ kind, columns }: CsvStream): StoredValues | undefined {
    const values: Record<string, number> = {};
    for (const [mapped, [name, reading]] of Object.entries(EXTRAS[kind]!)) {
      const given = columns[mapped as 'sourceCondition'];
      if (given === undefined) continue;
      const column = typeof given === 'object' ? given.column : given;
      const isHex = typeof given === 'object' && given.radix === 16;
      const value = isHex ? this.cells.hex(column) : this.extra(column, reading);
      if (value === undefined) return undefined;
      values[name] = value;
    }
    return values;
  }

  private extra(column: CsvColumn, reading: string): number | undefined {
    if (reading === 'id') return this.cells.whole(column, Number.MAX_SAFE_INTEGER);
    if (reading === 'count') return this.cells.whole(column, MAX_INT32);
    return reading === 'amount' ? this.cells.amount(column) : this.cells.code(column);
  }

  private clock(first: TimeColumn, second: TimeColumn | undefined): ReadClock | undefined {
    const formats = [first, ...(second === undefined ? [] : [second])].map(({ format }) => naiveTime(format!));
    const date = formats[0]!.read(this.cells.field(first.column));
    const time = second === undefined ? date : formats[1]!.read(this.cells.field(second.column));
    if (date === undefined || time === undefined) return undefined;
    const keepsNanoseconds = formats.some((format) => format.keepsNanoseconds);
    const { timeZone } = this.mapping;
    const shared = { ns: time.ns, keepsNanoseconds };
    if (date.utcUs === undefined && time.offsetMinutes === undefined) {
      return { ...shared, day: date.day!, utcUs: utcOf(timeZone, date.day!, time.timeOfDayUs) };
    }
    const utcUs = date.utcUs ?? date.day! * DAY_US + time.timeOfDayUs - time.offsetMinutes! * 60_000_000;
    if (utcUs < FIRST_US || utcUs >= END_US) return undefined;
    return { ...shared, utcUs, day: Math.floor((utcUs + offsetUsAt(timeZone, utcUs)) / DAY_US) };
  }

  private symbolOf({ instrument, columns }: CsvStream): string | undefined {
    if (columns.contract === undefined) return instrument ?? this.symbol ?? this.mapping.instrument;
    const name = this.cells.text(columns.contract);
    return SYMBOL.test(name) ? name : undefined;
  }

  private isEmpty(stream: CsvStream): boolean {
    const times = new Set(['datetime', 'date', 'time', 'contract', 'received']);
    return Object.entries(stream.columns).every(([name, given]) => {
      if (times.has(name) || given === undefined) return true;
      const column = typeof given === 'object' ? given.column : given;
      return this.cells.field(column) === '' || (stream.zeroIsNone && this.cells.number(column) === 0);
    });
  }
}

interface QuoteSide {
  readonly price: number;
  readonly size: number;
  readonly hasSize: boolean;
}

/** The last known sides of a symbol on a day. */
interface KnownSides {
  readonly day: number;
  readonly sides: readonly [QuoteSide, QuoteSide];
}

function nanos(name: string, { keepsNanoseconds, ns }: ReadClock): StoredValues {
  return keepsNanoseconds ? { [name]: ns } : {};
}
