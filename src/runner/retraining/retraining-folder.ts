// A home, a strategy and a time in; a new folder for a training out, and what older ones need no more is gone.

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Journals of the release that runs and of the candidate, in the folder of a training. */
export const JOURNALS = { running: 'running', candidate: 'candidate' } as const;

/** Folders of trainings kept for each strategy; the releases made of them stay. */
const TRAININGS_KEPT = 20;
/** Of the newest of them, the journals too: they are a thousand times as large as the models. */
const JOURNALS_KEPT = 3;

/** `at` is a time UTC in ISO 8601: names sort by it. Of several in one second each has its own: `-2` and so on follows. */
export function newRetrainingFolder(home: string, strategy: string, at: string): string {
  const parent = join(home, 'retraining', strategy);
  mkdirSync(parent, { recursive: true });
  const old = readdirSync(parent).sort().reverse();
  for (const [place, name] of old.entries()) {
    // the new one is one of those that are kept
    if (place >= TRAININGS_KEPT - 1) removed(join(parent, name));
    else if (place >= JOURNALS_KEPT - 1)
      for (const journal of Object.values(JOURNALS)) removed(join(parent, name, journal));
  }
  return ownFolder(join(parent, at.replaceAll(/[-:]/g, '').replace(/\.\d+/, '')));
}

/** Made by nobody else: two processes that ask at once get two. */
function ownFolder(wanted: string): string {
  for (let place = 1; ; place += 1) {
    const folder = place === 1 ? wanted : `${wanted}-${place}`;
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function removed(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
