// A candle builder of one instrument with the strategies that read its candles and trades, and those that decide on its intervals.

import { emptyCandle, type MutableCandle } from '../candles/candle.ts';
import type { CandleBuilder } from '../candles/candle-builder.ts';
import { CandleTape } from '../candles/candle-tape.ts';
import { makeCandleBuilder } from '../candles/make-candle-builder.ts';
import type { TapeTrade } from '../candles/tape-trade.ts';
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
  private readonly tape: CandleTape<SessionContext>;
  private readonly quiet = emptyCandle();

  /** All of `readers` have the same candle interval. */
  constructor(requested: string, instrumentId: number, readers: readonly RunningStrategy[]) {
    this.candle = readers[0]!.strategy.candle;
    this.builder = makeCandleBuilder(readers[0]!.interval);
    this.instrumentId = instrumentId;
    this.readers = readers;
    this.deciders = readers.filter(({ strategy }) => strategy.instruments.trade === requested);
    this.tapeReaders = readers.filter((reader) => reader.features.readsTapeOf(requested));
    this.readsTape = this.tapeReaders.length > 0;
    this.tape = new CandleTape(this.builder, (trade, session) => this.hand(trade, session));
  }

  /** The trade that the builder took last: at once where it is of the open candle, after the close where it is of the next. */
  tell(trade: TapeTrade, session: SessionContext): void {
    this.tape.tell(trade, session);
  }

  /** Hands the candle that has just closed to everyone who reads it. */
  give(session: SessionContext): void {
    for (const runtime of this.readers) runtime.onCandle(this.instrumentId, this.builder.candle, session);
  }

  /** The interval that has just ended had no price: what does not need one is as it was at its end. None before the opening. */
  giveQuiet(session: SessionContext, lastPrice: number): void {
    const { quiet, instrumentId, readers } = this;
    if (this.builder.endedUs <= session.openUs) return;
    writeQuiet(quiet, this.builder.endedUs, lastPrice);
    for (let k = 0; k < readers.length; k++) readers[k]!.features.refreshOf(instrumentId, quiet, session);
  }

  /** The next candle is open: the trades that came early are its first. */
  openNext(session: SessionContext): void {
    if (this.readsTape) this.tape.openNext(session);
  }

  /** The open candle as it stands; where it has no trade, one without volume at the last price. */
  writeRunning(candle: MutableCandle, exchangeUs: number, lastPrice: number): void {
    if (!this.builder.writeRunning(candle, exchangeUs)) writeQuiet(candle, exchangeUs, lastPrice);
  }

  /** The interval of time that ends at the opening had no market: it is no decision point. A candle of trades may close at once. */
  decide(): void {
    this.due = false;
    const { endedUs, boundaryUs } = this.builder;
    for (const runtime of this.deciders) {
      if (endedUs > runtime.openUs || (boundaryUs === undefined && endedUs === runtime.openUs))
        runtime.decide('candle');
    }
  }

  private hand(trade: TapeTrade, session: SessionContext): void {
    const { tapeReaders } = this;
    for (let k = 0; k < tapeReaders.length; k++) tapeReaders[k]!.features.onTrade(this.instrumentId, trade, session);
  }
}

/** A candle at this moment without a trade. */
function writeQuiet(candle: MutableCandle, timeUs: number, lastPrice: number): void {
  candle.openTimeUs = timeUs;
  candle.closeTimeUs = timeUs;
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
