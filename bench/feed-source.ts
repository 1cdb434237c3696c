// The process that holds the vendor library: a feed, a rate and a duration in; raw records on standard output, counters by message out.
//
//   node bench/feed-source.ts '{"kind":"native","dllPath":"...","rate":50000,"seconds":5,"busyMs":0}'

import koffi from 'koffi';
import { DirectFeed } from '../src/adapters/profit-dll/feed/direct-feed.ts';
import type { Feed, FeedCounters } from '../src/adapters/profit-dll/feed/feed.ts';
import { FEED_RECORD_BYTES, FeedKind } from '../src/adapters/profit-dll/feed/feed-record.ts';
import { loadNativeFeed } from '../src/adapters/profit-dll/feed/native-feed.ts';
import { ProfitLibrary } from '../src/adapters/profit-dll/profit-library.ts';

export interface FeedSourcePlan {
  readonly kind: 'native' | 'direct';
  readonly dllPath: string;
  /** Trades per second, and for how long. */
  readonly rate: number;
  readonly seconds: number;
  /** JavaScript does nothing but this for so long, a third into the burst. */
  readonly busyMs: number;
}

export interface FeedSourceReport {
  readonly counters: FeedCounters;
  readonly callbackTimes: readonly number[];
  /** Of this process, the simulator's threads included, over the burst. */
  readonly cpuShare: number;
  /** From the first to the last trade at their callbacks. */
  readonly deliveredPerSecond: number;
}

const READ_RECORDS = 16_384;
const MARKET = 2;
const CONNECTED = 4;
const WAIT_MS = 100;
/** A burst is over when all of it is there, or when nothing came for so long. */
const QUIET_MS = 5000;
const LOGIN_MS_MAX = 20_000;

function feedOf(kind: FeedSourcePlan['kind']): Feed {
  if (kind === 'direct') return new DirectFeed(2 ** 18);
  const native = loadNativeFeed();
  if (native.kind === 'missing') throw new Error(native.reason);
  return native.feed;
}

async function connect(feed: Feed, target: Uint8Array): Promise<void> {
  const view = new DataView(target.buffer);
  for (const untilMs = performance.now() + LOGIN_MS_MAX; performance.now() < untilMs; ) {
    if ((await feed.wait(WAIT_MS)) !== 'data') continue;
    const records = feed.read(target);
    for (let at = 0; at < records * FEED_RECORD_BYTES; at += FEED_RECORD_BYTES) {
      if (view.getUint8(at) !== FeedKind.state) continue;
      if (view.getInt32(at + 16, true) === MARKET && view.getInt32(at + 20, true) === CONNECTED) return;
    }
  }
  throw new Error('the simulated vendor has not connected');
}

function beBusy(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}

/** Waits until the pipe takes more: this is what a process between the feed and its reader has to do. */
function drained(): Promise<void> {
  return new Promise((resolve) => process.stdout.once('drain', () => resolve()));
}

async function forward(feed: Feed, target: Uint8Array, plan: FeedSourcePlan): Promise<number> {
  const view = new DataView(target.buffer);
  const trades = plan.rate * plan.seconds;
  const busyAt = plan.busyMs > 0 ? Math.floor(trades / 3) : Number.POSITIVE_INFINITY;
  let wasBusy = false;
  let seen = 0;
  let firstNs = 0n;
  let lastNs = 0n;
  for (let quietMs = 0; seen < trades && quietMs < QUIET_MS; ) {
    const records = feed.read(target);
    for (let at = 0; at < records * FEED_RECORD_BYTES; at += FEED_RECORD_BYTES) {
      if (view.getUint8(at) === FeedKind.overflow) seen += Number(view.getBigUint64(at + 16, true));
      if (view.getUint8(at) !== FeedKind.trade) continue;
      lastNs = view.getBigInt64(at + 8, true);
      if (firstNs === 0n) firstNs = lastNs;
      seen += 1;
    }
    if (records > 0) {
      quietMs = 0;
      if (!process.stdout.write(target.slice(0, records * FEED_RECORD_BYTES))) await drained();
    } else if ((await feed.wait(WAIT_MS)) === 'timeout') quietMs += WAIT_MS;
    if (seen >= busyAt && !wasBusy) {
      wasBusy = true;
      beBusy(plan.busyMs);
    }
    // The direct feed fills only while JavaScript has a turn.
    if (feed.kind === 'direct') await new Promise((resolve) => setImmediate(resolve));
  }
  return seen / Math.max(1e-9, Number(lastNs - firstNs) / 1e9);
}

async function run(plan: FeedSourcePlan): Promise<void> {
  const feed = feedOf(plan.kind);
  const library = ProfitLibrary.load({ dllPath: plan.dllPath, feed });
  const target = new Uint8Array(READ_RECORDS * FEED_RECORD_BYTES);
  await library.initialise({ mode: 'market', activationKey: 'key', user: 'user', password: 'password' });
  await connect(feed, target);
  await library.subscribe('Ticker', { ticker: 'WDOFUT', exchange: 'F' });
  const command = koffi.load(plan.dllPath).func('int32_t SimCommand(str line)');
  const cpuBefore = process.cpuUsage();
  const startMs = performance.now();
  if (command(`burst ${plan.rate} ${plan.seconds}`) !== 0) throw new Error('the simulated vendor refused the burst');
  const deliveredPerSecond = await forward(feed, target, plan);
  const cpu = process.cpuUsage(cpuBefore);
  const cpuShare = (cpu.user + cpu.system) / 1000 / (performance.now() - startMs);
  const counters = feed.counters();
  const report: FeedSourceReport = { counters, callbackTimes: feed.callbackTimes(), cpuShare, deliveredPerSecond };
  process.stdout.write('', () => process.send!(report, () => process.exit(0)));
}

if (import.meta.main) await run(JSON.parse(process.argv[2]!) as FeedSourcePlan);
