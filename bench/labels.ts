// Minutes of WDO and made-up seconds in; labels and weights per second by processor time out, against plain loops over the same columns in the same run.

import { assert } from '../src/core/assert.ts';
import { Frame } from '../src/research/frames/frame.ts';
import { type LabelCandles, labelCandles } from '../src/research/labels/label-candles.ts';
import { averageUniqueness } from '../src/research/labels/sample-weights.ts';
import { trendScanning } from '../src/research/labels/trend-scanning.ts';
import { tripleBarrier } from '../src/research/labels/triple-barrier.ts';
import { Random } from '../src/simulation/random.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { naiveBarriers, naiveTrend, naiveUniqueness } from './naive-labels.ts';

const MINUTE_US = 60_000_000;
const SECOND_US = 1_000_000;
const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2025, 0, 6);
/** 09:00 in Sao Paulo. */
const OPEN_MS = 43_200_000;
/** 123 days of 570 minutes: as many as the real set of WDO has. */
const MINUTE_DAYS = 123;
const SECOND_DAYS = 1;
const TICK = 0.5;
const GOAL = { kind: 'least', value: 1_000_000 } as const;

export async function labels(options: BenchOptions): Promise<readonly Figure[]> {
  const minutes = walk(options.quick ? 2 : MINUTE_DAYS, 570, MINUTE_US, 3);
  const seconds = walk(SECOND_DAYS, options.quick ? 600 : 34_200, SECOND_US, 1);
  return [
    await barriers('labels.triple-barrier', minutes, { candles: 60, target: 10, stop: 5 }, options, true),
    await barriers('labels.triple-barrier-wide', minutes, { candles: 570, target: 60, stop: 60 }, options, true),
    await barriers(
      'labels.triple-barrier-seconds',
      seconds,
      { candles: 34_200, target: 100, stop: 100 },
      options,
      false,
    ),
    await trend(minutes, options),
    await uniqueness(minutes, options),
  ];
}

interface Barriers {
  readonly candles: number;
  readonly target: number;
  readonly stop: number;
}

async function barriers(
  name: string,
  frame: Frame,
  asked: Barriers,
  { runs }: BenchOptions,
  hasGoal: boolean,
): Promise<Figure> {
  const { candles, target, stop } = asked;
  const made = (): Frame =>
    tripleBarrier(frame, { candles, side: 'buy', target: { points: target }, stop: { points: stop } });
  const ourS = await leastOf(runs, () => processorSecondsOf(made));
  const market: LabelCandles = labelCandles(frame);
  let naive = naiveBarriers(market, candles, target, stop);
  const naiveS = await leastOf(runs, () =>
    processorSecondsOf(() => (naive = naiveBarriers(market, candles, target, stop))),
  );
  const { values, valid } = made().column('exit_price');
  for (let row = 0; row < frame.rows; row++) {
    const price = valid?.[row] === 0 ? 0 : values[row];
    assert(price === naive[row], `row ${row} leaves at ${price}, by a plain loop at ${naive[row]}`);
  }
  return figure(name, frame.rows / ourS, 'rows/s', {
    ...(hasGoal ? { goal: GOAL } : {}),
    peer: { name: 'a plain loop that finds the exit alone', value: frame.rows / naiveS },
    note: `${frame.rows} candles to a frame of labels; ${target} and ${stop} points in ${candles} candles`,
  });
}

async function trend(frame: Frame, { runs }: BenchOptions): Promise<Figure> {
  const [min, max] = [5, 60];
  const ourS = await leastOf(runs, () => processorSecondsOf(() => trendScanning(frame, { min, max })));
  const market = labelCandles(frame);
  // a plain fit of each window is so slow that a part of the rows has to do
  const rows = Math.min(frame.rows, 3000);
  const naiveS = await leastOf(runs, () => processorSecondsOf(() => naiveTrend(market, rows, min, max)));
  const mine = trendScanning(frame, { min, max });
  const spans = naiveTrend(market, rows, min, max);
  let same = 0;
  for (let row = 0; row < rows; row++) if ((mine.at(row, 'span') ?? 0) === spans[row]) same += 1;
  // an exact line has no finite t-value by its residues, so that the two may choose another one there
  assert(same > 0.97 * rows, `${same} of ${rows} windows are those of plain fits`);
  return figure('labels.trend-scanning', frame.rows / ourS, 'rows/s', {
    peer: { name: 'a fit of each window by itself', value: rows / naiveS },
    note: `windows of ${min} to ${max} closes`,
  });
}

async function uniqueness(frame: Frame, { runs }: BenchOptions): Promise<Figure> {
  const made = tripleBarrier(frame, { candles: 60, up: { points: 8 }, down: { points: 8 } });
  const ourS = await leastOf(runs, () => processorSecondsOf(() => averageUniqueness(made, frame)));
  const naiveS = await leastOf(runs, () => processorSecondsOf(() => naiveUniqueness(made, frame)));
  return figure('labels.average-uniqueness', frame.rows / ourS, 'rows/s', {
    peer: { name: 'loops over the candles of each label', value: frame.rows / naiveS },
    note: 'labels of 8 points in 60 candles',
  });
}

/** What the processor worked for one call, its garbage collection included: one thread, whatever else the machine does. */
function processorSecondsOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Days of candles on the grid of WDO; `ticks` is how far one moves at most. */
function walk(days: number, perDay: number, stepUs: number, ticks: number): Frame {
  const random = new Random(1, 'bench-labels');
  const rows = days * perDay;
  const [open, high, low, close] = [0, 1, 2, 3].map(() => new Float64Array(rows)) as [
    ...[Float64Array, Float64Array, Float64Array, Float64Array],
  ];
  const [times, opened] = [new Float64Array(rows), new Float64Array(rows)];
  const day: string[] = [];
  let price = 10_800;
  for (let row = 0; row < rows; row++) {
    const midnightMs = FIRST_DAY_MS + Math.floor(row / perDay) * DAY_MS;
    opened[row] = (midnightMs + OPEN_MS) * 1000 + (row % perDay) * stepUs;
    times[row] = opened[row]! + stepUs;
    day.push(new Date(midnightMs).toISOString().slice(0, 10));
    const [from, to] = [price, price + random.integer(2 * ticks + 1) - ticks];
    open[row] = from * TICK;
    close[row] = to * TICK;
    high[row] = (Math.max(from, to) + random.integer(ticks + 1)) * TICK;
    low[row] = (Math.min(from, to) - random.integer(ticks + 1)) * TICK;
    price = to;
  }
  const contract = day.map(() => 'WDOG25');
  const columns = { close_time: times, open_time: opened, open, high, low, close, day, contract };
  return Frame.fromColumns(columns, { index: 'close_time', marks: 'end', kinds: { open_time: 'time' } });
}
