// A measurement in, its best of several repetitions out: on a shared machine only the best one tells what the code can do.

/** Runs it `runs` times and gives the smallest result. */
export async function leastOf(runs: number, measure: () => number | Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) least = Math.min(least, await measure());
  return least;
}

/** Wall time of one call in seconds. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
}
