// Aggressors of trades go in; a day comes out in which all of them are on the same side.

import { AGGRESSOR_BUYER, AGGRESSOR_SELLER } from '../../market/event-record.ts';
import type { Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';

/** So many trades on one side are rare in any market, and so many more do not happen. */
const WARN_TRADES = 200;
const REFUSE_TRADES = 2000;

export const oneSided: RowRule = {
  id: 'one-sided',
  severity: 'refuse',
  kinds: ['trades'],
  meaning:
    'All trades with an aggressor have the same one: the source fills the column with a constant, and order flow counted on it is made up. A warning from 200 trades on, refused from 2000 on.',
  start,
};

function start(_context: PartContext): RowCheck {
  let buyers = 0;
  let sellers = 0;
  return {
    rows(columns, from, to) {
      // both sides were seen: nothing can be found any more
      if (buyers > 0 && sellers > 0) return;
      const aggressor = columns.aggressor!;
      for (let index = from; index < to; index++) {
        const side = aggressor[index]!;
        if (side === AGGRESSOR_BUYER) buyers++;
        else if (side === AGGRESSOR_SELLER) sellers++;
      }
    },
    finding: () => {
      const trades = buyers + sellers;
      if (trades < WARN_TRADES || (buyers > 0 && sellers > 0)) return undefined;
      const severity: Severity = trades >= REFUSE_TRADES ? 'refuse' : 'warn';
      return {
        rule: oneSided.id,
        severity,
        rows: trades,
        detail: `All ${trades} trades with an aggressor are the ${buyers > 0 ? "buyer's" : "seller's"}: the source fills the column with a constant`,
        examples: [],
      };
    },
  };
}
