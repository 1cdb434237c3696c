// Order answers, fills, reports, connection and operator events in; account and trading state out, and what execution does about it.

import type { AccountChange } from '../account/account.ts';
import type {
  CommandResult,
  ForeignOrder,
  OperatorCommand,
  OrderAdopted,
  PositionReport,
  ReconciliationReport,
} from '../account/account-event.ts';
import type { Fill, OrderUpdate } from '../account/order.ts';
import { isFinal } from '../account/order-transitions.ts';
import { tickAt } from '../market/price-grid.ts';
import { GATES, OWN_VOICES } from '../risk/start-pause.ts';
import { alert, type EngineContext, halt, withdrawEntries } from './engine-context.ts';
import { ForeignJudge } from './foreign-judge.ts';
import type { RunningStrategy } from './running-strategy.ts';
import { StrangeJudge } from './strange-judge.ts';

/** See POSITION_FAST_MS of the host: after a change a position is asked for again and again for so long. */
const POSITION_LAG_US = 5_000_000;

/** The part of the engine that hears from the venue. A contradiction halts: the venue is right, so our book is wrong. */
export class AccountEvents {
  private readonly context: EngineContext;
  private readonly foreign: ForeignJudge;
  private readonly strange: StrangeJudge;
  /** Of the last fill that was told. */
  private filledUs = -Infinity;
  /** Positions told so close behind it that they may be of before, by symbol: they count later, where nothing has happened since. */
  private readonly early = new Map<string, number>();

  constructor(context: EngineContext) {
    this.context = context;
    this.foreign = new ForeignJudge(context);
    this.strange = new StrangeJudge(context);
  }

  onUpdate(update: OrderUpdate): void {
    this.heard();
    this.judge(this.context.account.onUpdate(update), update.clientOrderId);
    this.runtimeOf(update.clientOrderId)?.execution.settle();
  }

  onFill(fill: Fill): void {
    this.heard();
    const change = this.context.account.onFill(fill);
    this.filledUs = this.context.nowUs;
    this.early.clear();
    this.judge(change, fill.clientOrderId);
    const runtime = this.runtimeOf(fill.clientOrderId);
    if (change.kind !== 'applied' || runtime === undefined) return;
    const state = this.context.instruments[fill.instrumentId]!;
    runtime.execution.onFill(fill, change.order, tickAt(state.instrument, fill.price));
    runtime.execution.settle();
  }

  onCommandResult(result: CommandResult): void {
    this.heard();
    const order = this.context.account.order(result.clientOrderId);
    if (order === undefined) return;
    if (result.command === 'change') return this.onChangeResult(result);
    if (result.outcome === 'accepted') return;
    const { clientOrderId, reason } = result;
    // a cancel that was refused, or of which nobody knows, is sent again until the order ends
    if (result.command === 'cancel' || isFinal(order.status)) return;
    const status = result.outcome === 'refused' ? 'rejected' : 'unknown';
    this.onUpdate({ kind: 'orderUpdate', clientOrderId, status, filledQuantity: order.filledQuantity, reason });
  }

  /** What others traded on the account in this session explains its part of the venue's position. */
  onPositionReport(report: PositionReport): void {
    this.heard();
    const { account, instruments } = this.context;
    const symbol = instruments[report.instrumentId]?.instrument.symbol;
    const ours = symbol === undefined ? 0 : account.netQuantity(symbol);
    const others = symbol === undefined ? 0 : account.netForeign(symbol);
    if (symbol !== undefined) this.notePosition(symbol, report.quantity);
    if (ours + others === report.quantity) return;
    const expected = others === 0 ? `${ours}` : `${ours}, those of others ${others}`;
    this.halt('positionDiffers', `the venue holds ${report.quantity} of ${symbol}, our fills say ${expected}`);
  }

  onReconciliation(report: ReconciliationReport): void {
    this.heard();
    if (!report.agreed) this.halt('reconciliation', report.differences.join('; '));
  }

  onOperator(event: OperatorCommand): void {
    const { state, runtimes } = this.context;
    const why = `${event.by}: ${event.reason}`;
    if (event.command === 'resume') {
      if (event.by === GATES) state.endStartPause();
      else state.resume();
      this.context.told.clear();
    } else if (event.command === 'kill') state.kill(why);
    else if (event.command === 'halt') state.halt(why);
    else state.pause(why);
    if (event.command === 'flatten' || event.command === 'kill')
      for (const runtime of runtimes) runtime.execution.flatten(why);
    else if (event.command !== 'resume') withdrawEntries(this.context, why);
    const code = OWN_VOICES.has(event.by) ? 'ownCommand' : 'operator';
    alert(this.context, 'info', code, `${event.command} by ${why}`);
  }

  /** An order that we did not send in this run and that is ours all the same; of those that no strategy here looks after, see StrangeJudge. */
  onOrderAdopted(event: OrderAdopted): void {
    const { request } = event;
    this.heard();
    if (this.context.account.order(request.clientOrderId) !== undefined) return;
    this.context.account.add(request);
    const runtime = this.runtimeOf(request.clientOrderId);
    if (runtime === undefined) this.strange.take(event);
    else runtime.execution.adopt(request);
  }

  onForeignOrder(order: ForeignOrder): void {
    this.context.account.noteForeign(order);
    this.early.clear();
    this.foreign.take(order);
  }

  onClock(): void {
    this.noteEarly();
    this.foreign.onClock();
    this.strange.onClock();
  }

  halt(code: string, reason: string): void {
    halt(this.context, code, reason);
  }

  private onChangeResult({ clientOrderId, outcome, reason }: CommandResult): void {
    this.context.account.onChangeResult(clientOrderId, outcome);
    if (outcome !== 'accepted') {
      const text = `change of order ${clientOrderId} is ${outcome}: ${reason ?? 'no reason given'}`;
      alert(this.context, 'warning', 'changeRefused', text);
    }
    this.runtimeOf(clientOrderId)?.execution.onChangeResult(clientOrderId, outcome === 'accepted');
  }

  /** The venue's word about a position may lag behind that about its fills: one so close to them holds no exit back. */
  private notePosition(symbol: string, quantity: number): void {
    const { effects, settings } = this.context;
    this.early.set(symbol, quantity);
    this.noteEarly();
    if (this.early.size > 0 && settings.accountUse === 'exclusive')
      effects.push({ kind: 'wake', timeUs: this.filledUs + POSITION_LAG_US });
  }

  private noteEarly(): void {
    const { account, nowUs } = this.context;
    if (this.early.size === 0 || nowUs - this.filledUs < POSITION_LAG_US) return;
    for (const [symbol, quantity] of this.early) account.notePosition(symbol, quantity);
    this.early.clear();
  }

  private heard(): void {
    for (const { execution } of this.context.runtimes) execution.heard();
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
