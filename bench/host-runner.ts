// A runner process without an engine: the stream of a host in; what is missing of a burst and how old each trade was when it came, by message out.
//
//   node bench/host-runner.ts '{"home":"...","startUs":0,"zeroNs":"0","trades":50000,"before":100,"busyMs":0}'

import { setTimeout as wait } from 'node:timers/promises';
import type { EpochStart } from '../src/core/account/account-event.ts';
import { EventBatch } from '../src/core/market/event-batch.ts';
import { F64_A, Kind } from '../src/core/market/event-record.ts';
import { HostExchange } from '../src/runner/host/host-exchange.ts';

export interface HostRunnerPlan {
  readonly home: string;
  readonly ticker: string;
  /** The host's clock: microseconds UTC at a moment of the monotonic clock. */
  readonly startUs: number;
  readonly zeroNs: string;
  /** Numbered on behind those of the day so far. */
  readonly trades: number;
  readonly before: number;
  /** The runner does nothing for so long, a third into the burst. */
  readonly busyMs: number;
}

export interface HostRunnerReport {
  readonly trades: number;
  /** Trades that never came, came doubly or out of order. */
  readonly missing: number;
  /** From the callback on the vendor's thread to the loop of the runner, microseconds. */
  readonly p50Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
  readonly cpuShare: number;
}

export type HostRunnerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'report'; readonly report: HostRunnerReport };

/** Nothing came for so long: the rest is missing. */
const QUIET_MS = 5000;

function epochBatch(epoch: number): EventBatch {
  const batch = new EventBatch(1);
  batch.pushPayload({ kind: 'epochStart', epoch, instruments: [{}] } as unknown as EpochStart, 0);
  return batch;
}

class TradeAges {
  private readonly agesUs: Float64Array;
  private readonly plan: HostRunnerPlan;
  private readonly zeroNs: bigint;
  trades = 0;
  private disordered = 0;
  private lastNumber: number;
  private nowUs = 0;

  constructor(plan: HostRunnerPlan) {
    this.plan = plan;
    this.agesUs = new Float64Array(plan.trades);
    this.zeroNs = BigInt(plan.zeroNs);
    this.lastNumber = plan.before;
  }

  /** Events that lie ready together are of one moment. */
  moment(): void {
    this.nowUs = this.plan.startUs + Number(process.hrtime.bigint() - this.zeroNs) / 1000;
  }

  take(batch: EventBatch, index: number): void {
    if (batch.kindAt(index) !== Kind.trade) return;
    const number = batch.f64[batch.f64At(index) + F64_A + 2]!;
    if (number <= this.plan.before) return;
    if (number !== this.lastNumber + 1) this.disordered += 1;
    this.lastNumber = number;
    if (this.trades < this.agesUs.length) this.agesUs[this.trades++] = this.nowUs - batch.receivedTimeUsAt(index);
  }

  report(cpuShare: number): HostRunnerReport {
    const sorted = this.agesUs.subarray(0, this.trades).toSorted();
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    const missing = this.plan.trades - this.trades + this.disordered;
    return { trades: this.trades, missing, p50Us: at(0.5), p99Us: at(0.99), maxUs: at(1), cpuShare };
  }
}

async function run(plan: HostRunnerPlan): Promise<void> {
  let epochs = 0;
  const exchange = new HostExchange({
    ...{ home: plan.home, name: 'bench', instruments: [{ ticker: plan.ticker, exchange: 'F' }] },
    ...{ trades: true, quotes: true, book: 'none', firstSeq: 1, since: 'dayStart' },
    // one epoch: a gap that history fills later starts no other one here
    epoch: async () => (epochs++ === 0 ? epochBatch(1) : undefined),
  });
  await exchange.connect();
  const ages = new TradeAges(plan);
  const cursor = { batch: new EventBatch(1), index: 0 };
  const busyAt = plan.busyMs > 0 ? Math.floor(plan.trades / 3) : Number.POSITIVE_INFINITY;
  let wasBusy = false;
  let cpu = process.cpuUsage();
  let startMs = performance.now();
  const readAll = async (): Promise<void> => {
    while (ages.trades < plan.trades && (await exchange.more())) {
      ages.moment();
      while (exchange.advance(cursor)) {
        const kind = cursor.batch.kindAt(cursor.index);
        if (kind === Kind.backfillComplete) process.send!({ kind: 'ready' } satisfies HostRunnerMessage);
        if (ages.trades === 0 && kind === Kind.trade) [cpu, startMs] = [process.cpuUsage(), performance.now()];
        ages.take(cursor.batch, cursor.index);
      }
      if (ages.trades < busyAt || wasBusy) continue;
      wasBusy = true;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, plan.busyMs);
    }
  };
  const silence = async (): Promise<void> => {
    for (let before = -1; ages.trades === 0 || before !== ages.trades; ) {
      before = ages.trades;
      await wait(QUIET_MS, undefined, { ref: false });
    }
  };
  await Promise.race([readAll(), silence()]);
  const used = process.cpuUsage(cpu);
  const report = ages.report((used.user + used.system) / 1000 / (performance.now() - startMs));
  exchange.close();
  process.send!({ kind: 'report', report } satisfies HostRunnerMessage, () => process.exit(0));
}

if (import.meta.main) await run(JSON.parse(process.argv[2]!) as HostRunnerPlan);
