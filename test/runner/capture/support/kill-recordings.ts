// Recording processes killed at random moments, again and again in one home; what is missing afterwards is at most the last second of each.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { captureRoot, listRecordedDays } from '../../../../src/runner/capture/capture-folder.ts';
import { claimCaptures } from '../../../../src/runner/capture/claim-captures.ts';
import { compactDay } from '../../../../src/runner/capture/compact-day.ts';
import { DAY } from './recording.ts';

const script = fileURLToPath(new URL('record-until-killed.ts', import.meta.url));
/** What a kill may cost. */
const LOSS_MS = 1000;

interface Taken {
  readonly atMs: number;
  readonly trades: number;
}

/** Lets a recording run for a time after its first trade and kills it; gives what it had taken, and when. */
async function recordAndKill(home: string, afterMs: number): Promise<{ taken: Taken[]; killedMs: number }> {
  const child = spawn(process.execPath, [script, home], { stdio: ['ignore', 'pipe', 'inherit'] });
  const taken: Taken[] = [];
  const first = new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the recording ended by itself')));
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const last = text.trimEnd().split('\n').at(-1)!;
      taken.push({ atMs: performance.now(), trades: Number(last) });
      resolve();
    });
  });
  await first;
  await sleep(afterMs);
  const killedMs = performance.now();
  child.kill('SIGKILL');
  await exited(child);
  return { taken, killedMs };
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('close', () => resolve()));
}

/** `moments`: milliseconds of recording before each kill. */
export async function expectKillsToCostLittle(moments: readonly number[]): Promise<void> {
  for (const afterMs of moments) {
    const home = mkdtempSync(join(tmpdir(), 'qt-kill-'));
    const { taken, killedMs } = await recordAndKill(home, afterMs);
    const claimed = await claimCaptures(captureRoot(home));
    const [recorded] = listRecordedDays(captureRoot(home));
    const safe = taken.findLast(({ atMs }) => atMs < killedMs - LOSS_MS)?.trades ?? 0;
    if (recorded === undefined) {
      expect(safe).toBe(0);
      continue;
    }
    const store = openStore(home);
    const report = await compactDay(recorded, { store });
    claimed.release();
    if (report.parts.length === 0) {
      expect(safe).toBe(0);
      continue;
    }
    const ids = (await openStore(home, { acceptRefused: true }).readPart('WDOU25', 'trades', DAY)).trade_id!;
    // a whole beginning of the tape, nothing doubled, nothing invented
    expect(ids.findIndex((id, row) => id !== row + 1)).toBe(-1);
    expect(ids.length).toBeGreaterThanOrEqual(safe);
    expect(ids.length).toBeLessThanOrEqual(taken.at(-1)!.trades + 100);
    expect(claimed.cut.length).toBeGreaterThan(0);
    expect(report.faults.join()).toContain('the recording was cut off');
    // once more by the next start: nothing changes
    const again = await compactDay(recorded, { store, again: true });
    expect(again.parts.map(({ change }) => change)).toEqual(['unchanged']);
  }
}

/** Seeded, so that a failure can be repeated. */
export function randomMoments(count: number, maxMs: number, seed: number): readonly number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * maxMs);
  });
}
