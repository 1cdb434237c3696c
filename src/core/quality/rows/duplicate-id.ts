// Numbers of trades go in; trades whose number stood in the day already come out.

import { MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, countOf } from './measure/figures.ts';
import { IdSet, MAX_IDS } from './measure/id-set.ts';
import { RowLog } from './measure/row-log.ts';

/** Up to this share a trade was told twice now and then; above, a stretch of the day stands there twice. */
const FEW_SHARE = 0.001;

export const duplicateId: RowRule = {
  id: 'duplicate-id',
  severity: 'refuse',
  kinds: ['trades'],
  meaning:
    'Two trades of a day with one number: a stretch of the day was stored twice, so volumes are wrong. Removals of trades are left aside.',
  start,
};

function start(context: PartContext): RowCheck {
  const log = new RowLog();
  const ids = new IdSet();
  let total = 0;
  return {
    rows(columns, from, to, offset) {
      const { trade_id: id, correction } = columns;
      if (id === undefined) return;
      for (let index = from; index < to; index++) {
        if (correction === undefined) {
          const start = index;
          index = ids.addAscending(id, start, to);
          total += index - start;
          if (index === to) break;
        }
        // feeds that do not number their trades give 0
        if (!(id[index]! > 0) || (correction !== undefined && correction[index] !== 0)) continue;
        total++;
        if (ids.add(id[index]!)) continue;
        if (log.count++ < MAX_EXAMPLES) {
          const timeUs = columns.time_us![index]!;
          log.list(offset + index, timeUs, `trade ${id[index]} again at ${clockOf(context, timeUs)}`);
        }
      }
    },
    finding: () => {
      const severity: Severity = log.count > FEW_SHARE * total ? 'refuse' : 'warn';
      const only = ids.isFull ? ` (only the first ${MAX_IDS} numbers were compared)` : '';
      const detail = `${countOf(log.count, total, 'trades')} have a number that stood in the day already${only}: the same trades twice`;
      return log.finding(duplicateId.id, severity, detail);
    },
  };
}
