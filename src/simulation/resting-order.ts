// An order that is alive at the simulated venue: what was asked and how far it has come.

import type { OrderRequest, OrderType } from '../core/account/order.ts';
import type { Instrument } from '../core/market/instrument.ts';
import { isOnGrid, tickAt } from '../core/market/price-grid.ts';

/** `stop` waits for its trigger, `taking` takes liquidity at the next chance, `passive` waits in the queue of its price. */
export type RestingMode = 'stop' | 'taking' | 'passive';

export interface RestingOrder {
  readonly request: OrderRequest;
  readonly isBuy: boolean;
  readonly arrivalUs: number;
  /** Limit in ticks; infinite, against us, for a market order. */
  readonly limitTicks: number;
  /** Trigger in ticks; only of a stopLimit. */
  readonly stopTicks: number;
  mode: RestingMode;
  remaining: number;
  fills: number;
  /** While it takes: no better price than this, in ticks. */
  floorTicks: number;
  /** While it takes: only at records of a later exchange time, microseconds UTC; the trigger of a stop is of that time. */
  takesAfterUs: number;
  /** Contracts that must trade at its price before it is reached. */
  queueAhead: number;
  /** When it takes though no record comes: a triggered stop a little later, a market order on bars at an open; else infinite. */
  dueUs: number;
}

export function restingOrder(request: OrderRequest, instrument: Instrument, arrivalUs: number): RestingOrder {
  const isBuy = request.side === 'buy';
  return {
    request,
    isBuy,
    arrivalUs,
    limitTicks: request.price === undefined ? (isBuy ? Infinity : -Infinity) : tickAt(instrument, request.price),
    stopTicks: request.stopPrice === undefined ? 0 : tickAt(instrument, request.stopPrice),
    mode: request.type === 'stopLimit' ? 'stop' : 'taking',
    remaining: request.quantity,
    fills: 0,
    floorTicks: isBuy ? -Infinity : Infinity,
    takesAfterUs: -Infinity,
    queueAhead: 0,
    dueUs: Infinity,
  };
}

const wants: Readonly<Record<OrderType, { readonly price: boolean; readonly stopPrice: boolean }>> = {
  market: { price: false, stopPrice: false },
  limit: { price: true, stopPrice: false },
  stopLimit: { price: true, stopPrice: true },
};

/** Why no venue would take this order, whatever the market; undefined when it is well formed. */
export function malformed(request: OrderRequest, instrument: Instrument): string | undefined {
  const { quantity, type } = request;
  if (!Number.isSafeInteger(quantity) || quantity <= 0 || quantity % instrument.lot !== 0) {
    return `quantity ${quantity} is not a positive multiple of the lot ${instrument.lot}`;
  }
  for (const field of ['price', 'stopPrice'] as const) {
    const price = request[field];
    if (wants[type][field] !== (price !== undefined)) {
      return `a ${type} order has ${wants[type][field] ? 'a' : 'no'} ${field}`;
    }
    if (price !== undefined && !isOnGrid(instrument, price)) {
      return `${field} ${price} is not a multiple of the tick ${instrument.tick}`;
    }
  }
  return undefined;
}
