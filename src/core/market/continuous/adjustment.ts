// Takes the spans of a continuous series and the prices at its rolls and gives the change of the prices of each contract.
import { assert } from '../../assert.ts';
import type { KnownRollPrices } from './roll-prices.ts';
import type { ContractSpan } from './roll-schedule.ts';

/** `ratio` multiplies older prices, `difference` shifts them; the newest contract keeps its prices in both. */
export type AdjustmentMethod = 'ratio' | 'difference';

/** What is done to every price of a contract. */
export type PriceChange =
  | { readonly kind: 'ratio'; readonly factor: number }
  /** Points. */
  | { readonly kind: 'difference'; readonly offset: number };

export interface ContractAdjustment extends ContractSpan {
  readonly change: PriceChange;
  /** The prices at the roll that ends the span; undefined for the newest contract. */
  readonly measuredFrom: KnownRollPrices | undefined;
}

/** The change of each contract, oldest first. It stands apart from the prices, which are kept as they were traded. */
export interface Adjustment {
  readonly method: AdjustmentMethod;
  readonly contracts: readonly ContractAdjustment[];
}

/** `prices` are those of the rolls in order: one less than there are spans. */
export function adjustmentOf(
  method: AdjustmentMethod,
  spans: readonly ContractSpan[],
  prices: readonly KnownRollPrices[],
): Adjustment {
  assert(prices.length === Math.max(0, spans.length - 1), 'an adjustment needs the prices of every roll');
  const contracts: ContractAdjustment[] = [];
  let change = unchanged(method);
  for (let i = spans.length - 1; i >= 0; i -= 1) {
    const measuredFrom = prices[i];
    if (measuredFrom !== undefined) change = withRoll(change, measuredFrom);
    contracts.unshift({ ...spans[i]!, change, measuredFrom });
  }
  return { method, contracts };
}

function unchanged(method: AdjustmentMethod): PriceChange {
  return method === 'ratio' ? { kind: 'ratio', factor: 1 } : { kind: 'difference', offset: 0 };
}

/** The change of the contract before a roll, given that of the contract after it. */
function withRoll(after: PriceChange, { oldPrice, newPrice }: KnownRollPrices): PriceChange {
  if (after.kind === 'difference') return { kind: 'difference', offset: after.offset + (newPrice - oldPrice) };
  assert(oldPrice > 0 && newPrice > 0, `a ratio of the prices ${oldPrice} and ${newPrice} means nothing`);
  return { kind: 'ratio', factor: after.factor * (newPrice / oldPrice) };
}
