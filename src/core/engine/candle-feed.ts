// A candle builder of one instrument with the strategies that read its candles and trades, and those that decide on its intervals.

import type { MutableCandle } from '../candles/candle.ts';
import type { CandleBuilder } from '../candles/candle-builder.ts';
import { makeCandleBuilder } from '../candles/make-candle-builder.ts';
import { TapeQueue } from '../candles/tape-queue.ts';
import { emptyTapeTrade, type TapeTrade } from '../candles/tape-trade.ts';
import type { SessionContext } from '../features/session-context.ts';
import type { RunningStrategy } from './running-strategy.ts';

export class CandleFeed {
  readonly builder: CandleBuilder;
  /** Candle interval, as text. */
  readonly candle: string;
  /** Set when an interval ended and its decisions are still to be taken. */
  due = false;
  /** Whether some strategy reads the trades themselves. */
  readonly readsTape: boolean;
  private readonly instrumentId: number;
  private readonly readers: readonly RunningStrategy[];
  private readonly deciders: readonly RunningStrategy[];
  private readonly tapeReaders: readonly RunningStrategy[];
  private readonly waiting = new TapeQueue();
  private readonly waited = emptyTapeTrade();

  /** All of `readers` have the same candle interval. */
  constructor(requested: string, instrumentId: number, readers: readonly RunningStrategy[]) {
    this.candle = readers[0]!.strategy.candle;
    this.builder = makeCandleBuilder(readers[0]!.interval);
    this.instrumentId = instrumentId;
    this.readers = readers;
    this.deciders = readers.filter(({ strategy }) => strategy.instruments.trade === requested);
    this.tapeReaders = readers.filter((reader) => reader.features.readsTapeOf(requested));
    this.readsTape = this.tapeReaders.length > 0;
  }

  /** The trade that the builder took last: at once where it is of the open candle, after the close where it is of the next. */
  tell(trade: TapeTrade, session: SessionContext): void {
    if (this.builder.placed === 'following') this.waiting.push(trade);
    else if (this.builder.placed === 'open') this.hand(trade, session);
  }

  /** Hands the candle that has just closed to everyone who reads it. */
  give(session: SessionContext): void {
    for (const runtime of this.readers) runtime.onCandle(this.instrumentId, this.builder.candle, session);
  }

  /** The next candle is open: the trades that came early are its first. */
  openNext(session: SessionContext): void {
    const { waiting, waited } = this;
    if (waiting.length === 0) return;
    for (let index = 0; index < waiting.length; index++) {
      waiting.read(index, waited);
      this.hand(waited, session);
    }
    waiting.clear();
  }

  /** The open candle as it stands; where it has no trade, one without volume at the last price. */
  writeRunning(candle: MutableCandle, exchangeUs: number, lastPrice: number): void {
    if (this.builder.writeRunning(candle, exchangeUs)) return;
    candle.openTimeUs = exchangeUs;
    candle.closeTimeUs = exchangeUs;
    candle.open = lastPrice;
    candle.high = lastPrice;
    candle.low = lastPrice;
    candle.close = lastPrice;
    candle.volume = 0;
    candle.trades = 0;
    candle.hasTrades = false;
    candle.buyVolume = 0;
    candle.sellVolume = 0;
    candle.buyTrades = 0;
    candle.sellTrades = 0;
    candle.rlpVolume = 0;
    candle.hasFlow = false;
    candle.firstOfSession = false;
  }

  /** The interval that ends at the opening had no market: it is no decision point. */
  decide(): void {
    this.due = false;
    for (const runtime of this.deciders) {
      if (this.builder.endedUs > runtime.openUs) runtime.decide('candle');
    }
  }

  private hand(trade: TapeTrade, session: SessionContext): void {
    const { tapeReaders } = this;
    for (let k = 0; k < tapeReaders.length; k++) tapeReaders[k]!.features.onTrade(this.instrumentId, trade, session);
  }
}

/** One feed for each interval that some strategy wants of an instrument; strategies with the same interval share it. */
export function candleFeedsOf(
  runtimes: readonly RunningStrategy[],
  requested: string,
  instrumentId: number,
): readonly CandleFeed[] {
  const readersAll = runtimes.filter(({ strategy }) => Object.values(strategy.instruments).includes(requested));
  const intervals = new Set(readersAll.map(({ strategy }) => strategy.candle));
  return [...intervals].map((text) => {
    const readers = readersAll.filter(({ strategy }) => strategy.candle === text);
    return new CandleFeed(requested, instrumentId, readers);
  });
}
