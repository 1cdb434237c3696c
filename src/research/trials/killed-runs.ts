// A home in; its backtests of earlier versions that have no entry in the ledger, because somebody or something ended them by force, out.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RUN_FILE, RUNS_FOLDER } from '../../adapters/journal/run-folder.ts';

const killedSchema = z.object({
  mode: z.literal('backtest'),
  pid: z.int().positive(),
  finishedAtUtc: z.null(),
  trial: z.undefined().optional(),
});

/**
 * Names of their folders, ascending. Their journals can be read, so something was seen; one whose process lives is under way. A run of today
 * names the entry of its beginning from its start, and is no longer among them.
 */
export function killedRuns(home: string): readonly string[] {
  const runs = join(home, RUNS_FOLDER);
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .sort()
    .filter((run) => {
      const pid = unendedPid(join(runs, run, RUN_FILE));
      return pid !== undefined && !isAlive(pid);
    });
}

function unendedPid(file: string): number | undefined {
  try {
    return killedSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).pid;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
