// Adopted orders of strategies that do not run here in; a halt where such a strategy has something open or holds something, out.

import type { OrderAdopted } from '../account/account-event.ts';
import { type EngineContext, halt } from './engine-context.ts';

/** Orders that have ended are told one after the other, each with its history: what they leave is seen behind the last. */
export const STRANGE_JUDGED_AFTER_US = 1_000_000;
const CODE = 'strangeAdopted';

/** What works halts at once. What has ended halts only where it has left something; a person is told once for each strategy. */
export class StrangeJudge {
  private readonly context: EngineContext;
  /** Strategies with orders that have ended, not judged yet. */
  private readonly ended = new Set<string>();
  private dueUs = 0;

  constructor(context: EngineContext) {
    this.context = context;
  }

  /** The account has taken it already. */
  take({ request, hasEnded }: OrderAdopted): void {
    const { clientOrderId, strategyId } = request;
    if (hasEnded === true) return this.judgeLater(strategyId);
    this.halt(
      strategyId,
      `order ${clientOrderId} is of ${strategyId}, which does not run here: nothing looks after it`,
    );
  }

  /** With each tick of the clock. */
  onClock(): void {
    const { ended, context } = this;
    if (ended.size === 0 || context.nowUs < this.dueUs) return;
    const names = [...ended];
    ended.clear();
    for (const strategyId of names) {
      const left = this.leftBy(strategyId);
      if (left !== '') this.halt(strategyId, `${strategyId}, which does not run here, ${left}: nothing looks after it`);
    }
  }

  private judgeLater(strategyId: string): void {
    const { context } = this;
    this.ended.add(strategyId);
    this.dueUs = context.nowUs + STRANGE_JUDGED_AFTER_US;
    context.effects.push({ kind: 'wake', timeUs: this.dueUs });
  }

  /** Empty where nothing is left. */
  private leftBy(strategyId: string): string {
    const { account } = this.context;
    const held = account.open().filter((each) => each.strategyId === strategyId);
    const open = account.working().filter((each) => each.strategyId === strategyId);
    const words = held.map(({ quantity, symbol }) => `holds ${quantity} of ${symbol}`);
    if (open.length > 0) words.push(`has ${open.length} open orders`);
    return words.join(' and ');
  }

  private halt(strategyId: string, reason: string): void {
    const { context } = this;
    const [key, told] = [`${CODE} of ${strategyId}`, `${CODE}: ${reason}`];
    if (context.told.has(key)) context.told.add(told);
    context.told.add(key);
    halt(context, CODE, reason);
  }
}
