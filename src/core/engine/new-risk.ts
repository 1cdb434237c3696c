// One strategy's limits, the session and the account as they are now in; why nothing may be opened at present, and how an entry may be worked, out.

import type { CarriedOrder, EpochStart, NoRiskWindow } from '../account/account-event.ts';
import type { Fill } from '../account/order.ts';
import { Position } from '../account/position.ts';
import { type EntryPlan, entryPlanOf } from '../execution/entry-plan.ts';
import type { EntryTerms } from '../execution/entry-work.ts';
import type { StrategyExecution } from '../execution/strategy-execution.ts';
import { Phase } from '../market/event-record.ts';
import { tickAt } from '../market/price-grid.ts';
import { LossStreak } from '../risk/loss-streak.ts';
import type { RiskLimits } from '../risk/risk-limits.ts';
import { defaultExecution, type Strategy } from '../signal/strategy.ts';
import { alert, type EngineContext } from './engine-context.ts';
import type { Obstacle } from './input-guard.ts';
import type { InstrumentState } from './instrument-state.ts';

const US_PER_MINUTE = 60_000_000;

export class NewRisk {
  readonly plan: EntryPlan;
  readonly terms: EntryTerms;
  private readonly strategy: Strategy;
  private readonly context: EngineContext;
  private readonly limits: RiskLimits;
  private readonly streak = new LossStreak();
  private windows: readonly NoRiskWindow[] = [];
  private tradeId = 0;

  constructor(strategy: Strategy, limits: RiskLimits, context: EngineContext) {
    this.strategy = strategy;
    this.limits = limits;
    this.context = context;
    this.plan = entryPlanOf(strategy.execution?.entry ?? defaultExecution.entry);
    this.terms = {
      plan: this.plan,
      collarTicks: limits.collarTicks,
      freeAtUs: (nowUs) => context.rate.freeAtUs(limits.ordersPerMinute, nowUs),
      blocked: () => this.entryBlock(),
    };
  }

  startEpoch({ noRiskWindows, carried }: EpochStart, tradeId: number, newSession: boolean): void {
    this.windows = noRiskWindows ?? [];
    this.tradeId = tradeId;
    if (newSession) this.startStreak(carried?.orders ?? []);
  }

  /** What forbids new risk, while a strategy may still hold and close. */
  obstacle(): Obstacle | undefined {
    const { limits, context } = this;
    const { closeUs, daysToRoll } = this.trade.context;
    const { nowUs } = context;
    const untilCloseUs = closeUs - nowUs;
    // written so that NaN is an obstacle
    if (!(untilCloseUs > limits.noEntryBeforeCloseUs))
      return {
        code: 'nearClose',
        reason: `no entries in the last ${minutes(limits.noEntryBeforeCloseUs)} before the close`,
      };
    if (!(daysToRoll >= limits.minDaysToRoll)) {
      const left = `${daysToRoll} trading days until the last one of the contract`;
      return { code: 'nearRoll', reason: `${left}, ${limits.minDaysToRoll} must be left` };
    }
    const window = this.windows.find(({ fromUs, toUs }) => !(nowUs < fromUs || nowUs >= toUs));
    if (window !== undefined) return { code: 'noRiskWindow', reason: window.reason };
    if (nowUs < this.streak.untilUs) {
      const left = minutes(this.streak.untilUs - nowUs);
      return {
        code: 'coolDown',
        reason: `${limits.lossStreakTrades} losing trades in a row: ${left} left of the pause`,
      };
    }
    return undefined;
  }

  /** Why an entry that rests, or has more to send, is to be taken back; undefined where it may go on. */
  private entryBlock(): string | undefined {
    const { context, trade } = this;
    if (context.state.kind !== 'active') return context.state.reason;
    for (const reason of context.mutes.values()) return reason;
    if (trade.phase !== Phase.open) return 'the market is not open';
    if (!trade.hasPrice) return `no trade of ${trade.instrument.symbol} yet`;
    const silentUs = context.nowUs - trade.lastMarketUs;
    if (!(silentUs <= context.settings.staleAfterUs)) return `no market event for ${silentUs / 1e6} s`;
    return this.obstacle()?.reason;
  }

  /** With each tick of the clock: an entry that waits is taken back where nothing may be opened. */
  watch(execution: StrategyExecution): void {
    this.look();
    const block = execution.entryWaits ? this.entryBlock() : undefined;
    if (block !== undefined) execution.cancelEntry(block);
  }

  /** To be called often: sees each round trip that ends. */
  look(): void {
    const { context, limits, strategy } = this;
    const position = context.account.positionOf(strategy.name, this.tradeId);
    if (position === undefined || position.quantity !== 0) return;
    const { contractsTraded } = position;
    if (!this.streak.look(0, contractsTraded, position.netAtE4(0), context.nowUs, limits)) return;
    const text = `${limits.lossStreakTrades} losing trades of ${strategy.name} in a row: no entries for ${minutes(limits.coolDownUs)}`;
    alert(context, 'warning', 'coolDown', text);
  }

  private get trade(): InstrumentState {
    return this.context.instruments[this.tradeId]!;
  }

  /** Round trips of an earlier process of this session count; those of sessions before do not. */
  private startStreak(carried: readonly CarriedOrder[]): void {
    const { context, strategy, streak, limits } = this;
    const fills = fillsOf(carried, strategy.name, this.tradeId);
    const before = context.account.positionOf(strategy.name, this.tradeId);
    if (fills.length === 0) {
      streak.startSession(before?.contractsTraded ?? 0, before?.quantity === 0 ? before.netAtE4(0) : 0);
      return;
    }
    const { instrument } = this.trade;
    const position = new Position(instrument.tickValueE4);
    streak.startSession(0, 0);
    for (const { side, quantity, price, costsE4, exchangeTimeUs } of fills) {
      position.apply(side, quantity, tickAt(instrument, price), costsE4);
      streak.look(position.quantity, position.contractsTraded, position.netAtE4(0), exchangeTimeUs, limits);
    }
  }
}

/** In the order in which they were made. */
function fillsOf(carried: readonly CarriedOrder[], strategyId: string, instrumentId: number): readonly Fill[] {
  const ours = carried.filter(
    ({ request }) => request.strategyId === strategyId && request.instrumentId === instrumentId,
  );
  return ours.flatMap(({ fills }) => fills).sort((a, b) => a.exchangeTimeUs - b.exchangeTimeUs);
}

function minutes(us: number): string {
  return `${Math.ceil(us / US_PER_MINUTE)} min`;
}
