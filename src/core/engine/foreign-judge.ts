// Orders that are not ours, on an account that is to be ours alone, in; a halt for those that touch it, a warning for those that are over, out.

import type { ForeignOrder } from '../account/account-event.ts';
import { alert, type EngineContext, halt } from './engine-context.ts';

/** After a restart the orders of the day are told one after the other: whether they cancel out is seen behind the last. */
export const FOREIGN_JUDGED_AFTER_US = 1_000_000;

/**
 * What works, or leaves the account with something else than we hold, halts. What has ended and left nothing behind is told once: a
 * person has looked at it before, or need not.
 */
export class ForeignJudge {
  private readonly context: EngineContext;
  /** Ended with fills: together they may leave nothing. */
  private readonly ended = new Map<string, ForeignOrder>();
  private dueUs = 0;

  constructor(context: EngineContext) {
    this.context = context;
  }

  /** The account has taken it already. */
  take(order: ForeignOrder): void {
    const { context, ended } = this;
    if (context.settings.accountUse !== 'exclusive') return;
    ended.delete(order.venueOrderId);
    if (order.isOpen) return this.halt(order);
    if (order.filledQuantity === 0) return this.warn(order);
    ended.set(order.venueOrderId, order);
    this.dueUs = context.nowUs + FOREIGN_JUDGED_AFTER_US;
    context.effects.push({ kind: 'wake', timeUs: this.dueUs });
  }

  /** With each tick of the clock. */
  onClock(): void {
    const { context, ended } = this;
    if (ended.size === 0 || context.nowUs < this.dueUs) return;
    const orders = [...ended.values()];
    ended.clear();
    const { foreign } = context.account;
    for (const order of orders) {
      if (!foreign.hasOpen && foreign.isBalanced(order.instrumentId)) this.warn(order);
      else this.halt(order);
    }
  }

  private halt({ venueOrderId }: ForeignOrder): void {
    const text = `order ${venueOrderId} on the account is not ours, and the account is ours alone`;
    halt(this.context, 'foreignOrder', text);
  }

  private warn({ venueOrderId, filledQuantity }: ForeignOrder): void {
    const { told } = this.context;
    const key = `foreignOrderOver: ${venueOrderId}`;
    if (told.has(key)) return;
    told.add(key);
    const left = filledQuantity === 0 ? 'it ended without a fill' : 'what it traded was closed again';
    alert(this.context, 'warning', 'foreignOrderOver', `order ${venueOrderId} on the account was not ours: ${left}`);
  }
}
