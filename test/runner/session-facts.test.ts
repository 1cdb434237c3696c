// What a session knows of earlier ones: exact on hand-made days, absent where the store lacks them, the same in a run and in research.
import { describe, expect, it } from 'vitest';
import { type DatasetStore, openStore } from '../../src/adapters/datasets/store.ts';
import { restoreEvent } from '../../src/adapters/journal/restore-fields.ts';
import { openRun } from '../../src/adapters/journal/run-reader.ts';
import type { EpochStart } from '../../src/core/account/account-event.ts';
import { defineFeature } from '../../src/core/features/define-feature.ts';
import type { FeatureInput, FeatureSpec } from '../../src/core/features/feature.ts';
import { type FactsNeed, noSessionFacts, type SessionFacts } from '../../src/core/market/session-facts.ts';
import { tradingData } from '../../src/research/frames/trading-data.ts';
import { storedSessions } from '../../src/research/training/stored-sessions.ts';
import { trainingRows } from '../../src/research/training/training-rows.ts';
import { codeFromSource } from '../../src/runner/engine-code.ts';
import { planRun, type RunPlan } from '../../src/runner/run-plan.ts';
import { SessionFeeds } from '../../src/runner/session-feeds.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { fixedRegime } from '../support/fixed-regime.ts';
import { holds, testStrategy } from '../support/test-strategy.ts';
import { DAYS, ROLL_DAY, tradesOf, volumeOf, writeBars, writeDays, writeTrades } from './facts-store.ts';
import { runDay } from './synthetic-run.ts';

const SIZES: FactsNeed = { sizes: true };
const MINUTE = { kind: 'time', us: 60_000_000 } as const;

function feedsOf(store: DatasetStore, from: string, to: string, need: FactsNeed | null = SIZES): SessionFeeds {
  const code = codeFromSource(testStrategy(holds));
  const facts = need === null ? undefined : new Map([['WDOFUT', need]]);
  return new SessionFeeds({
    ...{ store, code, requested: ['WDOFUT'], from, to, facts },
    ...{ candle: '1m', interval: MINUTE, warmupCandles: 30, capitalBrl: 50_000 },
  });
}

async function factsOf(feeds: SessionFeeds): Promise<readonly (SessionFacts | undefined)[]> {
  const facts: (SessionFacts | undefined)[] = [];
  for (let feed = await feeds.nextSession(); feed !== undefined; feed = await feeds.nextSession()) {
    facts.push(feed.start.instruments[0]!.facts);
  }
  return facts;
}

async function factsOn(store: DatasetStore, day: string, need?: FactsNeed): Promise<SessionFacts | undefined> {
  return (await factsOf(feedsOf(store, day, day, need)))[0];
}

async function wholeStore(): Promise<{ readonly home: string; readonly store: DatasetStore }> {
  const home = temporaryFolder('facts');
  const store = openStore(home);
  await writeDays(store);
  return { home, store };
}

const mean = (...days: readonly number[]) => days.reduce((sum, n) => sum + volumeOf(n), 0) / days.length;

describe('the facts of a session', () => {
  it('are levels of the day before, mean volume and large size of five days', async () => {
    const { store } = await wholeStore();
    // 100 regular trades: 19 each of 2 to 6 contracts and five of 20: the 95th of them is the last of 6
    expect(await factsOn(store, DAYS[6])).toEqual({
      previous: { open: 5446, high: 5448, low: 5446, close: 5448 },
      meanDailyVolume: mean(2, 3, 4, 5, 6),
      largeTradeSize: 6,
    });
  });

  it('are of the new contract on the roll day, volume and sizes of the series', async () => {
    const { store } = await wholeStore();
    expect(await factsOn(store, ROLL_DAY)).toEqual({
      previous: { open: 5449, high: 5451, low: 5449, close: 5451 },
      meanDailyVolume: mean(1, 2, 3, 4, 5),
      largeTradeSize: 5,
    });
  });

  it('lack the levels on a roll day where the new contract has no day before it', async () => {
    const home = temporaryFolder('facts');
    const store = openStore(home);
    for (const [at, day] of DAYS.entries()) {
      await writeTrades(store, day < ROLL_DAY ? 'WDOU25' : 'WDOV25', day, tradesOf(at + 1));
    }
    expect(await factsOn(store, ROLL_DAY)).toMatchObject({ previous: undefined, largeTradeSize: 5 });
  });

  it('lack what a missing day would have told', async () => {
    const home = temporaryFolder('facts');
    const store = openStore(home);
    await writeDays(store, writeTrades, [DAYS[3]]);
    const nothing = { meanDailyVolume: undefined, largeTradeSize: undefined };
    expect(await factsOn(store, DAYS[4])).toEqual({ previous: undefined, ...nothing });
    expect(await factsOn(store, ROLL_DAY)).toEqual({ previous: expect.objectContaining({ close: 5451 }), ...nothing });
  });

  it('have no size where a day has bars only', async () => {
    const home = temporaryFolder('facts');
    const store = openStore(home);
    await writeDays(store, (to, contract, day, trades) =>
      (day === DAYS[3] ? writeBars : writeTrades)(to, contract, day, trades),
    );
    expect(await factsOn(store, DAYS[6])).toMatchObject({
      meanDailyVolume: mean(2, 3, 4, 5, 6),
      largeTradeSize: undefined,
    });
  });

  it('are those of bars where bars are asked for: the same volume, a cross being a price', async () => {
    const home = temporaryFolder('facts');
    const store = openStore(home);
    await writeDays(store, writeBars);
    expect(await factsOn(store, DAYS[6])).toEqual({
      previous: { open: 5446, high: 5940, low: 5446, close: 5940 },
      meanDailyVolume: mean(2, 3, 4, 5, 6),
      largeTradeSize: undefined,
    });
  });

  it('are read as far as a feature needs them', async () => {
    const { store } = await wholeStore();
    const plain = await factsOn(store, DAYS[6], { sizes: false });
    expect(plain).toMatchObject({ meanDailyVolume: mean(2, 3, 4, 5, 6), largeTradeSize: undefined });
    const none = feedsOf(store, DAYS[6], DAYS[6], null);
    expect(await factsOf(none)).toEqual([undefined]);
    expect(none.parts.map(({ day }) => day)).not.toContain(DAYS[1]);
  });

  it('do not depend on the day the run began with', async () => {
    const { store } = await wholeStore();
    const range = await factsOf(feedsOf(store, DAYS[0], DAYS[6]));
    for (const [at, day] of DAYS.entries()) expect([day, range[at]]).toEqual([day, await factsOn(store, day)]);
  });

  it('count in the provenance and the parts of a run', async () => {
    const home = temporaryFolder('facts');
    const store = openStore(home);
    await writeDays(store, (to, contract, day, trades) =>
      writeTrades(to, contract, day, trades, day === DAYS[1] ? 'simulated' : 'exchange'),
    );
    const feeds = feedsOf(store, DAYS[6], DAYS[6]);
    expect(feeds.provenance).toBe('exchange');
    const feed = await feeds.nextSession();
    expect([feed!.start.provenance, feeds.provenance]).toEqual(['simulated', 'simulated']);
    expect(feeds.parts.map(({ instrument, day }) => `${instrument} ${day}`)).toEqual([
      'WDOV25 2025-08-29',
      'WDOU25 2025-08-28',
      'WDOU25 2025-08-27',
      'WDOU25 2025-08-26',
      'WDOU25 2025-08-25',
      'WDOV25 2025-09-01',
    ]);
  });

  it('come back from a log with what is unknown in its place', () => {
    const described = {
      symbol: 'WDOU25',
      requested: 'WDOFUT',
      root: 'WDO',
      openUs: 0,
      closeUs: 1,
      phaseAtStart: 'closed',
    };
    const start = { kind: 'epochStart', instruments: [{ ...described, daysToRoll: 3, facts: noSessionFacts }] };
    const read = JSON.parse(JSON.stringify(start)) as EpochStart;
    expect(Object.keys((restoreEvent(read) as EpochStart).instruments[0]!.facts!)).toEqual(Object.keys(noSessionFacts));
  });
});

/** The facts as columns; not ready where they are undefined. */
const told: Readonly<Record<string, (facts: SessionFacts) => number | undefined>> = {
  previousOpen: ({ previous }) => previous?.open,
  previousHigh: ({ previous }) => previous?.high,
  previousLow: ({ previous }) => previous?.low,
  previousClose: ({ previous }) => previous?.close,
  meanDailyVolume: ({ meanDailyVolume }) => meanDailyVolume,
  largeTradeSize: ({ largeTradeSize }) => largeTradeSize,
};
const inputs: readonly FeatureInput[] = ['candles', 'tape', 'sessions'];
const features: Readonly<Record<string, FeatureSpec>> = Object.fromEntries(
  Object.entries(told).map(([id, of]) => [
    id,
    defineFeature(
      { id, meaning: id, unit: '', warmup: 1, sessionRule: 'reset', inputs },
      () =>
        (out, _candle, { facts }) => {
          const value = facts === undefined ? undefined : of(facts);
          if (value !== undefined) out.set(value);
        },
    ),
  ]),
);

async function probePlan(): Promise<RunPlan> {
  return planRun({ code: codeFromSource(testStrategy(holds, { features })) });
}

describe('a run and research', () => {
  it('are told the same facts', async () => {
    const { home, store } = await wholeStore();
    const plan = await probePlan();
    expect([...plan.facts]).toEqual([['WDOFUT', SIZES]]);
    const run = await runDay(home, plan, { from: DAYS[4], to: DAYS[6] });
    const reader = openRun(run.folder!);
    const decided = [...reader.decisions()].map(({ inputs: { features: row } }) => JSON.stringify(row));
    reader.close();
    const data = await tradingData(store, {
      ...{ instrument: 'WDOFUT', from: DAYS[4], to: DAYS[6], candle: '1m' },
      ...{ features: Object.values(features), indicators: [] },
    });
    const rows = data.features
      .toRows()
      .map((row) => JSON.stringify(Object.fromEntries(Object.keys(told).map((id) => [id, row[id] ?? null]))));
    expect(new Set(rows).size).toBe(3);
    expect(new Set(decided)).toEqual(new Set(rows));
    expect(data.features.meta.sources.length).toBeGreaterThan(data.candles.meta.sources.length);
  });

  it('and training on bars', async () => {
    const home = temporaryFolder('facts');
    const store = openStore(home);
    await writeDays(store, writeBars);
    const need = { sizes: false };
    const { days } = await storedSessions(store, 'WDO', DAYS[5], DAYS[6], 'candles-1m', need);
    expect(days.map(({ session }) => session.facts)).toEqual(await factsOf(feedsOf(store, DAYS[5], DAYS[6], need)));
    const known = Object.fromEntries(
      ['previousOpen', 'previousClose', 'meanDailyVolume'].map((id) => [id, features[id]!]),
    );
    const rules = {
      features: known,
      regime: fixedRegime('trend_up'),
      warmupCandles: 5,
      horizonCandles: 1,
      neutralPoints: 1,
    };
    const { matrix } = trainingRows(days, rules);
    const columns = matrix.columns.length;
    expect(matrix.values.slice(0, columns)).toEqual(Float64Array.of(5449, 5940, mean(1, 2, 3, 4, 5)));
    expect(matrix.values.slice(-columns)).toEqual(Float64Array.of(5446, 5940, mean(2, 3, 4, 5, 6)));
  });
});
