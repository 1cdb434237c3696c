// Waits of the engine's thread: what is told of them, and a process that stood still as a whole told as that.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { LiveMeter } from '../../../src/runner/live/live-meter.ts';
import { liveWatchDefaults } from '../../../src/runner/live/live-options.ts';
import { AWAKE, GAP, GAP_ENDED, LOOK_MS, STOOD_MS, stallClockMs } from '../../../src/runner/live/stall-record.ts';
import { stalledMs } from '../../../src/runner/live/stall-watch.ts';

function metered(stalled: (spanMs: number) => number): { readonly meter: LiveMeter; readonly told: string[] } {
  const told: string[] = [];
  const meter = new LiveMeter(
    liveWatchDefaults,
    () => 1e12,
    (code, text) => told.push(`${code}: ${text}`),
    stalled,
  );
  return { meter, told };
}

describe('a wait', () => {
  it('of a disk is told as that', () => {
    const { meter, told } = metered(() => 0);
    meter.committed(3000);
    expect(told).toEqual(['slowDisk: a durable commit of the journal took 3000 ms; 100 ms are the limit']);
    expect(meter.takeWaits().commitMs).toBe(3000);
  });

  it('in which the whole process stood still is no fault of disk, queue or model, and told once', () => {
    const { meter, told } = metered(() => 111_300);
    meter.committed(111_359);
    meter.queued(111_340);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('stoodStill: the whole process stood still for 111.3 s');
    expect(meter.takeWaits().commitMs).toBeLessThan(100);
  });

  it('that is long beside a short stall is told beside it', () => {
    const { meter, told } = metered((spanMs) => (spanMs > 0 ? 3000 : 0));
    meter.committed(9000);
    expect(told.map((text) => text.split(':')[0])).toEqual(['stoodStill', 'slowDisk']);
    expect(told[1]).toContain('took 6000 ms');
  });
});

describe('the record of a watching thread', () => {
  const recordOf = (awakeMs: number, gapMs = 0, gapEndedMs = 0): BigInt64Array => {
    const record = new BigInt64Array(3);
    record[AWAKE] = BigInt(awakeMs);
    record[GAP] = BigInt(gapMs);
    record[GAP_ENDED] = BigInt(gapEndedMs);
    return record;
  };

  it('shows a stall that is just over, before and after that thread has noticed it, and none of long ago', () => {
    const nowMs = stallClockMs();
    expect(stalledMs(recordOf(nowMs - 100), 5000)).toBe(0);
    expect(stalledMs(recordOf(nowMs - 60_000), 60_000)).toBeGreaterThanOrEqual(60_000);
    expect(stalledMs(recordOf(nowMs, 60_000, nowMs - 10), 60_000)).toBe(60_000);
    expect(stalledMs(recordOf(nowMs, 60_000, nowMs - 2 * STOOD_MS - 1000), 1000)).toBe(0);
    expect(stalledMs(recordOf(0), 60_000)).toBe(0);
  });

  it('takes from a wait only what of the stall was within it: a slow disk after a sleep is a slow disk', () => {
    const nowMs = stallClockMs();
    const slept = (sinceMs: number): BigInt64Array => recordOf(nowMs, 100_000, nowMs - sinceMs);
    // the commit began a second after the sleep
    expect(stalledMs(slept(7000), 6000)).toBe(0);
    expect(stalledMs(slept(5000), 6000)).toBeLessThanOrEqual(1000 + LOOK_MS);
    expect(stalledMs(slept(5000), 105_100)).toBe(100_000);
    // asked between waits: whether one has just ended
    expect(stalledMs(slept(500), 0)).toBe(100_000);
    expect(stalledMs(slept(STOOD_MS + 1000), 0)).toBe(0);
  });
});

describe.skipIf(process.platform === 'win32')('a process', () => {
  it('that waits for something is not stalled; one that was stopped and goes on is', async () => {
    const child = spawn(process.execPath, [new URL('./stalling-process.ts', import.meta.url).pathname]);
    const said: Record<string, number>[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      const facts = JSON.parse(line) as Record<string, number>;
      said.push(facts);
      if (facts.ready === undefined) continue;
      child.kill('SIGSTOP');
      setTimeout(() => child.kill('SIGCONT'), STOOD_MS + 1500);
    }
    expect(said[0]).toEqual({ waited: 0 });
    expect(said[2]!.tookMs).toBeGreaterThan(STOOD_MS);
    expect(said[2]!.stalled).toBeGreaterThan(STOOD_MS);
  }, 30_000);
});
