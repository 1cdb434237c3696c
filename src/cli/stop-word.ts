// Why this process is asked to stop, and its home, in; what it does now, for the person at its terminal, out.

import { runningSessions } from '../runner/live/control-file.ts';

/** Between two sessions, and before the first, there is nothing to get out of. */
export function stopWord(home: string, why: string): string {
  const own = runningSessions(home).find(({ pid }) => pid === process.pid);
  if (own === undefined || own.waiting !== undefined) return `${why}: no session is on, the process ends`;
  return `${why}: out of the position, then the end. Without waiting: qt stop --keep, qt kill`;
}
