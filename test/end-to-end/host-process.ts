// A host as a process of its own whose clock begins at a time that is given: what `qt host run` runs, for days that are over.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountName } from '../../src/adapters/profit-dll/decode/feed-facts.ts';
import { FeedKind, HEAD_TIME_NS } from '../../src/adapters/profit-dll/feed/feed-record.ts';
import type { Host } from '../../src/runner/host/host.ts';
import { HostClock } from '../../src/runner/host/host-clock.ts';
import { type RunningHost, runHost } from '../../src/runner/host/run-host.ts';
import { ignoreVendor } from '../../src/runner/host/vendor/vendor-port.ts';
import { fromWire, toWire } from '../../src/runner/host/vendor/wire-value.ts';
import { QUICK } from '../runner/host/vendor/vendor-stage.ts';

/** Local time of the exchange behind UTC, in the years of the days that are played. */
const LAG_US = 3 * 3_600_000_000;
const PARENT_CHECK_MS = 500;

export interface HostPlan {
  readonly home: string;
  /** What the host's clock shows at `zeroNs` of the monotonic clock, microseconds UTC. */
  readonly startUs: number;
  readonly zeroNs: string;
  readonly transport?: 'local' | 'tcp';
  /** In place of the one of the machine. */
  readonly accounts?: readonly AccountName[];
}

/** There from when the host runs. */
export function readyFile(home: string): string {
  return join(home, 'ready.json');
}

/** A call of the vendor library, for what no client of the host asks for by itself. */
async function call(asked: unknown, host: Host): Promise<unknown> {
  const { method, args } = fromWire(asked) as { method: string; args: readonly unknown[] };
  return toWire(await host.vendor.call(method, args, 10_000));
}

/** The host does nothing but this for so long. */
async function busy(asked: unknown): Promise<object> {
  const { ms } = asked as { readonly ms: number };
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  return {};
}

/** How old the first trade of each frame of the vendor process was when the host had given it to its streams and sinks. */
class FrameAges {
  private readonly agesUs: number[] = [];

  readonly records = (bytes: Uint8Array): void => {
    if (bytes[0] !== FeedKind.trade) return;
    const timeNs = new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(HEAD_TIME_NS, true);
    this.agesUs.push(Number(process.hrtime.bigint() - timeNs) / 1000);
  };

  /** Microseconds at shares of the frames; counting begins anew. */
  take(): object {
    const sorted = this.agesUs.splice(0).sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
    return { frames: sorted.length, p50Us: at(0.5), p99Us: at(0.99) };
  }
}
/** A test that failed must not leave its host behind. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(1), PARENT_CHECK_MS).unref();
}

async function main(plan: HostPlan): Promise<void> {
  endWithParent();
  const zeroNs = BigInt(plan.zeroNs);
  const utcUs = (): number => plan.startUs + Number((process.hrtime.bigint() - zeroNs) / 1000n);
  let stop: (reason: string) => void = () => {};
  const asked = new Promise<string>((resolve) => {
    stop = resolve;
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
  const ages = new FrameAges();
  const running: RunningHost = await runHost({
    home: plan.home,
    provenance: 'simulated',
    transport: plan.transport,
    accounts: plan.accounts,
    clock: new HostClock({ monotonicNs: () => process.hrtime.bigint(), utcUs }),
    vendorClock: { nowMs: () => performance.now(), localMs: () => (utcUs() - LAG_US) / 1000 },
    limits: QUICK,
    requests: { call, busy, frameAges: async () => ages.take() },
    onStop: () => stop('asked to stop'),
  });
  running.host.vendor.listen({ ...ignoreVendor, records: ages.records });
  writeFileSync(readyFile(plan.home), JSON.stringify({ pid: process.pid }));
  await running.close(await asked);
  rmSync(readyFile(plan.home), { force: true });
  process.exit(0);
}

if (import.meta.main) await main(JSON.parse(process.argv[2]!) as HostPlan);
