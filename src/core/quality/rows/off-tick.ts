// Prices and the tick of their instrument go in; rows with a price between two ticks come out.

import { isOnGrid } from '../../market/price-grid.ts';
import { parseSymbol } from '../../market/symbol.ts';
import { MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowColumns, RowRule } from '../row-rule.ts';
import { countOf } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import { type PriceColumn, priceColumnsOf } from './measure/row-prices.ts';
import { ALL_KINDS, timesOf } from './measure/row-times.ts';

export const offTick: RowRule = {
  id: 'off-tick',
  severity: 'refuse',
  kinds: ALL_KINDS,
  meaning:
    'Prices between two ticks: nobody traded at them, they were adjusted or averaged. Series adjusted by ratio are not judged; for instruments whose tick was told or worked out here it is a warning.',
  start,
};

function start(context: PartContext): RowCheck | undefined {
  const { terms, kind, adjusted } = context;
  if (adjusted === 'ratio') return undefined;
  const severity: Severity = parseSymbol(context.instrument) === undefined ? 'warn' : 'refuse';
  const log = new RowLog();
  let total = 0;
  return {
    rows(columns, from, to, offset) {
      total += to - from;
      const prices = priceColumnsOf(kind, columns);
      const single = prices.length === 1 ? prices[0]!.values : undefined;
      let onGrid = Number.NaN;
      for (let index = from; index < to; index++) {
        if (single !== undefined) {
          const price = single[index]!;
          if (price === onGrid) continue;
          if (isOnGrid(terms, price)) {
            onGrid = price;
            continue;
          }
        }
        const off = offGrid(context, prices, columns, index);
        if (off === undefined) continue;
        if (log.count++ < MAX_EXAMPLES) {
          log.list(offset + index, timesOf(columns)[index]!, `${off.name} ${off.values[index]}`);
        }
      }
    },
    finding: () =>
      log.finding(
        offTick.id,
        severity,
        `${countOf(log.count, total, 'rows')} have a price off the tick of ${terms.tick}: ${probableCause(context)}`,
        { share: total === 0 ? 0 : log.count / total },
      ),
  };
}

/** What is no number is told of by bad-price. */
function offGrid(
  { terms }: PartContext,
  prices: readonly PriceColumn[],
  columns: RowColumns,
  index: number,
): PriceColumn | undefined {
  for (const column of prices) {
    const price = column.values[index]!;
    if (column.flag !== 0 && (columns.flags![index]! & column.flag) === 0) continue;
    if (!isOnGrid(terms, price) && Number.isFinite(price)) return column;
  }
  return undefined;
}

function probableCause({ kind, terms }: PartContext): string {
  if (terms.inferred) return 'the tick was worked out from data, and is probably smaller';
  if (kind === 'quotes') return 'averaged over several levels, or adjusted';
  return 'nobody traded there; adjusted, averaged or of another instrument';
}
