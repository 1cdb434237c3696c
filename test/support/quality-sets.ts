// A kind of part in; a day of it without any fault out, made from a seed, and the means to plant faults in a copy.

import { toDayNumber } from '../../src/core/market/civil-day.ts';
import { utcUsOf } from '../../src/core/market/civil-time.ts';
import { parseContract } from '../../src/core/market/contract.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE } from '../../src/core/market/event-record.ts';
import { builtInTerms } from '../../src/core/market/instrument-terms.ts';
import { ORDER_ASK, OrderAction } from '../../src/core/market/order-message.ts';
import { sessionOf } from '../../src/core/market/session.ts';
import { parseSymbol } from '../../src/core/market/symbol.ts';
import { closureOf } from '../../src/core/market/trading-calendar.ts';
import type { Finding } from '../../src/core/quality/finding.ts';
import type { PartContext, RowColumns, RowKind, RowRule } from '../../src/core/quality/row-rule.ts';
import { Random } from '../../src/simulation/random.ts';

const CLEAN_DAY = '2025-08-11';
const SECOND_US = 1_000_000;
const MINUTE_US = 60 * SECOND_US;
const DAY_US = 86_400 * SECOND_US;
/** Of the one-minute candles. */
const POINT_VALUE = 10;

/** What is known of a part of a contract of the built-in table; `more` replaces any of it. */
export function contextFor(kind: RowKind, more: Partial<PartContext> = {}): PartContext {
  const instrument = more.instrument ?? 'WDOU25';
  const isoDay = more.isoDay ?? CLEAN_DAY;
  const root = parseSymbol(instrument)?.root;
  const midnightUs = utcUsOf(isoDay, 0);
  const intervals: Partial<Record<RowKind, number>> = { candles: MINUTE_US, daily: DAY_US };
  return {
    instrument,
    kind,
    isoDay,
    dayNumber: toDayNumber(isoDay),
    midnightUs,
    terms: builtInTerms(root === undefined ? 'WDO' : instrument)!,
    contract: parseContract(instrument),
    session: root === undefined ? undefined : sessionOf(root, isoDay),
    closure: closureOf(isoDay),
    provenance: 'exchange',
    adjusted: 'none',
    intervalUs: intervals[kind],
    nowUs: midnightUs + 30 * DAY_US,
    ...more,
  };
}

/** A context without any known session: an instrument of another exchange, or one that nobody defined. */
export function foreignContext(kind: RowKind, more: Partial<PartContext> = {}): PartContext {
  const base = contextFor(kind);
  const terms = { ...base.terms, symbol: 'XYZ', calendar: 'none' as const };
  return { ...base, instrument: 'XYZ', contract: undefined, session: undefined, closure: undefined, terms, ...more };
}

type Row = Readonly<Record<string, number>>;

function columnsOf(rows: readonly Row[]): RowColumns {
  const names = Object.keys(rows[0]!);
  return Object.fromEntries(names.map((name) => [name, Float64Array.from(rows, (row) => row[name]!)]));
}

/** Times over the whole session of the clean day, `count` of them, whole milliseconds, ascending and all different. */
function timesOver(count: number, random: Random): readonly number[] {
  const { openUs, closeUs } = contextFor('trades').session!;
  const stepUs = (closeUs - openUs) / count;
  return Array.from(
    { length: count },
    (_, at) => openUs + 1000 * Math.floor((at + random.float() * 0.9) * (stepUs / 1000)),
  );
}

/** Ticks of a price that walks. */
class Walk {
  ticks = 10_900;
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  next(): number {
    this.ticks += this.random.integer(3) - 1;
    return this.ticks;
  }
}

export function cleanTrades(count = 3000): RowColumns {
  const random = new Random(1, 'clean trades');
  const walk = new Walk(random);
  const rows = timesOver(count, random).map((time_us, order) => ({
    time_us,
    order,
    price: walk.next() / 2,
    quantity: 1 + random.integer(9),
    aggressor: 1 + random.integer(2),
    condition: 0,
    received_us: time_us + 500 + random.integer(500),
    trade_id: 10 * (order + 1),
    buy_agent: 3 + random.integer(50),
    sell_agent: 3 + random.integer(50),
    sequence: order + 1,
  }));
  return columnsOf(rows);
}

export function cleanQuotes(count = 3000): RowColumns {
  const random = new Random(2, 'clean quotes');
  const walk = new Walk(random);
  const rows = timesOver(count, random).map((time_us, order) => {
    const bid = walk.next() / 2;
    const [bid_size, ask_size] = [1 + random.integer(90), 1 + random.integer(90)];
    const received_us = time_us + 500 + random.integer(500);
    return { time_us, order, flags: 7, bid, ask: bid + 0.5, bid_size, ask_size, received_us, sequence: order + 1 };
  });
  return columnsOf(rows);
}

/**
 * A book of ten levels a side: a snapshot, messages of two changes, and in the middle of the day one more snapshot, which
 * tells what the changes made of it.
 */
export function cleanLevels(messages = 1500): RowColumns {
  const random = new Random(3, 'clean levels');
  const rows: Row[] = [];
  const quantities = new Map<number, number>();
  let sequence = 1;
  const push = (time_us: number, flags: number, ticks: number, quantity: number): void => {
    quantities.set(ticks, quantity);
    const row = { time_us, order: rows.length, flags, price: ticks / 2, quantity, orders: -1 };
    rows.push({ ...row, received_us: time_us + 500, sequence, previous_sequence: sequence - 1 });
  };
  const snapshot = (time_us: number): void => {
    for (let level = 0; level < 20; level++) {
      const ticks = 10_890 + level;
      const flags = (level < 10 ? 0 : BOOK_ASK) | (level === 0 ? BOOK_CLEAR : 0) | (level < 19 ? BOOK_MORE : 0);
      push(time_us, flags, ticks, quantities.get(ticks) ?? 50);
    }
  };
  let lastUs = contextFor('levels').session!.openUs;
  for (const [at, time_us] of timesOver(messages, random).entries()) {
    if (at === 0 || at === messages >> 1) snapshot(lastUs);
    lastUs = time_us;
    sequence++;
    for (const more of [BOOK_MORE, 0]) {
      const level = random.integer(20);
      push(time_us, (level < 10 ? 0 : BOOK_ASK) | more, 10_890 + level, 1 + random.integer(90));
    }
  }
  return columnsOf(rows);
}

/** Orders that come, change, trade and go, each known. */
export function cleanOrders(count = 3000): RowColumns {
  const random = new Random(4, 'clean orders');
  const resting: number[] = [];
  let last = 1000;
  const rows = timesOver(count, random).map((time_us, order) => {
    const isNew = resting.length < 5 || random.chance(0.5);
    const actions = [
      OrderAction.modify,
      OrderAction.cancel,
      OrderAction.execute,
      OrderAction.remain,
      OrderAction.remove,
    ];
    const action = isNew ? OrderAction.add : actions[random.integer(actions.length)]!;
    if (isNew) resting.push(++last);
    const order_id = isNew ? last : resting[random.integer(resting.length)]!;
    const [price, quantity] = [(10_890 + random.integer(20)) / 2, 1 + random.integer(20)];
    return {
      time_us,
      order,
      action,
      flags: random.chance(0.5) ? ORDER_ASK : 0,
      order_id,
      price,
      quantity,
      sequence: order + 1,
    };
  });
  return columnsOf(rows);
}

/** The last price of each minute. */
export function cleanLasts(): RowColumns {
  const random = new Random(5, 'clean lasts');
  const walk = new Walk(random);
  const { openUs, closeUs } = contextFor('lasts').session!;
  const minutes = Array.from({ length: (closeUs - openUs) / MINUTE_US }, (_, minute) => openUs + minute * MINUTE_US);
  return columnsOf(
    minutes.map((time_us, order) => ({ time_us: time_us + 59 * SECOND_US, order, price: walk.next() / 2 })),
  );
}

function candleFrom(walk: Walk, random: Random, openTimeUs: number, closeTimeUs: number): Row {
  const ticks = Array.from({ length: 20 }, () => walk.next());
  const [open, high, low, close] = [ticks[0]!, Math.max(...ticks), Math.min(...ticks), ticks[19]!].map(
    (tick) => tick / 2,
  );
  const volume = 100 + random.integer(400);
  const turnover = volume * POINT_VALUE * ((high! + low!) / 2);
  const candle = {
    open: open!,
    high: high!,
    low: low!,
    close: close!,
    volume,
    trades: 20 + random.integer(40),
    turnover,
  };
  return { open_time_us: openTimeUs, close_time_us: closeTimeUs, ...candle };
}

/** One-minute candles of WDO. */
export function cleanCandles(): RowColumns {
  const random = new Random(6, 'clean candles');
  const walk = new Walk(random);
  const { openUs, closeUs } = contextFor('candles').session!;
  const minutes = Array.from({ length: (closeUs - openUs) / MINUTE_US }, (_, minute) => openUs + minute * MINUTE_US);
  return columnsOf(minutes.map((openTimeUs) => candleFrom(walk, random, openTimeUs, openTimeUs + MINUTE_US)));
}

export function cleanDaily(): RowColumns {
  const random = new Random(7, 'clean daily');
  const { midnightUs } = contextFor('daily');
  return columnsOf([candleFrom(new Walk(random), random, midnightUs, midnightUs + DAY_US)]);
}

/** The clean day of each kind. */
export const CLEAN_SETS: Readonly<Record<RowKind, () => RowColumns>> = {
  trades: cleanTrades,
  quotes: cleanQuotes,
  levels: cleanLevels,
  orders: cleanOrders,
  lasts: cleanLasts,
  candles: cleanCandles,
  daily: cleanDaily,
};

export function rowCountOf(columns: RowColumns): number {
  return Object.values(columns)[0]!.length;
}

/** A copy with other values in some rows. */
export function changed(
  columns: RowColumns,
  name: string,
  change: (value: number, row: number) => number,
  from = 0,
  to = rowCountOf(columns),
): RowColumns {
  const column = columns[name]!.map((value, row) => (row >= from && row < to ? change(value, row) : value));
  return { ...columns, [name]: column };
}

/** A copy with the rows of these numbers, in this order; numbers may repeat. */
export function picked(columns: RowColumns, rows: readonly number[]): RowColumns {
  const entries = Object.entries(columns).map(([name, column]) => [
    name,
    Float64Array.from(rows, (row) => column[row]!),
  ]);
  return Object.fromEntries(entries);
}

/** A copy without the rows for which `drop` holds. */
export function without(columns: RowColumns, drop: (row: number) => boolean): RowColumns {
  const rows = Array.from({ length: rowCountOf(columns) }, (_, row) => row);
  return picked(
    columns,
    rows.filter((row) => !drop(row)),
  );
}

/** A copy without a column. */
export function lacking(columns: RowColumns, name: string): RowColumns {
  return Object.fromEntries(Object.entries(columns).filter(([each]) => each !== name));
}

/** What one rule says of a whole part. */
export function findingOf(rule: RowRule, context: PartContext, columns: RowColumns, ended = true): Finding | undefined {
  const check = rule.start(context);
  check?.rows(columns, 0, rowCountOf(columns), 0);
  return check?.finding(ended);
}

/** What a rule says of a part with a fault, after it was silent on the part in which the fault was planted. */
export function plantedFinding(
  rule: RowRule,
  context: PartContext,
  clean: RowColumns,
  planted: RowColumns,
): Finding | undefined {
  const silent = findingOf(rule, context, clean);
  if (silent !== undefined) throw new Error(`${rule.id} speaks of a clean part: ${silent.detail}`);
  return findingOf(rule, context, planted);
}
