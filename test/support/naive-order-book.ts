// Order messages in; the book they make out, the slow and obvious way: one list of orders by seniority, searched for everything.
import { noBookFaults } from '../../src/core/candles/book-faults.ts';
import {
  ORDER_ASK,
  ORDER_MORE,
  ORDER_NO_SIDE,
  ORDER_SNAPSHOT,
  OrderAction,
} from '../../src/core/market/order-message.ts';
import type { OrderMessage } from './order-messages.ts';

export interface NaiveOrder {
  readonly id: number;
  readonly isAsk: boolean;
  readonly ticks: number;
  readonly quantity: number;
  /** Told by fills, not yet by the book's own messages. */
  readonly hit: number;
}

export interface NaiveLevel {
  readonly ticks: number;
  readonly quantity: number;
  readonly ids: readonly number[];
}

export class NaiveOrderBook {
  orders: readonly NaiveOrder[] = [];
  readonly faults = noBookFaults();
  events = 0;

  /** From the best price outwards. */
  levels(isAsk: boolean): readonly NaiveLevel[] {
    const side = this.orders.filter((order) => order.isAsk === isAsk);
    const prices = [...new Set(side.map(({ ticks }) => ticks))].sort((a, b) => (isAsk ? a - b : b - a));
    return prices.map((ticks) => {
      const queue = side.filter((order) => order.ticks === ticks);
      return { ticks, quantity: sum(queue), ids: queue.map(({ id }) => id) };
    });
  }

  ahead(id: number): { readonly orders: number; readonly contracts: number } | undefined {
    const order = this.find(id);
    if (order === undefined) return undefined;
    const queue = this.orders.filter(({ isAsk, ticks }) => isAsk === order.isAsk && ticks === order.ticks);
    const before = queue.slice(0, queue.indexOf(order));
    return { orders: before.length, contracts: sum(before) };
  }

  find(id: number): NaiveOrder | undefined {
    return this.orders.find((order) => order.id === id);
  }

  apply({ action, flags, id, ticks, quantity }: OrderMessage): void {
    const { faults } = this;
    const known = this.find(id);
    const isSided = (flags & ORDER_NO_SIDE) === 0;
    const named = { id, isAsk: (flags & ORDER_ASK) !== 0, ticks, quantity, hit: 0 };
    if (action === OrderAction.clear) this.orders = [];
    else if (action === OrderAction.add) {
      if (!(quantity > 0)) faults.badQuantities += 1;
      else if (!Number.isInteger(ticks)) faults.badPrices += 1;
      else if (!isSided) faults.sideless += 1;
      else {
        if (known !== undefined) faults.duplicateAdds += 1;
        this.remove(id);
        this.append(named);
      }
    } else if (action === OrderAction.modify) this.modify(named, isSided);
    else if (known !== undefined) this.act(action, known, named, isSided);
    else if (action === OrderAction.cancel) faults.unknownCancels += 1;
    else if (action === OrderAction.execute) faults.unknownExecutes += 1;
    else if (action === OrderAction.remain) faults.unknownRemains += 1;
    else if (action === OrderAction.remove) faults.unknownRemoves += 1;
    else if (action === OrderAction.fill) faults.unknownFills += 1;
    if ((flags & ORDER_MORE) === 0) this.endEvent((flags & ORDER_SNAPSHOT) !== 0);
  }

  private modify(named: NaiveOrder, isSided: boolean): void {
    const { faults } = this;
    const known = this.find(named.id);
    if (!(named.quantity >= 0)) faults.badQuantities += 1;
    else if (!Number.isInteger(named.ticks)) faults.badPrices += 1;
    else if (known === undefined) {
      faults.unknownModifies += 1;
      if (isSided && named.quantity > 0) this.append(named);
    } else {
      const isAsk = isSided ? named.isAsk : known.isAsk;
      const next = { ...named, isAsk };
      if (isAsk !== known.isAsk) faults.otherSides += 1;
      const keepsPlace =
        isAsk === known.isAsk && named.ticks === known.ticks && named.quantity <= known.quantity - known.hit;
      if (keepsPlace && named.quantity > 0) this.replace(next);
      else {
        this.remove(named.id);
        if (named.quantity > 0) this.append(next);
      }
    }
  }

  private act(action: number, known: NaiveOrder, named: NaiveOrder, isSided: boolean): void {
    if (action === OrderAction.trade || action === OrderAction.inform) return;
    const { faults } = this;
    const { quantity } = named;
    if (isSided && named.isAsk !== known.isAsk) faults.otherSides += 1;
    const comparesPrice = action !== OrderAction.fill && action !== OrderAction.execute;
    if (comparesPrice && named.ticks !== 0 && named.ticks !== known.ticks) faults.otherPrices += 1;
    if (action === OrderAction.remove) this.remove(known.id);
    else if (action === OrderAction.remain) {
      if (!(quantity >= 0)) faults.badQuantities += 1;
      else this.leave(known, quantity);
    } else if (!(quantity > 0)) faults.badQuantities += 1;
    else if (action === OrderAction.fill) this.replace({ ...known, hit: known.hit + quantity });
    else {
      if (quantity > known.quantity) faults.overdrawn += 1;
      this.leave(known, Math.max(0, known.quantity - quantity));
    }
  }

  private leave(known: NaiveOrder, quantity: number): void {
    if (quantity === 0) this.remove(known.id);
    else this.replace({ ...known, quantity, hit: 0 });
  }

  private append(order: NaiveOrder): void {
    if (order.id <= 0 || !Number.isSafeInteger(order.id)) this.faults.badIds += 1;
    else this.orders = [...this.orders, order];
  }

  private replace(order: NaiveOrder): void {
    this.orders = this.orders.map((each) => (each.id === order.id ? order : each));
  }

  private remove(id: number): void {
    this.orders = this.orders.filter((order) => order.id !== id);
  }

  private endEvent(isSnapshot: boolean): void {
    this.events += 1;
    const [bid] = this.levels(false);
    const [ask] = this.levels(true);
    if (isSnapshot || bid === undefined || ask === undefined) return;
    if (bid.ticks === ask.ticks) this.faults.lockedEvents += 1;
    if (bid.ticks > ask.ticks) this.faults.crossedEvents += 1;
  }
}

function sum(orders: readonly NaiveOrder[]): number {
  return orders.reduce((total, { quantity }) => total + quantity, 0);
}
