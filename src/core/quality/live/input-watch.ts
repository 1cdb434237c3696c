// The events of one instrument as the engine receives them in; which of them may be used, and what is wrong with its inputs, out.

import type { Candle } from '../../candles/candle.ts';
import { Phase, type PhaseNumber } from '../../market/event-record.ts';
import type { Instrument } from '../../market/instrument.ts';
import { tickAt } from '../../market/price-grid.ts';
import { BarWatch } from './bar-watch.ts';
import { BookWatch } from './book-watch.ts';
import { FaultLog, type SeenFault } from './fault-log.ts';
import type { InputFaultKind, LiveInput } from './input-fault.ts';
import { LOCKED_US, QUOTES_SILENT_US, SILENCE_FACTOR, TRADES_SILENT_US } from './input-limits.ts';
import { QuoteWatch } from './quote-watch.ts';
import { TradeWatch } from './trade-watch.ts';

/** Opening and close of the day, microseconds UTC. */
export interface SessionSpan {
  readonly openUs: number;
  readonly closeUs: number;
}

/** One object per instrument and epoch: a new epoch rebuilds the day, and with it what was wrong. Allocates only where there is a fault. */
export class InputWatch {
  readonly log = new FaultLog();
  readonly trades: TradeWatch;
  readonly quotes: QuoteWatch;
  readonly book: BookWatch;
  readonly bars: BarWatch;
  private readonly instrument: Instrument;
  private readonly closeUs: number;
  /** Received time from which silence counts, microseconds UTC: the opening, or when trading went on. */
  private openedUs: number;
  private isOpen: boolean;

  constructor(instrument: Instrument, span: SessionSpan, phase: PhaseNumber) {
    this.instrument = instrument;
    this.trades = new TradeWatch(this.log, instrument, span);
    this.quotes = new QuoteWatch(this.log, this.trades);
    this.book = new BookWatch(this.log, instrument);
    this.bars = new BarWatch(this.log, instrument);
    this.closeUs = span.closeUs;
    this.openedUs = span.openUs;
    this.isOpen = phase === Phase.open;
  }

  /** A candle before the session: what the first price of the day is compared with. */
  onWarmup({ close }: Candle): void {
    this.trades.refer(close);
    this.bars.refer(tickAt(this.instrument, close));
  }

  onPhase(phase: PhaseNumber, receivedUs: number): void {
    this.isOpen = phase === Phase.open;
    this.trades.fresh = true;
    this.bars.fresh = true;
    this.quotes.isContinuous = false;
    this.book.isContinuous = false;
    if (this.isOpen && receivedUs > this.openedUs) this.openedUs = receivedUs;
  }

  /** Our clock was set anew: delays before and after cannot be compared. */
  onClockAnchor(): void {
    this.trades.onClockAnchor();
  }

  /** After a trade that could be used: from the first of an open phase on, trading is continuous. */
  onTrade(f64: Float64Array, f: number): void {
    if (this.isOpen && !this.quotes.isContinuous) {
      this.quotes.isContinuous = true;
      this.book.isContinuous = true;
    }
    this.quotes.onTrade(f64, f);
  }

  /**
   * What is wrong now and ends by itself, among the faults of inputs that someone reads. `staleUs`: silence that is never too long,
   * microseconds.
   */
  passing(reads: ReadonlySet<LiveInput>, nowUs: number, staleUs: number): SeenFault | undefined {
    if (!this.isOpen || nowUs > this.closeUs) return undefined;
    const { trades, quotes, book, bars } = this;
    const readsTrades =
      reads.has('candles') || reads.has('trades') || reads.has('flow') || reads.has('tape') || reads.has('agents');
    const isBars = trades.lastUs === 0 && bars.lastUs > 0;
    const traded = isBars ? bars : trades;
    const hasLevels = book.lastUs > 0;
    return (
      (readsTrades ? this.silence('tradesSilent', traded, TRADES_SILENT_US, nowUs, staleUs) : undefined) ??
      (reads.has('quotes') ? this.silence('quotesSilent', quotes, QUOTES_SILENT_US, nowUs, staleUs) : undefined) ??
      (reads.has('book')
        ? this.silence('bookSilent', hasLevels ? book : quotes, QUOTES_SILENT_US, nowUs, staleUs)
        : undefined) ??
      (reads.has('quotes') || reads.has('book') ? this.locked(nowUs) : undefined)
    );
  }

  private silence(
    kind: InputFaultKind,
    { lastUs, longestSilenceUs }: { readonly lastUs: number; readonly longestSilenceUs: number },
    leastUs: number,
    nowUs: number,
    staleUs: number,
  ): SeenFault | undefined {
    const value = nowUs - Math.max(lastUs, this.openedUs);
    const limit = Math.max(leastUs, staleUs, SILENCE_FACTOR * longestSilenceUs);
    return value > limit ? { kind, value, limit, timeUs: nowUs } : undefined;
  }

  private locked(nowUs: number): SeenFault | undefined {
    const value = nowUs - this.quotes.lockedSinceUs;
    return value > LOCKED_US ? { kind: 'locked', value, limit: LOCKED_US, timeUs: nowUs } : undefined;
  }
}
