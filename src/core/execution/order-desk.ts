// Orders and cancels of one strategy in; commands out, registered with the account, with cancels sent again until answered.

import type { BracketPlan, Order, OrderRequest, OrderRole, OrderTerms } from '../account/order.ts';
import { isFinal } from '../account/order-transitions.ts';
import type { Side } from '../market/side.ts';
import type { OrderCommand } from './order-command.ts';
import type { OrderIds } from './order-ids.ts';

/** A cancel without answer is sent again after this long. */
const CANCEL_RETRY_US = 2_000_000;

/** An order that works again although its cancel was sent: the cancel was refused, and is sent again after this long. */
const REFUSED_CANCEL_RETRY_US = 250_000;

/** Cancels of one order without effect before a person is called; trying goes on. */
export const CANCELS_BEFORE_ALARM = 5;

/** An order without any answer for this long halts entries and calls a person. */
export const ANSWER_DEADLINE_US = 3_000_000;

interface SentCancel {
  readonly sentUs: number;
  readonly times: number;
  /** The moment at which an answer is overdue has been asked for. */
  isTimed: boolean;
}

/** What execution needs of the account: its orders and the strategy's own position. */
export interface ExecutionAccount {
  order(clientOrderId: string): Order | undefined;
  /** Registers an order that is about to be sent. */
  add(request: OrderRequest): void;
  markPendingCancel(clientOrderId: string): void;
  /** Remembers what a change asks for until its answer. */
  markPendingReplace(clientOrderId: string, terms: OrderTerms): void;
  /** Signed contracts of the strategy. */
  held(strategyId: string, instrumentId: number): number;
  /** Of those, contracts that others have closed at the venue. */
  closedByOthers(strategyId: string, instrumentId: number): number;
}

export interface ExecutionOutput {
  command(command: OrderCommand): void;
  alert(severity: 'info' | 'warning' | 'critical', code: string, text: string): void;
  /** Our book can no longer be trusted: no new risk, and a person is called. */
  distrust(code: string, text: string): void;
  /** No more entries until a person resumes; what is held goes on. */
  pause(code: string, text: string): void;
  /** A clock tick is wanted at this received time, microseconds UTC. */
  wake(timeUs: number): void;
}

/** What differs from order to order; price and stopPrice decide the type. */
export interface OrderTicket {
  readonly role: OrderRole;
  readonly side: Side;
  readonly quantity: number;
  readonly price?: number;
  readonly stopPrice?: number;
  readonly bracketId?: string;
  readonly plan?: BracketPlan;
}

export class OrderDesk {
  instrumentId = 0;
  private readonly strategyId: string;
  private readonly ids: OrderIds;
  private readonly account: ExecutionAccount;
  private readonly out: ExecutionOutput;
  private readonly cancels = new Map<string, SentCancel>();
  /** Orders without any answer, by the time they were sent. */
  private readonly unanswered = new Map<string, number>();
  private seq = 0;
  private nowUs = 0;

  constructor(strategyId: string, ids: OrderIds, account: ExecutionAccount, out: ExecutionOutput) {
    this.strategyId = strategyId;
    this.ids = ids;
    this.account = account;
    this.out = out;
  }

  at(seq: number, nowUs: number): void {
    this.seq = seq;
    this.nowUs = nowUs;
  }

  /** Contracts of what the strategy holds that others have closed at the venue. */
  get closedByOthers(): number {
    return this.account.closedByOthers(this.strategyId, this.instrumentId);
  }

  /** Signed contracts of the strategy. */
  get held(): number {
    return this.account.held(this.strategyId, this.instrumentId);
  }

  startSession(instrumentId: number): void {
    this.instrumentId = instrumentId;
    this.cancels.clear();
    this.unanswered.clear();
  }

  submit(ticket: OrderTicket): string {
    const { role, side, quantity, price, stopPrice } = ticket;
    const clientOrderId = this.ids.next(role);
    const request: OrderRequest = {
      clientOrderId,
      strategyId: this.strategyId,
      instrumentId: this.instrumentId,
      side,
      type: stopPrice !== undefined ? 'stopLimit' : price !== undefined ? 'limit' : 'market',
      role,
      quantity,
      price,
      stopPrice,
      bracketId: role === 'entry' ? clientOrderId : ticket.bracketId,
    };
    this.account.add(request);
    this.unanswered.set(clientOrderId, this.nowUs);
    this.out.command({ kind: 'submit', seq: this.seq, request, bracket: ticket.plan });
    return clientOrderId;
  }

  /** Gives a working order other terms; the answer is a command result. */
  change(clientOrderId: string, terms: OrderTerms): void {
    this.account.markPendingReplace(clientOrderId, terms);
    this.out.command({ kind: 'change', seq: this.seq, clientOrderId, ...terms });
  }

  /** An order of before a restart, or of the guardian: waits for its answer like one sent now. */
  awaitAnswer(clientOrderId: string): void {
    this.unanswered.set(clientOrderId, this.nowUs);
  }

  /** Asks once; further calls do nothing until the retry time has passed. */
  cancel(clientOrderId: string, reason: string): void {
    if (this.cancels.has(clientOrderId)) return;
    this.send(clientOrderId, reason);
  }

  retryCancels(): void {
    for (const [orderId, cancel] of this.cancels) {
      const { sentUs, times } = cancel;
      const order = this.account.order(orderId);
      // answered; whoever had to know was told when the answer came
      if (order === undefined || isFinal(order.status)) this.cancels.delete(orderId);
      else if (this.nowUs - sentUs >= retryAfterUs(order, times)) {
        if (times === CANCELS_BEFORE_ALARM) {
          this.out.alert(
            'critical',
            'cancelUnanswered',
            `order ${orderId} was cancelled ${times} times without effect`,
          );
        }
        this.send(orderId, 'no answer to the cancel before');
      } else if (!cancel.isTimed && this.nowUs - sentUs >= refusedRetryUs(times)) {
        // neither taken nor refused: the next second may be most of another one late
        cancel.isTimed = true;
        this.out.wake(sentUs + CANCEL_RETRY_US);
      }
    }
  }

  /** An order that nobody answers may be alive or not: what it was to protect is not protected until someone knows. */
  missAnswers(): void {
    for (const [orderId, sentUs] of this.unanswered) {
      const order = this.account.order(orderId);
      const status = order?.status;
      const isSilent = status === 'pendingNew' || status === 'pendingCancel' || status === 'unknown';
      if (!isSilent || order!.filledQuantity > 0) this.unanswered.delete(orderId);
      else if (this.nowUs - sentUs >= ANSWER_DEADLINE_US) {
        this.unanswered.delete(orderId);
        this.out.distrust(
          'orderUnanswered',
          `order ${orderId} has no answer after ${ANSWER_DEADLINE_US / 1e6} s (${status})`,
        );
      }
    }
  }

  private send(clientOrderId: string, reason: string): void {
    const times = (this.cancels.get(clientOrderId)?.times ?? 0) + 1;
    const status = this.account.order(clientOrderId)?.status;
    // it was heard of before: from here on only its cancel may be without answer
    if (status === 'working' || status === 'partiallyFilled') this.unanswered.delete(clientOrderId);
    this.cancels.set(clientOrderId, { sentUs: this.nowUs, times, isTimed: false });
    // a refused one is not left until the next second: what it holds back may be without protection
    this.out.wake(this.nowUs + refusedRetryUs(times));
    this.account.markPendingCancel(clientOrderId);
    this.out.command({ kind: 'cancel', seq: this.seq, clientOrderId, reason });
  }
}

/** A venue that goes on refusing is asked less and less often. */
function retryAfterUs({ status }: Order, times: number): number {
  if (status !== 'working' && status !== 'partiallyFilled') return CANCEL_RETRY_US;
  return refusedRetryUs(times);
}

function refusedRetryUs(times: number): number {
  return Math.min(CANCEL_RETRY_US, REFUSED_CANCEL_RETRY_US * 2 ** (times - 1));
}
