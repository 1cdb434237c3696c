// Trades and bars of one interval in, its running candle out; plain fields, reused for ever.

import {
  AGGRESSOR_BUYER,
  AGGRESSOR_MASK,
  AGGRESSOR_SELLER,
  BAR_TRADES_UNKNOWN,
  CONDITION_MASK,
  CONDITION_SHIFT,
  isPriceOfMarket,
  TradeCondition,
} from '../market/event-record.ts';
import type { MutableCandle } from './candle.ts';

export class CandleAccumulator {
  /** Without a price there is no candle, whatever its volume. */
  hasPrice = false;
  private open = 0;
  private high = 0;
  private low = 0;
  private close = 0;
  volume = 0;
  trades = 0;
  private hasTrades = true;
  private buyVolume = 0;
  private sellVolume = 0;
  private buyTrades = 0;
  private sellTrades = 0;
  private rlpVolume = 0;
  private hasSides = false;
  /** Something that has a side came without it. */
  private lacksSides = false;
  /** Of the first trade, a print outside of the market included. */
  firstTimeUs = 0;

  reset(): void {
    this.hasPrice = false;
    this.volume = 0;
    this.trades = 0;
    this.hasTrades = true;
    this.buyVolume = 0;
    this.sellVolume = 0;
    this.buyTrades = 0;
    this.sellTrades = 0;
    this.rlpVolume = 0;
    this.hasSides = false;
    this.lacksSides = false;
  }

  addTrade(timeUs: number, price: number, quantity: number, flags: number): void {
    if (this.trades === 0) this.firstTimeUs = timeUs;
    this.volume += quantity;
    this.trades += 1;
    const condition = (flags >> CONDITION_SHIFT) & CONDITION_MASK;
    if (isPriceOfMarket(condition)) this.addPrices(price, price, price, price);
    if (condition === TradeCondition.regular) this.addSided(quantity, flags & AGGRESSOR_MASK);
    else if (condition === TradeCondition.rlp) this.rlpVolume += quantity;
  }

  private addSided(quantity: number, aggressor: number): void {
    if (aggressor === AGGRESSOR_BUYER) {
      this.buyVolume += quantity;
      this.buyTrades += 1;
      this.hasSides = true;
    } else if (aggressor === AGGRESSOR_SELLER) {
      this.sellVolume += quantity;
      this.sellTrades += 1;
      this.hasSides = true;
    } else this.lacksSides = true;
  }

  private addPrices(open: number, high: number, low: number, close: number): void {
    if (!this.hasPrice) {
      this.hasPrice = true;
      this.open = open;
      this.high = high;
      this.low = low;
    } else {
      if (high > this.high) this.high = high;
      if (low < this.low) this.low = low;
    }
    this.close = close;
  }

  addBar(open: number, high: number, low: number, close: number, volume: number, trades: number): void {
    this.addPrices(open, high, low, close);
    this.volume += volume;
    this.lacksSides = true;
    if (trades === BAR_TRADES_UNKNOWN) this.hasTrades = false;
    else this.trades += trades;
  }

  addFlow(buyVolume: number, sellVolume: number, buyTrades: number, sellTrades: number, rlpVolume: number): void {
    this.buyVolume += buyVolume;
    this.sellVolume += sellVolume;
    this.buyTrades += buyTrades;
    this.sellTrades += sellTrades;
    this.rlpVolume += rlpVolume;
    this.hasSides = true;
  }

  /** Writes the candle that this interval amounts to; only where it has a price. */
  writeTo(candle: MutableCandle, openTimeUs: number, closeTimeUs: number, firstOfSession: boolean): void {
    candle.openTimeUs = openTimeUs;
    candle.closeTimeUs = closeTimeUs;
    candle.open = this.open;
    candle.high = this.high;
    candle.low = this.low;
    candle.close = this.close;
    candle.volume = this.volume;
    candle.trades = this.hasTrades ? this.trades : 0;
    candle.hasTrades = this.hasTrades;
    candle.buyVolume = this.buyVolume;
    candle.sellVolume = this.sellVolume;
    candle.buyTrades = this.buyTrades;
    candle.sellTrades = this.sellTrades;
    candle.rlpVolume = this.rlpVolume;
    // where no trade could have a side, none is missing
    candle.hasFlow = this.hasSides || (this.trades > 0 && !this.lacksSides);
    candle.firstOfSession = firstOfSession;
  }
}
