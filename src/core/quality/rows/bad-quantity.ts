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
      const quantities = quantitiesOf(context.kind, columns);
      const first = quantities[0]!.values;
      const isOnly = quantities.length === 1;
      for (let index = from; index < to; index++) {
        if (isOnly && first[index]! > 0 && first[index]! < Number.POSITIVE_INFINITY) continue;
        const bad = badColumn(quantities, columns, isTrade, index);
        // a removal may or may not repeat what it removes
        if (bad === undefined || (correction !== undefined && correction[index] !== 0)) continue;
        const quantity = bad.values[index]!;
        if (quantity === 0) zeros++;
        if (log.count++ < MAX_EXAMPLES) log.list(offset + index, timesOf(columns)[index]!, `${bad.name} ${quantity}`);
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

interface QuantityColumn {
  readonly name: string;
  readonly values: Float64Array;
  /** Bit of the column `flags` that must be set for the quantity to count; 0: it always counts. */
  readonly flag: number;
}

/** The first that is bad: a row counts once, however many of its quantities are. */
function badColumn(
  quantities: readonly QuantityColumn[],
  columns: RowColumns,
  isTrade: boolean,
  index: number,
): QuantityColumn | undefined {
  for (const column of quantities) {
    const quantity = column.values[index]!;
    if ((quantity > 0 || (quantity === 0 && !isTrade)) && quantity < Number.POSITIVE_INFINITY) continue;
    if (column.flag === 0 || (columns.flags![index]! & column.flag) !== 0) return column;
  }
  return undefined;
}

function quantitiesOf(kind: RowKind, columns: RowColumns): readonly QuantityColumn[] {
  if (kind === 'quotes') {
    return [
      { name: 'bid size', values: columns.bid_size!, flag: QUOTE_HAS_SIZES },
      { name: 'ask size', values: columns.ask_size!, flag: QUOTE_HAS_SIZES },
    ];
  }
  const [name, values] = columns.volume === undefined ? ['quantity', columns.quantity!] : ['volume', columns.volume];
  return [{ name, values, flag: 0 }];
}
