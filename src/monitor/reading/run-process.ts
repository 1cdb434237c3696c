// The number of a process and when a run began in; whether that process can be the one of the run out.

import { readFileSync } from 'node:fs';
import { begunOf, isAlive } from '../../runner/host/host-lock.ts';

/** Linux counts the beginnings of processes in hundredths of a second since its start. */
const TICKS_PER_SECOND = 100;
/** What the clocks of the two may differ. */
const SLACK_MS = 2000;

/** False where the system says that the process of this number began after the run: numbers are given again. */
export function mayBeProcessOf(pid: number, startedAtMs: number): boolean {
  if (!isAlive(pid)) return false;
  const begun = begunOf(pid);
  const bootMs = begun === undefined ? undefined : bootTimeMs();
  if (begun === undefined || bootMs === undefined) return true;
  return bootMs + (Number(begun) / TICKS_PER_SECOND) * 1000 <= startedAtMs + SLACK_MS;
}

function bootTimeMs(): number | undefined {
  try {
    const seconds = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1];
    return seconds === undefined ? undefined : Number(seconds) * 1000;
  } catch {
    return undefined;
  }
}
