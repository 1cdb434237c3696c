// The trades of a run and its candles in; what the same exposure earned on the same days where entries were drawn by lot, out.
import { dayNumberAt } from '../../core/market/civil-time.ts';
import type { Trade } from '../../runner/trades/trade.ts';
import { Random } from '../../simulation/random.ts';
import type { CandleColumns, SessionResult } from '../report/session-result.ts';

export interface RandomEntries {
  /** Net results of the draws, ascending, integer E4. */
  readonly netE4: Float64Array;
  /** The run by the same measure: its own entries and holding times, at prices of candles, less the same costs. */
  readonly ownE4: number;
  /** Share of draws that earned at least as much: (1 + count) / (1 + draws). */
  readonly pValue: number;
}

/** A trade on candles: how many it covers, and the money that it moves. */
interface Held {
  readonly candles: number;
  /** Signed contracts times the value of a point, E4. */
  readonly e4PerPoint: number;
  readonly costsE4: number;
  /** Candle of the entry, within the day. */
  readonly at: number;
}

interface Day {
  readonly first: number;
  readonly count: number;
  readonly trades: Held[];
}

/**
 * Each day keeps its trades with side, size and holding time; only when they begin is drawn, evenly over all ways to place them in the
 * session without overlap. Trades that overlapped in the run (several slices) are placed one after the other where they fit and are
 * left where they were on days that are too short. Prices are opens and closes of candles, which pay no spread: the costs and the
 * taking of liquidity that each trade paid are taken off alike.
 * @param draws above 0
 */
export function randomEntries(result: SessionResult, draws: number, seed: number): RandomEntries {
  const days = daysOf(result);
  const { open, close } = result.candles;
  const random = new Random(seed, 'random-entries');
  const own = days.reduce((sum, day) => sum + dayNet(day, placesOf(day), open, close), 0);
  const netE4 = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    for (const day of days) sum += dayNet(day, drawnPlaces(day, random), open, close);
    netE4[draw] = sum;
  }
  netE4.sort();
  const atLeast = netE4.reduce((count, net) => count + (net >= own ? 1 : 0), 0);
  return { netE4, ownE4: own, pValue: (1 + atLeast) / (1 + draws) };
}

function daysOf({ candles, trades, tick, tickValueE4 }: SessionResult): readonly Day[] {
  const days = new Map<number, Day>();
  const { timeUs } = candles;
  for (let first = 0; first < timeUs.length; ) {
    const day = dayNumberAt(timeUs[first]!);
    let end = first;
    while (end < timeUs.length && dayNumberAt(timeUs[end]!) === day) end += 1;
    days.set(day, { first, count: end - first, trades: [] });
    first = end;
  }
  for (const trade of trades) {
    const day = days.get(dayNumberAt(trade.entryTimeUs));
    if (day !== undefined) day.trades.push(heldOf(trade, day, candles, tickValueE4 / tick));
  }
  return [...days.values()].filter((day) => day.trades.length > 0);
}

function heldOf(trade: Trade, day: Day, { timeUs }: CandleColumns, e4PerPoint: number): Held {
  const last = day.first + day.count - 1;
  const candleAt = (us: number): number => {
    let low = day.first;
    let high = last;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (timeUs[middle]! >= us) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const from = candleAt(trade.entryTimeUs);
  const to = Math.max(from, candleAt(trade.exitTimeUs));
  const signed = trade.side === 'buy' ? trade.quantity : -trade.quantity;
  return {
    ...{ candles: to - from + 1, at: from - day.first },
    ...{ e4PerPoint: signed * e4PerPoint, costsE4: trade.costsE4 },
  };
}

function placesOf(day: Day): Int32Array {
  return Int32Array.from(day.trades, ({ at }) => at);
}

/** Free candles are dealt out between the trades, every way alike: sorted draws with repetition by their gaps. */
function drawnPlaces(day: Day, random: Random): Int32Array {
  const { trades, count } = day;
  const covered = trades.reduce((sum, { candles }) => sum + candles, 0);
  const free = count - covered;
  if (free < 0) return placesOf(day);
  const order = Int32Array.from(trades, (_, index) => index);
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    const kept = order[last]!;
    order[last] = order[other]!;
    order[other] = kept;
  }
  // a sorted choice of k of free + k places, less their rank, is an even draw of gaps
  const gaps = chosen(trades.length, free + trades.length, random);
  const places = new Int32Array(trades.length);
  let before = 0;
  for (const [rank, index] of order.entries()) {
    places[index] = gaps[rank]! - rank + before;
    before += trades[index]!.candles;
  }
  return places;
}

/** `count` of the numbers below `below`, ascending, by R. Floyd's sampling. */
function chosen(count: number, below: number, random: Random): readonly number[] {
  const found = new Set<number>();
  for (let top = below - count; top < below; top++) {
    const drawn = random.integer(top + 1);
    found.add(found.has(drawn) ? top : drawn);
  }
  return [...found].sort((a, b) => a - b);
}

function dayNet(day: Day, places: Int32Array, open: ArrayLike<number>, close: ArrayLike<number>): number {
  let netE4 = 0;
  for (const [index, { candles, e4PerPoint, costsE4 }] of day.trades.entries()) {
    const first = day.first + places[index]!;
    netE4 += (close[first + candles - 1]! - open[first]!) * e4PerPoint - costsE4;
  }
  return netE4;
}
