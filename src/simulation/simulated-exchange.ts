// Takes sessions of market records and our commands; gives one sequence of events, the answers of a simulated venue among them.

import { assert } from '../core/assert.ts';
import type { EventCursor, Exchange } from '../core/engine/exchange.ts';
import type { OrderCommand } from '../core/execution/order-command.ts';
import { EventBatch, type PayloadEvent } from '../core/market/event-batch.ts';
import { F64_EXCHANGE, F64_RECEIVED, F64_SEQ, RECORD_F64 } from '../core/market/event-record.ts';
import { Delay } from './delay.ts';
import type { VenueAnswers } from './order-answers.ts';
import { PayloadQueue } from './payload-queue.ts';
import { Random } from './random.ts';
import {
  phaseSchedule,
  type ScheduledPhase,
  type SessionFeed,
  type SessionSource,
  sessionSource,
} from './session-feed.ts';
import type { SimulationSettings } from './settings.ts';
import { TickSchedule } from './tick-schedule.ts';
import { VenueTimeline } from './venue-timeline.ts';

/** Ticks go on this long after the last close, so that what happens at the close is decided on. */
const TICKS_AFTER_CLOSE_US = 2_000_000;

export interface SimulatedExchangeOptions {
  readonly days: SessionSource | Iterable<SessionFeed> | AsyncIterable<SessionFeed>;
  readonly settings: SimulationSettings;
  /** Of latencies and random rejects; each has a stream of its own in each session, by its day. */
  readonly seed: number;
  /** Seq of the first event. */
  readonly firstSeq: number;
}

/**
 * Sequencer and venue of a backtest. A session is: its EpochStart and warm-up, one microsecond before it begins; then market
 * records, clock ticks, phase changes, answers to orders and predictions, merged by received time. At equal times: tick,
 * phase, answer, prediction, market. Sessions must ascend in time. Call `more` before the first `advance` and whenever
 * `advance` is false.
 */
export class SimulatedExchange implements Exchange {
  /** Received time of the last event given out, microseconds UTC. */
  nowUs = -Infinity;
  private readonly source: SessionSource;
  private readonly settings: SimulationSettings;
  private readonly random: Random;
  private marketDelay: Delay;
  private orderDelay: Delay;
  private answerDelay: Delay;
  private readonly own = new EventBatch(4);
  private seq: number;

  private feed: SessionFeed | undefined;
  private timeline: VenueTimeline | undefined;
  private ticks = new TickSchedule(Infinity, -Infinity, 1);
  private phases: readonly ScheduledPhase[] = [];
  private nextPhase = 0;
  private answers = new PayloadQueue();
  private predictions = new PayloadQueue();
  private lastArrivalUs = -Infinity;
  /** Next of EpochStart (−1) and warm-up records; past them once the session runs. */
  private nextWarmup = 0;
  private startUs = 0;

  private market = new EventBatch(1);
  private nextMarket = 0;
  private nextMarketUs = Infinity;
  /** No event of ours is due before this: the one comparison that a market record costs. */
  private nextDueUs = -Infinity;
  private readonly venueAnswers: VenueAnswers = {
    answer: (timeUs, first, second) => {
      const dueUs = timeUs + this.answerDelay.nextUs();
      const seat = this.answers.push(dueUs, first);
      if (second !== undefined) this.answers.push(seat.dueUs, second);
    },
  };

  constructor(options: SimulatedExchangeOptions) {
    const { days, settings, seed, firstSeq } = options;
    this.source = 'nextSession' in days ? days : sessionSource(days);
    this.settings = settings;
    this.seq = firstSeq;
    this.random = new Random(seed, 'exchange');
    this.marketDelay = this.delay('market', this.random);
    this.orderDelay = this.delay('order', this.random);
    this.answerDelay = this.delay('answer', this.random);
  }

  /** Loads the next session when the current one has ended. */
  async more(): Promise<boolean> {
    if (this.feed !== undefined) return true;
    const feed = await this.source.nextSession();
    if (feed === undefined) return false;
    this.begin(feed);
    return true;
  }

  advance(cursor: EventCursor): boolean {
    const timeUs = this.nextMarketUs;
    if (timeUs < this.nextDueUs) {
      this.giveMarket(cursor, timeUs);
      return true;
    }
    return this.advanceOwn(cursor);
  }

  submit(command: OrderCommand): void {
    assert(this.timeline !== undefined, 'orders can only be submitted while a session runs');
    this.lastArrivalUs = Math.max(this.lastArrivalUs, this.nowUs + this.orderDelay.nextUs());
    this.timeline.submit(command, this.lastArrivalUs);
    this.findDue();
  }

  wake(timeUs: number): void {
    this.ticks.wake(timeUs, this.nowUs);
    this.findDue();
  }

  /** The answer is due `predictionLatencyUs` after the event at which it was asked for, however long the machine takes. */
  deliver(answer: Promise<PayloadEvent>): Promise<void> {
    const seat = this.predictions.push(this.nowUs + this.settings.predictionLatencyUs, undefined);
    this.findDue();
    return answer.then((payload) => {
      seat.payload = payload;
    });
  }

  private begin(feed: SessionFeed): void {
    const { market, sessions } = feed;
    this.feed = feed;
    // by the day: a session is the same whether others ran before it or not
    const random = this.random.stream(feed.start.sessionDay);
    this.marketDelay = this.delay('market', random);
    this.orderDelay = this.delay('order', random);
    this.answerDelay = this.delay('answer', random);
    this.market = market;
    this.nextMarket = 0;
    const spacingUs = this.settings.clockTickUs;
    const firstUs = market.length > 0 ? this.receivedUs(0, -Infinity, 0) : Infinity;
    const auctionUs = Math.min(...sessions.map((one) => one.auctionUs));
    this.startUs = firstUs < auctionUs ? Math.floor(firstUs / spacingUs) * spacingUs : auctionUs;
    assert(this.startUs - 1 >= this.nowUs, `session ${feed.start.sessionDay} does not come after the one before it`);
    const lastUs = market.length > 0 ? this.receivedUs(market.length - 1, -Infinity, 0) : -Infinity;
    const closeUs = Math.max(...sessions.map((one) => one.closeUs));
    this.ticks = new TickSchedule(this.startUs, Math.max(closeUs + TICKS_AFTER_CLOSE_US, lastUs), spacingUs);
    this.phases = phaseSchedule(sessions);
    this.nextPhase = 0;
    this.answers = new PayloadQueue();
    this.predictions = new PayloadQueue();
    this.timeline = new VenueTimeline(feed, this.settings, random.stream('rejects'), this.venueAnswers);
    this.nextWarmup = -1;
    // the warm-up takes the slow way: no market record may come before it
    this.nextMarketUs = Infinity;
    this.nextDueUs = -Infinity;
  }

  private delay(of: 'market' | 'order' | 'answer', random: Random): Delay {
    return new Delay(this.settings[`${of}LatencyUs`], this.settings[`${of}JitterUs`], random.stream(of));
  }

  private giveMarket(cursor: EventCursor, timeUs: number): void {
    const index = this.nextMarket;
    const f = index * RECORD_F64;
    const { f64 } = this.market;
    f64[f + F64_SEQ] = this.seq++;
    f64[f + F64_RECEIVED] = timeUs;
    this.nowUs = timeUs;
    cursor.batch = this.market;
    cursor.index = index;
    this.nextMarket = index + 1;
    this.nextMarketUs =
      index + 1 < this.market.length ? this.receivedUs(index + 1, timeUs, this.marketDelay.nextUs()) : Infinity;
  }

  /** When a record reaches us: its own received time, or its exchange time plus a delay; never before the one before it. */
  private receivedUs(index: number, notBeforeUs: number, delayUs: number): number {
    const f = index * RECORD_F64;
    const { f64 } = this.market;
    const timeUs = this.feed!.hasReceivedTimes ? f64[f + F64_RECEIVED]! : f64[f + F64_EXCHANGE]! + delayUs;
    return timeUs > notBeforeUs ? timeUs : notBeforeUs;
  }

  /** The next event where it may be one of ours. The venue lives up to each candidate first, since it may answer before. */
  private advanceOwn(cursor: EventCursor): boolean {
    const timeline = this.timeline;
    if (this.feed === undefined || timeline === undefined) return false;
    if (this.nextWarmup <= this.feed.warmup.length) return this.giveWarmup(cursor, this.feed);
    for (;;) {
      const ownUs = this.ownUs();
      const candidateUs = Math.min(ownUs, this.nextMarketUs);
      if (timeline.nextEventUs <= candidateUs && timeline.nextEventUs < Infinity) {
        timeline.runTo(candidateUs);
        continue;
      }
      if (candidateUs === Infinity) {
        this.end();
        return false;
      }
      if (this.nextMarketUs < ownUs) this.giveMarket(cursor, this.nextMarketUs);
      else this.giveOwn(cursor, ownUs);
      this.findDue();
      return true;
    }
  }

  private giveWarmup(cursor: EventCursor, feed: SessionFeed): boolean {
    const index = this.nextWarmup++;
    if (index === feed.warmup.length) {
      if (this.market.length > 0) {
        this.nextMarketUs = this.receivedUs(0, this.startUs, this.marketDelay.nextUs());
      }
      this.findDue();
      return this.advance(cursor);
    }
    this.own.clear();
    if (index < 0) this.own.pushPayload(feed.start, this.startUs - 1);
    cursor.batch = index < 0 ? this.own : feed.warmup;
    cursor.index = Math.max(index, 0);
    this.stamp(cursor, this.startUs - 1);
    return true;
  }

  /** Exactly one event of ours: tick, phase, answer or prediction, in this order where they are due together. */
  private giveOwn(cursor: EventCursor, timeUs: number): void {
    this.own.clear();
    if (this.ticks.nextUs === timeUs) {
      this.own.pushClockTick(timeUs);
      this.ticks.taken();
    } else if (this.phases[this.nextPhase]?.timeUs === timeUs) {
      const { instrumentId, phase } = this.phases[this.nextPhase++]!;
      this.own.pushPhase(instrumentId, timeUs, phase);
    } else {
      const queue = this.answers.nextUs === timeUs ? this.answers : this.predictions;
      this.own.pushPayload(queue.shift(), timeUs);
    }
    cursor.batch = this.own;
    cursor.index = 0;
    this.stamp(cursor, timeUs);
  }

  private stamp(cursor: EventCursor, timeUs: number): void {
    if (!(timeUs >= this.nowUs)) assert(false, `an event is due at ${timeUs}, before ${this.nowUs}, which has passed`);
    cursor.batch.stamp(cursor.index, this.seq++, timeUs);
    this.nowUs = timeUs;
  }

  private ownUs(): number {
    const phaseUs = this.phases[this.nextPhase]?.timeUs ?? Infinity;
    return Math.min(this.ticks.nextUs, phaseUs, this.answers.nextUs, this.predictions.nextUs);
  }

  private findDue(): void {
    if (this.feed === undefined || this.nextWarmup <= this.feed.warmup.length) return;
    this.nextDueUs = Math.min(this.ownUs(), this.timeline!.nextEventUs);
  }

  /** What the session held is let go, so that a long run keeps one day in memory. */
  private end(): void {
    this.feed = undefined;
    this.timeline = undefined;
    this.market = new EventBatch(1);
    this.nextDueUs = -Infinity;
  }
}
