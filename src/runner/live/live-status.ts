// The engine of a session and what was counted of it in; its status for people and programs out.

import type { JournalledArming } from '../../adapters/journal/journalled-gate.ts';
import type { Order } from '../../core/account/order.ts';
import type { EngineContext } from '../../core/engine/engine-context.ts';
import type { RunPlan } from '../run-plan.ts';
import type { ControlStatus, WaitingRelease, WorkingOrder } from './control-messages.ts';
import type { LiveMeter } from './live-meter.ts';
import type { LiveGate, LiveOptions } from './live-options.ts';
import { type LiveTally, utcOf } from './live-tally.ts';

export interface StatusParts {
  readonly options: LiveOptions;
  readonly plan: RunPlan;
  readonly run: string;
  readonly sessionDay: string;
  readonly isProtectOnly: boolean;
  readonly context: EngineContext;
  readonly tally: LiveTally;
  readonly meter: LiveMeter;
  readonly gates: readonly LiveGate[];
  readonly isArmed: boolean;
  readonly arming: JournalledArming | undefined;
  readonly journalBroken: string | undefined;
  readonly nowUs: number;
  readonly nextRelease: WaitingRelease | null;
}

const E4_PER_BRL = 10_000;

export function statusOf(parts: StatusParts): ControlStatus {
  const { options, context, tally, meter } = parts;
  const { account, state } = context;
  const netE4 = account.sessionNetE4((symbol) => parts.plan.code.lastTicksOf(context, symbol));
  return {
    pid: process.pid,
    run: parts.run,
    mode: options.mode,
    strategy: parts.plan.strategy.name,
    release: options.release,
    channel: options.channel?.name ?? null,
    nextRelease: parts.nextRelease,
    account: options.account ?? null,
    sessionDay: parts.sessionDay,
    isProtectOnly: parts.isProtectOnly,
    armed: parts.isArmed,
    arming: armingOf(parts.arming),
    state: context.epoch === 0 ? 'starting' : state.kind,
    why: state.reason,
    muted: [...context.mutes.values()],
    capitalBrl: options.capitalBrl,
    sessionResultBrl: brlOf(netE4),
    realisedResultBrl: brlOf(realisedE4(context)),
    positions: positionsOf(parts),
    orders: account.working().map((order) => workingOrder(context, order)),
    lastDecision: tally.lastDecision,
    lastAlerts: tally.alerts,
    gates: parts.gates,
    lastEventAgeMs: meter.lastEventUs === 0 ? null : Math.max(0, Math.round((parts.nowUs - meter.lastEventUs) / 1000)),
    slowest: meter.takeWaits(),
    counts: { ...tally.counts },
    journalBroken: parts.journalBroken ?? null,
  };
}

export function armingOf(arming: JournalledArming | undefined): ControlStatus['arming'] {
  return arming === undefined ? null : { timeUtc: utcOf(arming.timeUs), by: arming.by };
}

/** By contract, what is held; empty when flat. */
export function heldOf({ account }: EngineContext): Readonly<Record<string, number>> {
  const held: Record<string, number> = {};
  for (const { symbol, quantity } of account.open()) held[symbol] = (held[symbol] ?? 0) + quantity;
  return held;
}

/** The result of the session if everything held were closed at what it has cost. */
function realisedE4({ account, instruments }: EngineContext): number | undefined {
  return account.sessionNetE4((symbol) => {
    const holder = account.open().find((each) => each.symbol === symbol);
    const id = instruments.findIndex(({ instrument }) => instrument.symbol === symbol);
    return holder === undefined ? undefined : account.positionOf(holder.strategyId, id)?.averageTicks;
  });
}

function positionsOf({ context, plan, tally, nowUs }: StatusParts): ControlStatus['positions'] {
  return context.account.open().map(({ strategyId, symbol, quantity }) => {
    const id = context.instruments.findIndex(({ instrument }) => instrument.symbol === symbol);
    const averageTicks = context.account.positionOf(strategyId, id)?.averageTicks;
    const instrument = context.instruments[id]?.instrument;
    const lastTicks = plan.code.lastTicksOf(context, symbol);
    const isPriced = instrument !== undefined && averageTicks !== undefined && lastTicks !== undefined;
    const openE4 = isPriced ? (lastTicks - averageTicks) * quantity * instrument.tickValueE4 : undefined;
    const pricedUs = tally.pricedUs(id);
    const age = {
      timeUtc: pricedUs === undefined ? null : utcOf(pricedUs),
      ageMs: pricedUs === undefined ? null : Math.max(0, Math.round((nowUs - pricedUs) / 1000)),
    };
    return {
      ...{ contract: symbol, quantity, openResultBrl: brlOf(openE4) },
      averagePrice: instrument === undefined || averageTicks === undefined ? null : averageTicks * instrument.tick,
      market:
        instrument === undefined || lastTicks === undefined ? null : { price: lastTicks * instrument.tick, ...age },
      ...(context.settings.brackets.bothExitsWorking
        ? {}
        : { watchedTarget: tally.targetPriceOf(strategyId, id) ?? null }),
    };
  });
}

function brlOf(e4: number | undefined): number | null {
  return e4 === undefined ? null : e4 / E4_PER_BRL;
}

function workingOrder({ instruments }: EngineContext, order: Order): WorkingOrder {
  const { clientOrderId, side, role, type, quantity, filledQuantity, price, stopPrice, status } = order;
  return {
    ...{ clientOrderId, side, role, type, quantity, filledQuantity, status },
    contract: instruments[order.instrumentId]?.instrument.symbol ?? String(order.instrumentId),
    price: price ?? null,
    stopPrice: stopPrice ?? null,
  };
}
