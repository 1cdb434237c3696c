// Takes one figure of each day; gives what is usual among them and which days are far beyond it.

import { medianOf } from '../facts/median.ts';

/** Spreads beyond the middle up to which a figure is usual. */
const USUAL_SPREADS = 5;

/** The largest figure that is still usual: the median and a few times the median distance from it, but never less than `least` above. */
export function usualLimit(figures: readonly number[], least: number): number {
  const middle = medianOf([...figures]) ?? 0;
  const spread = medianOf(figures.map((figure) => Math.abs(figure - middle))) ?? 0;
  return middle + Math.max(least, spread * USUAL_SPREADS);
}
