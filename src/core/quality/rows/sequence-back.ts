// Numbers of messages go in; messages come out whose number is lower than that of the message before.

import { MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, countOf } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import { SequenceStep, SequenceWatch } from './measure/sequence-watch.ts';

/** Above this share the file is not in the order of its source. */
const UNORDERED_SHARE = 0.01;

export const sequenceBack: RowRule = {
  id: 'sequence-back',
  severity: 'warn',
  kinds: ['trades', 'quotes', 'levels', 'orders'],
  meaning:
    'Messages with a number below that of the message before: told twice, or two sources mixed. With more than 1 % of them the part is not in the order of its source, and no book can be built from it.',
  start,
};

function start(context: PartContext): RowCheck {
  const log = new RowLog();
  const watch = new SequenceWatch(context.kind);
  return {
    rows(columns, from, to, offset) {
      const { sequence } = columns;
      if (sequence === undefined) return;
      for (let index = from; index < to; index++) {
        if (watch.step(columns, sequence, index) !== SequenceStep.back) continue;
        if (log.count++ < MAX_EXAMPLES) {
          const timeUs = columns.time_us![index]!;
          const what = `${sequence[index]} after ${watch.before}, ${clockOf(context, timeUs)}`;
          log.list(offset + index, timeUs, what);
        }
      }
    },
    finding: () => {
      const isUnordered = log.count > UNORDERED_SHARE * watch.steps;
      const severity: Severity = isUnordered ? 'refuse' : 'warn';
      const cause = isUnordered ? 'the part is not in the order of its source' : 'told twice, or two sources mixed';
      const detail = `${countOf(log.count, watch.steps, 'messages')} have a number below that of the message before: ${cause}`;
      return log.finding(sequenceBack.id, severity, detail);
    },
  };
}
