// What is sent, named and told of the orders of one scope in; the same in the store, before anything is sent or told.

import type { OrderRequest } from '../../../core/account/order.ts';
import type { OrderIdStore, StoredOrder } from './order-id-store.ts';
import type { OrderInstrument, OrderNews, SentOrder } from './sent-order.ts';

export interface KeptOrdersOptions {
  readonly store: OrderIdStore;
  /** Within which client order ids are unique. */
  readonly scope: string;
  /** Something known cannot be kept: it is told all the same. */
  readonly failed: (order: SentOrder, reason: string, nowUs: number) => void;
}

export class KeptOrders {
  private readonly options: KeptOrdersOptions;

  constructor(options: KeptOrdersOptions) {
    this.options = options;
  }

  /** Throws UserError where the store cannot be read. */
  load(): readonly StoredOrder[] {
    return this.options.store.load(this.options.scope);
  }

  /** Undefined when the order is durable; else why it must not be sent. */
  reserve(request: OrderRequest, instrument: OrderInstrument | undefined, sentUs: number): string | undefined {
    if (instrument === undefined) return undefined;
    const { store, scope } = this.options;
    try {
      const isNew = store.reserve(scope, { request, asset: instrument.asset, sentUs });
      return isNew ? undefined : 'an order with this id was sent before';
    } catch (error) {
      return `the order cannot be made durable: ${textOf(error)}`;
    }
  }

  bind(order: SentOrder, run: string | undefined, nowUs: number): void {
    const { localOrderId, messageId, clOrderId, clientOrderId } = order;
    const { store, scope } = this.options;
    this.attempt(order, nowUs, () => store.bind(scope, clientOrderId, { run, localOrderId, messageId, clOrderId }));
  }

  /** Durable before it is told: a trader that starts anew is told the same again. */
  tell(order: SentOrder, { fills, update }: OrderNews, nowUs: number): void {
    if (fills.length === 0 && update === undefined) return;
    const { store, scope } = this.options;
    this.attempt(order, nowUs, () => store.tell(scope, order.clientOrderId, update, fills, order.tickContracts));
  }

  private attempt(order: SentOrder, nowUs: number, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.options.failed(order, textOf(error), nowUs);
    }
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
