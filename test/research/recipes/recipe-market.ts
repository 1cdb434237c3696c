// A home and a number of days in; the days stored as one-minute candles of a seeded walk that trends and rests in turns.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFiles } from '../../../src/adapters/datasets/importing/import.ts';
import type { RecipeWish } from '../../../src/research/recipes/model-recipe.ts';
import { Random } from '../../../src/simulation/random.ts';

export const MARKET_DAYS = [
  ...['2025-08-04', '2025-08-05', '2025-08-06', '2025-08-07', '2025-08-08', '2025-08-11', '2025-08-12', '2025-08-13'],
] as const;

const MINUTES = 570;
const HEADER = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';

export async function storeMarket(home: string, days: number, seed = 1): Promise<void> {
  const random = new Random(seed, 'recipe-market');
  const lines = [HEADER];
  let price = 5400;
  for (const day of MARKET_DAYS.slice(0, days)) {
    let drift = 0;
    for (let minute = 0; minute < MINUTES; minute++) {
      if (minute % 45 === 0) drift = [-0.6, 0, 0.6][Math.floor(3 * random.float())]!;
      const open = price;
      price = open + 0.5 * Math.round(2 * (drift + random.normal()));
      const [low, high] = [Math.min(open, price) - 0.5, Math.max(open, price) + 0.5];
      const clock = `${String(9 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
      const volume = 20 + Math.floor(80 * random.float());
      lines.push(`${day.replaceAll('-', '.')}\t${clock}\t${open}\t${high}\t${low}\t${price}\t9\t${volume}\t5`);
    }
  }
  const file = join(home, 'WDOU25_M1.csv');
  writeFileSync(file, `${lines.join('\r\n')}\r\n`);
  await importFiles({ home, format: 'auto', files: [file] });
}

/** Quick, and of several kinds. */
export const QUICK: RecipeWish = {
  name: 'quick',
  instrument: 'WDOFUT',
  candle: '1m',
  features: ['emaSlope_20', 'rsi_14', 'adx_14', 'atr_14'],
  warmupCandles: 300,
  labels: { kind: 'forwardReturn', candles: 5, neutralPoints: 1 },
  weights: { kind: 'averageUniqueness' },
  splits: { kind: 'purgedKFold', folds: 2 },
  regime: { id: 'rule', parameters: {} },
  members: [
    { name: 'line', role: 'direction', kind: 'logistic', options: { l2: 0.01 } },
    { name: 'trees', role: 'direction', kind: 'trees', options: { rounds: 6, leaves: 4 }, calibration: 'isotonic' },
    { name: 'size', role: 'magnitude', kind: 'ridge' },
  ],
  costPoints: 1,
  leastTrades: 5,
  seed: 3,
};
