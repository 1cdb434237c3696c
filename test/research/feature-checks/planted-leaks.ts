// Twenty ways in which features have been known to look ahead, each as somebody would write it: what the leak check must find.

import type { Candle } from '../../../src/core/candles/candle.ts';
import { defineFeature } from '../../../src/core/features/define-feature.ts';
import type { FeatureSpec } from '../../../src/core/features/feature.ts';
import {
  type CandleRow,
  type ColumnFeature,
  columnFeature,
} from '../../../src/research/feature-checks/column-feature.ts';

const closes = (rows: readonly CandleRow[]): number[] => rows.map(({ candle }) => candle.close);
const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length;
const deviation = (xs: readonly number[]): number => Math.sqrt(mean(xs.map((x) => (x - mean(xs)) ** 2)));
const definition = { meaning: 'planted', unit: 'points', warmup: 1, sessionRule: 'continue' } as const;
const column = columnFeature;
/** Candles of the file that some of them have read beforehand. */
const FILE_CANDLES = 250;

/** State that outlives `create`, as a module's variables do. */
function memoryOfAllRuns(): FeatureSpec {
  const seen: number[] = [];
  return defineFeature({ ...definition, id: 'p1' }, () => (out, candle) => {
    seen.push(candle.close);
    out.set(candle.close - mean(seen));
  });
}

/** Normalises by the largest value that any run has seen. */
function largestOfAllRuns(): FeatureSpec {
  let largest = 0;
  return defineFeature({ ...definition, id: 'p2' }, () => (out, candle) => {
    largest = Math.max(largest, candle.volume);
    out.set(candle.volume / largest);
  });
}

/** Keeps closes by time for all runs, and reads the next one where it is known. */
function lookUpByTime(): FeatureSpec {
  const byTime = new Map<number, number>();
  return defineFeature({ ...definition, id: 'p3' }, () => (out, candle) => {
    byTime.set(candle.closeTimeUs, candle.close);
    const next = byTime.get(candle.closeTimeUs + 60_000_000);
    if (next !== undefined) out.set(next - candle.close);
  });
}

/** Keeps the candle it was handed: the engine writes over it. */
function keepsTheCandle(): FeatureSpec {
  return defineFeature({ ...definition, id: 'p4', warmup: 2 }, () => {
    let previous: Candle | undefined;
    return (out, candle) => {
      if (previous !== undefined) out.set(candle.close - previous.close);
      previous = candle;
    };
  });
}

/** A table made in advance from a file of the whole day: what it is given does not matter. */
function tableOfTheDay(): FeatureSpec {
  return defineFeature({ ...definition, id: 'p5' }, () => (out, candle) => {
    out.set(Math.sin(candle.closeTimeUs / 7e7));
  });
}

function withChance(): FeatureSpec {
  return defineFeature({ ...definition, id: 'p6' }, () => (out, candle) => out.set(candle.close + Math.random()));
}

const centred = (n: number) => (rows: readonly CandleRow[]) => {
  const all = closes(rows);
  return all.map((_, t) => mean(all.slice(Math.max(0, t - n), t + n + 1)));
};

/** A sign of the future for each minute of one day, from a file: the data that it is given do not matter. */
function signsFromAFile(): FeatureSpec {
  const signs = new Map<number, number>();
  return defineFeature({ ...definition, id: 'p7' }, () => (out, candle) => {
    if (signs.size < FILE_CANDLES) signs.set(candle.closeTimeUs, Math.sign(Math.sin(candle.closeTimeUs / 7e7)));
    const sign = signs.get(candle.closeTimeUs);
    if (sign !== undefined) out.set(sign);
  });
}

/** A level of the future from a file, told as a distance from the close. */
function levelFromAFile(): FeatureSpec {
  return defineFeature({ ...definition, id: 'p8' }, () => (out, candle) => {
    out.set(5400 + 20 * Math.sin(candle.closeTimeUs / 7e7) - candle.close);
  });
}

/** What the first run wrote is read by all later ones. */
function firstWriterStays(): FeatureSpec {
  const next = new Map<number, number>();
  return defineFeature({ ...definition, id: 'p9' }, () => {
    let before = 0;
    return (out, candle) => {
      if (before > 0 && !next.has(before)) next.set(before, candle.close);
      before = candle.closeTimeUs;
      out.set((next.get(candle.closeTimeUs) ?? candle.close) - candle.close);
    };
  });
}

/** Each time anew: some of them remember what earlier checks showed them. */
export const plantedLeaks = (): readonly (readonly [string, FeatureSpec | ColumnFeature])[] => [
  [
    'the label itself, shifted back',
    column('l1', (rows) => closes(rows).map((c, t, all) => (all[t + 5] ?? c) / c - 1)),
  ],
  ['a centred window', column('l2', centred(3))],
  [
    'normalised by the whole series',
    column('l3', (rows) => closes(rows).map((c, _, all) => (c - mean(all)) / deviation(all))),
  ],
  [
    'scaled by the extremes of the whole series',
    column('l4', (rows) => closes(rows).map((c, _, all) => c / Math.max(...all))),
  ],
  [
    'adjusted by a roll of the future',
    column('l5', (rows) => closes(rows).map((c, _, all) => c * (all[0]! / all.at(-1)!))),
  ],
  [
    'a five-minute candle stamped at its start',
    column('l6', (rows) => closes(rows).map((_, t, all) => all[Math.min(all.length - 1, t - (t % 5) + 4)]!)),
  ],
  [
    "the day's high, known at the open",
    column('l7', (rows) =>
      rows.map(({ session }) =>
        Math.max(...rows.filter((row) => row.session.day === session.day).map((row) => row.candle.high)),
      ),
    ),
  ],
  [
    'holes filled from behind',
    column('l8', (rows) => closes(rows).map((c, t, all) => (t % 7 === 0 ? (all[t + 1] ?? c) : c))),
  ],
  [
    'interpolated between two known points',
    column('l9', (rows) => closes(rows).map((c, t, all) => (t % 10 === 5 ? (c + (all[t + 1] ?? c)) / 2 : c))),
  ],
  [
    'swing points marked when they happen',
    column('l10', (rows) => closes(rows).map((c, t, all) => (c > (all[t - 1] ?? 0) && c > (all[t + 1] ?? 0) ? 1 : 0))),
  ],
  [
    'rank among all days',
    column('l11', (rows) => closes(rows).map((c, _, all) => all.filter((x) => x < c).length / all.length)),
  ],
  [
    'residual of a line through the whole series',
    column('l12', (rows) =>
      closes(rows).map((c, t, all) => c - (all[0]! + ((all.at(-1)! - all[0]!) * t) / all.length)),
    ),
  ],
  [
    'smoothed forwards and backwards',
    column('l13', (rows) => {
      const smooth = (xs: readonly number[]): number[] => {
        let level = xs[0]!;
        return xs.map((x) => {
          level = level * 0.8 + x * 0.2;
          return level;
        });
      };
      return smooth(smooth(closes(rows)).reverse()).reverse();
    }),
  ],
  [
    "share of the whole day's volume",
    column('l14', (rows) =>
      rows.map(({ candle, session }) => {
        const day = rows.filter((row) => row.session.day === session.day);
        return candle.volume / day.reduce((sum, row) => sum + row.candle.volume, 0);
      }),
    ),
  ],
  [
    'the close of the next candle as the fill price',
    column('l15', (rows) => rows.map(({ candle }, t) => (rows[t + 1]?.candle.open ?? candle.close) - candle.close)),
  ],
  ['the number of candles of the whole file', column('l16', (rows) => rows.map((_, t) => t / rows.length))],
  ['the mean of all runs so far', memoryOfAllRuns()],
  ['the largest volume of all runs', largestOfAllRuns()],
  ['a look-up by time in what earlier runs saw', lookUpByTime()],
  ['a candle that it kept', keepsTheCandle()],
  ['a table of the day made in advance', tableOfTheDay()],
  ['chance', withChance()],
  ['signs of the future from a file', signsFromAFile()],
  ['a level of the future from a file', levelFromAFile()],
  ['what the first run wrote', firstWriterStays()],
  [
    'the next opening, known at the close of the session before',
    column('l17', (rows) =>
      rows.map(({ candle }, t) => (rows[t + 1]?.candle.firstOfSession ? rows[t + 1]!.candle.open : candle.close)),
    ),
  ],
];
