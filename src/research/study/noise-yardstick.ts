// Candles of some days and features in; how much each goes together with what comes next on the same days with their minutes shuffled, out.

import { type Candle, emptyCandle } from '../../core/candles/candle.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { FeatureSet } from '../../core/features/feature-set.ts';
import type { SessionContext } from '../../core/features/session-context.ts';
import { Random } from '../../simulation/random.ts';
import { type FeatureEvent, FeaturePlayer } from '../feature-checks/feature-events.ts';
import { Frame } from '../frames/frame.ts';
import type { TradingData } from '../frames/trading-data.ts';
import { correlation } from '../statistics/correlation.ts';
import { forwardMoves } from '../training/forward-moves.ts';
import { sessionContext } from '../training/stored-sessions.ts';

export interface NoiseYardstickOptions {
  /** Candles of the move that comes next, as in `forwardMoves`. */
  readonly horizon: number;
  /** Markets that are made; default 20. */
  readonly times?: number | undefined;
  readonly seed?: number | undefined;
}

/** Rank correlations of one feature with the next move, within one day, on markets without any memory. */
export interface NoiseOfDay {
  readonly feature: string;
  readonly day: string;
  /** Undefined where the feature has no values there: it reads single trades or the book. */
  readonly mean: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

const TIMES = 20;

interface NoiseDay {
  readonly day: string;
  readonly session: SessionContext;
  readonly candles: readonly Candle[];
}

/**
 * A random walk of the very minutes of each day: their order is drawn anew and each may be turned upside down (its flow too), so that
 * nothing in it foretells anything. What a statistic shows there it shows by its own making. The same seed gives the same numbers.
 */
export function noiseYardstick(
  data: Pick<TradingData, 'candles' | 'microstructure'>,
  features: readonly FeatureSpec[],
  { horizon, times = TIMES, seed = 1 }: NoiseYardstickOptions,
): readonly NoiseOfDay[] {
  const days = daysOf(data);
  const readable = features.filter((spec) => {
    const { readsTape, readsBook } = new FeatureSet({ [spec.meta.id]: spec });
    return !readsTape && !readsBook;
  });
  const found = new Map<string, number[]>();
  for (let time = 0; time < times; time++) {
    const random = new Random(seed, `noise ${time}`);
    const made = days.map((each) => ({ ...each, candles: shuffled(each.candles, random) }));
    const rows = made.flatMap(({ day, candles }) => candles.map(({ open, close }) => ({ day, open, close })));
    const moves = forwardMoves(Frame.fromRows(rows), horizon);
    const events = made.flatMap(({ session, candles }): FeatureEvent[] =>
      candles.map((candle) => ({ kind: 'candle', candle, session })),
    );
    for (const spec of readable) {
      const values = new FeaturePlayer().valuesOf(spec, events);
      let from = 0;
      for (const { day, candles } of made) {
        const [first, end] = [from, from + candles.length];
        const value = correlation(values.slice(first, end), moves.slice(first, end), { ranks: true });
        const key = keyOf(spec.meta.id, day);
        if (value !== undefined) found.set(key, [...(found.get(key) ?? []), value]);
        from = end;
      }
    }
  }
  return features.flatMap(({ meta }) => days.map(({ day }) => summary(meta.id, day, found.get(keyOf(meta.id, day)))));
}

const keyOf = (feature: string, day: string): string => `${feature} ${day}`;

function summary(feature: string, day: string, values: readonly number[] = []): NoiseOfDay {
  if (values.length === 0) return { feature, day, mean: undefined, low: undefined, high: undefined };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { feature, day, mean, low: Math.min(...values), high: Math.max(...values) };
}

function daysOf({ candles, microstructure }: Pick<TradingData, 'candles' | 'microstructure'>): readonly NoiseDay[] {
  const days = new Map<string, { readonly contract: string; readonly candles: Candle[] }>();
  for (let row = 0; row < candles.rows; row++) {
    const day = String(candles.at(row, 'day'));
    const known = days.get(day) ?? { contract: String(candles.at(row, 'contract')), candles: [] };
    days.set(day, known);
    known.candles.push(candleAt(candles, microstructure, row, known.candles.length === 0));
  }
  return [...days].map(([day, each]) => ({
    day,
    session: sessionContext(each.contract, day),
    candles: each.candles,
  }));
}

function candleAt(candles: Frame, flow: Frame, row: number, firstOfSession: boolean): Candle {
  const number = (frame: Frame, name: string): number | undefined => {
    const value = frame.at(row, name);
    return value === undefined ? undefined : Number(value);
  };
  const [trades, buyVolume] = [number(candles, 'trades'), number(flow, 'buy_volume')];
  return {
    ...emptyCandle(),
    ...{ openTimeUs: number(candles, 'open_time')!, closeTimeUs: candles.times[row]!, firstOfSession },
    ...{ open: number(candles, 'open')!, high: number(candles, 'high')! },
    ...{ low: number(candles, 'low')!, close: number(candles, 'close')!, volume: number(candles, 'volume')! },
    ...{ trades: trades ?? 0, hasTrades: trades !== undefined, hasFlow: buyVolume !== undefined },
    ...{ buyVolume: buyVolume ?? 0, sellVolume: number(flow, 'sell_volume') ?? 0 },
    ...{ buyTrades: number(flow, 'buy_trades') ?? 0, sellTrades: number(flow, 'sell_trades') ?? 0 },
    rlpVolume: number(flow, 'rlp_volume') ?? 0,
  };
}

/** Each minute with the jump before it; the times stay in their places, the first opening too. */
function shuffled(candles: readonly Candle[], random: Random): readonly Candle[] {
  const order = [...candles.keys()];
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random.float() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  let last = candles[0]!.open;
  return order.map((from, place) => {
    const minute = candles[from]!;
    const sign = random.float() < 0.5 ? -1 : 1;
    const jump = from === 0 || place === 0 ? 0 : minute.open - candles[from - 1]!.close;
    const open = last + sign * jump;
    const moved = (price: number): number => open + sign * (price - minute.open);
    const { openTimeUs, closeTimeUs, firstOfSession } = candles[place]!;
    last = moved(minute.close);
    return {
      ...(sign > 0 ? minute : upsideDown(minute)),
      ...{ openTimeUs, closeTimeUs, firstOfSession, open, close: last },
      high: Math.max(moved(minute.high), moved(minute.low)),
      low: Math.min(moved(minute.high), moved(minute.low)),
    };
  });
}

function upsideDown(candle: Candle): Candle {
  const { buyVolume, sellVolume, buyTrades, sellTrades } = candle;
  return { ...candle, buyVolume: sellVolume, sellVolume: buyVolume, buyTrades: sellTrades, sellTrades: buyTrades };
}
