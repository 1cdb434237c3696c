// The journal of a run that has ended somehow, and what it went on from itself, in; what the next one goes on from out.

import type { Journalled, RunReader } from '../../adapters/journal/run-reader.ts';
import type {
  CarriedOrder,
  CarriedState,
  CommandResult,
  OperatorCommand,
  OrderAdopted,
} from '../../core/account/account-event.ts';
import type { Fill, Order, OrderStatus, OrderUpdate } from '../../core/account/order.ts';
import { OrderChanges } from '../../core/account/order-changes.ts';
import { isFinal } from '../../core/account/order-transitions.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Event = OrderUpdate | Fill | CommandResult | OrderAdopted | OperatorCommand;

/**
 * All orders of the session in the order in which they were sent. A command that was journalled may have left or not: its order is
 * `pendingNew` until the venue says more. Fills count once by their id. Who was asked to be flat goes on with it until it enters anew.
 */
export function carriedAfter(run: RunReader, before: CarriedState): CarriedState {
  const orders = new Map<string, Writable<CarriedOrder>>();
  for (const order of before.orders) orders.set(order.request.clientOrderId, { ...order });
  const changes = new OrderChanges();
  for (const { request, change } of before.orders)
    if (change !== undefined) changes.restore(request.clientOrderId, change);
  let { flattening } = before;
  for (const step of inOrder(run)) {
    if ('command' in step) {
      takeCommand(orders, changes, step);
      if (isEntry(step.command)) flattening = undefined;
    } else if (step.event.kind === 'operatorCommand') flattening = flatWish(step.event) ?? flattening;
    else takeEvent(orders, changes, step.event, step.timeUs);
  }
  const { halted, paused, lossLimit, drawdown, bestNetE4 } = run.tradingLatches() ?? before;
  for (const [orderId, order] of orders) {
    const { change: _former, ...rest } = order;
    const change = changes.of(orderId);
    orders.set(orderId, change === undefined ? rest : { ...rest, change });
  }
  return { orders: [...orders.values()], halted, paused, lossLimit, drawdown, flattening, bestNetE4 };
}

interface CommandStep {
  readonly seq: number;
  readonly timeUs: number | undefined;
  readonly command: OrderCommand;
}

interface EventStep {
  readonly seq: number;
  readonly timeUs: number;
  readonly event: Event;
}

/** By seq; an event stands before the commands that it caused. */
function inOrder(run: RunReader): readonly (EventStep | CommandStep)[] {
  const events: EventStep[] = [];
  const add = ({ seq, timeUs, event }: Journalled<Event>): unknown => events.push({ seq, timeUs, event });
  for (const each of run.orderEvents()) add(each);
  for (const each of run.accountEvents()) add(each);
  for (const each of run.operatorCommands()) add(each);
  const commands = [...run.timedCommands()].map((each): CommandStep => ({ seq: each.command.seq, ...each }));
  return [...events, ...commands].sort((a, b) => a.seq - b.seq);
}

function isEntry(command: OrderCommand): boolean {
  return command.kind === 'submit' && command.request.role === 'entry';
}

function flatWish({ command, by, reason }: OperatorCommand): string | undefined {
  return command === 'flatten' || command === 'kill' ? `${by}: ${reason}` : undefined;
}

function takeCommand(
  orders: Map<string, Writable<CarriedOrder>>,
  changes: OrderChanges,
  { command, timeUs: sentUs }: CommandStep,
): void {
  if (command.kind === 'change') {
    const order = orders.get(command.clientOrderId);
    const { quantity, price, stopPrice } = command;
    if (order !== undefined && !isFinal(order.status))
      take(order, changes.ask(asBooked(order), { quantity, price, stopPrice }));
  }
  if (command.kind !== 'submit') return;
  const { request, bracket: plan } = command;
  orders.set(request.clientOrderId, { request, plan, status: 'pendingNew', reason: undefined, fills: [], sentUs });
}

function takeEvent(
  orders: Map<string, Writable<CarriedOrder>>,
  changes: OrderChanges,
  event: Exclude<Event, OperatorCommand>,
  timeUs: number,
): void {
  if (event.kind === 'orderAdopted') {
    const { request, reason } = event;
    if (orders.has(request.clientOrderId)) return;
    orders.set(request.clientOrderId, {
      ...{ request, plan: undefined, status: 'pendingNew', reason, fills: [], sentUs: timeUs },
    });
    return;
  }
  const order = orders.get(event.clientOrderId);
  if (order === undefined) return;
  switch (event.kind) {
    case 'orderUpdate': {
      const booked = asBooked(order);
      setStatus(order, event.status, event.reason);
      return take(order, changes.onUpdate(booked, asBooked(order)));
    }
    case 'fill':
      if (!order.fills.some(({ fillId }) => fillId === event.fillId)) order.fills = [...order.fills, event];
      take(order, changes.grown(asBooked(order), filledOf(order))!);
      if (filledOf(order) >= order.request.quantity) setStatus(order, 'filled', undefined);
      return;
    case 'commandResult':
      if (event.command === 'submit' && event.outcome === 'refused') setStatus(order, 'rejected', event.reason);
      if (event.command === 'change') take(order, changes.onResult(asBooked(order), event.outcome));
  }
}

/** The order as the book of a living process has it. */
function asBooked(order: CarriedOrder): Order {
  const { request, status, reason } = order;
  return { ...request, status, reason, filledQuantity: filledOf(order), averagePrice: undefined };
}

function take(order: Writable<CarriedOrder>, { quantity, price, stopPrice, status }: Order): void {
  order.request = { ...order.request, quantity, price, stopPrice };
  order.status = status;
}

/**
 * What has ended stays ended: later words about it are told again by the venue. That nobody knows of an order for now does not take back
 * that the venue had taken it.
 */
function setStatus(order: Writable<CarriedOrder>, status: OrderStatus, reason: string | undefined): void {
  if (isFinal(order.status) || (status === 'unknown' && order.status !== 'pendingNew')) return;
  order.status = status;
  order.reason = reason;
}

function filledOf({ fills }: CarriedOrder): number {
  return fills.reduce((sum, { quantity }) => sum + quantity, 0);
}
