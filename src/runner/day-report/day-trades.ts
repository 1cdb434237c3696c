// The orders and fills of a record in; its trades, each from the decision that entered to the fills that closed it, out.

import type { DecisionRecord } from '../../core/engine/decision-record.ts';
import type { Instrument } from '../../core/market/instrument.ts';
import type { Side } from '../../core/market/side.ts';
import type { DayRecord, FillStory, OrderStory } from './day-record.ts';

type EnterOutcome = Extract<DecisionRecord['outcome'], { kind: 'enter' }>;

export interface DayTrade {
  /** Absent where the run did not decide it, such as an order that another process had sent. */
  readonly decision: DecisionRecord | undefined;
  readonly outcome: EnterOutcome | undefined;
  readonly side: Side;
  readonly contract: string;
  readonly entries: readonly OrderStory[];
  /** In the order in which they were sent. */
  readonly exits: readonly OrderStory[];
  readonly entryFills: readonly TradeFill[];
  readonly exitFills: readonly TradeFill[];
}

/** The part of a fill that belongs to the trade. */
export interface TradeFill {
  readonly order: OrderStory | undefined;
  readonly timeUs: number;
  readonly quantity: number;
  readonly price: number;
}

interface Making {
  readonly decision: DecisionRecord | undefined;
  readonly side: Side;
  readonly contract: string;
  readonly entries: OrderStory[];
  readonly exits: OrderStory[];
  readonly entryFills: TradeFill[];
  readonly exitFills: TradeFill[];
  left: number;
}

/** Entry orders belong to the last decision before them that entered; exits to the trade of their bracket, else to the oldest open one. */
export function dayTrades(record: DayRecord): readonly DayTrade[] {
  const enters = record.decisions.filter(({ outcome }) => outcome.kind === 'enter');
  const trades: Making[] = [];
  const byOrder = new Map<string, Making>();
  const orders = new Map(record.orders.map((order) => [order.clientOrderId, order]));
  for (const order of record.orders) {
    if (order.role !== 'entry') continue;
    const decision = enters.findLast(({ seq, strategyId }) => seq <= order.seq && strategyId === order.strategyId);
    const known = trades.find((trade) => trade.decision !== undefined && trade.decision === decision);
    const trade = known ?? begin(trades, order, order.adoptedBy === undefined ? decision : undefined);
    trade.entries.push(order);
    byOrder.set(order.clientOrderId, trade);
  }
  for (const order of record.orders) {
    const trade = order.role === 'entry' || order.bracketId === undefined ? undefined : byOrder.get(order.bracketId);
    if (trade === undefined) continue;
    trade.exits.push(order);
    byOrder.set(order.clientOrderId, trade);
  }
  for (const fill of record.fills) assign(trades, byOrder, orders, fill);
  return trades.map(({ left: _left, ...trade }) => ({ ...trade, outcome: outcomeOf(trade.decision) }));
}

function begin(trades: Making[], { side, contract }: OrderStory, decision: DecisionRecord | undefined): Making {
  const lists = { entries: [], exits: [], entryFills: [], exitFills: [] };
  const trade: Making = { decision, side, contract, ...lists, left: 0 };
  trades.push(trade);
  return trade;
}

function assign(
  trades: readonly Making[],
  byOrder: ReadonlyMap<string, Making>,
  orders: ReadonlyMap<string, OrderStory>,
  { fill, timeUs, contract }: FillStory,
): void {
  const order = orders.get(fill.clientOrderId);
  const own = byOrder.get(fill.clientOrderId);
  const { price } = fill;
  if (own !== undefined && order?.role === 'entry') {
    own.entryFills.push({ order, timeUs, quantity: fill.quantity, price });
    own.left += fill.quantity;
    return;
  }
  let rest = fill.quantity;
  const closes = (trade: Making): boolean => trade.contract === contract && trade.side !== fill.side && trade.left > 0;
  for (const trade of own === undefined ? trades : [own, ...trades]) {
    if (rest === 0 || !closes(trade)) continue;
    const quantity = Math.min(rest, trade.left);
    trade.exitFills.push({ order, timeUs, quantity, price });
    if (order !== undefined && !trade.exits.includes(order)) trade.exits.push(order);
    trade.left -= quantity;
    rest -= quantity;
  }
}

function outcomeOf(decision: DecisionRecord | undefined): EnterOutcome | undefined {
  return decision?.outcome.kind === 'enter' ? decision.outcome : undefined;
}

export function filledOf(fills: readonly TradeFill[]): number {
  return fills.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Volume-weighted, points; undefined without a fill. */
export function averageOf(fills: readonly TradeFill[]): number | undefined {
  const quantity = filledOf(fills);
  return quantity === 0 ? undefined : fills.reduce((sum, fill) => sum + fill.price * fill.quantity, 0) / quantity;
}

/** Before costs, in E4, of what was closed: exact, ticks times the value of a tick. */
export function resultE4(trade: DayTrade, { tick, tickValueE4 }: Instrument): number {
  const sign = trade.side === 'buy' ? 1 : -1;
  const entry = averageOf(trade.entryFills);
  if (entry === undefined) return 0;
  const points = trade.exitFills.reduce((sum, { price, quantity }) => sum + sign * (price - entry) * quantity, 0);
  return Math.round((points / tick) * tickValueE4);
}
