// Commands of the engine and what the vendor says about orders in; calls to the vendor and answers of ours out.

import type { CommandResult } from '../../../core/account/account-event.ts';
import type { Fill, OrderRequest, OrderUpdate } from '../../../core/account/order.ts';
import type { OrderCommand } from '../../../core/execution/order-command.ts';
import type { SentOrder as SentAnswer } from '../calls/order-requests.ts';
import type { AccountName, FeedFact, VendorMessageResult, VendorOrder } from '../decode/feed-facts.ts';
import type { AssetName } from '../feed/feed.ts';
import { HeldAnswers } from './held-answers.ts';
import { KeptOrders } from './kept-orders.ts';
import type { CallOutcome, OrderCalls } from './order-calls.ts';
import type { OrderIdStore, StoredOrder, VendorIds } from './order-id-store.ts';
import { namesOf, OrderIndex } from './order-index.ts';
import { type OrderNote, OrderNotes } from './order-notes.ts';
import { faultOf, isOf, toSend } from './outgoing-order.ts';
import { type OrderInstrument, type OrderNews, SentOrder } from './sent-order.ts';
import { failureOf, messageOutcome } from './vendor-status.ts';

/** Orders of one scope; a trader that sends more in a day is out of control. */
export const MAX_SENT_ORDERS = 100_000;

/** Ids that a call of the run before gave mean nothing in this one. */
const ANOTHER_RUN: CallOutcome<SentAnswer> = { kind: 'lost', reason: 'the vendor process was started anew' };

export type OrderAnswer = OrderUpdate | Fill | CommandResult;

/** Called in the order in which things became known; a fill comes before the update that counts it. */
export interface OrderSink {
  answer(answer: OrderAnswer, receivedUs: number): void;
  /** An order of the account that is not ours: of a person or another program. */
  foreign(order: VendorOrder, receivedUs: number): void;
  note(note: OrderNote, receivedUs: number): void;
  /** All orders of the account should be read and given as facts: something about them was missed, or does not fit. */
  readOrders(): void;
}

export interface OrderBridgeOptions {
  readonly account: AccountName;
  /** Within which client order ids are unique, e.g. account and day. */
  readonly scope: string;
  readonly store: OrderIdStore;
  readonly calls: OrderCalls;
  readonly sink: OrderSink;
  /** Whole microseconds UTC. */
  readonly nowUs: () => number;
  /** The instrument of an order that was sent before a restart; undefined where it is no longer known. */
  readonly instrumentOf: (asset: AssetName) => OrderInstrument | undefined;
}

/** One account. The routing password never comes here: whoever performs the calls adds it. */
export class OrderBridge {
  private readonly options: OrderBridgeOptions;
  private readonly index = new OrderIndex();
  private readonly held = new HeldAnswers();
  private readonly kept: KeptOrders;
  private readonly notes: OrderNotes;
  private run: string | undefined = undefined;

  /** Takes up what was sent before, as the store has it. Throws UserError where that cannot be read. */
  constructor(options: OrderBridgeOptions) {
    this.options = options;
    const { store, scope, sink } = options;
    this.notes = new OrderNotes((note, receivedUs) => sink.note(note, receivedUs));
    const failed = (order: SentOrder, reason: string, nowUs: number): void =>
      this.notes.note('storeFailed', order.clientOrderId, reason, nowUs);
    this.kept = new KeptOrders({ store, scope, failed });
    for (const stored of this.kept.load()) this.restore(stored);
  }

  /** Sends, or cancels. `instrument`: of a submission; the command's own number is that of somebody's stream. Never throws. */
  take(command: OrderCommand, instrument: OrderInstrument | undefined): void {
    if (command.kind === 'cancel') this.cancel(command.clientOrderId);
    else this.submit(command.request, instrument);
  }

  /** A new vendor process: its local ids begin anew, and until it shows an order nobody knows what became of it meanwhile. */
  processStarted(run: string): void {
    const nowUs = this.options.nowUs();
    this.run = run;
    this.held.clear();
    this.index.forgetRun();
    for (const order of this.index.all) {
      order.callEndedUs ??= nowUs;
      if (!order.hasEnded) this.tell(order, order.becomes('unknown', 'the vendor process was started anew'), nowUs);
    }
  }

  /** Facts about orders; all others are passed over. */
  onFact(fact: FeedFact, receivedUs: number): void {
    if (fact.kind === 'order') this.onOrder(fact.order, receivedUs);
    else if (fact.kind === 'messageResult') this.onResult(fact.result, receivedUs);
  }

  /** A trader listens from now on: everything that was told is told again, with the same names, and counts once. */
  resume(): void {
    const nowUs = this.options.nowUs();
    for (const order of this.index.all) for (const answer of order.history()) this.options.sink.answer(answer, nowUs);
  }

  private restore(stored: StoredOrder): void {
    const instrument = this.options.instrumentOf(stored.asset);
    if (instrument === undefined) return;
    const nowUs = this.options.nowUs();
    const order = SentOrder.restored(stored, instrument);
    order.callEndedUs = stored.isAnswered ? stored.sentUs : nowUs;
    this.index.add(order);
    if (order.hasEnded) return;
    // of this one nobody knows whether it was sent; of the others the vendor has to say what became of them
    const reason = stored.isAnswered ? 'the host was started anew' : 'the host ended before the order was answered';
    this.kept.tell(order, order.becomes('unknown', reason), nowUs);
  }

  private submit(request: OrderRequest, instrument: OrderInstrument | undefined): void {
    const { clientOrderId } = request;
    const known = this.index.find(clientOrderId);
    if (known !== undefined) return this.tellAgain(known);
    const tooMany = this.index.size >= MAX_SENT_ORDERS ? `${MAX_SENT_ORDERS} orders were sent already` : undefined;
    const sentUs = this.options.nowUs();
    const fault = faultOf(request, instrument) ?? tooMany ?? this.kept.reserve(request, instrument, sentUs);
    if (fault !== undefined || instrument === undefined) {
      return this.result('submit', clientOrderId, 'refused', fault ?? 'the instrument is not known');
    }
    const order = new SentOrder(request, instrument, sentUs);
    this.index.add(order);
    this.held.expect();
    const { run } = this;
    const sent = this.options.calls.sendOrder(toSend(this.options.account, request, instrument));
    void sent
      .catch((error: unknown): CallOutcome<SentAnswer> => ({ kind: 'lost', reason: String(error) }))
      .then((outcome) => this.onSent(order, run === this.run ? outcome : ANOTHER_RUN));
  }

  private onSent(order: SentOrder, outcome: CallOutcome<SentAnswer>): void {
    const { clientOrderId } = order;
    const nowUs = this.options.nowUs();
    if (outcome.kind !== 'lost' || outcome.late === undefined) order.callEndedUs ??= nowUs;
    if (outcome.kind === 'answered') {
      const { localOrderId, messageId } = outcome.value;
      this.bind(order, { localOrderId, messageId }, nowUs);
      this.result('submit', clientOrderId, 'accepted', undefined);
    } else {
      const what = failureOf(outcome);
      // the result says it to the engine; the store has to know it as well
      this.kept.tell(order, order.becomes(what === 'refused' ? 'rejected' : 'unknown', outcome.reason), nowUs);
      this.result('submit', clientOrderId, what, outcome.reason);
      if (outcome.kind === 'lost') void this.hearLate(order, outcome.late, this.run);
    }
    for (const { fact, receivedUs } of this.held.answered()) this.onFact(fact, receivedUs);
    if (order.wantsCancel) this.cancel(clientOrderId);
  }

  /** The call was given up and answered after all: what it said names the order, or ends it. */
  private async hearLate(
    order: SentOrder,
    late: Promise<CallOutcome<SentAnswer>> | undefined,
    run?: string,
  ): Promise<void> {
    const outcome = await late;
    if (outcome === undefined || run !== this.run) return;
    const nowUs = this.options.nowUs();
    order.callEndedUs ??= nowUs;
    if (outcome.kind === 'answered') {
      const { localOrderId, messageId } = outcome.value;
      if (order.localOrderId !== undefined && localOrderId !== undefined && order.localOrderId !== localOrderId) {
        const text = `it was taken to be order ${order.localOrderId} of the vendor and was sent as order ${localOrderId}`;
        return this.contradict(order, text, nowUs);
      }
      this.bind(order, { localOrderId, messageId }, nowUs);
      if (order.wantsCancel && !order.hasEnded) this.cancel(order.clientOrderId);
    } else if (order.status === 'unknown' && failureOf(outcome) === 'refused') {
      this.tell(order, order.becomes('rejected', outcome.reason), nowUs);
    }
    // what was said of it before it had a name was not heard
    this.options.sink.readOrders();
  }

  private cancel(clientOrderId: string): void {
    const order = this.index.find(clientOrderId);
    if (order === undefined) return this.result('cancel', clientOrderId, 'refused', 'no such order was sent');
    if (order.hasEnded) {
      this.tellAgain(order);
      return this.result('cancel', clientOrderId, 'refused', `the order is ${order.status}`);
    }
    order.markPendingCancel(this.options.nowUs());
    const { localOrderId, clOrderId } = order;
    // without a name the vendor cannot be asked: it is done as soon as there is one
    order.wantsCancel = localOrderId === undefined && clOrderId === undefined;
    if (order.wantsCancel || order.isCancelOnItsWay) return;
    order.isCancelOnItsWay = true;
    const key = clOrderId === undefined ? { localOrderId } : { localOrderId, clOrderId };
    void this.options.calls
      .cancelOrder({ account: this.options.account, order: key })
      .catch((error: unknown) => ({ kind: 'lost', reason: String(error) }) as const)
      .then((outcome) => {
        order.isCancelOnItsWay = false;
        if (outcome.kind !== 'answered') {
          if (failureOf(outcome) === 'refused') order.cancelRefused();
          return this.result('cancel', clientOrderId, failureOf(outcome), outcome.reason);
        }
        if (outcome.value.messageId !== undefined) this.index.bindCancel(order, outcome.value.messageId);
        this.result('cancel', clientOrderId, 'accepted', undefined);
      });
  }

  private onOrder(vendor: VendorOrder, receivedUs: number): void {
    const order = this.index.ofRecord(vendor);
    if (vendor.result !== 0) {
      this.notes.unreadable(vendor, order, receivedUs);
      return this.options.sink.readOrders();
    }
    const isOurAccount = isOf(vendor, this.options.account);
    if (order === undefined && !isOurAccount) return;
    if (order === undefined && this.held.hold({ kind: 'order', order: vendor }, receivedUs)) return;
    const ours = order ?? this.adopt(vendor, receivedUs);
    if (ours === undefined) return;
    if (!isOurAccount) this.notes.otherAccount(ours, vendor, receivedUs);
    this.bind(ours, namesOf(vendor), receivedUs);
    this.tell(ours, ours.take(vendor, receivedUs), receivedUs);
    if (ours.wantsCancel && !ours.hasEnded) this.cancel(ours.clientOrderId);
  }

  private adopt(vendor: VendorOrder, receivedUs: number): SentOrder | undefined {
    const [order, ...others] = this.index.adoptable(vendor);
    if (order === undefined) {
      this.options.sink.foreign(vendor, receivedUs);
      return undefined;
    }
    if (others.length > 0) {
      this.notes.ambiguous([order, ...others], vendor, receivedUs);
      return undefined;
    }
    const text = `order ${vendor.clOrderId || vendor.localOrderId} of the vendor is taken to be it: it fits in every field`;
    this.notes.note('adopted', order.clientOrderId, text, receivedUs);
    return order;
  }

  private onResult(result: VendorMessageResult, receivedUs: number): void {
    const found = this.index.ofResult(result);
    if (found === undefined) {
      this.held.hold({ kind: 'messageResult', result }, receivedUs);
      return;
    }
    const { command, order } = found;
    if (command === 'submit') this.bind(order, namesOf(result), receivedUs);
    const outcome = messageOutcome(result.code);
    if (outcome === 'onItsWay' || outcome === 'accepted') return;
    const reason = result.message === '' ? `trading message result ${result.code}` : result.message;
    if (command === 'cancel') {
      if (outcome === 'refused') order.cancelRefused();
      return this.result('cancel', order.clientOrderId, outcome, reason);
    }
    // a word on the way says nothing about an order that was seen at the venue
    if (order.status !== 'pendingNew' && order.status !== 'unknown') return;
    this.tell(order, order.becomes(outcome === 'refused' ? 'rejected' : 'unknown', reason), receivedUs);
  }

  private bind(order: SentOrder, ids: Partial<VendorIds>, nowUs: number): void {
    if (this.index.bind(order, ids)) this.kept.bind(order, this.run, nowUs);
  }

  private tell(order: SentOrder, news: OrderNews, receivedUs: number): void {
    this.kept.tell(order, news, receivedUs);
    for (const fill of news.fills) this.options.sink.answer(fill, receivedUs);
    if (news.update !== undefined) this.options.sink.answer(news.update, receivedUs);
    if (news.contradiction !== undefined) this.contradict(order, news.contradiction, receivedUs);
  }

  /** Nobody knows how the order stands: it keeps its risk, a person has to look, and the vendor is asked again. */
  private contradict(order: SentOrder, text: string, receivedUs: number): void {
    if (!order.isNewContradiction(text)) return;
    this.notes.note('contradiction', order.clientOrderId, text, receivedUs);
    this.tell(order, order.becomes('unknown', text), receivedUs);
    this.options.sink.readOrders();
  }

  private tellAgain(order: SentOrder): void {
    const nowUs = this.options.nowUs();
    for (const answer of order.history()) this.options.sink.answer(answer, nowUs);
  }

  private result(
    command: CommandResult['command'],
    clientOrderId: string,
    outcome: CommandResult['outcome'],
    reason: string | undefined,
  ): void {
    const result: CommandResult = { kind: 'commandResult', command, clientOrderId, outcome, reason };
    this.options.sink.answer(result, this.options.nowUs());
  }
}
