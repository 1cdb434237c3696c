// Rows of an order-by-order file to messages about orders and to trades in their days; what they are marked with is counted.

import { basename } from 'node:path';
import {
  AGGRESSOR_BUYER,
  AGGRESSOR_SELLER,
  AGGRESSOR_UNKNOWN,
  TradeCondition,
} from '../../../core/market/event-record.ts';
import {
  ORDER_ASK,
  ORDER_MORE,
  ORDER_NO_SIDE,
  ORDER_SNAPSHOT,
  OrderAction,
  type OrderActionNumber,
} from '../../../core/market/order-message.ts';
import { DAY_US } from '../candle-kind.ts';
import { type DayRows, ORDER, TRADE } from '../importing/day-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { ImportSession } from '../importing/import-session.ts';
import { DECIMAL_POINT, POINT } from '../text/field-scan.ts';
import { LineFields } from '../text/line-fields.ts';
import { NanosecondTime } from '../text/nanosecond-time.ts';
import { FIXED_PER_POINT, type MboLayout, NO_FIXED_PRICE } from './mbo-layout.ts';
import { RowSymbol } from './row-symbol.ts';

const COMMA = 44;
const [LETTER_A, LETTER_B, LETTER_N] = [65, 66, 78];
/** Databento's record type of the schema mbo. */
const MBO_RECORD = 160;

const FLAG_LAST = 128;
const FLAG_TOP_OF_BOOK = 64;
const FLAG_SNAPSHOT = 32;
const FLAG_PRICE_LEVEL = 16;
const FLAG_BAD_BOOK = 4;
const ALL_FLAGS = 255;

const MOST_CONTRACTS = 2 ** 32 - 1;

const ACTIONS: ReadonlyMap<number, OrderActionNumber> = new Map(
  (
    [
      ['A', OrderAction.add],
      ['M', OrderAction.modify],
      ['C', OrderAction.cancel],
      ['T', OrderAction.trade],
      ['F', OrderAction.fill],
      ['R', OrderAction.clear],
      ['N', OrderAction.inform],
    ] as const
  ).map(([letter, action]) => [letter.charCodeAt(0), action]),
);

export class MboRows {
  private readonly file: string;
  private readonly layout: MboLayout;
  private readonly symbol: string | undefined;
  private readonly session: ImportSession;
  private readonly fields: LineFields;
  private readonly symbols: RowSymbol;
  private readonly received = new NanosecondTime();
  private readonly time = new NanosecondTime();
  private dayNumber = 0;
  private snapshotRows = 0;
  private badBookRows = 0;

  constructor(request: FileImport, layout: MboLayout, symbol: string | undefined, session: ImportSession) {
    this.file = request.file;
    this.layout = layout;
    this.symbol = symbol;
    this.session = session;
    const { file, symbol: given } = request;
    const named = { column: layout.symbol + 1, field: layout.names[layout.symbol] ?? 'symbol' };
    this.symbols = new RowSymbol({ file, given, ...named, naming: 'shared', example: 'ESH4' });
    this.fields = new LineFields(layout.names, COMMA, DECIMAL_POINT, session, request.bad);
  }

  row(bytes: Uint8Array, start: number, end: number, line: number): void {
    const { fields, received, time } = this;
    const { places, recordType } = this.layout;
    if (!fields.next(bytes, start, end, line)) return;
    this.scanTime(received, places.received);
    this.scanTime(time, places.time);
    if (recordType >= 0) fields.digits(recordType, MBO_RECORD, MBO_RECORD);
    const action = this.actionOf();
    const side = this.sideOf();
    const price = this.priceOf(action);
    const size = fields.digits(places.size, 0, MOST_CONTRACTS);
    const id = fields.digits(places.orderId);
    const flags = fields.digits(places.flags, 0, ALL_FLAGS);
    const sequence = fields.digits(places.sequence);
    const symbol = this.symbol ?? this.symbolOf(bytes, line);
    if ((flags & (FLAG_TOP_OF_BOOK | FLAG_PRICE_LEVEL)) !== 0)
      fields.reject(places.flags, 'the flags of a single order');
    const dayNumber = Math.floor(received.us / DAY_US);
    if (dayNumber < this.dayNumber)
      fields.reject(places.received, 'a time of the same day as the rows above, or of a later one');
    if (fields.failed || action === undefined || symbol === undefined) return;
    this.dayNumber = dayNumber;
    const isSnapshot = (flags & FLAG_SNAPSHOT) !== 0;
    if (isSnapshot) this.snapshotRows++;
    if ((flags & FLAG_BAD_BOOK) !== 0) this.badBookRows++;
    const day = this.session.day(symbol, dayNumber);
    day.sourceRows++;
    // orders of a snapshot were entered days before: they stand where they were told
    const at = isSnapshot ? received : time;
    const orderFlags = side | ((flags & FLAG_LAST) === 0 ? ORDER_MORE : 0) | (isSnapshot ? ORDER_SNAPSHOT : 0);
    const row = day.addOrder(at.us, action, orderFlags, id, price, size);
    this.setTimes(day.orders.columns, ORDER, row, at, sequence);
    if (action === OrderAction.trade) this.addTrade(day, at, price, size, side, sequence);
  }

  notices(): readonly string[] {
    const { snapshotRows, badBookRows } = this;
    const name = basename(this.file);
    const notices: string[] = [...this.symbols.notices];
    if (snapshotRows > 0) {
      notices.push(
        `${snapshotRows} rows of ${name} are a snapshot of orders that rested already: they have the time of the snapshot, ` +
          'when each was entered is not kept',
      );
    }
    if (badBookRows > 0)
      notices.push(`${badBookRows} rows of ${name} are marked by their source: messages before them may be lost`);
    return notices;
  }

  private addTrade(
    day: DayRows,
    at: NanosecondTime,
    price: number,
    size: number,
    side: number,
    sequence: number,
  ): void {
    const seller = side === ORDER_ASK ? AGGRESSOR_SELLER : AGGRESSOR_BUYER;
    const aggressor = side === ORDER_NO_SIDE ? AGGRESSOR_UNKNOWN : seller;
    const row = day.addTrade(at.us, price, size, aggressor, TradeCondition.regular);
    this.setTimes(day.trades.columns, TRADE, row, at, sequence);
  }

  private setTimes(
    columns: readonly Float64Array[],
    place: typeof ORDER | typeof TRADE,
    row: number,
    at: NanosecondTime,
    sequence: number,
  ): void {
    columns[place.timeNs]![row] = at.ns;
    columns[place.received]![row] = this.received.us;
    columns[place.receivedNs]![row] = this.received.ns;
    columns[place.sequence]![row] = sequence;
  }

  private scanTime(time: NanosecondTime, place: number): void {
    const { fields } = this;
    if (time.scan(fields.bytes, fields.starts[place]!, fields.ends[place]!)) return;
    fields.reject(place, 'a time in nanoseconds since 1970 or like 2023-12-25T23:00:00.123456789Z');
  }

  private actionOf(): OrderActionNumber | undefined {
    const place = this.layout.places.action;
    const action = ACTIONS.get(this.fields.letter(place));
    if (action === undefined) this.fields.reject(place, 'one of A, C, M, T, F, R, N');
    return action;
  }

  private sideOf(): number {
    const place = this.layout.places.side;
    const letter = this.fields.letter(place);
    if (letter === LETTER_B) return 0;
    if (letter === LETTER_A) return ORDER_ASK;
    if (letter !== LETTER_N) this.fields.reject(place, 'one of B, A, N');
    return ORDER_NO_SIDE;
  }

  /** Only messages that are about no order have no price. */
  private priceOf(action: OrderActionNumber | undefined): number {
    const { fields, layout } = this;
    const place = layout.places.price;
    const mayLack = action === OrderAction.clear || action === OrderAction.inform;
    if (mayLack && this.hasNoPrice(place)) return 0;
    if (layout.prices === 'fixed') return fields.digits(place, 1) / FIXED_PER_POINT;
    if (layout.prices === 'printed' && !this.hasPoint(place))
      fields.reject(place, 'a price with a point, as others here');
    return fields.price(place);
  }

  private hasNoPrice(place: number): boolean {
    const { bytes, starts, ends } = this.fields;
    const length = ends[place]! - starts[place]!;
    if (length === 0 || this.fields.isZero(place)) return true;
    if (length !== NO_FIXED_PRICE.length) return false;
    for (let k = 0; k < length; k++) if (bytes[starts[place]! + k] !== NO_FIXED_PRICE.charCodeAt(k)) return false;
    return true;
  }

  private hasPoint(place: number): boolean {
    const { bytes, starts, ends } = this.fields;
    for (let at = starts[place]!; at < ends[place]!; at++) if (bytes[at] === POINT) return true;
    return false;
  }

  private symbolOf(bytes: Uint8Array, line: number): string | undefined {
    const place = this.layout.symbol;
    const symbol = this.symbols.nameOf(bytes, this.fields.starts[place]!, this.fields.ends[place]!, line);
    if (symbol === undefined) this.fields.reject(place, this.symbols.expected);
    return symbol;
  }
}
