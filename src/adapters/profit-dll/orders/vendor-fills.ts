// What one order has traded by the vendor's record and what was known before in; the executions that are new out.

import type { BracketPlan, Fill, OrderRequest } from '../../../core/account/order.ts';
import { priceAt } from '../../../core/market/price-grid.ts';
import type { VendorOrder } from '../decode/feed-facts.ts';
import { type ImpliedFill, impliedFills, type TradedSum, tradedSum } from './implied-fills.ts';
import type { OrderInstrument } from './order-instrument.ts';

export type VendorFills =
  | {
      readonly kind: 'fills';
      readonly fills: readonly Fill[];
      readonly sum: TradedSum;
      /** The average stands for a sum that is not on the grid; said for a person. */
      readonly remark: string | undefined;
      /** The contracts are certain and their price is not: where they were booked, and why. */
      readonly unpriced?: string | undefined;
    }
  | { readonly kind: 'contradiction'; readonly text: string };

/** An average that is told rounded misses the whole sum by less than this, in ticks times contracts. */
const RESIDUAL_MAX = 0.1;

export function vendorFills(
  request: OrderRequest,
  instrument: OrderInstrument,
  before: TradedSum,
  vendor: VendorOrder,
  receivedUs: number,
  plan?: BracketPlan,
): VendorFills {
  const { traded, averagePrice, updatedUs } = vendor;
  if (traded === before.quantity) return { kind: 'fills', fills: [], sum: before, remark: undefined };
  const told = tradedSum(instrument.grid, traded, averagePrice);
  const priced = told === undefined ? undefined : impliedFills(before, told);
  const text = `${traded} contracts traded at an average of ${averagePrice}, which implies no price`;
  const stand = priced === undefined ? standInTicks(request, instrument, plan, before, vendor) : undefined;
  const after = priced === undefined ? sumAt(before, traded, stand) : told;
  const implied = priced ?? (after === undefined ? undefined : impliedFills(before, after));
  if (after === undefined || implied === undefined) return { kind: 'contradiction', text };
  const fills: Fill[] = [];
  let quantity = before.quantity;
  for (const each of implied) {
    quantity += each.quantity;
    fills.push(fillOf(request, instrument, each, quantity, updatedUs ?? receivedUs));
  }
  const isOff = Math.abs(after.residual) > RESIDUAL_MAX;
  const remark = isOff
    ? `an average of ${averagePrice} over ${traded} contracts misses the price grid by ${after.residual.toFixed(3)} ticks in all`
    : undefined;
  if (stand === undefined) return { kind: 'fills', fills, sum: after, remark };
  const unpriced = `${text}: taken to be ${priceAt(instrument.grid, stand)} until the broker tells more`;
  return { kind: 'fills', fills, sum: after, remark, unpriced };
}

/** A position that nobody sees is worse than one at a doubtful price: what the next average differs by is made good by its fills. */
function standInTicks(
  { type, price, stopPrice }: Pick<OrderRequest, 'type' | 'price' | 'stopPrice'>,
  { grid, lastPrice }: OrderInstrument,
  plan: BracketPlan | undefined,
  before: TradedSum,
  vendor: VendorOrder,
): number | undefined {
  const average =
    before.quantity > 0 ? before.tickContracts / before.quantity / (grid.ticksPerUnit ?? 1 / grid.tick) : 0;
  const resting = type === 'limit' ? price : undefined;
  const known = [resting, lastPrice?.(), average, stopPrice, plan?.stopPrice, price, vendor.price];
  const found = known.find((each) => each !== undefined && each > 0 && each < Number.POSITIVE_INFINITY);
  return found === undefined ? undefined : Math.max(1, Math.round(found * (grid.ticksPerUnit ?? 1 / grid.tick)));
}

function sumAt(before: TradedSum, quantity: number, ticks: number | undefined): TradedSum | undefined {
  if (ticks === undefined) return undefined;
  const tickContracts = before.tickContracts + (quantity - before.quantity) * ticks;
  return { quantity, tickContracts, residual: 0 };
}

function fillOf(
  { clientOrderId, strategyId, side, type }: OrderRequest,
  { instrumentId, grid, contractCostsE4 }: OrderInstrument,
  { quantity, ticks }: ImpliedFill,
  traded: number,
  exchangeTimeUs: number,
): Fill {
  return {
    kind: 'fill',
    // the order's own id, since a fill may be told before the vendor's lasting one is known, and told again in later runs
    fillId: `${clientOrderId}/q${traded}`,
    clientOrderId,
    strategyId,
    instrumentId,
    side,
    quantity,
    price: priceAt(grid, ticks),
    costsE4: contractCostsE4 * quantity,
    exchangeTimeUs,
    // the vendor does not tell it: an order that rests is taken to have been hit
    aggressor: type !== 'limit',
  };
}
