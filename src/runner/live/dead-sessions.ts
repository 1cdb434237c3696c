// A home in; the sessions of it whose process is gone while their run never ended, or ended holding something, with no later run, out.

import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { lastEventUs } from '../../adapters/journal/last-event-time.ts';
import { RUN_FILE, RUNS_FOLDER, readRunInfo } from '../../adapters/journal/run-folder.ts';
import type { RunInfo } from '../../adapters/journal/run-info.ts';
import { isFinal } from '../../core/account/order-transitions.ts';
import { isAlive } from '../host/host-lock.ts';
import { readComposition } from '../read-composition.ts';
import type { SessionOfRun } from '../run-record.ts';
import { CONTROL_FILE, readControlFile } from './control-file.ts';
import { carriedOf } from './find-carried.ts';

/** What a run itself has written of what it held: the host, and the broker, may know better. */
export interface OwnWord {
  /** Signed contracts. */
  readonly net: number;
  /** Orders that had not ended. */
  readonly working: number;
}

export interface DeadSession {
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly mode: RunInfo['mode'];
  readonly strategy: string;
  /** Null where no orders were sent. */
  readonly account: string | null;
  /** YYYY-MM-DD of its session. */
  readonly day: string;
  readonly pid: number;
  /** What the strategy asked for, such as WDOFUT. */
  readonly instrument: string;
  /** Microseconds UTC; null where it had none. */
  readonly lastEventUs: number | null;
  /** Null where its journal cannot be read. */
  readonly own: OwnWord | null;
}

interface SessionRun {
  readonly folder: string;
  readonly info: RunInfo;
  readonly instrument: string;
  readonly session: SessionOfRun;
}

const SESSION_RUN = /^\d{8}T\d{6}Z-(live|demo|shadow|paper)-/;
/** Nobody asks here for what died before. */
const DAYS_LOOKED_BACK = 10;
const MS_PER_DAY = 86_400_000;

/** The newest first. What cannot be read as a run is passed over. @param nowMs UTC */
export function deadSessions(home: string, nowMs: number): readonly DeadSession[] {
  return newestRuns(home, nowMs).filter(isDead).map(described);
}

/** Ended in order and held something at the end, by their own word: what became of it since a host may know. */
export function keptSessions(home: string, nowMs: number): readonly DeadSession[] {
  const ended = newestRuns(home, nowMs).filter(
    ({ info, session }) => info.finishedAtUtc !== null && session.account !== null,
  );
  return ended.map(described).filter(({ own }) => own !== null && holdsSomething(own));
}

export function holdsSomething({ net, working }: OwnWord): boolean {
  return net !== 0 || working > 0;
}

function newestRuns(home: string, nowMs: number): readonly SessionRun[] {
  const runs = sessionRuns(home, nowMs);
  const continued = new Set(runs.map(({ session }) => session.continues));
  const newest = new Map<string, SessionRun>();
  for (const run of runs) {
    const { mode, strategy } = run.info;
    const key = `${mode} ${strategy} ${run.session.account}`;
    if (!newest.has(key) && !continued.has(basename(run.folder))) newest.set(key, run);
  }
  return [...newest.values()];
}

function sessionRuns(home: string, nowMs: number): readonly SessionRun[] {
  const parent = join(home, RUNS_FOLDER);
  if (!existsSync(parent)) return [];
  const since = new Date(nowMs - DAYS_LOOKED_BACK * MS_PER_DAY).toISOString().slice(0, 10).replaceAll('-', '');
  const names = readdirSync(parent).filter((name) => SESSION_RUN.test(name) && name >= since);
  return names
    .sort()
    .reverse()
    .map((name) => sessionRun(join(parent, name)))
    .filter((run) => run !== undefined);
}

/** Undefined also for runs of recorded days: they are no sessions. */
function sessionRun(folder: string): SessionRun | undefined {
  try {
    const info = readRunInfo(folder);
    const { session, instrument } = readComposition(info, join(folder, RUN_FILE));
    return session === undefined ? undefined : { folder, info, instrument, session };
  } catch {
    return undefined;
  }
}

/** Where no control file was written yet the session may be beginning. */
function isDead({ folder, info }: SessionRun): boolean {
  if (info.finishedAtUtc !== null || readControlFile(folder) !== undefined) return false;
  return existsSync(join(folder, CONTROL_FILE)) || !isAlive(info.pid);
}

function described({ folder, info, instrument, session }: SessionRun): DeadSession {
  const { mode, strategy, pid } = info;
  const { account, day } = session;
  const last = lastEventUs(folder) ?? null;
  return { folder, mode, strategy, account, day, pid, instrument, lastEventUs: last, own: ownWord(folder) };
}

/** @param folder of a run; null where its journal cannot be read */
export function ownWord(folder: string): OwnWord | null {
  try {
    const { orders } = carriedOf(folder);
    let net = 0;
    for (const { request, fills } of orders) {
      for (const { quantity } of fills) net += request.side === 'buy' ? quantity : -quantity;
    }
    return { net, working: orders.filter(({ status }) => !isFinal(status)).length };
  } catch {
    return null;
  }
}
