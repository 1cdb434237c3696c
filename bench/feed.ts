// Bursts of a simulated vendor through the native feed into another process: losses, latencies, rates and CPU out, against the direct feed.

import { simulatedDll } from '../test/support/simulated-dll.ts';
import type { BenchOptions } from './bench.ts';
import { startBeats } from './feed-beat.ts';
import { type FeedReading, readFeed } from './feed-reader.ts';
import type { FeedSourcePlan } from './feed-source.ts';
import { type Figure, figure } from './figure.ts';

const RATE = 50_000;
const SECONDS = 60;
const QUICK_SECONDS = 1;
const BUSY_MS = 1000;
const BUSY_SECONDS = 5;
/** The smallest run: 2 s with the busy one in it, a fifth of a second of each rate. */
const QUICK_BUSY_SECONDS = 2;
const QUICK_RATE_SECONDS = 0.2;
/** Rates that are asked for one after the other until one loses something; the last is more than the simulated vendor can give. */
const RATES = [200_000, 400_000, 800_000, 1_600_000];
const RATE_SECONDS = 2;
/** More than the direct feed can take: it holds the vendor's thread up, so that its own speed decides. */
const DIRECT_RATE = 100_000;
const LATENCY_P99_MS_MAX = 2;
const CALLBACK_P99_US_MAX = 20;

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Upper end in microseconds of the power of two that holds the share of all callbacks. */
function callbackPercentileUs(buckets: readonly number[], share: number): number {
  const all = buckets.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of buckets.entries()) {
    seen += count;
    if (seen >= all * share) return 2 ** (bucket + 1) / 1000;
  }
  return 0;
}

function steadyFigures(reading: FeedReading, seconds: number, agesUs: Float64Array): readonly Figure[] {
  const { latenciesUs, missing, trades, source, cpuShare } = reading;
  const { counters, callbackTimes } = source;
  const note = `${RATE} trades a second for ${seconds} s, simulated vendor to feed to another process; ${trades} trades`;
  // What the machine itself costs at that moment: with more to do than it has cores, both wait for their turn.
  const bare = (share: number) => ({ name: 'a bare pipe beside it', value: percentile(agesUs, share) / 1000 });
  const most = (value: number) => ({ kind: 'most', value }) as const;
  return [
    figure('feed.lost', missing + counters.overflowed + counters.untranslated, 'events', { goal: most(0), note }),
    figure('feed.callback to reader p50', percentile(latenciesUs, 0.5) / 1000, 'ms', { peer: bare(0.5), note }),
    figure('feed.callback to reader p99', percentile(latenciesUs, 0.99) / 1000, 'ms', {
      goal: most(LATENCY_P99_MS_MAX),
      peer: bare(0.99),
      note,
    }),
    figure('feed.time of a callback p99', callbackPercentileUs(callbackTimes, 0.99), 'µs', {
      goal: most(CALLBACK_P99_US_MAX),
      note: `on the vendor's thread, upper end of a power of two; longest ${counters.longestCallbackNs / 1000} µs`,
    }),
    figure('feed.CPU of the feed process', source.cpuShare * 100, '% of a core', {
      note: 'with the threads of the simulated vendor',
    }),
    figure('feed.CPU of the reader', cpuShare * 100, '% of a core', { note: 'with the check of every trade' }),
  ];
}

async function highestRate(base: FeedSourcePlan, home: string, rates: readonly number[]): Promise<number> {
  let highest = 0;
  for (const rate of rates) {
    const { missing, source } = await readFeed({ ...base, rate }, home);
    if (missing > 0) return highest;
    highest = Math.max(highest, source.deliveredPerSecond);
  }
  return highest;
}

export async function feed({ quick, home }: BenchOptions): Promise<readonly Figure[]> {
  const seconds = quick ? QUICK_SECONDS : SECONDS;
  const rateSeconds = quick ? QUICK_RATE_SECONDS : RATE_SECONDS;
  const base: FeedSourcePlan = { kind: 'native', dllPath: await simulatedDll(), rate: RATE, seconds, busyMs: 0 };
  const beats = startBeats();
  const steady = await readFeed(base, home);
  const agesUs = await beats.end();
  const busy = await readFeed({ ...base, seconds: quick ? QUICK_BUSY_SECONDS : BUSY_SECONDS, busyMs: BUSY_MS }, home);
  const direct = await readFeed({ ...base, kind: 'direct', rate: DIRECT_RATE, seconds: rateSeconds }, home);
  const highest = await highestRate({ ...base, seconds: rateSeconds }, home, quick ? RATES.slice(0, 1) : RATES);
  const directRate = direct.source.deliveredPerSecond;
  return [
    ...steadyFigures(steady, seconds, agesUs),
    figure('feed.lost over a busy second', busy.missing + busy.source.counters.overflowed, 'events', {
      goal: { kind: 'most', value: 0 },
      note: `JavaScript stands still for ${BUSY_MS} ms; ${busy.source.counters.highWater} records waited at most`,
    }),
    figure('feed.highest rate without a loss', highest, 'events/s', {
      peer: { name: 'direct callbacks', value: directRate },
      note: `asked for ${RATES.join(', ')}, each for ${rateSeconds} s; direct callbacks hold the vendor up at ${Math.round(directRate)} a second`,
    }),
  ];
}
