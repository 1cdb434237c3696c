// Prices go in; those that are no number, infinite, zero or negative come out.

import { BOOK_CLEAR } from '../../market/event-record.ts';
import { parseSymbol } from '../../market/symbol.ts';
import { MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowColumns, RowRule } from '../row-rule.ts';
import { countOf } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import { needsPrice, type PriceColumn, priceColumnsOf } from './measure/row-prices.ts';
import { ALL_KINDS, timesOf } from './measure/row-times.ts';

export const badPrice: RowRule = {
  id: 'bad-price',
  severity: 'refuse',
  kinds: ALL_KINDS,
  meaning:
    'Prices that are no number, infinite, zero or negative. Outside WDO, DOL, WIN and IND a price of zero or below is only warned of: spreads have such.',
  start,
};

function start(context: PartContext): RowCheck {
  const isKnown = parseSymbol(context.instrument) !== undefined;
  const log = new RowLog();
  let total = 0;
  let unreal = 0;
  return {
    rows(columns, from, to, offset) {
      total += to - from;
      const prices = priceColumnsOf(context.kind, columns);
      const first = prices[0]!.values;
      const isOnly = prices.length === 1;
      for (let index = from; index < to; index++) {
        if (isOnly && first[index]! > 0 && first[index]! < Number.POSITIVE_INFINITY) continue;
        const bad = badColumn(prices, columns, index);
        if (bad === undefined) continue;
        const price = bad.values[index]!;
        if (!Number.isFinite(price)) unreal++;
        if (log.count++ < MAX_EXAMPLES) log.list(offset + index, timesOf(columns)[index]!, `${bad.name} ${price}`);
      }
    },
    finding: () => {
      const severity: Severity = isKnown || unreal > 0 ? 'refuse' : 'warn';
      const detail = `${countOf(log.count, total, 'rows')} have a price that is none (${unreal} of them no number): a column was misread, or 0 stands for none`;
      return log.finding(badPrice.id, severity, detail);
    },
  };
}

/** A row counts once, however many of its prices are bad: by the first that is no number, else by the first. */
function badColumn(prices: readonly PriceColumn[], columns: RowColumns, index: number): PriceColumn | undefined {
  let first: PriceColumn | undefined;
  for (const column of prices) {
    const price = column.values[index]!;
    if ((price > 0 && price < Number.POSITIVE_INFINITY) || !counts(column, columns, index)) continue;
    if (!Number.isFinite(price)) return column;
    first ??= column;
  }
  return first;
}

/** Whether the row must have this price at all. */
function counts({ values, flag }: PriceColumn, columns: RowColumns, index: number): boolean {
  const { action, flags } = columns;
  const price = values[index]!;
  // a message about no price says 0; what is no number is wrong anywhere
  if (action !== undefined) return price !== 0 || needsPrice(action[index]!);
  if (flags === undefined) return true;
  if (flag !== 0) return (flags[index]! & flag) !== 0;
  return price !== 0 || (flags[index]! & BOOK_CLEAR) === 0;
}
