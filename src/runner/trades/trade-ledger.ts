// Takes the fills of a session with the orders they belong to; gives the round trips they make, and what is still open.

import type { Fill, OrderRequest, OrderRole } from '../../core/account/order.ts';
import { assert } from '../../core/assert.ts';
import type { Instrument } from '../../core/market/instrument.ts';
import { priceAt, tickAt } from '../../core/market/price-grid.ts';
import { type Side, signOf } from '../../core/market/side.ts';
import type { ExitRole, Trade } from './trade.ts';

/** The part of an order that a ledger needs; `reason` is the strategy's own, on entries. */
export interface LedgerOrder
  extends Pick<OrderRequest, 'clientOrderId' | 'role' | 'bracketId' | 'price' | 'stopPrice'> {
  readonly reason?: string | undefined;
}

/** A round trip that has not ended: with `openNetE4` it accounts for what the trades leave of the position's result. */
export interface OpenTrade {
  readonly strategyId: string;
  readonly instrumentId: number;
  readonly side: Side;
  /** Contracts still held, positive. */
  readonly openQuantity: number;
  /** Σ −signed quantity × price ticks over its fills so far, closing ones included. */
  readonly cashTickContracts: number;
  readonly costsE4: number;
}

export interface TradeLedger {
  /** In order of their last exit fill. */
  readonly trades: readonly Trade[];
  readonly open: readonly OpenTrade[];
}

interface RoundTrip {
  readonly strategyId: string;
  readonly instrumentId: number;
  readonly side: Side;
  /** Bracket, or the entry order where there is none: fills of one entry make one trade. */
  readonly key: string;
  readonly bracketId: string | undefined;
  readonly reason: string;
  readonly entryTimeUs: number;
  entered: number;
  closed: number;
  /** Σ quantity × price ticks of the entry and of the exit fills. */
  entryTickContracts: number;
  exitTickContracts: number;
  costsE4: number;
}

/** Net result in E4 of an open round trip if it were closed at `priceTicks` without further costs. */
export function openNetE4(open: OpenTrade, priceTicks: number, tickValueE4: number): number {
  const held = signOf(open.side) * open.openQuantity;
  return (open.cashTickContracts + held * priceTicks) * tickValueE4 - open.costsE4;
}

/**
 * Builds round trips. A fill against the position closes the trade of its own bracket first and then the oldest ones; what is
 * left of it opens a new trade the other way. Fills of one entry order or bracket are one trade. Costs of a fill that touches
 * several trades are shared by contracts, the last taking the remainder, so sums stay exact. A fill told twice counts once.
 * @param fills in order of execution
 * @param orders every order that has a fill; entries carry the reason, legs the levels
 * @param instruments by instrumentId; `symbol` is the dated contract
 */
export function buildTradeLedger(
  fills: readonly Fill[],
  orders: readonly LedgerOrder[],
  instruments: readonly Instrument[],
): TradeLedger {
  const levels = bracketLevels(orders);
  const trades: Trade[] = [];
  const ticksOf = (fill: Fill): number => tickAt(instrumentOf(fill, instruments), fill.price);
  const open = eachRoundTrip(fills, orders, ticksOf, (trip, fill, order) => {
    trades.push(toTrade(trip, trades.length, fill, order.role, instrumentOf(fill, instruments), levels));
  });
  return { trades, open: open.map(toOpenTrade) };
}

/** The last fill of each trade that `buildTradeLedger` finds, without prices: it needs to know no instrument. */
export function roundTripEnds(fills: readonly Fill[], orders: readonly LedgerOrder[]): readonly Fill[] {
  const ends: Fill[] = [];
  eachRoundTrip(
    fills,
    orders,
    () => 0,
    (_trip, last) => {
      ends.push(last);
    },
  );
  return ends;
}

/** Gives those that are still open. */
function eachRoundTrip(
  fills: readonly Fill[],
  orders: readonly LedgerOrder[],
  ticksOf: (fill: Fill) => number,
  finish: (trip: RoundTrip, last: Fill, order: LedgerOrder) => void,
): readonly RoundTrip[] {
  const orderOf = new Map(orders.map((order) => [order.clientOrderId, order]));
  const seen = new Set<string>();
  const books = new Map<string, RoundTrip[]>();
  for (const fill of fills) {
    const fillKey = `${fill.clientOrderId} ${fill.fillId}`;
    if (seen.has(fillKey)) continue;
    seen.add(fillKey);
    const order = orderOf.get(fill.clientOrderId);
    assert(order !== undefined, `fill ${fill.fillId} belongs to no known order (${fill.clientOrderId})`);
    const bookKey = `${fill.strategyId} ${fill.instrumentId}`;
    const book = books.get(bookKey) ?? [];
    books.set(bookKey, book);
    applyFill(book, fill, order, ticksOf(fill), (trip) => finish(trip, fill, order));
  }
  return [...books.values()].flat();
}

function instrumentOf(fill: Fill, instruments: readonly Instrument[]): Instrument {
  const instrument = instruments[fill.instrumentId];
  assert(instrument !== undefined, `fill ${fill.fillId} names instrument ${fill.instrumentId}, which is not known`);
  return instrument;
}

interface Levels {
  readonly stopPrice: number | undefined;
  readonly targetPrice: number | undefined;
}

function bracketLevels(orders: readonly LedgerOrder[]): ReadonlyMap<string, Levels> {
  const levels = new Map<string, Levels>();
  for (const { bracketId, role, price, stopPrice } of orders) {
    if (bracketId === undefined || (role !== 'stop' && role !== 'target')) continue;
    const known = levels.get(bracketId) ?? { stopPrice: undefined, targetPrice: undefined };
    // The first order of a leg tells the plan; replacements after a partial fill keep it.
    const change =
      role === 'stop' ? { stopPrice: known.stopPrice ?? stopPrice } : { targetPrice: known.targetPrice ?? price };
    levels.set(bracketId, { ...known, ...change });
  }
  return levels;
}

function applyFill(
  book: RoundTrip[],
  fill: Fill,
  order: LedgerOrder,
  ticks: number,
  finish: (trip: RoundTrip) => void,
): void {
  let quantity = fill.quantity;
  let costsE4 = fill.costsE4;
  while (quantity > 0 && book.length > 0 && book[0]!.side !== fill.side) {
    const own = order.bracketId === undefined ? -1 : book.findIndex((trip) => trip.bracketId === order.bracketId);
    const at = Math.max(0, own);
    const trip = book[at]!;
    const part = Math.min(quantity, trip.entered - trip.closed);
    // The last part takes what is left of the costs, so that nothing is lost to rounding.
    const partCostsE4 = part === quantity ? costsE4 : Math.floor((costsE4 * part) / quantity);
    trip.closed += part;
    trip.exitTickContracts += part * ticks;
    trip.costsE4 += partCostsE4;
    quantity -= part;
    costsE4 -= partCostsE4;
    if (trip.closed < trip.entered) continue;
    book.splice(at, 1);
    finish(trip);
  }
  if (quantity > 0) enter(book, fill, order, ticks, quantity, costsE4);
}

function enter(
  book: RoundTrip[],
  fill: Fill,
  order: LedgerOrder,
  ticks: number,
  quantity: number,
  costsE4: number,
): void {
  const key = order.bracketId ?? order.clientOrderId;
  let trip = book.find((other) => other.key === key);
  if (trip === undefined) {
    trip = {
      strategyId: fill.strategyId,
      instrumentId: fill.instrumentId,
      side: fill.side,
      key,
      bracketId: order.bracketId,
      reason: order.reason ?? '',
      entryTimeUs: fill.exchangeTimeUs,
      entered: 0,
      closed: 0,
      entryTickContracts: 0,
      exitTickContracts: 0,
      costsE4: 0,
    };
    book.push(trip);
  }
  trip.entered += quantity;
  trip.entryTickContracts += quantity * ticks;
  trip.costsE4 += costsE4;
}

function exitRoleOf(role: OrderRole): ExitRole {
  return role === 'stop' || role === 'target' ? role : 'exit';
}

function toTrade(
  trip: RoundTrip,
  index: number,
  last: Fill,
  role: OrderRole,
  instrument: Instrument,
  levels: ReadonlyMap<string, Levels>,
): Trade {
  const tickContracts = signOf(trip.side) * (trip.exitTickContracts - trip.entryTickContracts);
  const grossE4 = tickContracts * instrument.tickValueE4;
  const bracket = trip.bracketId === undefined ? undefined : levels.get(trip.bracketId);
  return {
    index,
    strategyId: trip.strategyId,
    contract: instrument.symbol,
    side: trip.side,
    quantity: trip.entered,
    entryTimeUs: trip.entryTimeUs,
    exitTimeUs: last.exchangeTimeUs,
    entryPrice: priceAt(instrument, trip.entryTickContracts) / trip.entered,
    exitPrice: priceAt(instrument, trip.exitTickContracts) / trip.entered,
    stopPrice: bracket?.stopPrice,
    targetPrice: bracket?.targetPrice,
    exitRole: exitRoleOf(role),
    grossE4,
    costsE4: trip.costsE4,
    netE4: grossE4 - trip.costsE4,
    points: priceAt(instrument, tickContracts) / trip.entered,
    reason: trip.reason,
  };
}

function toOpenTrade(trip: RoundTrip): OpenTrade {
  return {
    strategyId: trip.strategyId,
    instrumentId: trip.instrumentId,
    side: trip.side,
    openQuantity: trip.entered - trip.closed,
    cashTickContracts: signOf(trip.side) * (trip.exitTickContracts - trip.entryTickContracts),
    costsE4: trip.costsE4,
  };
}
