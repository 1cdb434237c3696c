// Events of a live feed go in, of one or several instruments; what the rules over rows say of each instrument, kind and day comes out.

import { barTimeUs } from '../market/bar-time.ts';
import { US_PER_DAY, US_PER_HOUR } from '../market/civil-time.ts';
import type { EventBatch } from '../market/event-batch.ts';
import { BAR_WARMUP, Kind } from '../market/event-record.ts';
import { FeedBlock } from './feed-block.ts';
import type { Inspection } from './row-checks.ts';
import type { PartContext, RowKind } from './row-rule.ts';
import { END_TIME_US, FIRST_TIME_US } from './rows/measure/row-times.ts';

/** What is known about the part that a row of this time belongs to; undefined: its rows are not looked at. */
export type ContextAt = (
  instrumentId: number,
  kind: RowKind,
  timeUs: number,
  intervalUs: number | undefined,
) => PartContext | undefined;

export interface FeedPart {
  readonly instrumentId: number;
  readonly context: PartContext;
  /** The day is over: a row of a later one came. */
  readonly ended: boolean;
  readonly inspection: Inspection;
}

/** Parts of days that are over; of more the oldest are forgotten, and counted. */
export const MAX_ENDED_PARTS = 256;

/** An exchange time ahead of the receiving clock by more than this is wrong, and opens no new day. */
const AHEAD_US = US_PER_HOUR;
/** An instrument that nobody knows is asked for again after this. */
const ASK_AGAIN_US = US_PER_HOUR;

/** Rows of one instrument, kind and interval. */
interface Lane {
  readonly instrumentId: number;
  readonly kind: RowKind;
  /** 0 where the rows are no candles. */
  readonly intervalUs: number;
  /** Undefined where nobody knows the instrument. */
  block: FeedBlock | undefined;
  /** Times from `startUs` up to, not including, `endUs` go to `block` without a question. */
  startUs: number;
  endUs: number;
}

/**
 * Trades, quotes, level changes and closed bars; other events and bars of a warm-up are passed over. The same rows give the
 * same findings as `inspectPart`, however the feed cuts them. A context's `nowUs` should be the end of its day or later: rows
 * come after it is made, and a time ahead of the clock is found by the rule received-before-exchange.
 */
export class FeedInspection {
  /** Rows without any time that could place them. */
  unplacedRows = 0;
  /** Parts of days that are over and no longer told of. */
  forgottenParts = 0;
  private readonly contextAt: ContextAt;
  /** In the order in which they began. */
  private readonly lanes: Lane[] = [];
  /** By instrument: an instrument has a handful of them. */
  private readonly lanesOf = new Map<number, Lane[]>();
  private readonly endedParts: FeedPart[] = [];
  private lastLane: Lane | undefined;

  constructor(contextAt: ContextAt) {
    this.contextAt = contextAt;
  }

  /** Records from `from` up to, not including, `to`. */
  inspect(batch: EventBatch, from: number, to: number): void {
    for (let index = from; index < to; index++) {
      switch (batch.kindAt(index)) {
        case Kind.trade:
          this.blockFor(batch, index, 'trades')?.addTrade(batch, index);
          break;
        case Kind.quote:
          this.blockFor(batch, index, 'quotes')?.addBook(batch, index);
          break;
        case Kind.bookChange:
          this.blockFor(batch, index, 'levels')?.addBook(batch, index);
          break;
        case Kind.bar:
          this.barBlockFor(batch, index)?.addBar(batch, index);
          break;
      }
    }
  }

  /** Parts of days that are over, oldest first, then those of the running day. With `ended` these count as over as well. */
  findings(ended = false): readonly FeedPart[] {
    const parts = this.endedParts.slice();
    for (const { instrumentId, block } of this.lanes) {
      if (block === undefined) continue;
      parts.push({ instrumentId, context: block.context, ended, inspection: block.inspection(ended) });
    }
    return parts;
  }

  private barBlockFor(batch: EventBatch, index: number): FeedBlock | undefined {
    if ((batch.flagsAt(index) & BAR_WARMUP) !== 0) return undefined;
    const intervalUs = barTimeUs(batch.i32, index);
    return this.blockFor(batch, index, intervalUs >= US_PER_DAY ? 'daily' : 'candles', intervalUs);
  }

  private blockFor(batch: EventBatch, index: number, kind: RowKind, intervalUs = 0): FeedBlock | undefined {
    const instrumentId = batch.instrumentAt(index);
    let lane = this.lastLane;
    if (lane === undefined || !isLane(lane, instrumentId, kind, intervalUs)) {
      lane = this.laneOf(instrumentId, kind, intervalUs);
      this.lastLane = lane;
    }
    // a candle belongs to the day in which it starts
    const timeUs = batch.exchangeTimeUsAt(index) - intervalUs;
    if (timeUs >= lane.startUs && timeUs < lane.endUs) return lane.block;
    return this.place(lane, timeUs, batch.receivedTimeUsAt(index));
  }

  private laneOf(instrumentId: number, kind: RowKind, intervalUs: number): Lane {
    let known = this.lanesOf.get(instrumentId);
    if (known === undefined) {
      known = [];
      this.lanesOf.set(instrumentId, known);
    }
    for (const lane of known) if (isLane(lane, instrumentId, kind, intervalUs)) return lane;
    const lane: Lane = { instrumentId, kind, intervalUs, block: undefined, startUs: 0, endUs: 0 };
    known.push(lane);
    this.lanes.push(lane);
    return lane;
  }

  /** A row outside of the day that is open: the first one, one of the next day, or one whose time is wrong. */
  private place(lane: Lane, exchangeTimeUs: number, receivedTimeUs: number): FeedBlock | undefined {
    const isFair = isTime(exchangeTimeUs) && !(exchangeTimeUs > receivedTimeUs + AHEAD_US);
    const timeUs = isFair ? exchangeTimeUs : receivedTimeUs;
    if (lane.block !== undefined && (!isFair || timeUs < lane.startUs)) return lane.block;
    if (!isTime(timeUs)) {
      this.unplacedRows++;
      return undefined;
    }
    if (lane.block === undefined && timeUs >= lane.startUs && timeUs < lane.endUs) return undefined;
    const context = this.contextAt(lane.instrumentId, lane.kind, timeUs, lane.intervalUs || undefined);
    if (lane.block !== undefined && (context === undefined || context.dayNumber <= lane.block.context.dayNumber)) {
      return lane.block;
    }
    if (lane.block !== undefined) this.end(lane.instrumentId, lane.block);
    lane.block = context === undefined ? undefined : new FeedBlock(context);
    lane.startUs = context?.midnightUs ?? timeUs;
    lane.endUs = context === undefined ? timeUs + ASK_AGAIN_US : context.midnightUs + US_PER_DAY;
    return lane.block;
  }

  private end(instrumentId: number, block: FeedBlock): void {
    if (this.endedParts.length === MAX_ENDED_PARTS) {
      this.endedParts.shift();
      this.forgottenParts++;
    }
    this.endedParts.push({ instrumentId, context: block.context, ended: true, inspection: block.inspection(true) });
  }
}

function isLane(lane: Lane, instrumentId: number, kind: RowKind, intervalUs: number): boolean {
  return lane.instrumentId === instrumentId && lane.kind === kind && lane.intervalUs === intervalUs;
}

function isTime(timeUs: number): boolean {
  return timeUs >= FIRST_TIME_US && timeUs < END_TIME_US;
}
