// Builds small hand-written sessions, plays them through the simulated exchange, and gives every event as a plain object.
import type { EpochStart } from '../../src/core/account/account-event.ts';
import type { Fill, OrderRequest, OrderUpdate } from '../../src/core/account/order.ts';
import type { EventCursor } from '../../src/core/engine/exchange.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import { utcUsOf } from '../../src/core/market/civil-time.ts';
import { EventBatch, type PayloadEvent } from '../../src/core/market/event-batch.ts';
import {
  AGGRESSOR_BUYER,
  AGGRESSOR_SELLER,
  BAR_TRADES_UNKNOWN,
  BAR_WARMUP,
  BOOK_ASK,
  CONDITION_SHIFT,
  FIRST_PAYLOAD_KIND,
  type KindName,
  kindName,
  QUOTE_HAS_ASK,
  QUOTE_HAS_BID,
  QUOTE_HAS_SIZES,
  TradeCondition,
} from '../../src/core/market/event-record.ts';
import { rootInstrument } from '../../src/core/market/instrument-table.ts';
import { tickAt } from '../../src/core/market/price-grid.ts';
import type { SessionFeed, SessionTimes } from '../../src/simulation/session-feed.ts';
import { type SimulationSettings, simulationSettings } from '../../src/simulation/settings.ts';
import { SimulatedExchange } from '../../src/simulation/simulated-exchange.ts';

const US_PER_SECOND = 1_000_000;
const wdo = rootInstrument('WDO');

/** 2025-08-05 09:00 local, where tapes open unless told otherwise. */
export const tapeOpenUs = utcUsOf('2025-08-05', 9 * 3600 * US_PER_SECOND);

/** Seconds after the open as microseconds UTC. */
export function at(seconds: number, openUs = tapeOpenUs): number {
  return Math.round(openUs + seconds * US_PER_SECOND);
}

export interface TapeOptions {
  readonly openUs?: number;
  /** Length of continuous trading; the auction lasts a minute before it. */
  readonly seconds?: number;
  readonly epoch?: number;
  readonly sessionDay?: string;
  readonly capacity?: number;
}

export interface TradeOptions {
  readonly aggressor?: 'buyer' | 'seller';
  readonly condition?: keyof typeof TradeCondition;
}

/** One WDO session, record by record; times are seconds after the open, prices points. */
export class Tape {
  readonly market: EventBatch;
  readonly warmup = new EventBatch(4);
  private readonly options: TapeOptions;
  private readonly openUs: number;
  private trades = 0;
  private hasReceivedTimes = false;

  constructor(options: TapeOptions = {}) {
    this.options = options;
    this.openUs = options.openUs ?? tapeOpenUs;
    this.market = new EventBatch(options.capacity ?? 16);
  }

  trade(seconds: number, price: number, quantity: number, { aggressor, condition }: TradeOptions = {}): this {
    const side = aggressor === undefined ? 0 : aggressor === 'buyer' ? AGGRESSOR_BUYER : AGGRESSOR_SELLER;
    const flags = side | (TradeCondition[condition ?? 'regular'] << CONDITION_SHIFT);
    this.trades += 1;
    this.market.pushTrade(0, at(seconds, this.openUs), price, quantity, flags, this.trades, 0, 0);
    return this;
  }

  quote(seconds: number, bid: number, ask: number, bidSize?: number, askSize?: number): this {
    const sizes = bidSize === undefined ? 0 : QUOTE_HAS_SIZES;
    const flags = QUOTE_HAS_BID | QUOTE_HAS_ASK | sizes;
    this.market.pushQuote(0, at(seconds, this.openUs), flags, bid, ask, bidSize ?? 0, askSize ?? 0);
    return this;
  }

  /** Price limits of the day, 0 where one is not known. */
  limits(seconds: number, low: number, high: number): this {
    this.market.pushPriceLimits(0, at(seconds, this.openUs), low, high);
    return this;
  }

  level(seconds: number, side: 'bid' | 'ask', price: number, quantity: number): this {
    this.market.pushBookChange(0, at(seconds, this.openUs), side === 'ask' ? BOOK_ASK : 0, price, quantity, 1);
    return this;
  }

  /** A one-minute bar by the second its interval ends; prices open, high, low, close. */
  bar(endSeconds: number, open: number, high: number, low: number, close: number, volume = 100): this {
    const [o, h, l, c] = [open, high, low, close].map((price) => tickAt(wdo, price)) as [
      number,
      number,
      number,
      number,
    ];
    this.market.pushBar(0, at(endSeconds, this.openUs), 0, o, h, l, c, volume, BAR_TRADES_UNKNOWN, 60);
    return this;
  }

  warmupBar(secondsBeforeOpen: number, price: number): this {
    const ticks = tickAt(wdo, price);
    const timeUs = at(-secondsBeforeOpen, this.openUs);
    this.warmup.pushBar(0, timeUs, BAR_WARMUP, ticks, ticks, ticks, ticks, 10, 5, 60);
    return this;
  }

  /** Marks the records as received `delaySeconds` after their exchange times. */
  received(delaySeconds: number): this {
    this.hasReceivedTimes = true;
    for (let i = 0; i < this.market.length; i++) {
      this.market.stamp(i, 0, this.market.exchangeTimeUsAt(i) + delaySeconds * US_PER_SECOND);
    }
    return this;
  }

  get times(): SessionTimes {
    const closeUs = at(this.options.seconds ?? 600, this.openUs);
    return { auctionUs: at(-60, this.openUs), openUs: this.openUs, closeUs };
  }

  feed(): SessionFeed {
    const { openUs, closeUs } = this.times;
    const start: EpochStart = {
      kind: 'epochStart',
      epoch: this.options.epoch ?? 1,
      sessionDay: this.options.sessionDay ?? '2025-08-05',
      instruments: [
        { symbol: 'WDOU25', requested: 'WDOFUT', root: 'WDO', openUs, closeUs, phaseAtStart: 'closed', daysToRoll: 18 },
      ],
      provenance: 'synthetic',
      sideSource: 'feed',
      warmup: [{ candle: '1m', instrumentId: 0, bars: this.warmup.length }],
      warmupBars: this.warmup.length,
      warmupDigest: '',
      capitalBrl: 100_000,
    };
    return {
      start,
      warmup: this.warmup,
      market: this.market,
      instruments: [wdo],
      sessions: [this.times],
      hasReceivedTimes: this.hasReceivedTimes,
    };
  }
}

/** Settings without latency, spread, slippage, costs or chance: what is left is the rule under test. */
export function plainSettings(changes: Partial<SimulationSettings> = {}): SimulationSettings {
  return simulationSettings('ticks', {
    marketLatencyUs: 0,
    marketJitterUs: 0,
    orderLatencyUs: 0,
    orderJitterUs: 0,
    answerLatencyUs: 0,
    answerJitterUs: 0,
    predictionLatencyUs: 0,
    halfSpreadTicks: 0,
    unknownQueueContracts: 0,
    ...changes,
  });
}

/** An order to buy 1 WDO at the market, changed as told. */
export function request(changes: Partial<OrderRequest> = {}): OrderRequest {
  return {
    clientOrderId: 'a',
    strategyId: 's',
    instrumentId: 0,
    side: 'buy',
    type: 'market',
    role: 'entry',
    quantity: 1,
    price: undefined,
    stopPrice: undefined,
    bracketId: undefined,
    ...changes,
  };
}

export function submit(changes: Partial<OrderRequest> = {}): OrderCommand {
  return { kind: 'submit', seq: 0, request: request(changes), bracket: undefined };
}

export function cancel(clientOrderId: string): OrderCommand {
  return { kind: 'cancel', seq: 0, clientOrderId, reason: 'test' };
}

export interface TapeEvent {
  readonly seq: number;
  readonly receivedTimeUs: number;
  readonly exchangeTimeUs: number;
  readonly kind: KindName;
  readonly flags: number;
  readonly payload: PayloadEvent | undefined;
}

/** A command that is sent at these seconds after the open: a tick is asked for then. */
export interface Timed {
  readonly seconds: number;
  readonly command: OrderCommand;
}

export interface Play {
  readonly sessions: Iterable<SessionFeed> | AsyncIterable<SessionFeed>;
  readonly settings?: SimulationSettings;
  readonly seed?: number;
  readonly orders?: readonly Timed[];
  /** Called after each event, as an engine would be. */
  readonly onEvent?: (event: TapeEvent, exchange: SimulatedExchange) => Promise<void> | undefined;
}

/** Every event of the sessions, with the orders sent on the way. */
export async function play({ sessions, settings, seed, orders, onEvent }: Play): Promise<readonly TapeEvent[]> {
  const exchange = new SimulatedExchange({
    days: sessions,
    settings: settings ?? plainSettings(),
    seed: seed ?? 1,
    firstSeq: 1,
  });
  const waiting = [...(orders ?? [])];
  const events: TapeEvent[] = [];
  const cursor: EventCursor = { batch: new EventBatch(1), index: 0 };
  while (await exchange.more()) {
    while (exchange.advance(cursor)) {
      const event = tapeEvent(cursor);
      events.push(event);
      if (event.kind === 'epochStart') for (const { seconds } of waiting) exchange.wake(at(seconds));
      while (waiting.length > 0 && at(waiting[0]!.seconds) <= event.receivedTimeUs) {
        exchange.submit(waiting.shift()!.command);
      }
      await onEvent?.(event, exchange);
    }
  }
  if (waiting.length > 0) throw new Error(`${waiting.length} orders come after the end of the tape`);
  return events;
}

function tapeEvent({ batch, index }: EventCursor): TapeEvent {
  const kind = kindName(batch.kindAt(index));
  if (kind === undefined) throw new Error(`record of unknown kind ${batch.kindAt(index)}`);
  return {
    seq: batch.seqAt(index),
    receivedTimeUs: batch.receivedTimeUsAt(index),
    exchangeTimeUs: batch.exchangeTimeUsAt(index),
    kind,
    flags: batch.flagsAt(index),
    payload: batch.kindAt(index) >= FIRST_PAYLOAD_KIND ? batch.payloadAt(index) : undefined,
  };
}

export function fillsOf(events: readonly TapeEvent[]): readonly Fill[] {
  return events.filter((event) => event.kind === 'fill').map((event) => event.payload as Fill);
}

function updatesOf(events: readonly TapeEvent[]): readonly OrderUpdate[] {
  return events.filter((event) => event.kind === 'orderUpdate').map((event) => event.payload as OrderUpdate);
}

/** `status filled/…` of each update, short enough to compare at a glance. */
export function statusesOf(events: readonly TapeEvent[]): readonly string[] {
  return updatesOf(events).map((update) => {
    const reason = update.reason === undefined ? '' : `: ${update.reason}`;
    return `${update.clientOrderId} ${update.status} ${update.filledQuantity}${reason}`;
  });
}
