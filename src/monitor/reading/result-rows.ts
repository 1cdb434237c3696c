// The account of a run at a moment in; position, result and lines of price as the page shows them out.

import { e4ToBrl } from '../../core/account/money.ts';
import { priceAt } from '../../core/market/price-grid.ts';
import type { PriceLine } from '../view/candle-row.ts';
import type { Measured } from '../view/measured.ts';
import type { OrderRow } from '../view/order-row.ts';
import type { PositionRow, ResultRow } from '../view/result-row.ts';
import type { InstrumentFold } from './instrument-fold.ts';
import { absent, known } from './measured-of.ts';
import type { RunFold } from './run-fold.ts';

/** The venue has it: one that was not answered, or that is being cancelled, may be gone. */
const TAKEN: ReadonlySet<string> = new Set(['working', 'partiallyFilled', 'pendingReplace']);

export function positionRows(fold: RunFold, working: readonly OrderRow[]): readonly PositionRow[] {
  const { account } = fold.orders;
  return account.open().map(({ strategyId, symbol, quantity }) => {
    const id = fold.market.instruments.findIndex(({ instrument }) => instrument.symbol === symbol);
    const state = fold.market.instruments[id];
    const averageTicks = account.positionOf(strategyId, id)?.averageTicks;
    const closing = quantity > 0 ? 'sell' : 'buy';
    const legs = working.filter(
      (each) =>
        each.contract === symbol && each.strategy === strategyId && each.side === closing && TAKEN.has(each.status),
    );
    const stops = legs.filter(({ role }) => role === 'stop');
    const stopQuantity = stops.reduce((sum, each) => sum + each.quantity - each.filledQuantity, 0);
    const stopPrice = stops[0]?.stopPrice ?? null;
    return {
      ...{ strategy: strategyId, contract: symbol, quantity, stopQuantity, stopPrice },
      averagePrice: state === undefined || averageTicks === undefined ? null : averageTicks * state.instrument.tick,
      openResultBrl: openResult(state, averageTicks, quantity),
      isCovered: stopQuantity >= Math.abs(quantity),
      targetPrice:
        legs.find(({ role }) => role === 'target')?.price ?? fold.orders.planOf(strategyId, id)?.targetPrice ?? null,
      lossAtStopBrl: lossAtStops(state, stops, quantity),
    };
  });
}

function openResult(
  state: InstrumentFold | undefined,
  averageTicks: number | undefined,
  quantity: number,
): Measured<number> {
  const lastTicks = state?.lastTicks;
  if (state === undefined || lastTicks === undefined || averageTicks === undefined) return absent('unpriced');
  return known(e4ToBrl((lastTicks - averageTicks) * quantity * state.instrument.tickValueE4), state.pricedUs);
}

/** Of all stops at their own trigger; null where they do not cover what is held. */
function lossAtStops(state: InstrumentFold | undefined, stops: readonly OrderRow[], quantity: number): number | null {
  if (state === undefined || !state.hasPrice) return null;
  let left = Math.abs(quantity);
  let points = 0;
  for (const { quantity: whole, filledQuantity, stopPrice } of stops) {
    const closes = Math.min(left, whole - filledQuantity);
    if (stopPrice === null || closes <= 0) continue;
    points += closes * (state.lastPrice - stopPrice) * Math.sign(quantity);
    left -= closes;
  }
  return left > 0 ? null : points * state.instrument.pointValueBrl;
}

/** Of the session, or since the run began; unpriced where something held has no price. */
export function resultOf(fold: RunFold, of: 'session' | 'run'): ResultRow {
  const { orders, market, timeUs } = fold;
  const { account } = orders;
  if (fold.epoch === undefined) return absentResult(absent('notYet'));
  const fills = of === 'run' ? orders.fills.length : orders.fills.length - orders.fillsBefore;
  const costsE4 = of === 'run' ? orders.runCostsE4 : orders.sessionCostsE4;
  const atCost = (symbol: string): number | undefined => {
    const holder = account.open().find((each) => each.symbol === symbol);
    const id = market.instruments.findIndex(({ instrument }) => instrument.symbol === symbol);
    return holder === undefined ? undefined : account.positionOf(holder.strategyId, id)?.averageTicks;
  };
  const netE4 = of === 'run' ? fold.runNetE4 : fold.sessionNetE4;
  const closedE4 = of === 'run' ? account.netE4(atCost) : account.sessionNetE4(atCost);
  const money = (e4: number | undefined, atUs: number): Measured<number> =>
    e4 === undefined ? absent('unpriced') : known(e4ToBrl(Math.round(e4)), atUs);
  const isHeld = account.open().length > 0;
  const pricedUs = isHeld ? Math.max(0, ...market.instruments.map((each) => each.pricedUs)) : timeUs;
  return {
    realisedBrl: money(closedE4 === undefined ? undefined : closedE4 + costsE4, timeUs),
    openBrl: money(netE4 === undefined || closedE4 === undefined ? undefined : netE4 - closedE4, pricedUs),
    costsBrl: known(e4ToBrl(costsE4), timeUs),
    netBrl: money(netE4, pricedUs),
    fills,
  };
}

export function unreadableResult(): ResultRow {
  return absentResult(absent('unreadable', 'the journal cannot be read'));
}

function absentResult(none: Measured<never>): ResultRow {
  return { realisedBrl: none, openBrl: none, costsBrl: none, netBrl: none, fills: 0 };
}

export function priceLines(fold: RunFold, working: readonly OrderRow[]): readonly PriceLine[] {
  const traded = fold.market.traded?.instrument;
  if (traded === undefined) return [];
  const lines = working
    .filter(({ contract }) => contract === traded.symbol)
    .flatMap((order): readonly PriceLine[] => {
      const { role, clientOrderId, atUs } = order;
      const price = role === 'stop' ? order.stopPrice : order.price;
      if (price === null || role === 'exit') return [];
      return [{ kind: role, price, quantity: order.quantity - order.filledQuantity, clientOrderId, atUs }];
    });
  return [...lines, ...heldLines(fold, lines)];
}

/** What is held at its price, and a target that rests nowhere. */
function heldLines(fold: RunFold, lines: readonly PriceLine[]): readonly PriceLine[] {
  const { account } = fold.orders;
  const { instruments, traded } = fold.market;
  const id = instruments.indexOf(traded!);
  return account
    .open()
    .filter(({ symbol }) => symbol === traded!.instrument.symbol)
    .flatMap(({ strategyId, quantity }) => {
      const position = account.positionOf(strategyId, id);
      const at = { quantity: Math.abs(quantity), clientOrderId: null, atUs: fold.timeUs };
      const average = position?.averageTicks;
      const target = fold.orders.planOf(strategyId, id)?.targetPrice;
      const isWatched = target !== undefined && lines.every(({ kind }) => kind !== 'target');
      return [
        ...(average === undefined
          ? []
          : [{ kind: 'average' as const, price: priceAt(traded!.instrument, average), ...at }]),
        ...(isWatched ? [{ kind: 'target' as const, price: target, ...at }] : []),
      ];
    });
}
