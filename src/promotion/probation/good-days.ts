// A home, a release and a way of running in; the session days that the release took to their close without a failure out.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_FILE, RUNS_FOLDER, readRunInfo } from '../../adapters/journal/run-folder.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { sessionOf } from '../../core/market/session.ts';
import { FAILED_FILE } from '../../runner/live/failed-run.ts';
import { readComposition } from '../../runner/read-composition.ts';
import type { Stage } from '../release/stage.ts';

/** Of its session a release must have been watched for so much; a session that begins a little late still counts. */
const WATCHED_SHARE_MIN = 0.75;

export interface ReleaseAtStage {
  readonly home: string;
  readonly strategy: string;
  /** Sessions of the mode of the same name count: `paper` over recorded days is none. */
  readonly stage: Stage;
  /** Id. */
  readonly release: string;
}

export interface SessionRun {
  readonly folder: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  /** It ran until the close of its session. */
  readonly isWhole: boolean;
  /** Of its session, in which it ran, 0 to 1; 0 where its process was killed. */
  readonly share: number;
  readonly decisions: number;
  /** Its engine failed, or its strategy was not tried any more. */
  readonly hasFailed: boolean;
}

/** A run of any release, however it ended. */
export interface DayRun {
  readonly release: string | null;
  /** Microseconds UTC. */
  readonly startedUs: number;
}

/** Of a session day, in order of time. @param day YYYY-MM-DD: no session reaches into another day by UTC */
export function runsOfDay(channel: Omit<ReleaseAtStage, 'release'>, day: string): readonly DayRun[] {
  const found: DayRun[] = [];
  for (const folder of foldersOf(channel, day.replaceAll('-', ''))) {
    try {
      const { release, startedAtUtc } = readRunInfo(folder);
      found.push({ release, startedUs: Date.parse(startedAtUtc) * 1000 });
    } catch {
      // no run yet, or a damaged one, has sent nothing that could be told apart
    }
  }
  return found.sort((a, b) => a.startedUs - b.startedUs);
}

/** In order of time. What is no run of a session is passed over. @param since UTC in ISO 8601; runs that began before do not count */
export function sessionRuns(asked: ReleaseAtStage, since = ''): readonly SessionRun[] {
  return foldersOf(asked, '')
    .map((folder) => runOf(folder, asked.release, since))
    .filter((run) => run !== undefined);
}

/** Those that the release took to their close, ran most of, and decided on. Ascending. */
export function goodDays(runs: readonly SessionRun[]): readonly string[] {
  const days = [...new Set(runs.map(({ day }) => day))].sort();
  return days.filter((each) => {
    const ofDay = runs.filter(({ day }) => day === each);
    if (!ofDay.some(({ isWhole }) => isWhole) || ofDay.some(({ hasFailed }) => hasFailed)) return false;
    const share = ofDay.reduce((sum, run) => sum + run.share, 0);
    return share >= WATCHED_SHARE_MIN && ofDay.some(({ decisions }) => decisions > 0);
  });
}

/** @param begin of the name of a run, which is its time */
function foldersOf({ home, strategy, stage }: Omit<ReleaseAtStage, 'release'>, begin: string): readonly string[] {
  const parent = join(home, RUNS_FOLDER);
  if (!existsSync(parent)) return [];
  const named = new RegExp(`^\\d{8}T\\d{6}Z-${stage}-${strategy}-[0-9a-f]{6}$`);
  const names = readdirSync(parent).filter((name) => name.startsWith(begin) && named.test(name));
  return names.sort().map((name) => join(parent, name));
}

function runOf(folder: string, release: string, since: string): SessionRun | undefined {
  try {
    const info = readRunInfo(folder);
    if (info.release !== release || info.startedAtUtc < since) return undefined;
    const { session, instrument } = readComposition(info, join(folder, RUN_FILE));
    const root = instrumentOf(instrument)?.root;
    if (session === undefined || root === undefined) return undefined;
    const hours = sessionOf(root, session.day);
    if (hours === undefined) return undefined;
    const { openUs, closeUs } = hours;
    const endedUs = info.finishedAtUtc === null ? 0 : Date.parse(info.finishedAtUtc) * 1000;
    const hasFailed = session.isProtectOnly || existsSync(join(folder, FAILED_FILE));
    const ranUs = Math.min(endedUs, closeUs) - Math.max(Date.parse(info.startedAtUtc) * 1000, openUs);
    const share = Math.max(0, ranUs / (closeUs - openUs));
    const { decisions = 0 } = info.counts;
    return { folder, day: session.day, isWhole: endedUs >= closeUs, share, decisions, hasFailed };
  } catch {
    // a run folder that is being made, or is damaged, proves nothing
    return undefined;
  }
}
