// A home in; the processes that ran sessions in it and are gone without having ended, whether one was on or not, out; and their traces removed.

import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  CONTROL_FILE,
  type RunningSession,
  readControlFile,
  WAITING_FOLDER,
  writtenControlFile,
} from './control-file.ts';
import type { LiveOptions } from './live-options.ts';

/** A long week-end: what died before is no news. */
const DAYS_TOLD = 4;
const MS_PER_DAY = 86_400_000;

/** Who is told as a dead session already is among them. @param nowMs UTC */
export function deadSleepers(home: string, nowMs: number): readonly RunningSession[] {
  return left(home).filter(({ folder }) => {
    // it may be removed at this moment, by whoever begins in its place
    const file = statSync(join(folder, CONTROL_FILE), { throwIfNoEntry: false });
    return file !== undefined && nowMs - file.mtimeMs < DAYS_TOLD * MS_PER_DAY;
  });
}

/** For whoever begins in their place. */
export function clearDeadSleepers({ home, mode, account, plan }: LiveOptions): void {
  for (const each of left(home)) {
    if (each.mode !== mode || each.strategy !== plan.strategy.name || each.account !== (account ?? null)) continue;
    rmSync(each.folder, { recursive: true, force: true });
  }
}

function left(home: string): readonly RunningSession[] {
  const parent = join(home, WAITING_FOLDER);
  if (!existsSync(parent)) return [];
  const folders = readdirSync(parent).map((name) => join(parent, name));
  return folders
    .filter((folder) => readControlFile(folder) === undefined)
    .map(writtenControlFile)
    .filter((each) => each !== undefined);
}
