// Contracts of trades and candles go in; those that are no multiple of the lot of their instrument come out.

import { MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, countOf } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import { CANDLE_KINDS, timesOf } from './measure/row-times.ts';

/** With so many rows, and so large a share of them, it is another instrument. */
const ROWS_TO_JUDGE = 10;
const OTHER_INSTRUMENT_SHARE = 0.5;

export const offLot: RowRule = {
  id: 'off-lot',
  severity: 'warn',
  kinds: ['trades', ...CANDLE_KINDS],
  meaning:
    'Contracts that are no multiple of the lot. With more than half of the rows the file is of another instrument, the mini contract under the name of the full one.',
  start,
};

function start(context: PartContext): RowCheck {
  const { lot } = context.terms;
  const log = new RowLog();
  let total = 0;
  return {
    rows(columns, from, to, offset) {
      const sizes = columns.quantity ?? columns.volume!;
      total += to - from;
      for (let index = from; index < to; index++) {
        const size = sizes[index]!;
        const lots = size / lot;
        if (lots === Math.floor(lots) || isMultiple(lots)) continue;
        if (log.count++ < MAX_EXAMPLES) {
          const timeUs = timesOf(columns)[index]!;
          log.list(offset + index, timeUs, `${size}, ${clockOf(context, timeUs)}`);
        }
      }
    },
    finding: () => {
      const isOther = total >= ROWS_TO_JUDGE && log.count > OTHER_INSTRUMENT_SHARE * total;
      const severity: Severity = isOther ? 'refuse' : 'warn';
      const detail =
        `${countOf(log.count, total, 'rows')} have contracts that are no multiple of the lot of ${lot}` +
        (isOther ? ': another instrument under this name, or the column counts something else' : '');
      return log.finding(offLot.id, severity, detail);
    },
  };
}

/** Lots below one are no exact floats. What is no number is told of by bad-quantity. */
function isMultiple(lots: number): boolean {
  return !(Math.abs(lots - Math.round(lots)) > 1e-6);
}
