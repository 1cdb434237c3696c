// The rows of a session go in; a rule is given the waits between them that are too long, apart those that ended in an auction and the others.

import type { Finding } from '../../finding.ts';
import type { PartContext, RowCheck } from '../../row-rule.ts';
import { GapWatch, type LongGap } from './gap-watch.ts';
import { tradingHoursOf } from './trading-hours.ts';

/** From as many trades on, within a second and at one price, the wait before them was an auction. */
const AUCTION_TRADES = 20;

/** Calls `findingOf` with waits of the one sort, in order of time, at least one. Undefined where no hours are known. */
export function longWaits(
  context: PartContext,
  sort: 'auction' | 'gap',
  findingOf: (waits: readonly [LongGap, ...LongGap[]]) => Finding,
): RowCheck | undefined {
  const hours = tradingHoursOf(context);
  if (hours === undefined) return undefined;
  const watch = new GapWatch(context, hours);
  return {
    rows: (columns, from, to, offset) => watch.see(columns, from, to, offset),
    finding: () => {
      const isWanted = ({ burst }: LongGap): boolean => burst >= AUCTION_TRADES === (sort === 'auction');
      const [first, ...others] = watch.longGaps().filter(isWanted);
      return first === undefined ? undefined : findingOf([first, ...others]);
    },
  };
}
