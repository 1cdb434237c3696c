// Trades in; the sum of squared log returns of each candle, of the last trade price at each second of the session, out.

import type { Candle } from '../../candles/candle.ts';
import type { TapeTrade } from '../../candles/tape-trade.ts';
import { TradeCondition } from '../../market/event-record.ts';
import type { SessionContext } from '../session-context.ts';
import type { SharedParts } from '../shared-parts.ts';

const US_PER_SECOND = 1_000_000;

const OPEN_US = 0;
/** Of the last trade, and of the second before the last one that was reached; 0 where there is none yet. */
const PRICE = 1;
const GRID_PRICE = 2;
const SECOND = 3;
/** Of the candle that is open. */
const SQUARES = 4;
const TOLD = 5;
/** Of the candle that closed last. */
const CLOSED_SQUARES = 6;
const FIELDS = 7;

/**
 * The price at second s after the session's opening is that of the last trade before it, so that a candle which ends at s knows it.
 * Crosses and other prints are no prices of the market. Before the first trade there is no price and no return.
 */
export class SquaredReturns {
  /** Every trade of the candle that closed last was told, and none was at 0 or below. */
  isClosedWhole = false;
  private readonly fields = new Float64Array(FIELDS);
  private isBroken = false;

  constructor() {
    this.fields[SECOND] = Number.NEGATIVE_INFINITY;
  }

  /** Sum of the squared log returns inside the candle that closed last; only where it is whole. */
  get closedSquares(): number {
    return this.fields[CLOSED_SQUARES]!;
  }

  onTrade(trade: TapeTrade, session: SessionContext): void {
    const { fields } = this;
    if (session.openUs !== fields[OPEN_US]) this.begin(session);
    const { condition, price, timeUs } = trade;
    fields[TOLD] = fields[TOLD]! + trade.quantity;
    if (condition === TradeCondition.cross || condition === TradeCondition.other) return;
    if (!(price > 0)) {
      this.isBroken = true;
      fields[PRICE] = 0;
      fields[GRID_PRICE] = 0;
      return;
    }
    const second = Math.floor((timeUs - fields[OPEN_US]!) / US_PER_SECOND);
    if (second > fields[SECOND]!) this.reach(second);
    fields[PRICE] = price;
  }

  onCandle(candle: Candle, session: SessionContext): void {
    const { fields } = this;
    if (session.openUs !== fields[OPEN_US]) this.begin(session);
    this.reach(this.secondOf(candle));
    this.isClosedWhole = this.isWhole(candle, session);
    fields[CLOSED_SQUARES] = fields[SQUARES]!;
    fields[SQUARES] = 0;
    fields[TOLD] = 0;
    this.isBroken = false;
  }

  /** Every trade of the running candle was told. */
  isWhole(running: Candle, session: SessionContext): boolean {
    const { fields } = this;
    const isTold = fields[TOLD]! > 0 && fields[TOLD] === running.volume;
    return isTold && !this.isBroken && session.openUs === fields[OPEN_US];
  }

  /** What `closedSquares` would be if the candle closed as it stands. */
  squaresAt(running: Candle): number {
    const { fields } = this;
    const isReached = this.secondOf(running) <= fields[SECOND]!;
    return isReached ? fields[SQUARES]! : fields[SQUARES]! + this.nextSquare();
  }

  private secondOf({ closeTimeUs }: Candle): number {
    return Math.floor((closeTimeUs - this.fields[OPEN_US]!) / US_PER_SECOND);
  }

  /** Of the seconds passed only the first can have a return: no trade came in the others. */
  private reach(second: number): void {
    const { fields } = this;
    if (second <= fields[SECOND]!) return;
    fields[SQUARES] = fields[SQUARES]! + this.nextSquare();
    fields[GRID_PRICE] = fields[PRICE]!;
    fields[SECOND] = second;
  }

  private nextSquare(): number {
    const { fields } = this;
    const before = fields[GRID_PRICE]!;
    const price = fields[PRICE]!;
    if (before === price || before === 0 || price === 0) return 0;
    const move = Math.log(price / before);
    return move * move;
  }

  private begin(session: SessionContext): void {
    this.fields.fill(0);
    this.fields[OPEN_US] = session.openUs;
    this.fields[SECOND] = Number.NEGATIVE_INFINITY;
    this.isBroken = false;
  }
}

export function squaredReturns(shared: SharedParts): SquaredReturns {
  return shared.part('squared returns of the seconds of the session', () => new SquaredReturns(), {
    trade: (part, trade, session) => part.onTrade(trade, session),
    candle: (part, candle, session) => part.onCandle(candle, session),
  });
}
