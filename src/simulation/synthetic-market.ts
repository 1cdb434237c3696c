// Takes a seed, a contract and a session; gives the trades, quotes and level changes of one synthetic day, driven by order flow.

import { assert } from '../core/assert.ts';
import { EventBatch } from '../core/market/event-batch.ts';
import { TradeCondition } from '../core/market/event-record.ts';
import type { Root } from '../core/market/instrument.ts';
import { rootInstrument } from '../core/market/instrument-table.ts';
import { tickAt } from '../core/market/price-grid.ts';
import type { Session } from '../core/market/session.ts';
import { intradayActivity } from './intraday-activity.ts';
import { Random } from './random.ts';
import { SyntheticBook } from './synthetic-book.ts';
import { SyntheticFlow } from './synthetic-flow.ts';
import { SyntheticPrice } from './synthetic-price.ts';
import { SyntheticRegime } from './synthetic-regime.ts';

export interface SyntheticDayOptions {
  readonly seed: number;
  readonly root: Root;
  /** Dated contract; with the day it names the random streams, so that days and contracts differ under one seed. */
  readonly contract: string;
  readonly isoDay: string;
  readonly session: Pick<Session, 'preOpenUs' | 'openUs' | 'closeUs'>;
  /** Fair price at the opening, points on the grid. */
  readonly startPrice: number;
  /** Default 0. */
  readonly instrumentId?: number;
  /** How much there is to find; 1 is faint, 0 makes the price a martingale. Default 1. */
  readonly edge?: number;
  /** Factor on the number of events, above 0. Default 1, some 50,000 records in nine and a half hours. */
  readonly pace?: number;
  /** Factor on the size of moves, above 0. Default 1, a deviation of about 1.2 points a minute for WDO. */
  readonly volatility?: number;
}

/** Share of aggressive orders that a retail liquidity provider fills. */
const RLP_SHARE = 0.06;
/** The quotes stay while the fair price is at most this far outside of them, ticks. */
const QUOTE_SLACK_TICKS = 0.15;
/** How often the side behind a move follows at once; else the spread is wide until the next change of the book. */
const FOLLOWS_AT_ONCE = 0.95;
/** Lots of an aggressive order: median, spread of the logarithm, mean that follows from both, and the most. */
const ORDER_LOTS = 3;
const ORDER_SPREAD = 1.1;
const ORDER_MEAN_LOTS = ORDER_LOTS * Math.exp((ORDER_SPREAD * ORDER_SPREAD) / 2);
const ORDER_MAX_LOTS = 150;
const AUCTION_QUOTES = 60;
const AUCTION_TRADES = 40;
const AUCTION_TRADES_MAX = 120;
const AUCTION_LASTS_US = 300_000;
const LONGEST_LATE_OPEN_US = 2_000_000;

/**
 * One day: crossed quotes from the pre-open on; within seconds of the open a burst of auction trades of unknown aggressor at
 * one price; then continuous trading with known aggressors until just before the close. Records carry exchange times only,
 * never descending. Phase changes are not among them. Whoever uses the day must mark it as `synthetic`.
 */
export function syntheticDay(options: SyntheticDayOptions): EventBatch {
  const { root, session, edge = 1, pace = 1, volatility = 1, instrumentId = 0 } = options;
  assert(edge >= 0 && pace > 0 && volatility > 0, 'edge is 0 or more, pace and volatility are above 0');
  const instrument = rootInstrument(root);
  const startTicks = tickAt(instrument, options.startPrice);
  const random = new Random(options.seed, `synthetic/${options.contract}/${options.isoDay}`);
  const batch = new EventBatch(65_536);
  const book = new SyntheticBook(batch, instrument, instrumentId, random.stream('book'));
  const openedUs = auction(book, session, startTicks, instrument.lot, random.stream('auction'));
  const price = new SyntheticPrice(random.stream('price'), startTicks, edge, volatility);
  const regime = new SyntheticRegime(random.stream('regime'), openedUs);
  const flow = new SyntheticFlow(random.stream('flow'), pace);
  const orders = random.stream('orders');
  const lengthUs = session.closeUs - session.openUs;
  let timeUs = openedUs;
  for (;;) {
    const activity = intradayActivity((timeUs - session.openUs) / lengthUs);
    const event = flow.next(activity);
    timeUs += flow.elapsedUs;
    if (timeUs >= session.closeUs) return batch;
    book.at(timeUs);
    if (regime.advance(timeUs, flow.elapsedUs)) price.anchor();
    if (price.advance(flow.elapsedUs, activity, regime)) flow.news();
    if (event === 'order') {
      const side = flow.side(activity, regime.lean);
      const lots = order(book, side === 1, instrument.lot, orders);
      price.impact(side - flow.expectedSide, lots / ORDER_MEAN_LOTS);
    } else if (book.askTicks - book.bidTicks > 1) {
      book.narrow(price.ticks);
    } else {
      book.resize();
    }
    requote(book, price.ticks, orders);
  }
}

/** The pre-open and the auction; returns the time at which the book opens. */
function auction(
  book: SyntheticBook,
  session: SyntheticDayOptions['session'],
  startTicks: number,
  lot: number,
  random: Random,
): number {
  const lots = (most: number): number => lot * (1 + random.integer(most));
  const stepUs = (session.openUs - session.preOpenUs) / AUCTION_QUOTES;
  for (let i = 0; i < AUCTION_QUOTES; i++) {
    const width = Math.ceil(((AUCTION_QUOTES - i) / AUCTION_QUOTES) * 20);
    book.at(Math.floor(session.preOpenUs + (i + random.float()) * stepUs));
    book.quote(startTicks + random.integer(width + 1), startTicks - 1 - random.integer(width + 1), lots(50), lots(50));
  }
  let timeUs = session.openUs + random.integer(LONGEST_LATE_OPEN_US);
  const trades = AUCTION_TRADES + random.integer(AUCTION_TRADES_MAX - AUCTION_TRADES + 1);
  for (let i = 0; i < trades; i++) {
    timeUs += 1 + random.integer(AUCTION_LASTS_US / trades);
    book.at(timeUs);
    book.print(startTicks, lots(40), TradeCondition.auction);
  }
  book.openAt(timeUs + 1, startTicks - (random.chance(0.5) ? 1 : 0));
  return timeUs + 1;
}

/** One aggressive order against the book, or one that a liquidity provider takes at its best price; returns its lots. */
function order(book: SyntheticBook, isBuy: boolean, lot: number, random: Random): number {
  const drawn = Math.round(ORDER_LOTS * Math.exp(ORDER_SPREAD * random.normal()));
  const lots = Math.max(1, Math.min(ORDER_MAX_LOTS, drawn));
  if (random.chance(RLP_SHARE)) {
    book.print(isBuy ? book.askTicks : book.bidTicks, Math.min(lots, 3) * lot, TradeCondition.rlp);
  } else {
    book.take(isBuy, lots * lot);
  }
  return lots;
}

/** Brings the quotes to where the fair price is not outside of them. */
function requote(book: SyntheticBook, fairTicks: number, random: Random): void {
  if (fairTicks > book.askTicks + QUOTE_SLACK_TICKS) {
    book.moveTo(Math.ceil(fairTicks - QUOTE_SLACK_TICKS) - 1, random.chance(FOLLOWS_AT_ONCE));
  } else if (fairTicks < book.bidTicks - QUOTE_SLACK_TICKS) {
    book.moveTo(Math.floor(fairTicks + QUOTE_SLACK_TICKS), random.chance(FOLLOWS_AT_ONCE));
  }
}
