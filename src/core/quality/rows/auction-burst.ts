// Trades of a session go in; long waits that ended in many trades at one time and price, as auctions do, come out.

import { type Finding, MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowRule } from '../row-rule.ts';
import { clockOf, lengthOfTime } from './measure/figures.ts';
import type { LongGap } from './measure/gap-watch.ts';
import { longWaits } from './measure/long-waits.ts';

export const auctionBurst: RowRule = {
  id: 'auction-burst',
  severity: 'note',
  kinds: ['trades'],
  meaning:
    'A wait inside the session that ended in 20 or more trades within a second at one price: an auction of the exchange, no lost data. Its trades have no aggressor.',
  start: (context) => longWaits(context, 'auction', (waits) => findingOf(context, waits)),
};

function findingOf(context: PartContext, waits: readonly [LongGap, ...LongGap[]]): Finding {
  const [first] = waits;
  const trades = waits.reduce((sum, { burst }) => sum + burst, 0);
  return {
    rule: auctionBurst.id,
    severity: 'note',
    rows: trades,
    detail:
      `${trades} trades at one time and price each followed ${waits.length} waits inside the session, the first of ` +
      `${lengthOfTime(first.lengthUs)} from ${clockOf(context, first.startUs)}: auctions`,
    examples: waits.slice(0, MAX_EXAMPLES).map(({ row, endUs, lengthUs, burst }) => ({
      row,
      timeUs: endUs,
      what: `${burst} trades at ${clockOf(context, endUs)} after ${lengthOfTime(lengthUs)}`,
    })),
    values: { auctions: waits.length },
  };
}
