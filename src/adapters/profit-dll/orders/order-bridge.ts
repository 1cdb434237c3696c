// Commands of the engine and what the vendor says about orders in; calls to the vendor and answers of ours out.

import type { BracketPlan, OrderRequest } from '../../../core/account/order.ts';
import type { OrderCommand } from '../../../core/execution/order-command.ts';
import type { AccountName, FeedFact, VendorMessageResult, VendorOrder } from '../decode/feed-facts.ts';
import type { AssetName } from '../feed/feed.ts';
import type { WholeRead } from './absences.ts';
import { HeldAnswers } from './held-answers.ts';
import { OrderAlterations } from './order-alterations.ts';
import type { OrderCalls } from './order-calls.ts';
import { OrderFinder } from './order-finder.ts';
import type { OrderIdStore, StoredOrder } from './order-id-store.ts';
import { namesOf } from './order-index.ts';
import type { OrderInstrument } from './order-instrument.ts';
import { OrderSubmissions } from './order-submissions.ts';
import { type OrderSink, OrderTeller } from './order-teller.ts';
import { isOf } from './outgoing-order.ts';
import { SentOrder } from './sent-order.ts';
import { TWIN_WAIT_US } from './twin-queue.ts';
import { messageOutcome } from './vendor-status.ts';

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
  /** In place of TWIN_WAIT_US. */
  readonly twinWaitUs?: number | undefined;
  /** How long an end that the vendor tells is not believed, by the build; 0 where none is given. */
  readonly provisionalUs?: (() => number) | undefined;
  /** Whether nobody else trades on the account; not so where it is not given. */
  readonly isExclusive?: (() => boolean) | undefined;
}

/** One account. The routing password never comes here: whoever performs the calls adds it. */
export class OrderBridge {
  private readonly options: OrderBridgeOptions;
  private readonly teller: OrderTeller;
  private readonly held = new HeldAnswers();
  private readonly submissions: OrderSubmissions;
  private readonly alterations: OrderAlterations;
  private readonly finder: OrderFinder;

  /** Takes up what was sent before, as the store has it. Throws UserError where that cannot be read. */
  constructor(options: OrderBridgeOptions) {
    this.options = options;
    const { account, calls } = options;
    const teller = new OrderTeller(options);
    this.teller = teller;
    this.alterations = new OrderAlterations({ account, calls, teller });
    const isExclusive = options.isExclusive ?? (() => false);
    this.finder = new OrderFinder({ teller, alterations: this.alterations, isExclusive });
    this.submissions = new OrderSubmissions({
      ...{ account, calls, teller, held: this.held },
      twinWaitUs: options.twinWaitUs ?? TWIN_WAIT_US,
      provisionalUs: () => this.provisionalUs,
      isMissing: (clientOrderId) => this.finder.isMissing(clientOrderId),
      answered: (order) => this.answered(order),
      answeredLate: (order) => this.cancelWanted(order),
    });
    for (const stored of teller.kept.load()) this.restore(stored);
  }

  /** In the order in which they were sent. */
  get orders(): readonly SentOrder[] {
    return [...this.teller.index.all];
  }

  /** Sends, changes or cancels. `instrument`: of a submission; the command's own number is that of somebody's stream. Never throws. */
  take(command: OrderCommand, instrument: OrderInstrument | undefined): void {
    const { request, bracket } = command.kind === 'submit' ? command : { request: undefined, bracket: undefined };
    if (request !== undefined) this.submit(request, bracket, instrument);
    else if (command.kind === 'change') this.change(command);
    else if (command.kind === 'cancel') this.cancel(command.clientOrderId);
  }

  /** Sends an order of ours that no trader asked for; it is told as adopted first. Never throws. */
  place(request: OrderRequest, instrument: OrderInstrument | undefined, reason: string): void {
    this.submissions.submit({ request, plan: undefined, origin: { by: 'guardian', reason }, instrument });
  }

  /** Cancels every order that has not ended; one without a name as soon as it has one. */
  cancelAll(reason: string): void {
    this.submissions.withdrawAll(reason);
    for (const order of this.teller.index.all) if (!order.hasEnded) this.alterations.cancel(order);
  }

  /** A new vendor process: its local ids begin anew, and until it shows an order nobody knows what became of it meanwhile. */
  processStarted(run: string): void {
    const { teller } = this;
    const nowUs = teller.nowUs();
    teller.run = run;
    this.held.clear();
    teller.index.forgetRun();
    for (const order of teller.index.all) {
      order.callEndedUs ??= nowUs;
      if (!order.hasEnded) teller.tell(order, order.becomes('unknown', 'the vendor process was started anew'), nowUs);
    }
  }

  /** Facts about orders; all others are passed over. */
  onFact(fact: FeedFact, receivedUs: number): void {
    if (fact.kind === 'order') this.onOrder(fact.order, receivedUs);
    else if (fact.kind === 'messageResult') this.onResult(fact.result, receivedUs);
    else return;
    this.submissions.go();
  }

  /** All orders that the vendor shows. `whole`: what is not among them is not there. */
  onRead(orders: readonly VendorOrder[], whole: WholeRead | undefined): void {
    const nowUs = this.teller.nowUs();
    for (const order of orders) this.onOrder(order, nowUs);
    // what is held back may be the very order that seems to be missing
    if (whole !== undefined && !this.held.isHolding) this.finder.read(orders, whole);
    this.submissions.go();
  }

  /** What time brings; called a few times a second. */
  tick(nowUs: number): void {
    const { teller } = this;
    for (const order of teller.index.all) if (order.awaitsTime) teller.tell(order, order.due(nowUs), nowUs);
    this.submissions.go();
  }

  /** Why the vendor should be asked in a new login; undefined where that helps nothing. */
  whyLogin(login: Pick<WholeRead, 'run' | 'startedUs'>): string | undefined {
    const order = this.finder.needsLogin(login);
    return order && `nobody knows what became of order ${order.clientOrderId}`;
  }

  isMissing(clientOrderId: string): boolean {
    return this.finder.isMissing(clientOrderId);
  }

  /**
   * A trader listens from now on: everything that was told is told again, with the same names, and counts once. `carried`: orders that it
   * holds from an earlier process. Those that never came here are answered so, and those it lacks are told to it as orders of ours.
   */
  resume(carried?: readonly string[]): void {
    const { teller } = this;
    // a stop of the guardian waits on, and so does what a trader that only goes on has asked for
    if (carried !== undefined) this.submissions.withdrawTraders('the trader began anew before it was sent');
    const held = carried === undefined ? undefined : new Set(carried);
    const nowUs = teller.nowUs();
    for (const order of teller.index.all) {
      const { clientOrderId, request, origin } = order;
      teller.adopted(order);
      if (origin.by === 'trader' && held?.has(clientOrderId) === false) {
        const reason = 'sent by an earlier process of the trader, which has no record of it';
        const ended = order.hasEnded ? { hasEnded: true } : {};
        teller.sink.answer({ kind: 'orderAdopted', request, by: 'reconciliation', reason, ...ended }, nowUs);
      }
      teller.again(order);
    }
    for (const clientOrderId of carried ?? []) {
      if (teller.index.find(clientOrderId) !== undefined) continue;
      teller.result('submit', clientOrderId, 'refused', 'the host never got it');
    }
  }

  private get provisionalUs(): number {
    return this.options.provisionalUs?.() ?? 0;
  }

  private restore(stored: StoredOrder): void {
    const { teller } = this;
    const instrument = this.options.instrumentOf(stored.asset);
    if (instrument === undefined) return;
    const nowUs = teller.nowUs();
    const order = SentOrder.restored(stored, instrument, () => this.provisionalUs);
    order.callEndedUs = stored.isAnswered ? stored.sentUs : nowUs;
    teller.index.add(order);
    if (order.hasEnded) return;
    // of this one nobody knows whether it was sent; of the others the vendor has to say what became of them
    const reason = stored.isAnswered ? 'the host was started anew' : 'the host ended before the order was answered';
    teller.kept.tell(order, order.becomes('unknown', reason), nowUs);
  }

  private submit(request: OrderRequest, plan: BracketPlan | undefined, instrument: OrderInstrument | undefined): void {
    this.submissions.submit({ request, plan, origin: { by: 'trader' }, instrument });
  }

  private answered(order: SentOrder): void {
    for (const { fact, receivedUs } of this.held.answered()) this.onFact(fact, receivedUs);
    this.cancelWanted(order);
    this.submissions.go();
  }

  private change(command: Extract<OrderCommand, { kind: 'change' }>): void {
    const order = this.teller.index.find(command.clientOrderId);
    if (order !== undefined) return this.alterations.change(order, command);
    const isWaiting = this.submissions.isWaiting(command.clientOrderId);
    const reason = isWaiting ? 'it waits for an equal order' : 'no such order was sent';
    this.teller.result('change', command.clientOrderId, 'refused', reason);
  }

  private cancel(clientOrderId: string): void {
    const order = this.teller.index.find(clientOrderId);
    if (order !== undefined) return this.alterations.cancel(order);
    const isWithdrawn = this.submissions.withdraw(clientOrderId, 'cancelled before it was sent');
    if (isWithdrawn) this.teller.result('cancel', clientOrderId, 'accepted', undefined);
    else this.teller.result('cancel', clientOrderId, 'refused', 'no such order was sent');
  }

  private onOrder(vendor: VendorOrder, receivedUs: number): void {
    const { teller } = this;
    const order = teller.index.ofRecord(vendor);
    if (vendor.result !== 0) {
      teller.notes.unreadable(vendor, order, receivedUs);
      return teller.sink.readOrders();
    }
    const isOurAccount = isOf(vendor, this.options.account);
    if (order === undefined && !isOurAccount) return;
    if (order === undefined && this.held.hold({ kind: 'order', order: vendor }, receivedUs)) return;
    const ours = order ?? this.finder.adopt(vendor, receivedUs);
    if (ours === undefined) return;
    if (!isOurAccount) teller.notes.otherAccount(ours, vendor, receivedUs);
    teller.bind(ours, namesOf(vendor), receivedUs);
    const hadChange = ours.changed.wanted !== undefined;
    const news = ours.take(vendor, receivedUs);
    teller.tell(ours, news, receivedUs);
    // nobody counts on it any more, and another may stand in its place
    if (ours.hasEnded && news.contradiction !== undefined && vendor.leaves > 0) this.alterations.takeBack(vendor);
    if (hadChange && ours.changed.wanted === undefined) teller.kept.change(ours, receivedUs);
    if (ours.endIsOpen) teller.sink.readOrders();
    this.cancelWanted(ours);
  }

  private cancelWanted(order: SentOrder): void {
    if (order.wantsCancel && !order.hasEnded) this.alterations.cancel(order);
  }

  private onResult(result: VendorMessageResult, receivedUs: number): void {
    const { teller } = this;
    const found = teller.index.ofResult(result);
    if (found === undefined) {
      this.held.hold({ kind: 'messageResult', result }, receivedUs);
      return;
    }
    const { command, order } = found;
    if (command === 'submit') teller.bind(order, namesOf(result), receivedUs);
    const outcome = messageOutcome(result.code);
    if (outcome === 'onItsWay' || outcome === 'accepted') return;
    const reason = result.message === '' ? `trading message result ${result.code}` : result.message;
    if (command !== 'submit') {
      if (outcome === 'refused' && command === 'cancel') order.cancelRefused();
      if (outcome === 'refused' && command === 'change') this.alterations.changeRefused(order, reason);
      return teller.result(command, order.clientOrderId, outcome, reason);
    }
    // a word on the way says nothing about an order that was seen at the venue
    if (order.status !== 'pendingNew' && order.status !== 'unknown') return;
    teller.tell(order, order.becomes(outcome === 'refused' ? 'rejected' : 'unknown', reason), receivedUs);
  }
}
