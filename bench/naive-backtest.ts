// Days of bars and a strategy in; the trades of the plainest loop over them out: features, regime, decide, a bracket against the next bars.

import { type Candle, emptyCandle, type MutableCandle } from '../src/core/candles/candle.ts';
import { FeatureSet } from '../src/core/features/feature-set.ts';
import type { SessionContext } from '../src/core/features/session-context.ts';
import { BarView } from '../src/core/market/bar-view.ts';
import { Kind } from '../src/core/market/event-record.ts';
import { instrumentOf } from '../src/core/market/instrument-table.ts';
import { sessionOf } from '../src/core/market/session.ts';
import type { Strategy } from '../src/core/signal/strategy.ts';
import type { FeedDay } from '../src/runner/market-feeds.ts';

interface NaiveDay {
  readonly session: SessionContext;
  readonly candles: readonly Candle[];
}

interface Bracket {
  readonly direction: 1 | -1;
  readonly stop: number;
  readonly target: number;
}

/** The candles of each day, ready to be looped over. */
export function naiveDays(days: readonly FeedDay[]): readonly NaiveDay[] {
  return days.map(({ day, contracts, bars }) => {
    const instrument = instrumentOf(contracts[0]!)!;
    const { openUs, closeUs } = sessionOf(instrument.root, day)!;
    const view = new BarView();
    const candles: Candle[] = [];
    for (let index = 0; index < bars.length; index++) {
      if (bars.kindAt(index) !== Kind.bar) continue;
      const { openTimeUs, closeTimeUs, open, high, low, close, volume } = view.read(bars, index, instrument);
      const candle: MutableCandle = { ...emptyCandle(), openTimeUs, closeTimeUs, open, high, low, close, volume };
      candle.firstOfSession = candles.length === 0;
      candles.push(candle);
    }
    const session = { day, dayOfWeek: 1, openUs, closeUs, daysToRoll: 10, tick: instrument.tick };
    return { session, candles };
  });
}

/** No events, orders, risk, costs, records or digest. Gives the number of trades. */
export function naiveBacktest(days: readonly NaiveDay[], strategy: Strategy, warmupCandles: number): number {
  const before: Candle[] = [];
  let trades = 0;
  for (const { session, candles } of days) {
    const set = new FeatureSet(strategy.features);
    const detector = strategy.regime.create();
    let bracket: Bracket | undefined;
    for (const candle of before.slice(-warmupCandles)) {
      set.update(candle, session);
      detector.update(candle);
    }
    for (const candle of candles) {
      if (bracket !== undefined && isOver(bracket, candle)) bracket = undefined;
      set.update(candle, session);
      detector.update(candle);
      before.push(candle);
      if (set.readyCount < set.ids.length || detector.regime.kind === 'undefined') continue;
      const features = Object.fromEntries(set.names.map((name, column) => [name, set.values[column]!]));
      const position = { quantity: bracket?.direction ?? 0, averagePrice: bracket && candle.close };
      const { regime } = detector;
      const wanted = strategy.decide({
        features,
        regime,
        prediction: undefined,
        position,
        price: candle.close,
        session,
      });
      if (wanted.kind !== 'direction' || bracket !== undefined) continue;
      const { direction } = wanted;
      trades += 1;
      bracket = { direction, stop: candle.close - 5 * direction, target: candle.close + 7.5 * direction };
    }
  }
  return trades;
}

function isOver({ direction, stop, target }: Bracket, { high, low }: Candle): boolean {
  return direction === 1 ? low <= stop || high >= target : high >= stop || low <= target;
}
