// A home in; its runs, the newest first, each with what it was and whether its process lives, out.

import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { RUN_FILE, RUNS_FOLDER, readRunInfo } from '../../adapters/journal/run-folder.ts';
import type { RunInfo } from '../../adapters/journal/run-info.ts';
import { UserError } from '../../adapters/user-error.ts';
import {
  type RunningSession,
  readControlFile,
  runningSessions,
  writtenControlFile,
} from '../../runner/live/control-file.ts';
import { readComposition } from '../../runner/read-composition.ts';
import type { RunFacts, RunState, RunSummary } from '../view/run-summary.ts';
import { mayBeProcessOf } from './run-process.ts';

const RUN_NAME = /^\d{8}T\d{6}Z-[A-Za-z0-9-]{1,80}$/;
const US_PER_MS = 1000;

export interface ListRequest {
  /** Runs with a smaller name, which are older; the newest where it is absent. */
  readonly before?: string | undefined;
  readonly limit: number;
}

export function listRuns(home: string, { before, limit }: ListRequest): readonly RunSummary[] {
  const names = runNames(home).filter((name) => before === undefined || name < before);
  const waiting = sleepersOf(home);
  return names.slice(0, limit).map((name) => summaryOf(home, name, waiting));
}

/** Absolute path. Throws UserError `run-missing` for a name that no run of this home has, however it is written. */
export function runFolderOf(home: string, run: string): string {
  const folder = join(home, RUNS_FOLDER, run);
  if (RUN_NAME.test(run) && existsSync(join(folder, RUN_FILE))) return folder;
  throw new UserError({
    code: 'run-missing',
    message: 'There is no run of this name',
    field: 'run',
    fix: 'Take a name from the list of runs.',
  });
}

/** Never throws for what the folder holds: a run that cannot be read says so. @param run name of its folder */
export function summaryOf(home: string, run: string, waiting: Sleepers = sleepersOf(home)): RunSummary {
  const atUs = Date.now() * US_PER_MS;
  const folder = join(home, RUNS_FOLDER, run);
  try {
    const info = readRunInfo(folder);
    return { run, state: { ...stateOf(home, folder, info, waiting), atUs }, facts: factsOf(info, folder) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { run, state: { kind: 'unreadable', text: error.message, atUs }, facts: null };
  }
}

type Sleepers = readonly RunningSession[];

/** Processes of this home that wait for their next session. */
function sleepersOf(home: string): Sleepers {
  return runningSessions(home).filter(({ waiting }) => waiting !== undefined);
}

function runNames(home: string): readonly string[] {
  const parent = join(home, RUNS_FOLDER);
  if (!existsSync(parent)) return [];
  const names = readdirSync(parent).filter((name) => RUN_NAME.test(name) && existsSync(join(parent, name, RUN_FILE)));
  return names.sort().reverse();
}

function stateOf(home: string, folder: string, info: RunInfo, waiting: Sleepers): Omit<RunState, 'atUs'> {
  const { finishedAtUtc, pid, startedAtUtc } = info;
  if (finishedAtUtc !== null) {
    const sleeper = sleeperOf(home, folder, info, waiting);
    if (sleeper !== undefined) return { kind: 'asleep', text: sleeper };
    return { kind: 'ended', text: `ended in order at ${finishedAtUtc}` };
  }
  if (readControlFile(folder) !== undefined) return { kind: 'running', text: `process ${pid}` };
  const isOurs = writtenControlFile(folder) === undefined && mayBeProcessOf(pid, Date.parse(startedAtUtc));
  return isOurs
    ? { kind: 'running', text: `process ${pid}` }
    : { kind: 'dead', text: `process ${pid} is gone, and the run was never ended` };
}

/** What the process of an ended run waits for; undefined where it is gone, or has begun another run since. */
function sleeperOf(
  home: string,
  folder: string,
  { pid, mode, strategy }: RunInfo,
  waiting: Sleepers,
): string | undefined {
  const found = waiting.find((each) => each.pid === pid);
  if (found === undefined || found.strategy !== strategy || found.mode !== mode) return undefined;
  const name = basename(folder);
  const isNewest = !runNames(home).some((each) => each > name && each.includes(`-${mode}-${strategy}-`));
  return isNewest ? found.waiting : undefined;
}

function factsOf(info: RunInfo, folder: string): RunFacts {
  const { mode, strategy, release, model, provenance, capitalBrl, startedAtUtc, finishedAtUtc, pid } = info;
  const composition = compositionOf(info, folder);
  return {
    ...{ mode, strategy, release, provenance, capitalBrl, pid },
    instrument: composition?.instrument ?? null,
    model: model?.name ?? null,
    sessionDay: composition?.session?.day ?? null,
    account: composition?.session?.account ?? null,
    startedAtUs: Date.parse(startedAtUtc) * US_PER_MS,
    finishedAtUs: finishedAtUtc === null ? null : Date.parse(finishedAtUtc) * US_PER_MS,
  };
}

/** Captures, and runs of other versions, may have none that this version reads. */
function compositionOf(info: RunInfo, folder: string): ReturnType<typeof readComposition> | undefined {
  try {
    return readComposition(info, join(folder, RUN_FILE));
  } catch {
    return undefined;
  }
}
