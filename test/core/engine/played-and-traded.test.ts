// One tape traded by the engine and played as research plays it: features of the tape give the same at every candle.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCandleInterval } from '../../../src/core/candles/candle-interval.ts';
import { playDay } from '../../../src/core/candles/play-day.ts';
import { catalogue } from '../../../src/core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../../../src/core/features/feature.ts';
import { FeatureSet } from '../../../src/core/features/feature-set.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { rootInstrument } from '../../../src/core/market/instrument-table.ts';
import type { SessionFacts } from '../../../src/core/market/session-facts.ts';
import { agentTurnover, defineFeature, realizedVolatility, topAgentNet } from '../../../src/index.ts';
import { EngineBench } from '../../support/engine-bench.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { at } from '../../support/tape.ts';
import { holds, setupOf } from '../../support/test-strategy.ts';

const SESSION_S = 36_000;
const facts: SessionFacts = { previous: undefined, meanDailyVolume: 500, largeTradeSize: 5 };

const ofTape = [...catalogue.values()].filter(({ meta }) => meta.inputs.includes('tape') && meta.warmup <= 6);

/** Of each candle: its trades, and their contracts; always ready. */
const told = ['count', 'contracts'].map((id) =>
  defineFeature({ id, meaning: '', unit: '', warmup: 1, sessionRule: 'reset', inputs: ['tape'] }, () => {
    let sum = 0;
    return {
      trade: ({ quantity }) => {
        sum += id === 'count' ? 1 : quantity;
      },
      candle: (out) => {
        out.set(sum);
        sum = 0;
      },
    };
  }),
);
const small = [realizedVolatility({ candles: 1 }), agentTurnover({ candles: 3 }), topAgentNet({ candles: 2 })];

const specs: Readonly<Record<string, FeatureSpec>> = Object.fromEntries(
  [...ofTape, ...told, ...small].map((spec) => [spec.meta.id, spec]),
);

/** Seconds after the trade before: mostly none or a whole one, so that many stand on a boundary. */
const deals = fc.array(
  fc.record({
    afterS: fc.constantFrom(0, 0, 1, 1, 1, 2, 5, 15, 30, 60, 0.25, 0.5, 130),
    price: fc.integer({ min: 10_800, max: 10_810 }),
    quantity: fc.integer({ min: 1, max: 9 }),
    flags: fc.constantFrom(1, 2, 1, 2, 0, 4, 8, 12, 16),
    agents: fc.constantFrom(3, 8, 72, 85),
    tick: fc.boolean(),
  }),
  { minLength: 80, maxLength: 200 },
);

/** Rows of features with the close of their candle, in the order of the candles: several candles of trades may close at one time. */
type Rows = readonly (readonly [closeTimeUs: number, row: readonly (number | null)[]])[];

function rowsOfSet(set: FeatureSet): readonly (number | null)[] {
  return set.ids.map((_, column) => set.at(column) ?? null);
}

function played(market: EventBatch, candle: string): Rows {
  const rows: Rows[number][] = [];
  const set = new FeatureSet(specs);
  const instrument = rootInstrument('WDO');
  const day = { day: '2025-08-05', dayOfWeek: 2, openUs: at(0), closeUs: at(SESSION_S), daysToRoll: 18 };
  const session = { ...day, tick: instrument.tick, facts };
  playDay(
    { market, instrumentId: 0, instrument, interval: parseCandleInterval(candle)!, openUs: at(0) },
    {
      onCandle: (closed) => {
        set.update(closed, session);
        rows.push([closed.closeTimeUs, rowsOfSet(set)]);
      },
      onTrade: (trade) => set.onTrade(trade, session),
    },
  );
  return rows;
}

/** `ticks` says after which records the clock is heard: where it is not, trades of the next candle come before the close. */
function traded(market: EventBatch, candle: string, ticks: readonly boolean[]): Rows {
  const bench = new EngineBench([setupOf(holds, { candle, features: specs })], { staleAfterUs: 1e12 });
  const times = { openUs: at(0), closeUs: at(SESSION_S), phaseAtStart: 'open', daysToRoll: 18 } as const;
  bench.start({ instruments: [{ ...times, symbol: 'WDOU25', requested: 'WDOFUT', root: 'WDO', facts }] });
  for (let index = 0; index < market.length; index++) {
    bench.to((market.exchangeTimeUsAt(index) - at(0)) / 1e6).process((batch) => batch.pushFrom(market, index));
    if (ticks[index]!) bench.tick();
  }
  const { boundaryUs } = bench.engine.context.instruments[0]!.feeds[0]!.builder;
  if (boundaryUs !== undefined) {
    for (const after of [1, 61]) bench.to((boundaryUs - at(0)) / 1e6 + after).tick();
  }
  // an interval of time that ends without a trade is a decision as well, on the candle before
  const isTimed = boundaryUs !== undefined;
  const rows: Rows[number][] = [];
  for (const { inputs } of bench.decisions) {
    const { candleCloseUs, features } = inputs;
    if (candleCloseUs === null || (isTimed && rows.at(-1)?.[0] === candleCloseUs)) continue;
    rows.push([candleCloseUs, Object.values(features)]);
  }
  return rows;
}

describe.each(['7t', '20v'])('a tape within the second of the opening over candles of %s', (candle) => {
  it('is decided on at each of its candles, all of one time', () => {
    const market = new EventBatch();
    for (let trade = 0; trade < 80; trade++) market.pushTrade(0, at(0), 5400, 1, 1, 0, 3, 85);
    const engine = traded(market, candle, Array(80).fill(false));
    expect(engine).toEqual(played(market, candle));
    expect(engine.map(([closeTimeUs]) => closeTimeUs)).toEqual(Array(candle === '7t' ? 11 : 4).fill(at(0)));
  });
});

describe.each(['1m', '15s', '7t', '20v'])('a tape over candles of %s', (candle) => {
  it('gives the engine and research the same features at every candle', () => {
    let ready = 0;
    fc.assert(
      fc.property(deals, (all) => {
        const market = new EventBatch();
        let seconds = 0;
        for (const { afterS, price, quantity, flags, agents } of all) {
          seconds += afterS;
          market.pushTrade(0, at(seconds), price / 2, quantity, flags, 0, agents, 88 - agents);
        }
        const research = played(market, candle);
        const ticks = all.map(({ tick }) => tick);
        const engine = traded(market, candle, ticks);
        for (const [, row] of research) ready += row.filter((value) => value !== null).length;
        expect(engine).toEqual(research);
      }),
      { seed: 81, numRuns: propertyRuns(40) },
    );
    expect(ready).toBeGreaterThan(1000);
  });
});
