// A strategy's inputs in, its wish turned into an order or a reasoned HOLD out: decide, signal, risk, execution in order.

import { unreachable } from '../assert.ts';
import { entryRoomTicks } from '../execution/entry-plan.ts';
import { isOnGrid, priceAt, tickAt } from '../market/price-grid.ts';
import type { Prediction } from '../prediction/prediction.ts';
import type { Regime } from '../regime/regime.ts';
import { type AccountRisk, assessRisk } from '../risk/assess-risk.ts';
import type { MarketPrices } from '../risk/price-collar.ts';
import { makeSignal, type Signal } from '../signal/signal.ts';
import type { DecisionContext } from '../signal/strategy.ts';
import { isWanted, type Wanted } from '../signal/wanted.ts';
import type { DecisionOutcome } from './decision-record.ts';
import { type EngineContext, halt, lastTicksOf } from './engine-context.ts';
import type { InstrumentState } from './instrument-state.ts';
import type { RunningStrategy } from './running-strategy.ts';

export interface Wish {
  readonly context: EngineContext;
  readonly runtime: RunningStrategy;
  /** The traded instrument. */
  readonly trade: InstrumentState;
  readonly named: Record<string, number>;
  readonly regime: Regime;
  readonly prediction: Prediction | undefined;
}

export function actOn(wish: Wish): DecisionOutcome {
  const wanted = ask(wish);
  switch (wanted.kind) {
    case 'threw':
      return { kind: 'hold', code: 'strategyThrew', reason: wanted.reason };
    case 'hold':
      return { kind: 'hold', code: 'strategyHold', reason: wanted.reason };
    case 'flat':
      wish.runtime.execution.flatten(wanted.reason);
      return { kind: 'flat', reason: wanted.reason };
    case 'direction':
      return enter(wish, wanted);
    default:
      return unreachable(wanted);
  }
}

/** A decide() that throws switches entries off and keeps brackets: the strategy is broken, the position is not. */
function ask(wish: Wish): Wanted | { readonly kind: 'threw'; readonly reason: string } {
  const { context, runtime, trade } = wish;
  const { strategy } = runtime;
  const position = context.account.positionOf(strategy.name, runtime.tradeId);
  const averageTicks = position?.averageTicks;
  const decision: DecisionContext = {
    features: wish.named,
    regime: wish.regime,
    prediction: wish.prediction,
    position: {
      quantity: position?.quantity ?? 0,
      averagePrice: averageTicks === undefined ? undefined : averageTicks * trade.instrument.tick,
    },
    price: trade.lastPrice,
    session: trade.context,
  };
  try {
    const decide = (): Wanted => strategy.decide(decision);
    const wanted = context.settings.guard === undefined ? decide() : context.settings.guard(decide);
    if (!isWanted(wanted))
      throw new TypeError(`decide() returned ${JSON.stringify(wanted)}, not hold(), flat() or target()`);
    return wanted;
  } catch (error) {
    return threw(wish, error);
  }
}

function threw({ context, runtime }: Wish, error: unknown): { readonly kind: 'threw'; readonly reason: string } {
  const reason = error instanceof Error ? error.message : `a ${typeof error} that is no Error`;
  halt(context, 'strategyThrew', `strategy ${runtime.strategy.name} threw: ${reason}`);
  return { kind: 'threw', reason };
}

/** Where an entry is expected to fill: the opposite quote when the book is sound, else the last trade. */
function entryTicks(trade: InstrumentState, direction: 1 | -1): number {
  const { instrument, bid, ask } = trade;
  const quote = direction === 1 ? ask : bid;
  const sound = trade.hasBid && trade.hasAsk && bid < ask && isOnGrid(instrument, quote);
  return tickAt(instrument, sound ? quote : trade.lastPrice);
}

function enter(wish: Wish, wanted: Extract<Wanted, { kind: 'direction' }>): DecisionOutcome {
  const { context, runtime, trade } = wish;
  const { execution, strategy } = runtime;
  const { instrument } = trade;
  const held = context.account.held(strategy.name, runtime.tradeId);
  if (Math.sign(held) === wanted.direction) return { kind: 'hold', code: 'alreadyThere', reason: `holds ${held}` };
  if (execution.busy)
    return { kind: 'hold', code: 'ordersInFlight', reason: 'orders of an earlier decision are not settled' };
  if (held !== 0) {
    execution.flatten(`turn: ${wanted.reason}`);
    return { kind: 'flat', reason: `turn: ${wanted.reason}` };
  }
  runtime.newRisk.look();
  const obstacle = runtime.newRisk.obstacle();
  if (obstacle !== undefined) return { kind: 'hold', ...obstacle };
  let signal: Signal;
  try {
    const ticks = entryTicks(trade, wanted.direction);
    signal = makeSignal(
      strategy.name,
      runtime.tradeId,
      instrument,
      wanted.direction,
      ticks,
      wanted.bracket,
      wanted.reason,
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { kind: 'hold', code: 'strategyThrew', reason: threw(wish, error).reason };
  }
  const verdict = assessRisk(signal, instrument, runtime.limits, accountRisk(context, runtime), context.state);
  if (verdict.kind === 'refused') {
    return { kind: 'hold', code: 'riskRefused', reason: `${verdict.reason}: ${verdict.detail}` };
  }
  execution.enter(signal, verdict.quantity, runtime.newRisk.terms);
  return {
    kind: 'enter',
    side: signal.side,
    quantity: verdict.quantity,
    entryPrice: priceAt(instrument, signal.entryTicks),
    stopPrice: priceAt(instrument, signal.stopTicks),
    targetPrice: priceAt(instrument, signal.targetTicks),
    reason: signal.reason,
  };
}

/** The account as risk sees it before an entry of a strategy: entries that still work count as positions. */
export function accountRisk(context: EngineContext, runtime: RunningStrategy): AccountRisk {
  const { account, runtimes } = context;
  let openPositions = account.openPositions;
  let openContracts = account.openContracts;
  let lossAtStopsE4 = 0;
  let netExposureE4 = 0;
  for (const each of runtimes) {
    const { execution, strategy, tradeId } = each;
    const working = execution.entryOpen;
    openContracts += working;
    lossAtStopsE4 += lossAtStops(context, each);
    const held = account.held(strategy.name, tradeId);
    netExposureE4 += valueE4(context, tradeId, held + execution.entrySigned);
    if (working > 0 && held === 0) openPositions += 1;
  }
  return {
    capitalE4: context.capitalE4,
    dayNetE4: account.sessionNetE4((symbol) => lastTicksOf(context, symbol)) ?? Number.NaN,
    openPositions,
    openContracts,
    foreignContracts: account.foreign.contracts,
    netExposureE4,
    lossAtStopsE4,
    entriesLastMinute: context.rate.entriesAt(context.nowUs),
    entrySlippageTicks: context.settings.entrySlippageTicks + entryRoomTicks(runtime.newRisk.plan),
    roundTripCostsE4: context.settings.roundTripCostsE4,
    market: marketPrices(context.instruments[runtime.tradeId]!),
  };
}

/** Value of signed contracts at the last price; NaN where there are some and no price. */
function valueE4(context: EngineContext, instrumentId: number, contracts: number): number {
  const { instrument, lastTicks } = context.instruments[instrumentId]!;
  return contracts === 0 ? 0 : contracts * (lastTicks ?? Number.NaN) * instrument.tickValueE4;
}

/** A side of the book that is off the grid is NaN: it cannot be right, and is refused as such. */
function marketPrices(trade: InstrumentState): MarketPrices {
  const { instrument, lastTicks, lowLimitTicks, highLimitTicks, hasBid, hasAsk, bid, ask } = trade;
  const ticksOf = (price: number): number => (isOnGrid(instrument, price) ? tickAt(instrument, price) : Number.NaN);
  const [bidTicks, askTicks] = [hasBid ? ticksOf(bid) : undefined, hasAsk ? ticksOf(ask) : undefined];
  return { lastTicks, bidTicks, askTicks, lowLimitTicks, highLimitTicks };
}

/** NaN where what is held has no price: risk refuses then. */
function lossAtStops(context: EngineContext, runtime: RunningStrategy): number {
  const { execution, limits, tradeId, strategy } = runtime;
  const lastTicks = context.instruments[tradeId]!.lastTicks;
  const isOpen = execution.entryOpen > 0 || context.account.held(strategy.name, tradeId) !== 0;
  if (!isOpen) return 0;
  return execution.lossAtStopsE4(lastTicks ?? Number.NaN, limits.stopSlippageTicks, context.settings.roundTripCostsE4);
}
