// The warm-up bars of an epoch in, candles out in order; complete only when their number and digest are as announced.

import type { EpochStart, WarmupSpan } from '../account/account-event.ts';
import { assert } from '../assert.ts';
import { emptyCandle, type MutableCandle } from '../candles/candle.ts';
import { Digest128 } from '../digest128.ts';
import { BarFlowView, BarView } from '../market/bar-view.ts';
import { dayNumberAt } from '../market/civil-time.ts';
import type { EventBatch } from '../market/event-batch.ts';
import { BAR_TRADES_UNKNOWN } from '../market/event-record.ts';
import type { Instrument } from '../market/instrument.ts';
import type { InstrumentState } from './instrument-state.ts';
import type { RunningStrategy } from './running-strategy.ts';
import { addWarmupRecord } from './warmup-digest.ts';

export type WarmupEnd =
  | { readonly kind: 'more' }
  | { readonly kind: 'complete' }
  | { readonly kind: 'wrong'; readonly reason: string };

const MORE: WarmupEnd = { kind: 'more' };
const COMPLETE: WarmupEnd = { kind: 'complete' };

export class Warmup {
  readonly candle: MutableCandle = emptyCandle();
  private readonly bar = new BarView();
  private readonly flow = new BarFlowView();
  private spans: readonly WarmupSpan[] = [];
  private readonly given: number[] = [];
  private expected = 0;
  private seen = 0;
  private announced = '';
  private digest = new Digest128();
  /** Session day of the last bar of each span, as a day number. */
  private readonly lastDay: number[] = [];

  start(epoch: EpochStart): WarmupEnd {
    this.expected = epoch.warmupBars;
    this.spans = epoch.warmup;
    this.given.length = 0;
    this.announced = epoch.warmupDigest;
    this.seen = 0;
    this.digest = new Digest128();
    this.lastDay.length = 0;
    this.clearFlow();
    return this.end();
  }

  onFlow(batch: EventBatch, index: number): void {
    addWarmupRecord(this.digest, batch, index);
    const flow = this.flow.read(batch, index);
    this.candle.buyVolume = flow.buyVolume;
    this.candle.sellVolume = flow.sellVolume;
    this.candle.buyTrades = flow.buyTrades;
    this.candle.sellTrades = flow.sellTrades;
    this.candle.rlpVolume = flow.rlpVolume;
    this.candle.hasFlow = true;
  }

  /** Fills `candle`; the caller hands it on before the next record. */
  onBar(batch: EventBatch, index: number, instrument: Instrument): void {
    addWarmupRecord(this.digest, batch, index);
    this.seen += 1;
    const { candle } = this;
    const bar = this.bar.read(batch, index, instrument);
    candle.openTimeUs = bar.openTimeUs;
    candle.closeTimeUs = bar.closeTimeUs;
    candle.open = bar.open;
    candle.high = bar.high;
    candle.low = bar.low;
    candle.close = bar.close;
    candle.volume = bar.volume;
    candle.hasTrades = bar.trades !== BAR_TRADES_UNKNOWN;
    candle.trades = candle.hasTrades ? bar.trades : 0;
  }

  /** Hands the bar that was read last to the strategies of its interval: to each exactly the last ones that it starts from. */
  give(
    spanNumber: number,
    instrumentId: number,
    { warmupContext }: InstrumentState,
    runtimes: readonly RunningStrategy[],
  ): void {
    const span = this.spans[spanNumber];
    assert(
      span !== undefined && span.instrumentId === instrumentId,
      `warm-up bar of span ${spanNumber}, which the epoch does not have`,
    );
    const given = this.given[spanNumber] ?? 0;
    this.given[spanNumber] = given + 1;
    const day = dayNumberAt(this.candle.openTimeUs);
    const isNewDay = this.lastDay[spanNumber] !== day;
    this.lastDay[spanNumber] = day;
    for (const runtime of runtimes) {
      const skipped = Math.max(0, span.bars - runtime.warmupCandles);
      if (runtime.strategy.candle !== span.candle || given < skipped) continue;
      // the first that a strategy is given has nothing before it, however many others were given before
      this.candle.firstOfSession = isNewDay || given === skipped;
      runtime.onCandle(instrumentId, this.candle, warmupContext);
    }
  }

  /** To be asked after each bar, once the candle was handed on. */
  end(): WarmupEnd {
    this.clearFlow();
    if (this.seen < this.expected) return MORE;
    if (this.seen > this.expected)
      return { kind: 'wrong', reason: `${this.seen} warm-up bars, ${this.expected} announced` };
    const digest = this.digest.hex();
    return digest === this.announced
      ? COMPLETE
      : { kind: 'wrong', reason: `warm-up digest ${digest}, announced ${this.announced}` };
  }

  private clearFlow(): void {
    this.candle.buyVolume = 0;
    this.candle.sellVolume = 0;
    this.candle.buyTrades = 0;
    this.candle.sellTrades = 0;
    this.candle.rlpVolume = 0;
    this.candle.hasFlow = false;
  }
}
