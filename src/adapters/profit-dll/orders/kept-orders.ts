// What is sent, named and told of the orders of one scope in; the same in the store, before anything is sent or told.

import type { NewStoredOrder, OrderIdStore, StoredOrder } from './order-id-store.ts';
import type { OrderNews } from './order-news.ts';
import type { OrderTerms } from './order-terms.ts';
import type { SentOrder } from './sent-order.ts';

export interface KeptOrdersOptions {
  readonly store: OrderIdStore;
  /** Within which client order ids are unique. */
  readonly scope: string;
  /** Something cannot be kept: what is known is told all the same; entries and changes that are asked for are not sent. */
  readonly failed: (clientOrderId: string, reason: string, nowUs: number) => void;
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

  /**
   * Undefined when the order may be sent; else why not. What cannot be made durable is told: no new risk is taken on without, but what
   * takes risk away does not wait for a disk. A restart does not know of it then, and finds an order that is not ours.
   */
  reserve(order: NewStoredOrder): string | undefined {
    const { store, scope } = this.options;
    try {
      return store.reserve(scope, order) ? undefined : 'an order with this id was sent before';
    } catch (error) {
      const reason = `the order cannot be made durable: ${textOf(error)}`;
      this.options.failed(order.request.clientOrderId, reason, order.sentUs);
      return order.request.role === 'entry' ? reason : undefined;
    }
  }

  /** Undefined when the change is durable; else why it must not be sent. */
  wantChange({ clientOrderId, changed }: SentOrder, wanted: OrderTerms, nowUs: number): string | undefined {
    const { store, scope } = this.options;
    try {
      store.change(scope, clientOrderId, { now: changed.now, wanted });
      return undefined;
    } catch (error) {
      const reason = `the change cannot be made durable: ${textOf(error)}`;
      this.options.failed(clientOrderId, reason, nowUs);
      return reason;
    }
  }

  /** Terms have come into force, or were refused. */
  change(order: SentOrder, nowUs: number): void {
    const { store, scope } = this.options;
    this.attempt(order, nowUs, () => store.change(scope, order.clientOrderId, order.changed));
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
      this.options.failed(order.clientOrderId, textOf(error), nowUs);
    }
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
