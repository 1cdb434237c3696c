// Quotes go in; those of continuous trading come out whose bid is above their ask.

import { QUOTE_HAS_ASK, QUOTE_HAS_BID } from '../../market/event-record.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { type BookFault, BookWatch } from './measure/book-watch.ts';

const WHOLE = QUOTE_HAS_BID | QUOTE_HAS_ASK;

/** Of best quotes and of levels alike. */
export const CROSSED: Omit<BookFault, 'rule'> = {
  noteShare: 0.005,
  mayBeExchanged: true,
  was: 'the book was crossed',
  cause: 'changes of one side were lost, or there were auctions within the day',
};

export const crossedBook: RowRule = {
  id: 'crossed-book',
  severity: 'warn',
  kinds: ['quotes'],
  meaning:
    'Quotes of continuous trading whose bid is above their ask. Up to 0.5 % (of the quotes or of the time) is the order in which sides are told; over half of the quotes means that the sides were exchanged.',
  start,
};

function start(context: PartContext): RowCheck {
  const watch = new BookWatch(context, { ...CROSSED, rule: crossedBook.id });
  return {
    rows(columns, from, to, offset) {
      const { time_us: times, flags, bid, ask } = columns;
      for (let index = from; index < to; index++) {
        if ((flags![index]! & WHOLE) !== WHOLE) continue;
        watch.see(offset + index, times![index]!, bid![index]!, ask![index]!, bid![index]! > ask![index]!);
      }
    },
    finding: () => watch.finding(),
  };
}
