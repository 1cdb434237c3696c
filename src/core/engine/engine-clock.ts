// Clock ticks in: candles closed by the exchange clock, decision points, risk and execution looked after; the next wake asked for.

import type { ExchangeClock } from '../candles/exchange-clock.ts';
import { dailyLossLimitE4 } from '../risk/assess-risk.ts';
import { drawdownLimitE4 } from '../risk/drawdown.ts';
import { alert, type EngineContext, lastTicksOf, withdrawEntries } from './engine-context.ts';
import type { RunningStrategy } from './running-strategy.ts';

const US_PER_SECOND = 1_000_000;

export class EngineClock {
  private readonly context: EngineContext;
  private readonly clock: ExchangeClock;
  private wakeUs = 0;

  constructor(context: EngineContext, clock: ExchangeClock) {
    this.context = context;
    this.clock = clock;
  }

  startSession(): void {
    this.wakeUs = 0;
  }

  onTick(): void {
    const { context } = this;
    context.tickedUs = context.nowUs;
    // before the first epoch there is nothing to look after
    if (context.instruments.length === 0) return;
    this.endIntervals();
    if (context.account.hasTraded && !this.isRebuilding) this.guardDailyLoss();
    for (const runtime of context.runtimes) this.lookAfter(runtime);
    if (context.nowUs >= this.wakeUs) this.askForWake();
  }

  /** Ends what is over by the exchange's clock, one by one, oldest first, all instruments' before any decision. */
  endIntervals(): void {
    if (!this.clock.isKnown) return;
    const { nowUs, settings } = this.context;
    const exchangeUs = nowUs - this.clock.offsetUs - settings.candleGraceUs;
    while (this.closeRound(exchangeUs)) {}
  }

  /** Ends at most one interval of each builder. False when none ended. */
  private closeRound(exchangeUs: number): boolean {
    const { instruments } = this.context;
    let ended = false;
    for (const state of instruments) {
      for (const feed of state.feeds) {
        const end = feed.builder.advanceTo(exchangeUs);
        if (end === 'none') continue;
        ended = true;
        feed.due = true;
        if (end === 'closed') feed.give(state.context);
        else if (end === 'empty') feed.giveQuiet(state.context, state.lastPrice);
        feed.openNext(state.context);
      }
    }
    if (!ended) return false;
    for (const state of instruments) for (const feed of state.feeds) if (feed.due) feed.decide();
    return true;
  }

  private lookAfter(runtime: RunningStrategy): void {
    const { context } = this;
    runtime.checkDeadline();
    const every = runtime.strategy.decideEverySeconds;
    if (every !== undefined && context.nowUs >= runtime.nextClockDecisionUs) {
      const us = every * US_PER_SECOND;
      if (runtime.nextClockDecisionUs !== 0) runtime.decideBetween(this.exchangeUs);
      runtime.nextClockDecisionUs = (Math.floor(context.nowUs / us) + 1) * us;
    }
    const { execution } = runtime;
    const held = context.account.held(runtime.strategy.name, runtime.tradeId);
    if ((held !== 0 || execution.entryOpen > 0) && runtime.nearClose) execution.flatten('the session ends');
    execution.onClock();
  }

  /** What the exchange's clock shows; ours before any market event told it. */
  private get exchangeUs(): number {
    const { nowUs } = this.context;
    return this.clock.isKnown ? nowUs - this.clock.offsetUs : nowUs;
  }

  /** The last price is one of the past: neither a stop is jumped by it nor a loss reached. The venue's stops protect meanwhile. */
  private get isRebuilding(): boolean {
    return this.context.mutes.has('backfill');
  }

  /** Realised plus open loss at the limit: exits only until the next session. */
  private guardDailyLoss(): void {
    const { context } = this;
    if (context.state.isOverLossLimit) return;
    const netE4 = context.account.sessionNetE4((symbol) => lastTicksOf(context, symbol));
    if (netE4 === undefined) return;
    const { capitalE4, runtimes } = context;
    if (!runtimes.some(({ limits }) => netE4 <= -dailyLossLimitE4(limits, capitalE4))) return this.guardDrawdown(netE4);
    const reason = `daily loss limit: ${netE4 / 10_000} BRL of ${capitalE4 / 10_000} BRL capital`;
    context.state.reachLossLimit(reason);
    alert(context, 'critical', 'dailyLoss', reason);
    for (const each of runtimes) each.execution.flatten(reason);
  }

  /** Too far below the best of the session: nothing new, and what is held keeps its bracket. */
  private guardDrawdown(netE4: number): void {
    const { state, drawdown, sessionDay, capitalE4, runtimes } = this.context;
    const belowE4 = drawdown.take(sessionDay, netE4, state.isOverDrawdown);
    if (state.isOverDrawdown) return;
    if (!runtimes.some(({ limits }) => belowE4 >= drawdownLimitE4(limits.maxDrawdown, capitalE4))) return;
    const reason = `drawdown limit: ${belowE4 / 10_000} BRL below the best of the session, of ${capitalE4 / 10_000} BRL capital`;
    state.reachDrawdown(reason);
    alert(this.context, 'critical', 'drawdown', reason);
    withdrawEntries(this.context, reason);
  }

  /** Once the exchange's clock is known: a ClockTick where the next interval ends or the next clock decision is due. */
  askForWake(): void {
    const { context } = this;
    if (!this.clock.isKnown) return;
    let next = Number.MAX_SAFE_INTEGER;
    const lag = this.clock.offsetUs + context.settings.candleGraceUs + 1;
    for (const state of context.instruments) {
      for (const { builder } of state.feeds) {
        if (builder.boundaryUs !== undefined) next = Math.min(next, Math.ceil(builder.boundaryUs + lag));
      }
    }
    for (const runtime of context.runtimes) {
      if (runtime.nextClockDecisionUs > context.nowUs) next = Math.min(next, runtime.nextClockDecisionUs);
    }
    if (next === Number.MAX_SAFE_INTEGER || next <= context.nowUs) return;
    this.wakeUs = next;
    context.effects.push({ kind: 'wake', timeUs: next });
  }
}
