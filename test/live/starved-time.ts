// Processes in; when one of their main threads was ready to run and the machine gave it no processor out. Linux only.
import { existsSync, readFileSync } from 'node:fs';
import type { Stall } from './traders-process.ts';

const BEAT_MS = 20;
/** Shorter waits are part of any machine. */
const STARVED_US = 30_000;

/** A process and the ones that it has started. */
export function withChildren(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim();
  return [pid, ...(text === '' ? [] : text.split(' ').map(Number))];
}

/** Microseconds since its start in which the main thread of a process waited for a processor; undefined once it has ended. */
function waitedUs(pid: number): number | undefined {
  const path = `/proc/${pid}/schedstat`;
  if (!existsSync(path)) return undefined;
  return Number(readFileSync(path, 'latin1').split(' ')[1]) / 1000;
}

/**
 * A process that computes for too long is not starved: only time on the run queue counts, by the kernel's own word. Where several
 * processes were starved at once the time counts once.
 */
export class StarvedTime {
  private readonly waited = new Map<number, number>();
  private readonly found: Stall[] = [];
  private readonly beat: NodeJS.Timeout;

  constructor(pids: readonly number[]) {
    for (const pid of pids) this.waited.set(pid, waitedUs(pid) ?? 0);
    this.beat = setInterval(() => this.look(), BEAT_MS);
    this.beat.unref();
  }

  end(): readonly Stall[] {
    clearInterval(this.beat);
    this.look();
    return this.found;
  }

  private look(): void {
    const untilUs = Number(process.hrtime.bigint() / 1000n);
    for (const [pid, before] of this.waited) {
      const now = waitedUs(pid) ?? before;
      this.waited.set(pid, now);
      if (now - before > STARVED_US) this.found.push({ fromUs: untilUs - (now - before), untilUs });
    }
  }
}

/** The same times, in order and without overlaps. */
export function mergeStalls(stalls: readonly Stall[]): readonly Stall[] {
  const merged: Stall[] = [];
  for (const stall of stalls.toSorted((a, b) => a.fromUs - b.fromUs)) {
    const last = merged.at(-1);
    if (last === undefined || stall.fromUs > last.untilUs) merged.push(stall);
    else merged[merged.length - 1] = { fromUs: last.fromUs, untilUs: Math.max(last.untilUs, stall.untilUs) };
  }
  return merged;
}
