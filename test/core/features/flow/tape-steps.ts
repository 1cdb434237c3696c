// Seeded random trades over several sessions, with the candles they make: as the tests of features that read the tape take them.

import type { Candle, MutableCandle } from '../../../../src/core/candles/candle.ts';
import { emptyCandle } from '../../../../src/core/candles/candle.ts';
import { CandleAccumulator } from '../../../../src/core/candles/candle-accumulator.ts';
import type { TapeTrade } from '../../../../src/core/candles/tape-trade.ts';
import type { Feature } from '../../../../src/core/features/feature.ts';
import type { SessionContext } from '../../../../src/core/features/session-context.ts';
import { CONDITION_SHIFT } from '../../../../src/core/market/event-record.ts';
import type { SessionFacts } from '../../../../src/core/market/session-facts.ts';
import { random, sessionOn } from '../candles.ts';

export const MINUTE_US = 60_000_000;

export interface TapeStep {
  readonly session: SessionContext;
  readonly trades: readonly TapeTrade[];
  readonly candle: Candle;
}

export interface TapeOptions {
  readonly sessions?: number;
  readonly minutes?: number;
  /** Most trades of a minute. */
  readonly trades?: number;
  /** Share of the trades that lack a broker. */
  readonly unknown?: number;
  readonly facts?: (session: number) => SessionFacts | undefined;
}

export function randomTape(seed: number, options: TapeOptions = {}): TapeStep[] {
  const { sessions = 3, minutes = 60, trades = 30, unknown = 0, facts = factsOf } = options;
  const next = random(seed);
  const below = (n: number) => Math.floor(next() * n);
  const steps: TapeStep[] = [];
  let price = 5400;
  for (let number = 1; number <= sessions; number++) {
    const known = facts(number);
    const session: SessionContext = { ...sessionOn(number), ...(known === undefined ? {} : { facts: known }) };
    let firstOfSession = true;
    for (let minute = 0; minute < minutes; minute++) {
      // now and then a minute without trades, which has no candle
      const count = below(12) === 0 ? 0 : 1 + below(trades);
      const openUs = session.openUs + minute * MINUTE_US;
      const times = Array.from({ length: count }, () => openUs + (below(3) === 0 ? below(60) * 1e6 : below(MINUTE_US)));
      const made = times
        .sort((a, b) => a - b)
        .map((timeUs): TapeTrade => {
          price += (below(3) - 1) / 2;
          const kind = below(20);
          const isUnknown = next() < unknown;
          return {
            timeUs,
            price,
            quantity: 1 + below(below(4) === 0 ? 60 : 6),
            aggressor: below(10) === 0 ? 0 : below(2) === 0 ? 1 : 2,
            condition: kind === 0 ? 1 : kind === 1 ? 2 : kind === 2 ? 3 : kind === 3 ? 4 : 0,
            buyAgent: isUnknown ? 0 : agentOf(next()),
            sellAgent: isUnknown && below(2) === 0 ? 0 : agentOf(next()),
          };
        });
      if (count === 0) continue;
      steps.push({ session, trades: made, candle: candleOf(made, openUs, openUs + MINUTE_US, firstOfSession) });
      firstOfSession = false;
    }
  }
  return steps;
}

/** A few brokers trade most. */
function agentOf(uniform: number): number {
  const codes = [3, 8, 16, 27, 40, 45, 72, 85, 90, 93, 114, 120, 127, 147, 238, 262, 308, 386, 735, 1099, 1618, 4090];
  return codes[Math.floor(uniform * uniform * codes.length)]!;
}

/** Another size of the buckets and of large trades each session; none in the second. */
export function factsOf(session: number): SessionFacts | undefined {
  if (session === 2) return undefined;
  return { previous: undefined, meanDailyVolume: 4000 + 377 * session, largeTradeSize: 10 + session };
}

export function candleOf(
  trades: readonly TapeTrade[],
  openUs: number,
  closeUs: number,
  firstOfSession: boolean,
): MutableCandle {
  const accumulator = new CandleAccumulator();
  for (const { timeUs, price, quantity, aggressor, condition } of trades) {
    accumulator.addTrade(timeUs, price, quantity, aggressor | (condition << CONDITION_SHIFT));
  }
  const candle = emptyCandle();
  accumulator.writeTo(candle, openUs, closeUs, firstOfSession);
  return candle;
}

/** Trades and then the candle. */
export function feed(feature: Feature, { session, trades, candle }: TapeStep): number | undefined {
  for (const trade of trades) feature.onTrade?.(trade, session);
  feature.update(candle, session);
  return feature.ready ? feature.value : undefined;
}

export function runTape(feature: Feature, steps: readonly TapeStep[]): (number | undefined)[] {
  return steps.map((step) => feed(feature, step));
}
