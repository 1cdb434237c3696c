// Bursts of a simulated vendor through the vendor process and the host, which records them, into a runner process: losses, latencies by stage and CPU out.

import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostStage, until } from '../test/end-to-end/host-stage.ts';
import { simulatedDll } from '../test/support/simulated-dll.ts';
import type { BenchOptions } from './bench.ts';
import { startBeats } from './feed-beat.ts';
import { type Figure, figure } from './figure.ts';
import type { HostRunnerMessage, HostRunnerPlan, HostRunnerReport } from './host-runner.ts';

const RATE = 50_000;
const SECONDS = 60;
const QUICK_SECONDS = 1;
const BUSY_MS = 1000;
const BUSY_SECONDS = 5;
const QUICK_BUSY_SECONDS = 2;
const LATENCY_P99_MS_MAX = 2;
/** Trades of the day before the burst: with them history makes the day whole, and nothing but the burst is measured. */
const BEFORE = 100;
const PATIENCE_MS = 30_000;
const TICKER = 'WDOV26';
const DAY = '2026-09-14';
/** Of a process in /proc on Linux. */
const TICKS_PER_SECOND = 100;
const CPU_FIELDS = { user: 12, system: 13 };

interface FrameAges {
  readonly frames: number;
  readonly p50Us: number;
  readonly p99Us: number;
}

interface HostReading {
  readonly runner: HostRunnerReport;
  /** The first trade of each frame when the host had handed it on. */
  readonly atHost: FrameAges;
  readonly overflowed: number;
  readonly highWater: number;
  readonly hostCpu: number;
  readonly vendorCpu: number;
}

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/\(.*\)/, '')
    .split(/ +/);
  // the name, which may hold spaces, was taken out
  const at = (field: number): number => Number(fields[field]);
  return (at(CPU_FIELDS.user) + at(CPU_FIELDS.system)) / TICKS_PER_SECOND;
}

/** Resolves with the report; `onReady` when the stream has begun. Rejects when the process ends without one. */
function runRunner(plan: HostRunnerPlan, onReady: () => void): Promise<HostRunnerReport> {
  const child = fork(join(import.meta.dirname, 'host-runner.ts'), [JSON.stringify(plan)], { execArgv: [] });
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      const told = message as HostRunnerMessage;
      if (told.kind === 'ready') onReady();
      else resolve(told.report);
    });
    child.once('exit', (code) => reject(new Error(`the runner process ended with ${code} and no report`)));
  });
}

/** `busy`: which process stands still for a second in the midst. */
async function measure(home: string, seconds: number, busy?: 'host' | 'runner'): Promise<HostReading> {
  const startUs = Date.parse(`${DAY}T13:00:00Z`) * 1000;
  const commands = [`clock ${DAY}T10:00:00`, 'set daily-every 0'];
  const stage = await HostStage.start({ dllPath: await simulatedDll(), home, startUs, commands });
  try {
    await stage.capture(TICKER);
    const vendor = await stage.vendorPid();
    await until('the subscription', async () => (await stage.status()).vendor.subscriptions[0]?.state === 'made');
    stage.command(`burst ${BEFORE} 1 ${TICKER}`);
    await until('the trades before', async () => (await stage.status()).events >= BEFORE);
    const trades = RATE * seconds;
    let started: { readonly ms: number; readonly host: number; readonly vendor: number } | undefined;
    const begin = (): void => {
      void stage.ask('frameAges');
      started = { ms: performance.now(), host: cpuSeconds(stage.pid), vendor: cpuSeconds(vendor) };
      stage.command(`burst ${RATE} ${seconds} ${TICKER}`);
      if (busy === 'host') setTimeout(() => void stage.ask('busy', { ms: BUSY_MS }), (seconds * 1000) / 3);
    };
    const clock = { startUs, zeroNs: `${stage.zeroNs}` };
    const runner = await runRunner(
      { home, ticker: TICKER, ...clock, trades, before: BEFORE, busyMs: busy === 'runner' ? BUSY_MS : 0 },
      begin,
    );
    const elapsedSeconds = (performance.now() - started!.ms) / 1000;
    const hostCpu = (cpuSeconds(stage.pid) - started!.host) / elapsedSeconds;
    const vendorCpu = (cpuSeconds(vendor) - started!.vendor) / elapsedSeconds;
    const atHost = await stage.ask<FrameAges>('frameAges');
    // counters come with the next heartbeat
    const { counters } = await until(
      'counters',
      async () => {
        const { vendor: status } = await stage.status();
        return (status.counters?.messages ?? 0) >= trades && status;
      },
      PATIENCE_MS,
    );
    const { overflowed, reservedOverflowed, highWater } = counters!;
    await stage.stop();
    return { runner, atHost, overflowed: overflowed + reservedOverflowed, highWater, hostCpu, vendorCpu };
  } finally {
    stage.kill();
  }
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function steadyFigures(reading: HostReading, seconds: number, beatsUs: Float64Array): readonly Figure[] {
  const { runner, atHost, overflowed, hostCpu, vendorCpu } = reading;
  const note = `${RATE} trades a second for ${seconds} s, simulated vendor to vendor process to host to runner; ${runner.trades} trades, the host records them`;
  const bare = (share: number) => ({ name: 'a bare pipe beside it', value: percentile(beatsUs, share) / 1000 });
  const frames = `oldest trade of each of ${atHost.frames} frames; what is left of the whole is the way to the runner`;
  return [
    figure('host.lost', runner.missing + overflowed, 'events', { goal: { kind: 'most', value: 0 }, note }),
    figure('host.callback to runner p50', runner.p50Us / 1000, 'ms', { peer: bare(0.5), note }),
    figure('host.callback to runner p99', runner.p99Us / 1000, 'ms', {
      goal: { kind: 'most', value: LATENCY_P99_MS_MAX },
      peer: bare(0.99),
      note: `longest ${Math.round(runner.maxUs / 1000)} ms`,
    }),
    figure('host.callback to handed on by the host p50', atHost.p50Us / 1000, 'ms', { note: frames }),
    figure('host.callback to handed on by the host p99', atHost.p99Us / 1000, 'ms', { note: frames }),
    figure('host.CPU of the vendor process', vendorCpu * 100, '% of a core', {
      note: 'with the threads of the simulated vendor',
    }),
    figure('host.CPU of the host', hostCpu * 100, '% of a core', { note: 'with its recorder' }),
    figure('host.CPU of the runner', runner.cpuShare * 100, '% of a core', { note: 'it reads, and decides nothing' }),
  ];
}

export async function host({ quick, home }: BenchOptions): Promise<readonly Figure[]> {
  const seconds = quick ? QUICK_SECONDS : SECONDS;
  const beats = startBeats();
  const steady = await measure(join(home, 'steady'), seconds);
  const beatsUs = await beats.end();
  const busySeconds = quick ? QUICK_BUSY_SECONDS : BUSY_SECONDS;
  const busyRunner = await measure(join(home, 'runner'), busySeconds, 'runner');
  const busyHost = await measure(join(home, 'host'), busySeconds, 'host');
  return [...steadyFigures(steady, seconds, beatsUs), busyFigure('runner', busyRunner), busyFigure('host', busyHost)];
}

function busyFigure(who: string, { runner, overflowed, highWater }: HostReading): Figure {
  return figure(`host.lost over a busy second of the ${who}`, runner.missing + overflowed, 'events', {
    goal: { kind: 'most', value: 0 },
    note: `it stands still for ${BUSY_MS} ms amid ${RATE} trades a second; ${highWater} records waited in the feed at most`,
  });
}
