// A mark that processes carry in their environment in; those that still run, with their commands, out.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LeftProcess {
  readonly pid: number;
  readonly command: string;
}

const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 50;

/** What is started inherits the environment, so children and theirs are found as well. Linux only. */
export function processesWith(mark: string): readonly LeftProcess[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids
    .filter((pid) => pid !== process.pid && textOf(pid, 'environ').includes(mark))
    .map((pid) => ({ pid, command: textOf(pid, 'cmdline').replaceAll('\0', ' ').trim().slice(0, 200) }));
}

/** Waits for them to end; gives those that do not, and ends them. */
export async function leftProcesses(mark: string): Promise<readonly LeftProcess[]> {
  const endMs = performance.now() + PATIENCE_MS;
  while (processesWith(mark).length > 0 && performance.now() < endMs) await sleep(LOOK_EVERY_MS);
  const left = processesWith(mark);
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // ended by itself meanwhile
    }
  }
  return left;
}

/** Empty where the process is gone, is another user's, or has ended and was not yet waited for. */
function textOf(pid: number, file: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
