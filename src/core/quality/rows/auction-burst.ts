// Trades of a session go in; long waits that ended in many trades at one time and price, as auctions do, come out.

import { MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, lengthOfTime } from './measure/figures.ts';
import { GapWatch } from './measure/gap-watch.ts';
import { tradingHoursOf } from './measure/trading-hours.ts';

/** From as many trades on, within a second and at one price, the wait before them was an auction. */
export const AUCTION_TRADES = 20;

export const auctionBurst: RowRule = {
  id: 'auction-burst',
  severity: 'note',
  kinds: ['trades'],
  meaning:
    'A wait inside the session that ended in 20 or more trades within a second at one price: an auction of the exchange, no lost data. Its trades have no aggressor.',
  start,
};

function start(context: PartContext): RowCheck | undefined {
  const hours = tradingHoursOf(context);
  if (hours === undefined) return undefined;
  const watch = new GapWatch(context, hours);
  return {
    rows: (columns, from, to, offset) => watch.see(columns, from, to, offset),
    finding: () => {
      const gaps = watch.longGaps().filter(({ burst }) => burst >= AUCTION_TRADES);
      const [first] = gaps;
      if (first === undefined) return undefined;
      const trades = gaps.reduce((sum, { burst }) => sum + burst, 0);
      return {
        rule: auctionBurst.id,
        severity: 'note',
        rows: trades,
        detail:
          `${trades} trades at one time and price each followed ${gaps.length} waits inside the session, the first of ` +
          `${lengthOfTime(first.lengthUs)} from ${clockOf(context, first.startUs)}: auctions`,
        examples: gaps.slice(0, MAX_EXAMPLES).map(({ row, endUs, lengthUs, burst }) => ({
          row,
          timeUs: endUs,
          what: `${burst} trades at ${clockOf(context, endUs)} after ${lengthOfTime(lengthUs)}`,
        })),
        values: { auctions: gaps.length },
      };
    },
  };
}
