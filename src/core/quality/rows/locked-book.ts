// Quotes go in; those of continuous trading come out whose bid equals their ask.

import { QUOTE_HAS_ASK, QUOTE_HAS_BID } from '../../market/event-record.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { type BookFault, BookWatch } from './measure/book-watch.ts';

const WHOLE = QUOTE_HAS_BID | QUOTE_HAS_ASK;

const LOCKED: BookFault = {
  rule: 'locked-book',
  noteShare: 0.02,
  mayBeExchanged: false,
  was: 'bid and ask were one price',
  cause: 'a quote that was averaged or lags behind, or a contract about to expire',
};

export const lockedBook: RowRule = {
  id: LOCKED.rule,
  severity: 'note',
  kinds: ['quotes'],
  meaning:
    'Quotes of continuous trading whose bid equals their ask. Up to 2 % (of the quotes or of the time) is the order in which sides are told; more makes spreads and slippage too good.',
  start,
};

function start(context: PartContext): RowCheck {
  const watch = new BookWatch(context, LOCKED);
  return {
    rows(columns, from, to, offset) {
      const { time_us: times, flags, bid, ask } = columns;
      for (let index = from; index < to; index++) {
        if ((flags![index]! & WHOLE) !== WHOLE) continue;
        watch.see(offset + index, times![index]!, bid![index]!, ask![index]!, bid![index] === ask![index]);
      }
    },
    finding: () => watch.finding(),
  };
}
