// Numbers of messages go in; places come out at which messages are missing.

import { MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, countOf } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import { SequenceStep, SequenceWatch } from './measure/sequence-watch.ts';

/** Lines lose messages now and then; with gaps before so many the numbers are shared, or the file is an extract. */
const SHARED_NUMBERS_SHARE = 0.01;

export const sequenceGap: RowRule = {
  id: 'sequence-gap',
  severity: 'warn',
  kinds: ['trades', 'quotes', 'levels', 'orders'],
  meaning:
    'Numbers of messages that leave some out: messages were lost. When more than 1 % of the messages have a gap before them, the numbers are shared with other instruments or the file is an extract; that is only noted of quotes and orders.',
  start,
};

function start(context: PartContext): RowCheck {
  const log = new RowLog();
  const watch = new SequenceWatch(context.kind);
  let missing = 0;
  return {
    rows(columns, from, to, offset) {
      const { sequence } = columns;
      if (sequence === undefined) return;
      for (let index = from; index < to; index++) {
        if (watch.step(columns, sequence, index) !== SequenceStep.gap) continue;
        missing += watch.missing;
        if (log.count++ < MAX_EXAMPLES) {
          const timeUs = columns.time_us![index]!;
          const what = `${watch.missing} numbers before ${sequence[index]}, ${clockOf(context, timeUs)}`;
          log.list(offset + index, timeUs, what);
        }
      }
    },
    finding: () => {
      const isShared = log.count > SHARED_NUMBERS_SHARE * watch.steps;
      const detail =
        `${countOf(log.count, watch.steps, 'messages')} have a gap before them, ${missing} numbers are missing: ` +
        (isShared
          ? 'an extract of a tape, or numbers shared with other instruments; volumes and books may not be whole'
          : 'messages were lost');
      // a quote tells all of its state again, and a lost order is found by unknown-order
      const isHarmless = isShared && (context.kind === 'quotes' || context.kind === 'orders');
      return log.finding(sequenceGap.id, isHarmless ? 'note' : 'warn', detail, { missing, isShared: isShared ? 1 : 0 });
    },
  };
}
