// The theoretical price of an auction in; its event, and what stands in the event's words, out.

import type { EventBatch } from '../../../core/market/event-batch.ts';
import { F64_A, F64_B, Kind, RECORD_F64 } from '../../../core/market/event-record.ts';
import { isOnGrid, priceAt, tickAt } from '../../../core/market/price-grid.ts';
import type { Arrival } from './arrival.ts';
import type { DecodeCounters } from './decode-counters.ts';
import type { FollowedInstrument } from './feed-facts.ts';

/*
 * kind theoreticalPrice   flags  bit 0: there is a price
 *                         f64 A  price in points, 0 where there is none
 *                         f64 B  contracts that would trade at it
 */
const THEORETICAL_HAS_PRICE = 1;

/** A price that is none (0, infinite) says that the auction has none at present. Off the grid nobody can trade: refused. */
export function pushTheoretical(
  instrument: FollowedInstrument,
  counters: DecodeCounters,
  price: number,
  quantity: number,
  arrival: Arrival,
  batch: EventBatch,
): void {
  const { grid, instrumentId } = instrument;
  const isThere = price > 0 && price < Number.POSITIVE_INFINITY;
  if (isThere && !isOnGrid(grid, price)) {
    counters.offGrid += 1;
    return;
  }
  const flags = isThere ? THEORETICAL_HAS_PRICE : 0;
  const index = batch.push(Kind.theoreticalPrice, flags, instrumentId, arrival.us, arrival.us);
  const f = index * RECORD_F64;
  batch.f64[f + F64_A] = isThere ? priceAt(grid, tickAt(grid, price)) : 0;
  batch.f64[f + F64_B] = isThere && quantity > 0 && quantity <= Number.MAX_SAFE_INTEGER ? quantity : 0;
  counters.theoreticalPrices += 1;
}
