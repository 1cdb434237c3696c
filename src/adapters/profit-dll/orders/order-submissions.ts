// Orders to be sent in; calls that send them out, each durable before, never two at once that could not be told apart.

import type { BracketPlan, OrderRequest } from '../../../core/account/order.ts';
import type { SentOrder as SentAnswer } from '../calls/order-requests.ts';
import type { AccountName } from '../decode/feed-facts.ts';
import type { HeldAnswers } from './held-answers.ts';
import type { CallOutcome, OrderCalls } from './order-calls.ts';
import type { NewStoredOrder, OrderOrigin } from './order-id-store.ts';
import type { OrderInstrument } from './order-instrument.ts';
import type { OrderTeller } from './order-teller.ts';
import { fingerprintOf } from './order-terms.ts';
import { faultOf, toSend } from './outgoing-order.ts';
import { SentOrder } from './sent-order.ts';
import { TwinQueue } from './twin-queue.ts';
import { failureOf } from './vendor-status.ts';

/** Orders of one scope; a trader that sends more in a day is out of control. */
const MAX_SENT_ORDERS = 100_000;

/** Ids that a call of the run before gave mean nothing in this one. */
const ANOTHER_RUN: CallOutcome<SentAnswer> = { kind: 'lost', reason: 'the vendor process was started anew' };

export interface SubmissionsOptions {
  readonly account: AccountName;
  readonly calls: OrderCalls;
  readonly teller: OrderTeller;
  readonly held: HeldAnswers;
  readonly twinWaitUs: number;
  readonly provisionalUs: () => number;
  /** Nobody knows whether the vendor has it, and it is not on its way any more. */
  readonly isMissing: (clientOrderId: string) => boolean;
  /** The call that sent it was answered, or given up. */
  readonly answered: (order: SentOrder) => void;
  /** It was given up and has been answered after all. */
  readonly answeredLate: (order: SentOrder) => void;
}

export interface Submission {
  readonly request: OrderRequest;
  readonly plan: BracketPlan | undefined;
  readonly origin: OrderOrigin;
  readonly instrument: OrderInstrument | undefined;
}

export class OrderSubmissions {
  private readonly options: SubmissionsOptions;
  private readonly twins: TwinQueue;

  constructor(options: SubmissionsOptions) {
    this.options = options;
    this.twins = new TwinQueue(options.twinWaitUs);
  }

  isWaiting(clientOrderId: string): boolean {
    return this.twins.has(clientOrderId);
  }

  submit({ request, plan, origin, instrument }: Submission): void {
    const { teller } = this.options;
    const { clientOrderId } = request;
    const known = teller.index.find(clientOrderId);
    if (known !== undefined) return teller.again(known);
    if (this.twins.has(clientOrderId)) return;
    if (origin.by === 'guardian') {
      teller.sink.answer({ kind: 'orderAdopted', request, by: 'guardian', reason: origin.reason }, teller.nowUs());
    }
    const fault = faultOf(request, instrument);
    if (fault !== undefined || instrument === undefined) {
      return teller.result('submit', clientOrderId, 'refused', fault ?? 'the instrument is not known');
    }
    const nowUs = teller.nowUs();
    const order: NewStoredOrder = { request, plan, origin, asset: instrument.asset, sentUs: nowUs };
    const print = fingerprintOf(request, instrument);
    if (!this.twins.hasTwin(print) && this.isFree(print)) return this.send(order, instrument);
    if (this.twins.isFull)
      return teller.result('submit', clientOrderId, 'refused', 'too many orders wait for equal ones');
    this.twins.add(order, instrument, nowUs);
  }

  /** Sends what need not wait any more; what has waited too long is refused. */
  go(): void {
    const { teller } = this.options;
    for (let next = this.nextTwin(); next !== undefined; next = this.nextTwin()) {
      this.send({ ...next.order, sentUs: teller.nowUs() }, next.instrument);
    }
    for (const { order, instrument } of this.twins.expired(teller.nowUs())) {
      const twin = this.unnamed(fingerprintOf(order.request, instrument));
      const reason = `an equal order, ${twin?.clientOrderId ?? 'sent before it'}, has no name at the vendor yet`;
      teller.result('submit', order.request.clientOrderId, 'refused', reason);
    }
  }

  /** True where it waited: then nothing of it is at the vendor. */
  withdraw(clientOrderId: string, reason: string): boolean {
    if (!this.twins.drop(clientOrderId)) return false;
    this.options.teller.result('submit', clientOrderId, 'refused', reason);
    return true;
  }

  withdrawAll(reason: string): void {
    for (const { order } of this.twins.dropAll()) this.refused(order, reason);
  }

  /** Those that a trader asked for. */
  withdrawTraders(reason: string): void {
    for (const { order } of this.twins.dropAll(({ origin }) => origin.by === 'trader')) this.refused(order, reason);
  }

  private refused({ request }: NewStoredOrder, reason: string): void {
    this.options.teller.result('submit', request.clientOrderId, 'refused', reason);
  }

  private nextTwin(): ReturnType<TwinQueue['next']> {
    return this.twins.next((print) => this.isFree(print));
  }

  private isFree(print: string): boolean {
    return this.unnamed(print) === undefined;
  }

  /** An equal order that is sent and would be taken for this one, or this one for it, if the process ended now. */
  private unnamed(print: string): SentOrder | undefined {
    const { teller, isMissing } = this.options;
    return teller.index
      .ofPrint(print)
      .find((order) => !order.isNamed && !order.hasEnded && !isMissing(order.clientOrderId));
  }

  private send(stored: NewStoredOrder, instrument: OrderInstrument): void {
    const { teller, held, calls, account, provisionalUs } = this.options;
    const { clientOrderId } = stored.request;
    const tooMany = teller.index.size >= MAX_SENT_ORDERS ? `${MAX_SENT_ORDERS} orders were sent already` : undefined;
    const fault = tooMany ?? teller.kept.reserve(stored);
    if (fault !== undefined) return teller.result('submit', clientOrderId, 'refused', fault);
    const order = new SentOrder(stored, instrument, provisionalUs);
    teller.index.add(order);
    held.expect();
    const { run } = teller;
    const sent = calls.sendOrder(toSend(account, stored.request, instrument));
    void sent
      .catch((error: unknown): CallOutcome<SentAnswer> => ({ kind: 'lost', reason: String(error) }))
      .then((outcome) => this.onSent(order, run === teller.run ? outcome : ANOTHER_RUN));
  }

  private onSent(order: SentOrder, outcome: CallOutcome<SentAnswer>): void {
    const { teller, answered } = this.options;
    const { clientOrderId } = order;
    const nowUs = teller.nowUs();
    if (outcome.kind !== 'lost' || outcome.late === undefined) order.callEndedUs ??= nowUs;
    if (outcome.kind === 'answered') {
      const { localOrderId, messageId } = outcome.value;
      teller.bind(order, { localOrderId, messageId }, nowUs);
      teller.result('submit', clientOrderId, 'accepted', undefined);
    } else {
      const what = failureOf(outcome);
      // the result says it to the engine; the store has to know it as well
      const news = order.becomes(what === 'refused' ? 'rejected' : 'unknown', outcome.reason);
      teller.kept.tell(order, news, nowUs);
      teller.result('submit', clientOrderId, what, outcome.reason);
      if (what === 'unknown') teller.sink.readOrders();
      if (outcome.kind === 'lost') void this.hearLate(order, outcome.late, teller.run);
    }
    answered(order);
  }

  /** The call was given up and answered after all: what it said names the order, or ends it. */
  private async hearLate(
    order: SentOrder,
    late: Promise<CallOutcome<SentAnswer>> | undefined,
    run: string | undefined,
  ): Promise<void> {
    const outcome = await late;
    const { teller, answeredLate } = this.options;
    if (outcome === undefined || run !== teller.run) return;
    const nowUs = teller.nowUs();
    order.callEndedUs ??= nowUs;
    if (outcome.kind === 'answered') {
      const { localOrderId, messageId } = outcome.value;
      if (order.localOrderId !== undefined && localOrderId !== undefined && order.localOrderId !== localOrderId) {
        const text = `it was taken to be order ${order.localOrderId} of the vendor and was sent as order ${localOrderId}`;
        return teller.contradict(order, text, nowUs);
      }
      order.isTakenByFields = false;
      teller.bind(order, { localOrderId, messageId }, nowUs);
    } else if (order.status === 'unknown' && failureOf(outcome) === 'refused') {
      teller.tell(order, order.becomes('rejected', outcome.reason), nowUs);
    }
    answeredLate(order);
    this.go();
    // what was said of it before it had a name was not heard
    teller.sink.readOrders();
  }
}
