// Days of a random walk, or days with holes; what the yardsticks of the notebooks say of them.
import { describe, expect, it, vi } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { ema, vwapDeviation } from '../../../src/core/features/index.ts';
import { tradingData } from '../../../src/research/frames/trading-data.ts';
import { correlation } from '../../../src/research/statistics/correlation.ts';
import { noiseYardstick } from '../../../src/research/study/noise-yardstick.ts';
import { silences } from '../../../src/research/study/silences.ts';
import { forwardMoves } from '../../../src/research/training/forward-moves.ts';
import { Random } from '../../../src/simulation/random.ts';
import { candleRows, writePart } from '../../adapters/datasets/sql/stored-parts.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';

vi.setConfig({ testTimeout: 60_000 });

const WEEK = ['2025-08-04', '2025-08-05', '2025-08-06', '2025-08-07', '2025-08-08'] as const;
const MINUTE_US = 60e6;
const openingUs = (day: string): number => Date.parse(`${day}T09:00:00-03:00`) * 1000;

/** Minutes of 400 a day from the opening on, each a step of half a point up or down. */
async function walk(seed: number) {
  const store = openStore(temporaryFolder(`walk-${seed}`));
  const random = new Random(seed, 'walk');
  let price = 5400;
  for (const day of WEEK) {
    const rows = candleRows(400, openingUs(day));
    const opens = rows.open!.map(() => {
      price += random.float() < 0.5 ? -0.5 : 0.5;
      return price;
    });
    const closes = opens.map((open, row) => opens[row + 1] ?? open);
    const high = opens.map((open, row) => Math.max(open, closes[row]!));
    const low = opens.map((open, row) => Math.min(open, closes[row]!));
    const volume = opens.map((_, row) => 7 + (row % 4));
    await writePart(store, 'candles-1m', day, { ...rows, open: opens, close: closes, high, low, volume });
  }
  const span = { instrument: 'WDO', from: WEEK[0], to: WEEK[4], candle: '1m', indicators: [] };
  return await tradingData(store, { ...span, features: [vwapDeviation()] });
}

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

describe('the yardstick of noise', () => {
  it('shows the bias of a statistic that reverts by its own making, as a random walk does', async () => {
    const data = await walk(3);
    const noise = noiseYardstick(data, [vwapDeviation(), ema.slope({ period: 20 })], { horizon: 10 });
    expect(noise).toHaveLength(10);
    const means = noise.filter(({ feature }) => feature === 'vwapDeviation').map((each) => each.mean!);
    expect(mean(means)).toBeLessThan(-0.06);
    expect(mean(means)).toBeGreaterThan(-0.2);
    for (const each of noise) expect(each.low! < each.mean! && each.mean! < each.high!).toBe(true);
    // what was a random walk before is none of it out of the ordinary
    const moves = forwardMoves(data.candles, 10);
    const within = WEEK.map((day) => {
      const rows = [...moves.keys()].filter((row) => data.candles.at(row, 'day') === day);
      const feature = rows.map((row) => data.features.at(row, 'vwapDeviation') as number | undefined);
      const real = correlation(
        feature,
        rows.map((row) => moves[row]),
        { ranks: true },
      )!;
      const { low, high } = noise.find((each) => each.day === day && each.feature === 'vwapDeviation')!;
      return real >= low! && real <= high!;
    });
    expect(within.filter(Boolean).length).toBeGreaterThanOrEqual(4);
  });

  it('is the same for the same seed', async () => {
    const data = await walk(4);
    const of = (seed: number) => noiseYardstick(data, [vwapDeviation()], { horizon: 5, times: 3, seed });
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });
});

describe('silences', () => {
  it('are counted from the opening to the close of each day, the longest first', async () => {
    const store = openStore(temporaryFolder('silences'));
    const [first, second] = [WEEK[0], WEEK[1]];
    // the close is at 18:30: the first day is whole but for its last half hour, the second begins ten minutes late and has a hole
    await writePart(store, 'candles-1m', first, candleRows(540, openingUs(first)));
    const late = candleRows(560, openingUs(second) + 10 * MINUTE_US);
    const holed = Object.fromEntries(
      Object.entries(late).map(([name, all]) => [name, all.filter((_, r) => r !== 100)]),
    );
    await writePart(store, 'candles-1m', second, holed);
    const request = { instrument: 'WDO', from: first, to: second, candle: '1m', indicators: [], features: [] };
    const { candles } = await tradingData(store, request);
    expect(silences(candles).map(({ day, place, minutes }) => [day, place, minutes])).toEqual([
      [first, 'before the close', 30],
      [second, 'after the opening', 10],
      [second, 'within', 1],
    ]);
    expect(silences(candles)[1]).toMatchObject({ afterUs: openingUs(second), untilUs: openingUs(second) + 600e6 });
  });
});
