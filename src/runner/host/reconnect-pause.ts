// Takes how often a connection was tried in vain; gives the pause before the next attempt.

const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/** 250 ms, doubled each time up to 10 s. */
export function reconnectPauseMs(attempts: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts, 16));
}
