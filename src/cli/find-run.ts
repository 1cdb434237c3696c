// A home and what a person calls a run in; its folder out: a path as it stands, else the run of that name in the home.

import { existsSync } from 'node:fs';
import { join, normalize, resolve, sep } from 'node:path';
import { RUN_FILE, RUNS_FOLDER } from '../adapters/journal/run-folder.ts';

/** What is found nowhere is the folder of that name in the home, for the error that says so. */
export function findRun(home: string, run: string): string {
  // as the documents and `qt status` write it: runs/NAME, whatever folder the person is in
  const isNamedWhole = normalize(run).split(sep)[0] === RUNS_FOLDER;
  const inHome = isNamedWhole ? join(home, run) : join(home, RUNS_FOLDER, run);
  const isRun = (folder: string): boolean => existsSync(join(folder, RUN_FILE));
  if (isRun(run) || (existsSync(run) && !isRun(inHome))) return resolve(run);
  return resolve(inHome);
}
