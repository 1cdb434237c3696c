// Takes commands and market records in the order in which they reach the venue; answers with order updates and fills.

import type { OrderRequest, OrderStatus, OrderTerms } from '../core/account/order.ts';
import { unreachable } from '../core/assert.ts';
import type { OrderCommand } from '../core/execution/order-command.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import {
  BOOK_MORE,
  CONDITION_MASK,
  CONDITION_SHIFT,
  F64_A,
  F64_B,
  I32_D,
  Kind,
  Phase,
  type PhaseNumber,
  RECORD_F64,
  RECORD_I32,
  TradeCondition,
} from '../core/market/event-record.ts';
import type { Instrument } from '../core/market/instrument.ts';
import { priceAt, tickAt } from '../core/market/price-grid.ts';
import { signOf } from '../core/market/side.ts';
import { type BarPreview, outsideLimits, untimely } from './arrival-checks.ts';
import { matchBar, matchedBar } from './bar-matching.ts';
import { allowsAll, type BrokerTraits, withoutMargin } from './broker-traits.ts';
import { changedOrder } from './changed-order.ts';
import { contractCostsE4 } from './costs.ts';
import type { MatchedOn } from './feed-shape.ts';
import { InstrumentMarket } from './instrument-market.ts';
import { OrderAnswers, type VenueAnswers } from './order-answers.ts';
import type { Random } from './random.ts';
import { malformed, type RestingOrder, restingOrder } from './resting-order.ts';
import { RestingOrders } from './resting-orders.ts';
import type { SimulationSettings } from './settings.ts';
import { takeNear } from './taking.ts';
import { type FillOrder, matchQuote, matchTrade, printOf, takeThenRest } from './tick-matching.ts';

export interface MatchingVenueOptions {
  readonly instruments: readonly Instrument[];
  readonly matchedOn: readonly MatchedOn[];
  readonly settings: SimulationSettings;
  /** Draws the random rejects. */
  readonly random: Random;
  readonly bars: BarPreview;
  readonly answers: VenueAnswers;
}

/**
 * The venue of one session. Our orders never move the market: what they take is still displayed to the next. Only regular
 * trades trigger, fill or set a last price; auction, cross and RLP prints are not of the continuous book.
 */
export class MatchingVenue {
  private readonly markets: readonly InstrumentMarket[];
  private readonly resting: RestingOrders;
  private readonly alive = new Map<string, RestingOrder>();
  private readonly seen = new Set<string>();
  private readonly settings: SimulationSettings;
  private readonly random: Random;
  private readonly bars: BarPreview;
  private readonly answers: OrderAnswers;
  private readonly traits: BrokerTraits;
  /** Signed contracts of our orders, by instrument. */
  private readonly positions: number[];
  private nowUs = 0;
  private readonly fill: FillOrder = (order, ticks, quantity, aggressor) =>
    this.execute(order, ticks, quantity, aggressor, this.nowUs);

  constructor(options: MatchingVenueOptions) {
    this.markets = options.instruments.map((one, id) => new InstrumentMarket(one, options.matchedOn[id]!));
    this.resting = new RestingOrders(options.instruments.length);
    this.settings = options.settings;
    this.random = options.random;
    this.bars = options.bars;
    this.traits = options.settings.broker ?? allowsAll;
    this.positions = options.instruments.map(() => 0);
    this.answers = new OrderAnswers(options.answers, contractCostsE4(options.settings.costs));
  }

  /** Orders that rest; while it is 0 market records need not be matched at once. */
  get restingCount(): number {
    return this.resting.count;
  }

  /** When `takeDue` is to be called, microseconds UTC; Infinity when no order takes without a record. */
  get nextDueUs(): number {
    return this.resting.nextDueUs;
  }

  /** A phase begins; at the close every resting order expires. */
  phase(instrumentId: number, phase: PhaseNumber, timeUs: number): void {
    this.nowUs = timeUs;
    this.markets[instrumentId]!.setPhase(phase);
    if (phase !== Phase.closed) return;
    for (const order of this.resting.of(instrumentId)) this.finish(order, 'expired', 'session closed');
    this.resting.sweep(instrumentId);
  }

  /** A market record, matched against what rests. */
  record(batch: EventBatch, index: number, timeUs: number): void {
    const id = batch.instrumentAt(index);
    const market = this.markets[id];
    if (market === undefined) return;
    this.nowUs = timeUs;
    switch (batch.kindAt(index)) {
      case Kind.trade:
        this.trade(batch, index, market, id);
        break;
      case Kind.quote:
        market.quote(batch, index);
        this.quoted(market, id);
        break;
      case Kind.bookChange:
        market.bookChange(batch, index);
        if ((batch.flagsAt(index) & BOOK_MORE) === 0) this.quoted(market, id);
        break;
      case Kind.bar:
        if (market.matchedOn === 'bars') this.bar(batch, index, market, id);
        break;
      case Kind.priceLimits:
        market.setLimits(batch.f64[batch.f64At(index) + F64_A]!, batch.f64[batch.f64At(index) + F64_B]!);
        break;
      case Kind.phaseChange:
        this.phase(id, batch.flagsAt(index) as PhaseNumber, timeUs);
        break;
      default:
        break;
    }
  }

  /** A command arrives. */
  command(command: OrderCommand, timeUs: number): void {
    this.nowUs = timeUs;
    switch (command.kind) {
      case 'submit':
        this.submitted(command.request);
        break;
      case 'change':
        this.changed(command.clientOrderId, command);
        break;
      case 'cancel':
        this.cancelled(command.clientOrderId);
        break;
      default:
        unreachable(command);
    }
  }

  /** Market orders take at the open of a bar that they waited for, triggered stops what is known a little after their trigger. */
  takeDue(timeUs: number): void {
    this.nowUs = timeUs;
    for (const [id, market] of this.markets.entries()) {
      for (const order of this.resting.of(id)) {
        if (order.dueUs > timeUs) continue;
        order.dueUs = Infinity;
        if (market.matchedOn === 'bars') this.takeOpen(order, id);
        else if (market.matching) takeThenRest(order, market, this.settings, this.fill);
      }
      this.resting.sweep(id);
    }
  }

  private trade(batch: EventBatch, index: number, market: InstrumentMarket, id: number): void {
    const flags = batch.flagsAt(index);
    if (((flags >> CONDITION_SHIFT) & CONDITION_MASK) !== TradeCondition.regular) return;
    const f = index * RECORD_F64;
    const priceTicks = tickAt(market.instrument, batch.f64[f + F64_A]!);
    market.trade(priceTicks);
    if (market.phase === Phase.open) market.continuous = true;
    if (!market.matching || this.resting.of(id).length === 0) return;
    const print = printOf(this.nowUs, priceTicks, batch.f64[f + F64_B]!, flags);
    matchTrade(this.resting.of(id), market, this.settings, print, this.fill);
    this.resting.sweep(id);
  }

  private quoted(market: InstrumentMarket, id: number): void {
    // a source without trades can only show the end of the auction by a book that no longer crosses
    if (market.phase === Phase.open && market.matchedOn === 'quotes' && market.uncrossed) market.continuous = true;
    if (!market.matching || this.resting.of(id).length === 0) return;
    matchQuote(this.resting.of(id), market, this.settings, this.nowUs, this.fill);
    this.resting.sweep(id);
  }

  private bar(batch: EventBatch, index: number, market: InstrumentMarket, id: number): void {
    market.trade(batch.i32[index * RECORD_I32 + I32_D]!);
    if (!market.matching || this.resting.of(id).length === 0) return;
    const bar = matchedBar(batch, index);
    // the fill lies somewhere inside the interval, whose end belongs to the next one
    const insideUs = batch.exchangeTimeUsAt(index) - 1;
    matchBar(this.resting.of(id), market, this.settings, bar, (order, ticks, quantity, aggressor) =>
      this.execute(order, ticks, quantity, aggressor, Math.max(insideUs, order.arrivalUs)),
    );
    this.resting.sweep(id);
  }

  private submitted(request: OrderRequest): void {
    const { clientOrderId, instrumentId } = request;
    const market = this.markets[instrumentId];
    if (this.seen.has(clientOrderId))
      return this.answers.refused('submit', clientOrderId, 'this order id was used before', this.nowUs);
    this.seen.add(clientOrderId);
    if (market === undefined) return this.reject(clientOrderId, `instrument ${instrumentId} is not in this session`);
    const fault = this.faultOf(request, market);
    if (fault !== undefined) return this.reject(clientOrderId, fault);
    const order = restingOrder(request, market.instrument, this.nowUs);
    this.alive.set(clientOrderId, order);
    this.match(order, market);
    if (order.remaining === 0) return;
    if (order.fills === 0) this.answers.updated(order, 'working', undefined, this.nowUs);
    this.resting.add(order);
  }

  private faultOf(request: OrderRequest, market: InstrumentMarket): string | undefined {
    const fault =
      malformed(request, market.instrument) ??
      outsideLimits(request, market) ??
      untimely(request, market, this.bars, this.nowUs) ??
      withoutMargin(request, this.positions[request.instrumentId]!, this.alive.values(), this.traits);
    if (fault !== undefined) return fault;
    const { rejectShare } = this.settings;
    const isRejected = rejectShare > 0 && this.random.chance(rejectShare);
    return isRejected ? 'rejected at random by the settings of the simulation' : undefined;
  }

  /** The first chance of an order that has just arrived. */
  private match(order: RestingOrder, market: InstrumentMarket): void {
    const { type, instrumentId } = order.request;
    if (type === 'stopLimit') return;
    if (market.matchedOn !== 'bars') {
      if (market.matching) takeThenRest(order, market, this.settings, this.fill);
      return;
    }
    const startUs = this.bars.nextBarStartUs(instrumentId);
    if (market.matching && startUs <= this.nowUs) this.takeOpen(order, instrumentId);
    else if (type === 'market' && startUs < Infinity) order.dueUs = Math.max(startUs, this.nowUs);
    else if (type === 'market' && market.matching) this.takeNear(order, market, market.lastTicks);
    if (type === 'limit') order.mode = 'passive';
  }

  private takeOpen(order: RestingOrder, instrumentId: number): void {
    this.takeNear(order, this.markets[instrumentId]!, this.bars.nextBarOpenTicks(instrumentId));
  }

  private takeNear(order: RestingOrder, market: InstrumentMarket, nearTicks: number): void {
    const { isBuy, limitTicks, remaining } = order;
    takeNear(market, this.settings, isBuy, nearTicks, limitTicks, remaining, (ticks, quantity) =>
      this.fill(order, ticks, quantity, true),
    );
  }

  private cancelled(clientOrderId: string): void {
    const order = this.alive.get(clientOrderId);
    if (order === undefined) {
      const reason = this.seen.has(clientOrderId) ? 'the order is finished' : 'no such order';
      return this.answers.refused('cancel', clientOrderId, reason, this.nowUs);
    }
    this.finish(order, 'cancelled', undefined);
    this.resting.sweep(order.request.instrumentId);
  }

  private changed(clientOrderId: string, terms: OrderTerms): void {
    const order = this.alive.get(clientOrderId);
    if (order === undefined)
      return this.answers.refused('change', clientOrderId, 'no such order is working', this.nowUs);
    const { instrumentId } = order.request;
    const change = changedOrder(order, terms, this.markets[instrumentId]!, this.traits);
    if (change.kind === 'refused') {
      return this.answers.refused('change', clientOrderId, change.reason, this.nowUs);
    }
    order.remaining = 0;
    this.resting.sweep(instrumentId);
    this.alive.set(clientOrderId, change.order);
    this.resting.add(change.order);
    this.answers.changed(change.order, this.nowUs);
  }

  private execute(
    order: RestingOrder,
    ticks: number,
    quantity: number,
    aggressor: boolean,
    exchangeTimeUs: number,
  ): void {
    const { clientOrderId, instrumentId, side } = order.request;
    this.positions[instrumentId]! += signOf(side) * quantity;
    const price = priceAt(this.markets[instrumentId]!.instrument, ticks);
    this.answers.executed(order, price, quantity, aggressor, exchangeTimeUs, this.nowUs);
    if (order.remaining === 0) this.alive.delete(clientOrderId);
  }

  private finish(order: RestingOrder, status: OrderStatus, reason: string | undefined): void {
    this.answers.updated(order, status, reason, this.nowUs);
    this.alive.delete(order.request.clientOrderId);
    order.remaining = 0;
  }

  private reject(clientOrderId: string, reason: string): void {
    this.answers.rejected(clientOrderId, reason, this.nowUs);
  }
}
