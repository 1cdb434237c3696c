// Daily results of a hundred rules in; how long the statistics of a search take, against the same by joined days and by plain arrays.

import { assert } from '../src/core/assert.ts';
import { backtestOverfitting } from '../src/research/overfitting/backtest-overfitting.ts';
import { halvesWithFirst } from '../src/research/overfitting/block-halves.ts';
import { effectiveTrials } from '../src/research/overfitting/effective-trials.ts';
import { judge } from '../src/research/overfitting/judge.ts';
import { resampleDays } from '../src/research/overfitting/resampling.ts';
import { sharpeEstimate } from '../src/research/overfitting/sharpe-estimate.ts';
import { Random } from '../src/simulation/random.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';

const TRIALS = 100;
const DAYS = 756;
const BLOCK = 5;

export async function overfitting({ quick, runs }: BenchOptions): Promise<readonly Figure[]> {
  const trials = related(quick ? 10 : TRIALS, quick ? 64 : DAYS);
  const blocks = quick ? 6 : 16;
  const draws = quick ? 20 : 5000;
  const seconds = (work: () => unknown, times = runs): Promise<number> => leastOf(times, () => secondsOf(work));

  assert(
    Math.abs(backtestOverfitting(trials, { blocks }).probability - joinedDays(trials, blocks)) < 1e-12,
    'both agree',
  );
  const cscv = await seconds(() => backtestOverfitting(trials, { blocks }));
  const joined = await seconds(() => joinedDays(trials, blocks), 1);
  const [daily] = trials;
  const resampled = await seconds(() => resampleDays(daily!, { seed: 1, draws, block: BLOCK }));
  const plain = await seconds(() => plainDraws([...daily!], draws));
  const wide = related(quick ? 20 : 500, quick ? 64 : DAYS);
  const effective = await seconds(() => effectiveTrials(wide));
  const judged = await seconds(() => judge({ trials, chosen: 0, trades: 1000, costs: 1 }));

  const search = `${trials.length} trials, ${trials[0]!.length} days`;
  const perDay = 1e9 / (draws * daily!.length);
  return [
    figure('overfitting.cscv', cscv * 1000, 'ms', {
      peer: { name: 'days of each half joined, Sharpe ratios anew', value: joined * 1000 },
      note: `${search}, ${blocks} blocks`,
    }),
    figure('overfitting.resample', resampled * perDay, 'ns/day', {
      peer: { name: 'arrays of days by map and reduce, each day drawn alone', value: plain * perDay },
      note: `${draws} draws in blocks of ${BLOCK}: net, Sharpe ratio, drawdown`,
    }),
    figure('overfitting.effective', effective * 1000, 'ms', { note: `${wide.length} trials, ${wide[0]!.length} days` }),
    figure('overfitting.judge', judged * 1000, 'ms', { note: `all gates, ${search}` }),
  ];
}

/** Half of each is common to all. */
function related(count: number, days: number): readonly Float64Array[] {
  const random = new Random(1, 'bench-overfitting');
  const common = Float64Array.from({ length: days }, () => random.normal());
  return Array.from({ length: count }, () => common.map((value) => value + random.normal()));
}

function joinedDays(trials: readonly Float64Array[], blocks: number): number {
  const days = trials[0]!.length;
  const all = 2 ** blocks - 1;
  let [below, count] = [0, 0];
  const sharpesOf = (bits: number): readonly number[] => {
    const places = Array.from({ length: days }, (_, day) => day).filter((day) => {
      const block = Math.ceil(((day + 1) * blocks) / days) - 1;
      return ((bits >>> block) & 1) === 1;
    });
    return trials.map((trial) => sharpeEstimate(places.map((day) => trial[day]!))!.sharpe);
  };
  for (const half of halvesWithFirst(blocks)) {
    const sides = [sharpesOf(half), sharpesOf(all - half)];
    for (const [inside, outside] of [sides, sides.toReversed()] as [readonly number[], readonly number[]][]) {
      const own = outside[inside.indexOf(Math.max(...inside))]!;
      const rank = outside.filter((value) => value < own).length + 1;
      if (rank / (trials.length + 1) <= 0.5) below += 1;
      count += 1;
    }
  }
  return below / count;
}

function plainDraws(days: readonly number[], draws: number): number {
  const random = new Random(1, 'bench-overfitting');
  let total = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    const drawn = days.map(() => days[random.integer(days.length)]!);
    const net = drawn.reduce((sum, value) => sum + value, 0);
    const mean = net / drawn.length;
    const squares = drawn.map((value) => (value - mean) ** 2).reduce((sum, value) => sum + value, 0);
    const curve = drawn.map(
      (
        (sum) => (value: number) =>
          (sum += value)
      )(0),
    );
    const peaks = curve.map(
      (
        (peak) => (value: number) =>
          (peak = Math.max(peak, value))
      )(0),
    );
    total += mean / Math.sqrt(squares) + Math.max(...curve.map((value, at) => peaks[at]! - value));
  }
  return total;
}
