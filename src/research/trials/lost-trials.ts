// A home and the entries of its ledger in; the runs and sweeps that name an entry which is not there, out.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RUN_FILE, RUNS_FOLDER } from '../../adapters/journal/run-folder.ts';
import type { EntryMark } from '../../adapters/ledger/ledger-entry.ts';
import { newestEntry } from '../sweeps/record/newest-entry.ts';

export interface LostTrial {
  /** In words: `the run NAME`, `the sweep NAME` with the name of its folder under runs/. */
  readonly what: string;
  readonly entry: EntryMark;
}

/** All that is read of a run.json here: another field that is wrong says nothing of the ledger. */
const trialSchema = z.object({ trial: z.object({ seq: z.int().positive(), sha256: z.string() }) });

/** By name, so runs by time. Runs without an entry, of earlier versions or of live sessions, are none; nor is what cannot be read. */
export function lostTrials(home: string, entries: readonly EntryMark[]): readonly LostTrial[] {
  const runs = join(home, RUNS_FOLDER);
  if (!existsSync(runs)) return [];
  const lost: LostTrial[] = [];
  for (const name of readdirSync(runs).sort()) {
    const folder = join(runs, name);
    const ofRun = entryOf(join(folder, RUN_FILE));
    const entry = ofRun ?? newestEntry(folder);
    if (entry === undefined || entries[entry.seq - 1]?.sha256 === entry.sha256) continue;
    lost.push({ what: `the ${ofRun === undefined ? 'sweep' : 'run'} ${name}`, entry });
  }
  return lost;
}

function entryOf(file: string): EntryMark | undefined {
  try {
    return trialSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).trial;
  } catch {
    return undefined;
  }
}
