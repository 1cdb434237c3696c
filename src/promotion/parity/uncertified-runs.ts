// A home in; its sessions against the host that are over and have no certificate yet, or one that rests on less than is there now, out.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../adapters/datasets/store.ts';
import { JOURNAL_FILE } from '../../adapters/journal/journal-tables.ts';
import { RUN_FILE, RUNS_FOLDER, readRunInfo } from '../../adapters/journal/run-folder.ts';
import type { RunInfo } from '../../adapters/journal/run-info.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { isAlive } from '../../runner/host/host-lock.ts';
import { CONTROL_FILE, readControlFile } from '../../runner/live/control-file.ts';
import { readComposition } from '../../runner/read-composition.ts';
import { certificateSchema } from './parity-certificate.ts';
import { CERTIFICATE_FILE, CERTIFICATE_SIGNATURE_FILE } from './read-certificates.ts';

const SESSION_RUN = /^\d{8}T\d{6}Z-(live|demo|shadow|paper)-/;
/** What was not certified by then is left to a person. */
const DAYS_LOOKED_BACK = 10;
const MS_PER_DAY = 86_400_000;

/** Absolute paths of run folders, the oldest first. What cannot be read as a run is passed over. @param nowMs UTC */
export function uncertifiedRuns(home: string, nowMs: number): readonly string[] {
  const parent = join(home, RUNS_FOLDER);
  if (!existsSync(parent)) return [];
  const since = new Date(nowMs - DAYS_LOOKED_BACK * MS_PER_DAY).toISOString().slice(0, 10).replaceAll('-', '');
  const names = readdirSync(parent).filter((name) => SESSION_RUN.test(name) && name >= since);
  return names
    .sort()
    .map((name) => join(parent, name))
    .filter((folder) => !isCertified(home, folder) && isOverSession(folder));
}

/** Without a signature it is no certificate: the process that wrote it ended between the two files. */
function isCertified(home: string, folder: string): boolean {
  const files = [CERTIFICATE_FILE, CERTIFICATE_SIGNATURE_FILE].map((name) => join(folder, name));
  return files.every((file) => existsSync(file)) && !restsOnLog(home, folder, files[0]!);
}

/** The host has stored the day since: a backtest of it says more than one on what the session itself recorded. */
function restsOnLog(home: string, folder: string, file: string): boolean {
  try {
    const { backtest, days } = certificateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (backtest.market !== 'log') return false;
    const { instrument } = readComposition(readRunInfo(folder), join(folder, RUN_FILE));
    return days.every((day) => isStored(home, instrument, day));
  } catch {
    // it is no certificate
    return true;
  }
}

function isStored(home: string, instrument: string, day: string): boolean {
  const root = instrumentOf(instrument)?.root;
  const store = openStore(home);
  const contracts = store.instruments().filter((each) => instrumentOf(each)?.root === root);
  return contracts.some((contract) => store.parts(contract, 'trades').some((part) => part.day === day));
}

function isOverSession(folder: string): boolean {
  try {
    const info = readRunInfo(folder);
    if (readComposition(info, join(folder, RUN_FILE)).session === undefined) return false;
    return isOver(folder, info) && existsSync(join(folder, JOURNAL_FILE));
  } catch {
    return false;
  }
}

/** Finished, or its process is gone. Where no control file was written yet the session may be beginning. */
export function isOver(folder: string, { finishedAtUtc, pid }: RunInfo): boolean {
  if (finishedAtUtc !== null) return true;
  if (readControlFile(folder) !== undefined) return false;
  return existsSync(join(folder, CONTROL_FILE)) || !isAlive(pid);
}
