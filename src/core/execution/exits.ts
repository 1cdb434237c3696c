// Contracts that nothing protects in; market orders that close them out, tried again until they are taken.

import type { OrderStatus } from '../account/order.ts';
import { isFinal } from '../account/order-transitions.ts';
import { type Side, sideOf, signOf } from '../market/side.ts';
import { openQuantity, whyOf } from './bracket.ts';
import type { MarketView } from './market-view.ts';
import type { ExecutionAccount, ExecutionOutput, OrderDesk } from './order-desk.ts';

/** Exits refused in a row before a person is called; trying goes on once a second. */
export const EXIT_ATTEMPTS_BEFORE_ALARM = 3;
const EXIT_RETRY_US = 1_000_000;
const unheard: ReadonlySet<OrderStatus> = new Set(['pendingNew', 'unknown', 'pendingCancel']);

export class Exits {
  private readonly account: ExecutionAccount;
  private readonly out: ExecutionOutput;
  private readonly desk: OrderDesk;
  private readonly market: () => MarketView;
  private readonly orders: string[] = [];
  private refused = 0;
  private blockedUntilUs = -Infinity;
  private isLimitTold = false;
  /** Contracts that others have closed, as a person was told. */
  private othersTold = 0;
  private nowUs = 0;

  constructor(account: ExecutionAccount, out: ExecutionOutput, desk: OrderDesk, market: () => MarketView) {
    this.account = account;
    this.out = out;
    this.desk = desk;
    this.market = market;
  }

  at(nowUs: number): void {
    this.nowUs = nowUs;
  }

  clear(): void {
    this.orders.length = 0;
    this.refused = 0;
    this.isLimitTold = false;
    this.othersTold = 0;
    this.blockedUntilUs = -Infinity;
  }

  get isEmpty(): boolean {
    return this.orders.length === 0;
  }

  /** One was refused a moment ago. */
  get isBlocked(): boolean {
    return this.nowUs < this.blockedUntilUs;
  }

  /** An exit that another part, or an earlier process, sent for us. */
  adopt(orderId: string): void {
    this.orders.push(orderId);
  }

  /** Signed contracts that working exits will add to the position. */
  get open(): number {
    let open = 0;
    for (const orderId of this.orders) {
      const order = this.account.order(orderId);
      if (order !== undefined) open += signOf(order.side) * openQuantity(order);
    }
    return open;
  }

  /** Whether nothing is known of an exit: it may be on its way, or may never have arrived. */
  private get hasUnheard(): boolean {
    return this.orders.some((orderId) => {
      const order = this.account.order(orderId);
      return order !== undefined && order.filledQuantity === 0 && unheard.has(order.status);
    });
  }

  /** Forgets exits that have ended; one that was refused is tried again, after a while. */
  sweep(): void {
    for (let i = this.orders.length - 1; i >= 0; i--) {
      const order = this.account.order(this.orders[i]!);
      if (order !== undefined && order.filledQuantity < order.quantity) this.tellLimit(order.side);
      if (order === undefined || !isFinal(order.status)) continue;
      this.orders.splice(i, 1);
      if (order.filledQuantity > 0) {
        this.refused = 0;
        this.isLimitTold = false;
        continue;
      }
      this.refused += 1;
      this.blockedUntilUs = this.nowUs + EXIT_RETRY_US;
      if (this.refused === EXIT_ATTEMPTS_BEFORE_ALARM && !this.isLimitTold) {
        this.out.alert('critical', 'exitRefused', `exit ${order.clientOrderId} is ${order.status}: ${whyOf(order)}`);
      }
    }
  }

  /** At the price limit of the day, and nobody on the other side: a person is called once, what works goes on, what is refused is tried again. */
  private tellLimit(side: Side): void {
    const { lastTicks, bidTicks, askTicks, lowLimitTicks, highLimitTicks } = this.market();
    const [limitTicks, touch] = side === 'sell' ? [lowLimitTicks, bidTicks] : [highLimitTicks, askTicks];
    if (this.isLimitTold || lastTicks === undefined || lastTicks !== limitTicks || touch !== undefined) return;
    this.isLimitTold = true;
    const text = `the price is at its limit of the day, tick ${limitTicks}, and nobody takes the exit; it is tried until somebody does`;
    this.out.alert('critical', 'priceLimitReached', text);
  }

  /** Closes the signed contracts of those held that neither a bracket nor an exit stands for. */
  close(uncovered: number, held: number): void {
    if (uncovered === 0 || this.isBlocked) return;
    // an exit without a word may never have arrived: what it has not opened yet is not closed before it
    if (Math.sign(uncovered) !== Math.sign(held) && this.hasUnheard) return;
    const closed = Math.sign(uncovered) === Math.sign(held) ? this.desk.closedByOthers : 0;
    this.tellOthers(closed, held);
    const quantity = Math.abs(uncovered) - closed;
    if (quantity > 0) this.orders.push(this.desk.submit({ role: 'exit', side: sideOf(-uncovered), quantity }));
  }

  /** A person has closed it by hand, or another program: our books cannot follow, and an exit would turn the account over. */
  private tellOthers(closed: number, held: number): void {
    if (closed > this.othersTold) {
      const text = `of ${held} by our fills others have closed ${closed} at the broker: they are not closed again here`;
      this.out.alert('critical', 'closedByOthers', text);
    }
    this.othersTold = closed;
  }
}
