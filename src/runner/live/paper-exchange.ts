// The host's events and our commands in; one sequence out in which a simulated venue answers, the same for the same events.

import type { EpochStart } from '../../core/account/account-event.ts';
import type { EventCursor, Exchange } from '../../core/engine/exchange.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import { EventBatch, type PayloadEvent } from '../../core/market/event-batch.ts';
import { FIRST_PAYLOAD_KIND, Kind } from '../../core/market/event-record.ts';
import type { PaperVenue } from '../../simulation/paper-venue.ts';

/** Made by the code of the release when the first epoch names the contracts. */
export type MakePaperVenue = (start: EpochStart) => PaperVenue;

/** Order at one time, as in a backtest: ticks and phases, answers, the market. The host's numbers become numbers of this sequence. */
export class PaperExchange implements Exchange {
  private readonly inner: Exchange;
  private readonly makeVenue: MakePaperVenue;
  private venue: PaperVenue | undefined = undefined;
  private readonly held: EventCursor = { batch: new EventBatch(1), index: 0 };
  private hasHeld = false;
  private readonly own = new EventBatch(1);
  private seq: number;
  private lastUs = 0;
  private wokenUs = 0;

  constructor(inner: Exchange, makeVenue: MakePaperVenue, firstSeq: number) {
    this.inner = inner;
    this.makeVenue = makeVenue;
    this.seq = firstSeq;
  }

  advance(cursor: EventCursor): boolean {
    const { held } = this;
    if (!this.hasHeld) {
      if (this.giveAnswer(cursor, this.lastUs)) return true;
      if (!this.inner.advance(held)) return false;
      this.hasHeld = true;
      this.show(held.batch, held.index);
    }
    const receivedUs = held.batch.receivedTimeUsAt(held.index);
    const kind = held.batch.kindAt(held.index);
    const isMarket = kind < FIRST_PAYLOAD_KIND && kind !== Kind.clockTick && kind !== Kind.phaseChange;
    if (this.giveAnswer(cursor, isMarket ? receivedUs : receivedUs - 1)) return true;
    this.hasHeld = false;
    cursor.batch = held.batch;
    cursor.index = held.index;
    this.stamp(cursor, receivedUs);
    return true;
  }

  async more(): Promise<boolean> {
    return this.hasHeld || (this.venue?.nextAnswerUs ?? Infinity) <= this.lastUs || this.inner.more();
  }

  submit(command: OrderCommand): void {
    this.venue?.submit(command, this.lastUs);
    this.wakeVenue();
  }

  wake(timeUs: number): void {
    this.inner.wake(timeUs);
  }

  deliver(answer: Promise<PayloadEvent>): Promise<void> | undefined {
    return this.inner.deliver(answer);
  }

  private show(batch: EventBatch, index: number): void {
    if (batch.kindAt(index) === Kind.epochStart) this.venue ??= this.makeVenue(batch.payloadAt(index) as EpochStart);
    this.venue?.take(batch, index);
    this.wakeVenue();
  }

  private giveAnswer(cursor: EventCursor, untilUs: number): boolean {
    const { venue, own } = this;
    if (venue === undefined || venue.nextAnswerUs > untilUs) return false;
    const dueUs = venue.nextAnswerUs;
    own.clear();
    own.pushPayload(venue.takeAnswer(), dueUs);
    cursor.batch = own;
    cursor.index = 0;
    this.stamp(cursor, dueUs);
    this.wakeVenue();
    return true;
  }

  private stamp({ batch, index }: EventCursor, timeUs: number): void {
    this.lastUs = Math.max(this.lastUs, timeUs);
    batch.stamp(index, this.seq++, this.lastUs);
  }

  /** Nothing moves without an event: the host is asked for a tick where something is due. */
  private wakeVenue(): void {
    const dueUs = this.venue?.nextDueUs ?? Infinity;
    if (dueUs === Infinity || dueUs === this.wokenUs) return;
    this.wokenUs = dueUs;
    this.inner.wake(dueUs);
  }
}
