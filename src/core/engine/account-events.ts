// Order answers, fills, reports, connection and operator events in; account and trading state out, and what execution does about it.

import type { AccountChange } from '../account/account.ts';
import type { CommandResult, OperatorCommand, PositionReport } from '../account/account-event.ts';
import type { Fill, OrderUpdate } from '../account/order.ts';
import { isFinal } from '../account/order-transitions.ts';
import { tickAt } from '../market/price-grid.ts';
import { alert, type EngineContext, halt, withdrawEntries } from './engine-context.ts';
import type { RunningStrategy } from './running-strategy.ts';

/** The part of the engine that hears from the venue. A contradiction halts: the venue is right, so our book is wrong. */
export class AccountEvents {
  private readonly context: EngineContext;

  constructor(context: EngineContext) {
    this.context = context;
  }

  onUpdate(update: OrderUpdate): void {
    this.judge(this.context.account.onUpdate(update), update.clientOrderId);
    this.runtimeOf(update.clientOrderId)?.execution.settle();
  }

  onFill(fill: Fill): void {
    const change = this.context.account.onFill(fill);
    this.judge(change, fill.clientOrderId);
    const runtime = this.runtimeOf(fill.clientOrderId);
    if (change.kind !== 'applied' || runtime === undefined) return;
    const state = this.context.instruments[fill.instrumentId]!;
    runtime.execution.onFill(fill, change.order, tickAt(state.instrument, fill.price));
    runtime.execution.settle();
  }

  onCommandResult(result: CommandResult): void {
    const order = this.context.account.order(result.clientOrderId);
    if (order === undefined || result.outcome === 'accepted') return;
    const { clientOrderId, reason } = result;
    // a cancel that was refused, or of which nobody knows, is sent again until the order ends
    if (result.command === 'cancel' || isFinal(order.status)) return;
    const status = result.outcome === 'refused' ? 'rejected' : 'unknown';
    this.onUpdate({ kind: 'orderUpdate', clientOrderId, status, filledQuantity: order.filledQuantity, reason });
  }

  onPositionReport(report: PositionReport): void {
    const symbol = this.context.instruments[report.instrumentId]?.instrument.symbol;
    const ours = symbol === undefined ? 0 : this.context.account.netQuantity(symbol);
    if (ours === report.quantity) return;
    this.halt('positionDiffers', `the venue holds ${report.quantity} of ${symbol}, our fills say ${ours}`);
  }

  onOperator(event: OperatorCommand): void {
    const { state, runtimes } = this.context;
    const why = `${event.by}: ${event.reason}`;
    if (event.command === 'resume') {
      state.resume();
      this.context.told.clear();
    } else if (event.command === 'halt') state.halt(why);
    else state.pause(why);
    if (event.command === 'flatten') for (const runtime of runtimes) runtime.execution.flatten(why);
    else if (event.command !== 'resume') withdrawEntries(this.context, why);
    alert(this.context, 'info', 'operator', `${event.command} by ${why}`);
  }

  halt(code: string, reason: string): void {
    halt(this.context, code, reason);
  }

  private judge(change: AccountChange, clientOrderId: string): void {
    const reason =
      change.kind === 'contradiction' ? change.reason : change.kind === 'applied' ? change.contradiction : undefined;
    if (reason !== undefined) this.halt('orderContradiction', `order ${clientOrderId}: ${reason}`);
  }

  private runtimeOf(clientOrderId: string): RunningStrategy | undefined {
    const strategyId = this.context.account.order(clientOrderId)?.strategyId;
    return this.context.runtimes.find((runtime) => runtime.strategy.name === strategyId);
  }
}
