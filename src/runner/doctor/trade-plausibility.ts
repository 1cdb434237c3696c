// Trades as the library gave them in; what is implausible about price, quantity, time and order out.

import type { PriceGrid } from '../../core/market/instrument.ts';
import { isOnGrid } from '../../core/market/price-grid.ts';
import type { SeenTrade } from './feed-watch.ts';

export interface Plausibility {
  /** Trades that count: leftovers of earlier days and the vendor's placeholders are left out and counted. */
  readonly trades: number;
  readonly placeholders: number;
  readonly leftovers: number;
  /** One sentence for each kind of fault, with the first example. */
  readonly faults: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/** More contracts than any single trade has. */
const QUANTITY_MAX = 1_000_000;
/** Prices of one day lie closer together than this. */
const RANGE_MAX = 0.25;
const LEFTOVER_MS = 12 * 3_600_000;
/** Trade types of the vendor up to build 4.0.0.42. */
const TYPE_MAX = 35;

export interface PlausibilitySettings {
  /** Undefined where the instrument is not known. */
  readonly grid: PriceGrid | undefined;
  readonly nowLocalMs: number;
  /** Times may lie so far after the clock. */
  readonly aheadMs: number;
}

export function plausibilityOf(all: readonly SeenTrade[], settings: PlausibilitySettings): Plausibility {
  const { grid } = settings;
  const placeholders = all.filter(({ price, localMs }) => !(price > 0) || localMs === undefined);
  const dated = all.filter(({ price, localMs }) => price > 0 && localMs !== undefined);
  const trades = dated.filter(({ localMs }) => localMs! > settings.nowLocalMs - LEFTOVER_MS);
  const prices = trades.map(({ price }) => price);
  const lowest = prices.reduce((least, price) => Math.min(least, price), Number.POSITIVE_INFINITY);
  const highest = prices.reduce((most, price) => Math.max(most, price), 0);
  const faults = [
    ...first(
      trades,
      ({ price }) => grid !== undefined && !isOnGrid(grid, price),
      'a price lies off the grid of the contract',
    ),
    ...first(trades, ({ quantity }) => !isQuantity(quantity), 'a quantity is none'),
    ...first(trades, ({ localMs }) => localMs! > settings.nowLocalMs + settings.aheadMs, 'a time lies in the future'),
    ...first(trades, ({ type }) => type > TYPE_MAX, 'a trade type is not known'),
    ...(highest > lowest * (1 + RANGE_MAX)
      ? [`prices reach from ${lowest} to ${highest}: they may be scaled wrongly`]
      : []),
  ];
  const figures = {
    ...(trades.length === 0 ? {} : { lowest, highest }),
    numbersBack: countOf(trades, (trade, before) => before !== undefined && trade.number < before.number),
    timesBack: countOf(trades, (trade, before) => before !== undefined && trade.localMs! < before.localMs!),
  };
  const leftovers = dated.length - trades.length;
  return { trades: trades.length, placeholders: placeholders.length, leftovers, faults, figures };
}

function first(trades: readonly SeenTrade[], isWrong: (trade: SeenTrade) => boolean, what: string): readonly string[] {
  const example = trades.find(isWrong);
  if (example === undefined) return [];
  const { price, quantity, number, type, localMs } = example;
  const time = localMs === undefined ? 'no time' : new Date(localMs).toISOString().slice(0, -1);
  return [`${what}: trade ${number} of ${quantity} at ${price}, type ${type}, ${time}`];
}

function countOf(
  trades: readonly SeenTrade[],
  holds: (trade: SeenTrade, before: SeenTrade | undefined) => boolean,
): number {
  let count = 0;
  for (const [index, trade] of trades.entries()) if (holds(trade, trades[index - 1])) count += 1;
  return count;
}

function isQuantity(quantity: number): boolean {
  return Number.isSafeInteger(quantity) && quantity > 0 && quantity <= QUANTITY_MAX;
}

export interface TapeAgreement {
  readonly common: number;
  readonly differing: number;
  /** In the live tape and not in the history. */
  readonly missing: number;
  readonly example: string | undefined;
}

/** Compares by trade number what both have; only trades of the span that the history covers are looked for. */
export function agreementOf(live: readonly SeenTrade[], history: readonly SeenTrade[]): TapeAgreement {
  const past = new Map(history.map((trade) => [trade.number, trade]));
  let common = 0;
  let differing = 0;
  let missing = 0;
  let example: string | undefined;
  const lastMs = history.reduce((last, { localMs }) => Math.max(last, localMs ?? 0), 0);
  for (const trade of live) {
    if (!(trade.price > 0) || trade.localMs === undefined || trade.localMs > lastMs) continue;
    const same = past.get(trade.number);
    if (same === undefined) {
      missing += 1;
      continue;
    }
    common += 1;
    if (same.price === trade.price && same.quantity === trade.quantity) continue;
    differing += 1;
    example ??= `trade ${trade.number}: live ${trade.quantity} at ${trade.price}, history ${same.quantity} at ${same.price}`;
  }
  return { common, differing, missing, example };
}
