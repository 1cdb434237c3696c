// Commands that went to the venue and what came of them in; the lanes of an account out, as the venue has them.

import type { CommandResult } from '../../../core/account/account-event.ts';
import type { BracketPlan, Fill, OrderRequest, OrderUpdate } from '../../../core/account/order.ts';
import { isFinal } from '../../../core/account/order-transitions.ts';
import type { OrderCommand } from '../../../core/execution/order-command.ts';
import type { HostOrder } from '../order-port.ts';
import { GuardLane } from './guard-lane.ts';
import { type GuardedOrder, guardedOrder } from './guarded-order.ts';

export type OrderWord = OrderUpdate | Fill | CommandResult;

/** A cancel that was refused is sent again so much earlier than one without answer; not at once: a venue that refuses goes on refusing. */
const REFUSED_EARLIER_US = 750_000;

/** The last change of an order: accepted means handed over, and the venue may refuse it after that. */
interface Change {
  /** What the order had by the venue's last word. */
  readonly before: Pick<GuardedOrder, 'quantity' | 'price' | 'stopPrice'>;
  isAccepted: boolean;
}

export class GuardBook {
  private readonly byKey = new Map<string, GuardLane>();
  private readonly orders = new Map<string, GuardedOrder>();
  private readonly changing = new Map<string, Change>();

  get lanes(): Iterable<GuardLane> {
    return this.byKey.values();
  }

  lane({ strategyId, instrumentId }: Pick<OrderRequest, 'strategyId' | 'instrumentId'>): GuardLane {
    const key = `${instrumentId} ${strategyId}`;
    let lane = this.byKey.get(key);
    if (lane === undefined) {
      lane = new GuardLane(strategyId, instrumentId);
      this.byKey.set(key, lane);
    }
    return lane;
  }

  find(clientOrderId: string): GuardedOrder | undefined {
    return this.orders.get(clientOrderId);
  }

  /** An id that is known already is the same order, told again. */
  submitted(request: OrderRequest, plan: BracketPlan | undefined, isGuardians: boolean, nowUs: number): GuardedOrder {
    const known = this.orders.get(request.clientOrderId);
    if (known !== undefined) return known;
    const order = guardedOrder(request, plan, isGuardians, nowUs);
    this.orders.set(request.clientOrderId, order);
    this.lane(request).open.add(order);
    return order;
  }

  /** Orders of before this process, in the order in which they were sent. */
  restored({ request, plan, by, status, filledQuantity, fills, sentUs }: HostOrder): void {
    const order = this.submitted(request, plan, by === 'guardian', sentUs);
    for (const fill of fills) this.onFill(order, fill);
    this.fill(order, filledQuantity);
    if (!isFinal(order.status)) this.become(order, status);
    if (status !== 'unknown' && status !== 'pendingNew') order.wasSeen = true;
    // whoever trades it may have no word of it yet
    if (by === 'guardian') this.lane(request).guardians = { clientOrderId: request.clientOrderId, knownSeq: undefined };
  }

  changed(command: Extract<OrderCommand, { kind: 'change' }>): void {
    const order = this.orders.get(command.clientOrderId);
    if (order === undefined || isFinal(order.status)) return;
    if (this.changing.get(command.clientOrderId)?.isAccepted !== false) {
      const { quantity, price, stopPrice } = order;
      this.changing.set(command.clientOrderId, { before: { quantity, price, stopPrice }, isAccepted: false });
    }
    order.quantity = command.quantity;
    order.price = command.price;
    order.stopPrice = command.stopPrice;
  }

  heard(word: OrderWord): void {
    const order = this.orders.get(word.clientOrderId);
    if (order === undefined) return;
    if (word.kind === 'fill') this.onFill(order, word);
    else if (word.kind === 'orderUpdate') this.onUpdate(order, word);
    else this.onResult(order, word);
  }

  /** A new day: all orders were for the day, and their ids may come again. */
  clear(): void {
    this.orders.clear();
    this.byKey.clear();
    this.changing.clear();
  }

  private onFill(order: GuardedOrder, { fillId, quantity }: Fill): void {
    if (order.fillIds.has(fillId)) return;
    order.fillIds.add(fillId);
    order.fillSum += quantity;
    order.wasSeen = true;
    this.fill(order, order.fillSum);
    if (order.filled >= order.quantity) this.become(order, 'filled');
  }

  private onUpdate(order: GuardedOrder, { status, filledQuantity }: OrderUpdate): void {
    if (filledQuantity < order.filled) return;
    this.fill(order, filledQuantity);
    // what has ended works no more; only fills come after an end
    if (!isFinal(order.status)) this.become(order, status);
    if (status !== 'unknown' && status !== 'rejected' && status !== 'pendingCancel') order.wasSeen = true;
  }

  private onResult(order: GuardedOrder, { command, outcome }: CommandResult): void {
    const { clientOrderId } = order.request;
    if (command === 'submit') {
      if (isFinal(order.status) || order.wasSeen) return;
      if (outcome === 'refused') this.become(order, 'rejected');
      else if (outcome === 'unknown') this.become(order, 'unknown');
    } else if (command === 'change' && outcome !== 'unknown') {
      const change = this.changing.get(clientOrderId);
      if (change === undefined) return;
      if (outcome === 'accepted') change.isAccepted = true;
      else {
        this.changing.delete(clientOrderId);
        // more has filled than it had before: the change was made, whatever is said of it
        if (order.filled <= change.before.quantity && !isFinal(order.status)) Object.assign(order, change.before);
      }
    } else if (command === 'cancel' && outcome === 'refused' && order.cancelUs !== undefined) {
      order.cancelUs -= REFUSED_EARLIER_US;
    }
  }

  private fill(order: GuardedOrder, cumulative: number): void {
    const contracts = cumulative - order.filled;
    if (contracts <= 0) return;
    order.filled = cumulative;
    this.lane(order.request).filled(order, contracts);
  }

  private become(order: GuardedOrder, status: GuardedOrder['status']): void {
    order.status = status;
    if (status === 'working' && order.isGuardians) this.lane(order.request).stopsRefused = 0;
    if (!isFinal(status)) return;
    const lane = this.lane(order.request);
    lane.open.delete(order);
    const { role } = order.request;
    if (!order.isGuardians || role !== 'stop' || status !== 'rejected') return;
    lane.isStopRefused = true;
    lane.stopsRefused += 1;
  }
}
