// Messages about orders go in; those come out that change or end an order which never came.

import { OrderAction } from '../../market/order-message.ts';
import { MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, countOf } from './measure/figures.ts';
import { IdSet } from './measure/id-set.ts';
import { RowLog } from './measure/row-log.ts';

/** Up to this share single messages were lost; above, the part starts without what rested already. */
const FEW_SHARE = 0.001;

export const unknownOrder: RowRule = {
  id: 'unknown-order',
  severity: 'warn',
  kinds: ['orders'],
  meaning:
    'Changes, cancels and executions of an order that never came: messages were lost, or the part starts without a snapshot, so its book is not whole.',
  start,
};

function start(context: PartContext): RowCheck {
  const log = new RowLog();
  const known = new IdSet();
  let total = 0;
  return {
    rows(columns, from, to, offset) {
      const { action, order_id: id, time_us: times } = columns;
      for (let index = from; index < to; index++) {
        const what = action![index]!;
        // 0 stands for no order
        if (what === OrderAction.add && id![index]! > 0) known.add(id![index]!);
        else if (what === OrderAction.clear) known.clear();
        if (!(what >= OrderAction.modify && what <= OrderAction.remove)) continue;
        total++;
        if (known.has(id![index]!) || known.isFull) continue;
        if (log.count++ < MAX_EXAMPLES) {
          const timeUs = times![index]!;
          log.list(offset + index, timeUs, `order ${id![index]}, action ${what}, ${clockOf(context, timeUs)}`);
        }
      }
    },
    finding: () => {
      const isFew = log.count <= FEW_SHARE * total;
      const severity: Severity = isFew ? 'note' : 'warn';
      const detail =
        `${countOf(log.count, total, 'changes of orders')} are of orders that never came: ` +
        (isFew ? 'single messages were lost' : 'messages were lost, or the part starts without what rested already');
      return log.finding(unknownOrder.id, severity, detail);
    },
  };
}
