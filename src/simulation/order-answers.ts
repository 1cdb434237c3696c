// Takes what the venue does with an order; gives the answers that say so: fills, order updates, refused commands.

import type { CommandResult } from '../core/account/account-event.ts';
import type { Fill, OrderStatus, OrderUpdate } from '../core/account/order.ts';
import type { RestingOrder } from './resting-order.ts';

/** Where answers go: what happened at `timeUs` of the venue. A fill and its update travel together, the fill first. */
export interface VenueAnswers {
  answer(timeUs: number, first: OrderUpdate | Fill | CommandResult, second?: OrderUpdate): void;
}

export class OrderAnswers {
  private readonly answers: VenueAnswers;
  private readonly costsE4: number;

  /** `costsE4`: cost of one contract on one side. */
  constructor(answers: VenueAnswers, costsE4: number) {
    this.answers = answers;
    this.costsE4 = costsE4;
  }

  /** Takes an execution off the order and tells it; `exchangeTimeUs` is when it happened, `timeUs` when the venue says so. */
  executed(
    order: RestingOrder,
    price: number,
    quantity: number,
    aggressor: boolean,
    exchangeTimeUs: number,
    timeUs: number,
  ): void {
    const { clientOrderId, strategyId, instrumentId, side } = order.request;
    order.remaining -= quantity;
    order.fills += 1;
    const fill: Fill = {
      kind: 'fill',
      fillId: `${clientOrderId}/${order.fills}`,
      clientOrderId,
      strategyId,
      instrumentId,
      side,
      quantity,
      price,
      costsE4: this.costsE4 * quantity,
      exchangeTimeUs,
      aggressor,
    };
    const status = order.remaining === 0 ? 'filled' : 'partiallyFilled';
    this.answers.answer(timeUs, fill, updateOf(order, status, undefined));
  }

  updated(order: RestingOrder, status: OrderStatus, reason: string | undefined, timeUs: number): void {
    this.answers.answer(timeUs, updateOf(order, status, reason));
  }

  /** The order works on with its new terms. */
  changed(order: RestingOrder, timeUs: number): void {
    const { clientOrderId } = order.request;
    const result = {
      kind: 'commandResult',
      command: 'change',
      clientOrderId,
      outcome: 'accepted',
      reason: undefined,
    } as const;
    this.answers.answer(timeUs, result, updateOf(order, order.fills > 0 ? 'partiallyFilled' : 'working', undefined));
  }

  /** The venue does not take the order. */
  rejected(clientOrderId: string, reason: string, timeUs: number): void {
    this.answers.answer(timeUs, { kind: 'orderUpdate', clientOrderId, status: 'rejected', filledQuantity: 0, reason });
  }

  /** The command changes nothing. */
  refused(command: 'submit' | 'change' | 'cancel', clientOrderId: string, reason: string, timeUs: number): void {
    this.answers.answer(timeUs, { kind: 'commandResult', command, clientOrderId, outcome: 'refused', reason });
  }
}

function updateOf(order: RestingOrder, status: OrderStatus, reason: string | undefined): OrderUpdate {
  const { clientOrderId, quantity } = order.request;
  return { kind: 'orderUpdate', clientOrderId, status, filledQuantity: quantity - order.remaining, reason };
}
