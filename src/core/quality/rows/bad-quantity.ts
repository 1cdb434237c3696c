// Quantities go in; those that are negative, no number, or zero where something was traded come out.

import { QUOTE_HAS_SIZES } from '../../market/event-record.ts';
import { MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowColumns, RowKind, RowRule } from '../row-rule.ts';
import { countOf } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import { ALL_KINDS, timesOf } from './measure/row-times.ts';

/** So many trades of nothing are a column that was misread; fewer do no harm. */
const ZERO_SHARE = 0.01;

export const badQuantity: RowRule = {
  id: 'bad-quantity',
  severity: 'refuse',
  kinds: ALL_KINDS.filter((kind) => kind !== 'lasts'),
  meaning:
    'Quantities that are negative or no number, and trades of nothing. Single trades of zero contracts change no volume and are only warned of.',
  start,
};

function start(context: PartContext): RowCheck {
  const log = new RowLog();
  const isTrade = context.kind === 'trades';
  let total = 0;
  let zeros = 0;
  return {
    rows(columns, from, to, offset) {
      total += to - from;
      const { correction } = columns;
      for (const [name, values, flag] of quantitiesOf(context.kind, columns)) {
        for (let index = from; index < to; index++) {
          const quantity = values[index]!;
          if (quantity > 0 && quantity < Number.POSITIVE_INFINITY) continue;
          if (quantity === 0 && !isTrade) continue;
          if (flag !== 0 && (columns.flags![index]! & flag) === 0) continue;
          // a removal may or may not repeat what it removes
          if (correction !== undefined && correction[index] !== 0) continue;
          if (quantity === 0) zeros++;
          if (log.count++ < MAX_EXAMPLES) log.list(offset + index, timesOf(columns)[index]!, `${name} ${quantity}`);
        }
      }
    },
    finding: () => {
      const isHarmless = zeros === log.count && zeros <= ZERO_SHARE * total;
      const severity: Severity = isHarmless ? 'warn' : 'refuse';
      const detail =
        `${countOf(log.count, total, 'rows')} have a quantity that is none, ${zeros} of them zero: ` +
        (isHarmless ? 'trades of nothing, which change no volume' : 'a column was misread');
      return log.finding(badQuantity.id, severity, detail, { zeros });
    },
  };
}

/** Name, values and the flag that says whether a row has them (0: always). */
function quantitiesOf(kind: RowKind, columns: RowColumns): readonly (readonly [string, Float64Array, number])[] {
  if (kind === 'quotes') {
    return [
      ['bid size', columns.bid_size!, QUOTE_HAS_SIZES],
      ['ask size', columns.ask_size!, QUOTE_HAS_SIZES],
    ];
  }
  return columns.volume === undefined ? [['quantity', columns.quantity!, 0]] : [['volume', columns.volume, 0]];
}
