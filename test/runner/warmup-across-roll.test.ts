// The first days of a contract, warmed up by the candles of the one before it: no jump of the roll in any feature, in a run as in research.
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../src/adapters/datasets/importing/import.ts';
import { type DatasetStore, openStore } from '../../src/adapters/datasets/store.ts';
import { openRun } from '../../src/adapters/journal/run-reader.ts';
import { BarView } from '../../src/core/market/bar-view.ts';
import { Kind } from '../../src/core/market/event-record.ts';
import { instrumentOf } from '../../src/core/market/instrument-table.ts';
import { sessionOf } from '../../src/core/market/session.ts';
import type { WarmupAcrossRoll } from '../../src/core/signal/warmup-across-roll.ts';
import { atr, bollinger, ema, returns, rsi } from '../../src/index.ts';
import { tradingData } from '../../src/research/frames/trading-data.ts';
import { sessionResultOf } from '../../src/research/report/run-result.ts';
import { codeFromSource } from '../../src/runner/engine-code.ts';
import { planRun } from '../../src/runner/run-plan.ts';
import { SessionFeeds } from '../../src/runner/session-feeds.ts';
import { writePart } from '../adapters/datasets/sql/stored-parts.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { random } from '../core/features/candles.ts';
import { describeWithRealData } from '../support/real-data.ts';
import { holds, testStrategy } from '../support/test-strategy.ts';
import { writeTrades } from './facts-store.ts';
import { runDay } from './synthetic-run.ts';

const MINUTE_US = 60_000_000;
const MINUTES = 150;
const OLD_DAYS = ['2025-08-25', '2025-08-26', '2025-08-27', '2025-08-28'] as const;
const LAST_OLD_DAY = OLD_DAYS[3];
const ROLL_DAY = '2025-08-29';
const NEXT_DAY = '2025-09-01';

type Price = (price: number) => number;

/** Minutes whose prices are multiples of 2 points, so that 1.25 times each is on the grid of 0.5. */
function walk(seed: number): readonly { readonly open: number; readonly close: number; readonly volume: number }[] {
  const next = random(seed);
  let price = 5400;
  return Array.from({ length: MINUTES }, () => {
    const open = price;
    price += 2 * Math.round((next() - 0.5) * 6);
    return { open, close: price, volume: 3 + Math.floor(next() * 97) };
  });
}

/** The same market on the same day, for each contract at its own prices. */
async function writeDay(store: DatasetStore, instrument: string, day: string, price: Price): Promise<void> {
  const { openUs } = sessionOf('WDO', day)!;
  const bars = walk(Number(day.replaceAll('-', '')));
  await writePart(
    store,
    'candles-1m',
    day,
    {
      open_time_us: bars.map((_, minute) => openUs + minute * MINUTE_US),
      close_time_us: bars.map((_, minute) => openUs + (minute + 1) * MINUTE_US),
      open: bars.map(({ open }) => price(open)),
      high: bars.map(({ open, close }) => price(Math.max(open, close) + 2)),
      low: bars.map(({ open, close }) => price(Math.min(open, close) - 4)),
      close: bars.map(({ close }) => price(close)),
      volume: bars.map(({ volume }) => volume),
      trades: bars.map(({ volume }) => Math.ceil(volume / 3)),
    },
    { instrument },
  );
}

/** The old contract to the eve of the roll, the new one on those of `days` and from the roll on. */
async function storeOf(
  price: Price,
  days: readonly string[] = OLD_DAYS,
): Promise<{ home: string; store: DatasetStore }> {
  const home = temporaryFolder('across-roll');
  const store = openStore(home);
  for (const day of OLD_DAYS) await writeDay(store, 'WDOU25', day, (each) => each);
  for (const day of [...days, ROLL_DAY, NEXT_DAY]) await writeDay(store, 'WDOV25', day, price);
  return { home, store };
}

function feedsOf(
  store: DatasetStore,
  warmupAcrossRoll: WarmupAcrossRoll,
  day = ROLL_DAY,
  warmupCandles = 400,
  instrument = 'WDOFUT',
): SessionFeeds {
  const code = codeFromSource(testStrategy(holds));
  return new SessionFeeds({
    ...{ store, code, requested: [instrument], from: day, to: day, warmupAcrossRoll },
    ...{ candle: '1m', interval: { kind: 'time', us: MINUTE_US }, warmupCandles, capitalBrl: 50_000 },
  });
}

/** Open, high, low, close and volume of each warm-up candle. */
async function warmupOf(feeds: SessionFeeds): Promise<readonly (readonly number[])[]> {
  const { warmup } = (await feeds.nextSession())!;
  const instrument = instrumentOf('WDOV25')!;
  const bars: number[][] = [];
  for (let index = 0; index < warmup.length; index++) {
    if (warmup.kindAt(index) !== Kind.bar) continue;
    const { open, high, low, close, volume } = new BarView().read(warmup, index, instrument);
    bars.push([open, high, low, close, volume]);
  }
  return bars;
}

const plus500: Price = (price) => price + 500;
const quarterMore: Price = (price) => price * 1.25;
const EVERYTHING = { from: ROLL_DAY, to: NEXT_DAY, candle: '1m', warmupCandles: 420 } as const;

describe('a jump of 500 points at a roll', () => {
  it.each([
    ['difference', plus500],
    ['ratio', quarterMore],
  ] as const)('reaches no feature of the catalogue where the %s is known', async (method, price) => {
    const { store } = await storeOf(price);
    // the contract alone, which the store has on all days, is the series without a roll
    const unrolled = await tradingData(store, { ...EVERYTHING, instrument: 'WDOV25' });
    const rolled = await tradingData(store, { ...EVERYTHING, instrument: 'WDO', warmupAcrossRoll: method });
    expect(rolled.unknownRolls).toEqual([]);
    for (const frame of ['indicators', 'features'] as const) {
      const [actual, expected] = [rolled[frame].toArrays(), unrolled[frame].toArrays()];
      expect(Object.keys(actual)).toEqual(Object.keys(expected));
      for (const name of Object.keys(actual)) expect([name, actual[name]]).toEqual([name, expected[name]]);
    }
    const ready = rolled.indicators.toArrays().ema_200!.filter((value) => value !== undefined).length;
    expect(ready).toBe(2 * MINUTES);
  });

  it('would be in their values if the candles were taken as they are, and leaves them not ready by default', async () => {
    const { store } = await storeOf(plus500);
    const { indicators } = await tradingData(store, { ...EVERYTHING, instrument: 'WDO' });
    expect(indicators.toArrays().ema_200!.findIndex((value) => value !== undefined)).toBe(MINUTES + 200 - MINUTES - 1);
    expect(await warmupOf(feedsOf(store, 'none'))).toEqual([]);
  });
});

describe('candles across a roll', () => {
  it('have moved prices and the volumes that were traded', async () => {
    const { store } = await storeOf(plus500);
    const expected = OLD_DAYS.flatMap((day) =>
      walk(Number(day.replaceAll('-', ''))).map(({ open, close, volume }) =>
        [open, Math.max(open, close) + 2, Math.min(open, close) - 4, close].map(plus500).concat(volume),
      ),
    ).slice(-400);
    expect(await warmupOf(feedsOf(store, 'difference'))).toEqual(expected);
    // the next day takes its own candles first
    const next = await warmupOf(feedsOf(store, 'difference', NEXT_DAY));
    expect(next.slice(0, 400 - MINUTES)).toEqual(expected.slice(MINUTES - 400));
  });

  it('are on the grid, within a tick of what the new contract would have had', async () => {
    const { store } = await storeOf((price) => Math.round(price * 1.0137 * 2) / 2);
    const moved = await warmupOf(feedsOf(store, 'ratio'));
    const own = await warmupOf(feedsOf(store, 'none', ROLL_DAY, 400, 'WDOV25'));
    expect(moved).toHaveLength(own.length);
    moved.forEach((bar, at) => {
      bar.forEach((value, field) => {
        expect((value * 2) % 1).toBe(0);
        // the contract's own price was rounded too, and so were both prices of the ratio
        expect(Math.abs(value - own[at]![field]!)).toBeLessThanOrEqual(field === 4 ? 0 : 0.5);
      });
    });
  });

  it('are measured on the last common day before the roll day, at the last minute of both', async () => {
    const { store } = await storeOf(plus500, [OLD_DAYS[1]]);
    await writeDay(store, 'WDOU25', ROLL_DAY, (price) => price - 300);
    const after = await warmupOf(feedsOf(store, 'difference', NEXT_DAY, MINUTES + 5));
    expect(after[4]![3]).toBe(walk(20250828).at(-1)!.close + 500);
    const feeds = feedsOf(store, 'difference');
    const bars = await warmupOf(feeds);
    expect(bars.at(-1)![3]).toBe(walk(20250828).at(-1)!.close + 500);
    expect(feeds.parts.map(({ instrument, day }) => `${instrument} ${day}`)).toContain(`WDOV25 ${OLD_DAYS[1]}`);
  });

  it('are measured by trades too', async () => {
    const home = temporaryFolder('across-roll');
    const store = openStore(home);
    await writeTrades(store, 'WDOU25', LAST_OLD_DAY, [
      [5400, 3],
      [5402, 4],
      [5404, 2],
      [5410, 1],
    ]);
    // its last minute is the third: 5404 of the old contract
    await writeTrades(store, 'WDOV25', LAST_OLD_DAY, [
      [5425, 3],
      [5426, 4],
      [5427.5, 2],
    ]);
    await writeTrades(store, 'WDOV25', ROLL_DAY, [
      [5430, 3],
      [5431, 4],
    ]);
    const bars = await warmupOf(feedsOf(store, 'difference'));
    expect(bars.map(([open]) => open)).toEqual([5423.5, 5425.5, 5427.5, 5433.5]);
    expect(bars.map((bar) => bar[4])).toEqual([3, 4, 2, 1]);
  });

  it('go back over two rolls, whose distances add', async () => {
    const { store } = await storeOf(plus500, [LAST_OLD_DAY]);
    const eve = '2025-09-29';
    const day = '2025-09-30';
    await writeDay(store, 'WDOV25', eve, plus500);
    await writeDay(store, 'WDOX25', eve, (price) => price + 530);
    await writeDay(store, 'WDOX25', day, (price) => price + 530);
    const bars = await warmupOf(feedsOf(store, 'difference', day, 5 * MINUTES));
    const opens = [OLD_DAYS[2], LAST_OLD_DAY, ROLL_DAY, NEXT_DAY, eve].flatMap((each) =>
      walk(Number(each.replaceAll('-', ''))).map(({ open }) => open + 530),
    );
    expect(bars.map(([open]) => open)).toEqual(opens);
  });
});

describe('a roll that the store cannot measure', () => {
  it.each([
    ['no common day', []],
    ['a common day too long ago', ['2025-08-15']],
  ] as const)('gives nothing of the contract before, and says so: %s', async (_name, days) => {
    const { store } = await storeOf(plus500, days);
    for (const day of days) await writeDay(store, 'WDOU25', day, (price) => price);
    const feeds = feedsOf(store, 'difference');
    expect(await warmupOf(feeds)).toEqual([]);
    expect(feeds.unknownRolls).toEqual([{ from: 'WDOU25', to: 'WDOV25' }]);
    const { unknownRolls } = await tradingData(store, { ...EVERYTHING, instrument: 'WDO', warmupAcrossRoll: 'ratio' });
    expect(unknownRolls).toEqual(feeds.unknownRolls);
  });

  it('is not measured on the roll day, when the contract that is left no longer follows the market', async () => {
    const { store } = await storeOf(plus500, []);
    await writeDay(store, 'WDOU25', ROLL_DAY, (price) => price - 300);
    const feeds = feedsOf(store, 'difference', NEXT_DAY);
    expect(await warmupOf(feeds)).toHaveLength(MINUTES);
    expect(feeds.unknownRolls).toHaveLength(1);
  });
});

describe('a run with a warm-up across rolls', () => {
  const features = {
    ...{ move: returns({ candles: 20 }), slope: ema.slope({ period: 20 }), rsi: rsi(), atr: atr({ period: 14 }) },
    band: bollinger.position({ period: 20 }),
  };
  const planWith = (warmupAcrossRoll: WarmupAcrossRoll) =>
    planRun({ code: codeFromSource(testStrategy(holds, { features, warmupCandles: 300, warmupAcrossRoll })) });

  it('decides on what research sees, from the first candle on', async () => {
    const { home, store } = await storeOf(plus500);
    const run = await runDay(home, await planWith('difference'), { from: ROLL_DAY, to: NEXT_DAY });
    const reader = openRun(run.folder!);
    const decided = [...reader.decisions()].map(({ inputs: { features: row } }) => row);
    reader.close();
    const data = await tradingData(store, {
      ...{ ...EVERYTHING, instrument: 'WDOFUT', warmupCandles: 300, warmupAcrossRoll: 'difference' },
      ...{ features: Object.values(features), indicators: [] },
    });
    const { close_time: _, ...columns } = data.features.toArrays();
    const seen = Array.from({ length: data.features.rows }, (__, row) =>
      Object.fromEntries(Object.entries(columns).map(([id, values]) => [id, values[row] ?? null])),
    );
    const texts = new Set(seen.map((row) => JSON.stringify(row)));
    expect(decided.length).toBeGreaterThan(2 * MINUTES - 10);
    for (const row of decided) expect(texts).toContain(JSON.stringify(row));
    expect(run.collector.holdReasons.warmingUp ?? 0).toBe(0);
  });

  it('tells its readers where it could not go on', async () => {
    const { home } = await storeOf(plus500, []);
    const told = async (method: WarmupAcrossRoll) => {
      const run = await runDay(home, await planWith(method), { from: ROLL_DAY, to: ROLL_DAY, record: false });
      return sessionResultOf(run, 'tested').notices.filter((notice) => notice.startsWith('No warm-up'));
    };
    expect(await told('difference')).toEqual([expect.stringContaining('from WDOU25 to WDOV25')]);
    expect(await told('none')).toEqual([]);
  });
});

it('a strategy names one of the three ways', () => {
  expect(() => testStrategy(holds, { warmupAcrossRoll: 'both' as never })).toThrow(
    /warmupAcrossRoll must be one of none/,
  );
});

describeWithRealData('real WDO minutes', ['b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz'], (file) => {
  it('have front contracts only, so that none of their rolls is known, and say so', async () => {
    const home = temporaryFolder('across-roll');
    await importFiles({ home, format: 'auto', files: [file!] });
    const feeds = feedsOf(openStore(home), 'difference');
    expect(await warmupOf(feeds)).toEqual([]);
    expect(feeds.unknownRolls).toEqual([{ from: 'WDOU25', to: 'WDOV25' }]);
  });
});
