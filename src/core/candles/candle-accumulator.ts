// Trades and bars of one interval in, its running candle out; plain fields, reused for ever.

import {
  AGGRESSOR_BUYER,
  AGGRESSOR_MASK,
  AGGRESSOR_SELLER,
  BAR_TRADES_UNKNOWN,
  CONDITION_MASK,
  CONDITION_SHIFT,
  TradeCondition,
} from '../market/event-record.ts';
import type { MutableCandle } from './candle.ts';

export class CandleAccumulator {
  isEmpty = true;
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
  private hasFlow = false;
  firstTimeUs = 0;

  reset(): void {
    this.isEmpty = true;
    this.volume = 0;
    this.trades = 0;
    this.hasTrades = true;
    this.buyVolume = 0;
    this.sellVolume = 0;
    this.buyTrades = 0;
    this.sellTrades = 0;
    this.rlpVolume = 0;
    this.hasFlow = false;
  }

  addTrade(timeUs: number, price: number, quantity: number, flags: number): void {
    if (this.isEmpty) {
      this.isEmpty = false;
      this.firstTimeUs = timeUs;
      this.open = price;
      this.high = price;
      this.low = price;
    } else if (price > this.high) this.high = price;
    else if (price < this.low) this.low = price;
    this.close = price;
    this.volume += quantity;
    this.trades += 1;
    const condition = (flags >> CONDITION_SHIFT) & CONDITION_MASK;
    if (condition === TradeCondition.regular) {
      const aggressor = flags & AGGRESSOR_MASK;
      if (aggressor === AGGRESSOR_BUYER) {
        this.buyVolume += quantity;
        this.buyTrades += 1;
        this.hasFlow = true;
      } else if (aggressor === AGGRESSOR_SELLER) {
        this.sellVolume += quantity;
        this.sellTrades += 1;
        this.hasFlow = true;
      }
    } else if (condition === TradeCondition.rlp) this.rlpVolume += quantity;
  }

  addBar(timeUs: number, open: number, high: number, low: number, close: number, volume: number, trades: number): void {
    if (this.isEmpty) {
      this.isEmpty = false;
      this.firstTimeUs = timeUs;
      this.open = open;
      this.high = high;
      this.low = low;
    } else {
      if (high > this.high) this.high = high;
      if (low < this.low) this.low = low;
    }
    this.close = close;
    this.volume += volume;
    if (trades === BAR_TRADES_UNKNOWN) this.hasTrades = false;
    else this.trades += trades;
  }

  addFlow(buyVolume: number, sellVolume: number, buyTrades: number, sellTrades: number, rlpVolume: number): void {
    this.buyVolume += buyVolume;
    this.sellVolume += sellVolume;
    this.buyTrades += buyTrades;
    this.sellTrades += sellTrades;
    this.rlpVolume += rlpVolume;
    this.hasFlow = true;
  }

  /** Writes the candle that this interval amounts to. */
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
    candle.hasFlow = this.hasFlow;
    candle.firstOfSession = firstOfSession;
  }
}
