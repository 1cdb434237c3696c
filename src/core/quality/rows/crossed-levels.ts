// Changes of price levels go in; messages of continuous trading come out after which a bid stands at or above an ask.

import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { CROSSED } from './crossed-book.ts';
import { BookWatch } from './measure/book-watch.ts';
import { LevelBook } from './measure/level-book.ts';

export const crossedLevels: RowRule = {
  id: 'crossed-levels',
  severity: 'warn',
  kinds: ['levels'],
  meaning:
    'A book of price levels in which, at the end of a message, a bid stands at or above an ask: deletions were lost. Over half means that the sides were exchanged.',
  start,
};

function start(context: PartContext): RowCheck {
  const { tick } = context.terms;
  const watch = new BookWatch(context, { ...CROSSED, rule: crossedLevels.id });
  const levels = new LevelBook(tick);
  return {
    rows(columns, from, to, offset) {
      const times = columns.time_us!;
      for (let index = from; index < to; index++) {
        if (!levels.apply(columns, index)) continue;
        const { bids, asks } = levels.book;
        const bid = bids.ticksAt(0);
        const ask = asks.ticksAt(0);
        if (bid === undefined || ask === undefined) continue;
        watch.see(offset + index, times[index]!, bid * tick, ask * tick, bid >= ask);
      }
    },
    finding: () => watch.finding(),
  };
}
