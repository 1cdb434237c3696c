// Orders, commands and the venue's answers in; each order with every step of its life, as it stood at any moment, out.

import type { Order, OrderRequest } from '../../core/account/order.ts';
import { isFinal } from '../../core/account/order-transitions.ts';
import type { OrderRow, OrderStep } from '../view/order-row.ts';

/** An order behind a step. */
export interface LifeStep extends OrderStep {
  readonly order: Order;
}

export interface OrderLife {
  readonly id: number;
  readonly request: OrderRequest;
  readonly contract: string;
  /** Seq of the event whose processing sent it. */
  readonly seq: number;
  readonly sentUs: number | undefined;
  readonly priceWhenSent: number | undefined;
  readonly steps: LifeStep[];
}

/** Only grows. */
export class OrderLives {
  readonly all: OrderLife[] = [];
  /** The order of each step, in the order of the steps of all. */
  readonly stepped: OrderLife[] = [];
  private readonly byId = new Map<string, OrderLife>();

  get(clientOrderId: string): OrderLife | undefined {
    return this.byId.get(clientOrderId);
  }

  begin(life: Omit<OrderLife, 'id' | 'steps'>): OrderLife {
    const begun = { ...life, id: this.all.length + 1, steps: [] };
    this.all.push(begun);
    this.byId.set(life.request.clientOrderId, begun);
    return begun;
  }

  step(life: OrderLife, step: LifeStep): void {
    life.steps.push(step);
    this.stepped.push(life);
  }

  /** Names are used again in no session, but a new epoch of another day may make the same: the newest is meant from then on. */
  forgetNames(): void {
    this.byId.clear();
  }

  /** Undefined where it was not there yet at the moment. */
  rowAt(life: OrderLife, atUs = Infinity): OrderRow | undefined {
    const steps = atUs === Infinity ? life.steps : life.steps.filter(({ timeUs }) => timeUs <= atUs);
    const last = steps.at(-1);
    if (last === undefined) return undefined;
    const { order } = last;
    const { clientOrderId, strategyId, role, side, type, bracketId } = life.request;
    return {
      id: life.id,
      ...{ clientOrderId, strategy: strategyId, contract: life.contract, role, side, type },
      quantity: order.quantity,
      filledQuantity: order.filledQuantity,
      price: order.price ?? null,
      stopPrice: order.stopPrice ?? null,
      averagePrice: order.averagePrice ?? null,
      status: last.status,
      hasEnded: isFinal(order.status),
      bracketId: bracketId ?? null,
      priceWhenSent: life.priceWhenSent ?? null,
      sentUs: life.sentUs ?? null,
      atUs: last.timeUs,
      steps: steps.map(({ timeUs, seq, kind, status, text }) => ({ timeUs, seq, kind, status, text })),
    };
  }
}
