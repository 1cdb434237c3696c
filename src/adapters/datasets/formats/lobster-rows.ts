// Lines of a LOBSTER message file to messages about orders and to trades of one instrument and day.

import { basename } from 'node:path';
import { AGGRESSOR_BUYER, AGGRESSOR_SELLER, TradeCondition } from '../../../core/market/event-record.ts';
import { ORDER_ASK, ORDER_NO_SIDE, OrderAction, type OrderActionNumber } from '../../../core/market/order-message.ts';
import { UserError } from '../../user-error.ts';
import { type DayRows, ORDER, TRADE } from '../importing/day-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { ImportSession } from '../importing/import-session.ts';
import { DECIMAL_POINT, scanDigits } from '../text/field-scan.ts';
import { LineFields } from '../text/line-fields.ts';

const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const NAMES = ['Time', 'Type', 'Order ID', 'Size', 'Price', 'Direction'] as const;
const [TIME, TYPE, ID, SIZE, PRICE, DIRECTION] = [0, 1, 2, 3, 4, 5] as const;
const DAY_SECONDS = 86_400;
const FRACTION_DIGITS = 9;
const MOST_SHARES = 2 ** 32 - 1;
/** Prices are dollars x 10,000; more than this is no price. */
const PRICES_PER_POINT = 10_000;
const HIGHEST_PRICE = 1e10;

/** LOBSTER's types of messages. */
const EXECUTED_HIDDEN = 5;
const CROSS = 6;
const HALT = 7;
const ACTIONS: readonly (OrderActionNumber | undefined)[] = [
  undefined,
  OrderAction.add,
  OrderAction.cancel,
  OrderAction.remove,
  OrderAction.execute,
  // orders that nobody saw, and what several messages tell together, leave the visible book as it is
  OrderAction.inform,
  OrderAction.inform,
  OrderAction.inform,
];
const HALT_STATES = new Map([
  ['-1', 'trading halted'],
  ['0', 'quoting resumed'],
  ['1', 'trading resumed'],
]);
const LISTED_HALTS = 10;

export class LobsterRows {
  private readonly session: ImportSession;
  private readonly symbol: string;
  private readonly dayNumber: number;
  private readonly fields: LineFields;
  private readonly halts: string[] = [];
  private readonly file: string;
  private hasBegun = false;
  private haltRows = 0;
  private crossRows = 0;
  private timeUs = 0;
  private timeNs = 0;

  constructor(request: FileImport, session: ImportSession, symbol: string, dayNumber: number) {
    this.session = session;
    this.file = request.file;
    this.symbol = symbol;
    this.dayNumber = dayNumber;
    this.fields = new LineFields(NAMES, COMMA, DECIMAL_POINT, session, request.bad);
  }

  row(bytes: Uint8Array, start: number, end: number, line: number): void {
    const { fields } = this;
    if (!fields.next(bytes, start, end, line)) return;
    this.scanTime();
    const type = fields.digits(TYPE, 1, HALT);
    const size = fields.digits(SIZE, type === HALT ? 0 : 1, MOST_SHARES);
    const flags = this.sideOf(type);
    const id = this.orderIdOf(type);
    const price = type === HALT ? this.haltState() : fields.digits(PRICE, 1, HIGHEST_PRICE) / PRICES_PER_POINT;
    if (fields.failed) return;
    const day = this.session.day(this.symbol, this.dayNumber);
    if (!this.hasBegun && day.sourceRows > 0) throw givenTwice(this.file, this.symbol);
    this.hasBegun = true;
    day.sourceRows++;
    const row = day.addOrder(day.midnightUs + this.timeUs, ACTIONS[type]!, flags, id, price, size);
    day.orders.columns[ORDER.timeNs]![row] = this.timeNs;
    day.orders.columns[ORDER.sourceEvent]![row] = type;
    if (type === CROSS) this.crossRows++;
    if (ACTIONS[type] === OrderAction.execute || type === EXECUTED_HIDDEN) this.addTrade(day, price, size, flags);
  }

  notices(name: string): readonly string[] {
    const notices: string[] = [];
    if (this.haltRows > 0) {
      const more = this.haltRows > LISTED_HALTS ? ` and ${this.haltRows - LISTED_HALTS} more` : '';
      notices.push(`${name} has ${this.haltRows} changes of the trading state: ${this.halts.join(', ')}${more}`);
    }
    if (this.crossRows > 0) {
      notices.push(
        `${this.crossRows} rows of ${name} are crosses, which sum up executions: they are no trades of their own`,
      );
    }
    return notices;
  }

  /** A resting order was hit by the other side. */
  private addTrade(day: DayRows, price: number, size: number, flags: number): void {
    const aggressor = (flags & ORDER_ASK) !== 0 ? AGGRESSOR_BUYER : AGGRESSOR_SELLER;
    const row = day.addTrade(day.midnightUs + this.timeUs, price, size, aggressor, TradeCondition.regular);
    day.trades.columns[TRADE.timeNs]![row] = this.timeNs;
  }

  /** Seconds after midnight with up to nine decimals. */
  private scanTime(): void {
    const { bytes, starts, ends } = this.fields;
    const [start, end] = [starts[TIME]!, ends[TIME]!];
    let whole = start;
    while (whole < end && bytes[whole] !== POINT) whole++;
    const seconds = scanDigits(bytes, start, whole);
    const digits = Math.max(0, end - whole - 1);
    const fraction = whole === end ? 0 : scanDigits(bytes, whole + 1, end);
    if (seconds < 0 || seconds >= DAY_SECONDS || fraction < 0 || digits > FRACTION_DIGITS) {
      this.fields.reject(TIME, 'seconds after midnight with up to nine decimals');
      return;
    }
    const ns = fraction * 10 ** (FRACTION_DIGITS - digits);
    this.timeUs = seconds * 1_000_000 + Math.floor(ns / 1000);
    this.timeNs = ns % 1000;
  }

  /** Crosses have pseudo orders with numbers below zero, halts none. */
  private orderIdOf(type: number): number {
    const { fields } = this;
    const { bytes, starts, ends } = fields;
    if (type !== CROSS && type !== HALT) return fields.digits(ID, type === EXECUTED_HIDDEN ? 0 : 1);
    const isNegative = bytes[starts[ID]!] === MINUS;
    if (scanDigits(bytes, starts[ID]! + (isNegative ? 1 : 0), ends[ID]!) < 0)
      fields.reject(ID, 'the number of an order');
    return 0;
  }

  private sideOf(type: number): number {
    const { bytes, starts, ends } = this.fields;
    const [start, length] = [starts[DIRECTION]!, ends[DIRECTION]! - starts[DIRECTION]!];
    const isBuy = length === 1 && bytes[start] === ONE;
    const isSell = length === 2 && bytes[start] === MINUS && bytes[start + 1] === ONE;
    if (!isBuy && !isSell) this.fields.reject(DIRECTION, '1 for an order to buy or -1 for one to sell');
    if (type === HALT || type === CROSS) return ORDER_NO_SIDE;
    return isSell ? ORDER_ASK : 0;
  }

  /** The price of a halt is its state; it has none of its own. */
  private haltState(): number {
    const { fields } = this;
    const text = new TextDecoder().decode(fields.bytes.subarray(fields.starts[PRICE], fields.ends[PRICE]));
    const state = HALT_STATES.get(text);
    if (state === undefined) fields.reject(PRICE, '-1, 0 or 1 in a message about a halt');
    if (fields.failed) return 0;
    this.haltRows++;
    if (this.halts.length < LISTED_HALTS) this.halts.push(`${state} at ${clockOf(this.timeUs)}`);
    return 0;
  }
}

const ONE = 49;

function givenTwice(file: string, symbol: string): UserError {
  return new UserError({
    code: 'wrong-files',
    message: `${basename(file)} holds ${symbol} on a day that another file of this import holds already`,
    file,
    fix: 'Give one message file for each instrument and day',
  });
}

function clockOf(timeOfDayUs: number): string {
  const seconds = Math.floor(timeOfDayUs / 1_000_000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
