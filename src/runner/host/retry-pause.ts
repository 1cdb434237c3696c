// Takes how often in a row the vendor gave no answer; gives the pause before it is asked again.

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** 1 s after the first failure, doubled each time up to 60 s; none without a failure. */
export function retryPauseMs(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16));
}
