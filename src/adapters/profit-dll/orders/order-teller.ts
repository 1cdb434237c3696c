// News about orders of ours in; the same kept, told to the trader's side and, where something does not fit, to a person.

import type { CommandResult, OrderAdopted } from '../../../core/account/account-event.ts';
import type { Fill, OrderUpdate } from '../../../core/account/order.ts';
import type { VendorOrder } from '../decode/feed-facts.ts';
import { KeptOrders } from './kept-orders.ts';
import type { OrderIdStore, VendorIds } from './order-id-store.ts';
import { OrderIndex } from './order-index.ts';
import type { OrderNews } from './order-news.ts';
import { type OrderNote, OrderNotes } from './order-notes.ts';
import type { SentOrder } from './sent-order.ts';

export type OrderAnswer = OrderUpdate | Fill | CommandResult | OrderAdopted;

/** Called in the order in which things became known; a fill comes before the update that counts it. */
export interface OrderSink {
  answer(answer: OrderAnswer, receivedUs: number): void;
  /** An order of the account that is not ours: of a person or another program. */
  foreign(order: VendorOrder, receivedUs: number): void;
  note(note: OrderNote, receivedUs: number): void;
  /** All orders of the account should be read and given as facts: something about them was missed, or does not fit. */
  readOrders(): void;
}

export interface OrderTellerOptions {
  readonly store: OrderIdStore;
  readonly scope: string;
  readonly sink: OrderSink;
  readonly nowUs: () => number;
}

export class OrderTeller {
  readonly index = new OrderIndex();
  readonly notes: OrderNotes;
  readonly kept: KeptOrders;
  readonly sink: OrderSink;
  readonly nowUs: () => number;
  /** Names the vendor process that local ids are of. */
  run: string | undefined = undefined;

  constructor({ store, scope, sink, nowUs }: OrderTellerOptions) {
    this.sink = sink;
    this.nowUs = nowUs;
    this.notes = new OrderNotes((note, receivedUs) => sink.note(note, receivedUs));
    const failed = (clientOrderId: string, reason: string, atUs: number): void =>
      this.notes.note('storeFailed', clientOrderId, reason, atUs);
    this.kept = new KeptOrders({ store, scope, failed });
  }

  bind(order: SentOrder, ids: Partial<VendorIds>, nowUs: number): void {
    if (this.index.bind(order, ids)) this.kept.bind(order, this.run, nowUs);
  }

  tell(order: SentOrder, news: OrderNews, receivedUs: number): void {
    const { sink } = this;
    this.kept.tell(order, news, receivedUs);
    for (const fill of news.fills) sink.answer(fill, receivedUs);
    if (news.update !== undefined) sink.answer(news.update, receivedUs);
    const { remark } = news;
    if (remark !== undefined && order.isFirst(remark)) {
      this.notes.note('averageOffGrid', order.clientOrderId, remark, receivedUs);
    }
    const { unpriced } = news;
    if (unpriced !== undefined && order.isFirst(unpriced)) {
      this.notes.note('contradiction', order.clientOrderId, unpriced, receivedUs);
      sink.readOrders();
    }
    if (news.contradiction !== undefined) this.contradict(order, news.contradiction, receivedUs);
  }

  /** Nobody knows how the order stands: it keeps its risk, a person has to look, and the vendor is asked again. */
  contradict(order: SentOrder, text: string, receivedUs: number): void {
    if (!order.isFirst(text)) return;
    this.notes.note('contradiction', order.clientOrderId, text, receivedUs);
    this.tell(order, order.becomes('unknown', text), receivedUs);
    this.sink.readOrders();
  }

  /** Before anything else about an order that no trader asked for. */
  adopted({ request, origin, hasEnded }: SentOrder): void {
    if (origin.by !== 'guardian') return;
    const ended = hasEnded ? { hasEnded } : {};
    this.sink.answer({ kind: 'orderAdopted', request, by: 'guardian', reason: origin.reason, ...ended }, this.nowUs());
  }

  again(order: SentOrder): void {
    const nowUs = this.nowUs();
    for (const answer of order.history()) this.sink.answer(answer, nowUs);
  }

  result(
    command: CommandResult['command'],
    clientOrderId: string,
    outcome: CommandResult['outcome'],
    reason: string | undefined,
  ): void {
    this.sink.answer({ kind: 'commandResult', command, clientOrderId, outcome, reason }, this.nowUs());
  }
}
