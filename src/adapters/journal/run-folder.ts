// Takes when, how and what is run; gives the run's folder under runs/ and the run.json in it, written whole and read checked.

import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assert } from '../../core/assert.ts';
import { replaceDurably, syncFolder } from '../durable-file.ts';
import { UserError } from '../user-error.ts';
import { type RunInfo, type RunMode, runInfoSchema, strategyNamePattern } from './run-info.ts';

export const RUNS_FOLDER = 'runs';
export const RUN_FILE = 'run.json';

export interface RunIdentity {
  /** ISO 8601 UTC with a Z, e.g. 2025-08-05T12:00:00.000Z. */
  readonly startedAtUtc: string;
  readonly mode: RunMode;
  readonly strategy: string;
  /** Six random hex digits: two runs of one second are two runs. */
  readonly suffix: string;
}

/** `<UTC yyyymmddThhmmssZ>-<mode>-<strategy>-<6 hex>`. Names sort by time. */
export function runName({ startedAtUtc, mode, strategy, suffix }: RunIdentity): string {
  assert(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(startedAtUtc), `${startedAtUtc} is not an ISO time in UTC`);
  assert(strategyNamePattern.test(strategy), `${strategy} is not a strategy's name`);
  assert(/^[0-9a-f]{6}$/.test(suffix), `${suffix} is not six hex digits`);
  return `${startedAtUtc.slice(0, 19).replaceAll(/[-:]/g, '')}Z-${mode}-${strategy}-${suffix}`;
}

/** Makes the folder and gives its path. Throws UserError `run-exists`, or `run-not-writable` with the system's reason. */
export function createRunFolder(home: string, identity: RunIdentity): string {
  return createFolderAt(join(home, RUNS_FOLDER, runName(identity)));
}

/** The same for a path of its own, outside of runs/. */
export function createFolderAt(path: string): string {
  const parent = dirname(path);
  try {
    mkdirSync(parent, { recursive: true });
    mkdirSync(path);
    syncFolder(parent);
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new UserError({
      code: exists ? 'run-exists' : 'run-not-writable',
      message: exists
        ? `The run folder ${path} exists already`
        : `Cannot make the run folder ${path}: ${reasonOf(error)}`,
      file: path,
      fix: exists
        ? 'Start it again: each run gets a folder of its own.'
        : 'Give a home or a folder that can be written to.',
      cause: error,
    });
  }
  return path;
}

/** Writes run.json whole or not at all. Throws UserError `run-not-writable`. */
export function writeRunInfo(folder: string, info: RunInfo): void {
  const path = join(folder, RUN_FILE);
  const text = `${JSON.stringify(runInfoSchema.parse(info), undefined, 2)}\n`;
  try {
    replaceDurably(path, text);
  } catch (error) {
    throw new UserError({
      code: 'run-not-writable',
      message: `Cannot write ${path}: ${reasonOf(error)}`,
      file: path,
      fix: 'Free space on the disk, or allow writing to the folder.',
      cause: error,
    });
  }
}

/** Throws UserError `run-missing` where there is none, `run-invalid` naming the line or the field that is wrong. */
export function readRunInfo(folder: string): RunInfo {
  const path = join(folder, RUN_FILE);
  const result = runInfoSchema.safeParse(parseJson(path, readText(folder, path)));
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const field = issue.path.join('.');
  throw new UserError({
    code: 'run-invalid',
    message: `${path}: ${field === '' ? '' : `${field}: `}${issue.message}`,
    file: path,
    field: field === '' ? undefined : field,
    fix: 'Restore the run from a copy; a run.json is never edited.',
  });
}

function readText(folder: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError({
      code: 'run-missing',
      message: `${folder} is not a run: ${reasonOf(error)}`,
      file: path,
      fix: `Name a folder under ${RUNS_FOLDER}/ that holds a ${RUN_FILE}.`,
      cause: error,
    });
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = reasonOf(error);
    const place = /line (\d+) column (\d+)/.exec(reason);
    throw new UserError({
      code: 'run-invalid',
      message: `${path} is not JSON: ${reason}`,
      file: path,
      line: place === null ? undefined : Number(place[1]),
      column: place === null ? undefined : Number(place[2]),
      fix: 'Restore the run from a copy; a run.json is never edited.',
      cause: error,
    });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
