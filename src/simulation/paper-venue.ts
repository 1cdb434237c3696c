// Market events as they were received, and our commands, in; the answers of a simulated venue out, each with the time at which it is due.

import type { EpochStart } from '../core/account/account-event.ts';
import type { OrderUpdate } from '../core/account/order.ts';
import { isFinal } from '../core/account/order-transitions.ts';
import { assert } from '../core/assert.ts';
import type { OrderCommand } from '../core/execution/order-command.ts';
import type { EventBatch, PayloadEvent } from '../core/market/event-batch.ts';
import { FIRST_PAYLOAD_KIND, Kind, Phase } from '../core/market/event-record.ts';
import type { Instrument } from '../core/market/instrument.ts';
import { Delay } from './delay.ts';
import { MatchingVenue } from './matching-venue.ts';
import { PayloadQueue } from './payload-queue.ts';
import { Random } from './random.ts';
import type { SimulationSettings } from './settings.ts';

export interface PaperVenueOptions {
  /** By instrument id. */
  readonly instruments: readonly Instrument[];
  readonly settings: SimulationSettings;
  readonly seed: number;
  /** YYYY-MM-DD; latencies and rejects are drawn as a backtest of the day draws them. */
  readonly sessionDay: string;
}

interface InFlight {
  readonly command: OrderCommand;
  /** At the venue. */
  readonly arrivalUs: number;
}

const IN_FLIGHT_MAX = 10_000;
const VENUE_ENDED = 'the simulated venue ended with the process that it ran in';

/**
 * The venue of a paper session. Its own time is the received one less the market latency of the settings, so that an event that was
 * received with just this latency meets our orders as in a backtest. What it answers depends on the events alone.
 */
export class PaperVenue {
  private readonly venue: MatchingVenue;
  private readonly latencyUs: number;
  private readonly orderDelay: Delay;
  private readonly answers = new PayloadQueue();
  private readonly inFlight: InFlight[] = [];
  private lastArrivalUs = -Infinity;
  private nowUs = 0;
  /** By instrument, exchange time of the newest record: what a rebuilt day tells again is not matched again. */
  private readonly seenUs: Float64Array;
  private isRebuilding = false;
  private hasBegun = false;

  constructor({ instruments, settings, seed, sessionDay }: PaperVenueOptions) {
    const random = new Random(seed, 'exchange').stream(sessionDay);
    const answerDelay = new Delay(settings.answerLatencyUs, settings.answerJitterUs, random.stream('answer'));
    this.orderDelay = new Delay(settings.orderLatencyUs, settings.orderJitterUs, random.stream('order'));
    this.latencyUs = settings.marketLatencyUs;
    this.seenUs = new Float64Array(instruments.length);
    this.venue = new MatchingVenue({
      instruments,
      matchedOn: instruments.map(() => 'trades' as const),
      settings,
      random: random.stream('rejects'),
      bars: { nextBarStartUs: () => Infinity, nextBarOpenTicks: () => 0 },
      answers: {
        answer: (timeUs, first, second) => {
          const seat = this.answers.push(Math.max(this.nowUs, timeUs + answerDelay.nextUs()), first);
          if (second !== undefined) this.answers.push(seat.dueUs, second);
        },
      },
    });
  }

  /** Received time at which something is due, microseconds UTC; Infinity where nothing is. */
  get nextDueUs(): number {
    const arrivalUs = this.inFlight[0]?.arrivalUs ?? Infinity;
    return Math.min(this.answers.nextUs, Math.min(arrivalUs, this.venue.nextDueUs) + this.latencyUs);
  }

  /** Of the next answer. */
  get nextAnswerUs(): number {
    return this.answers.nextUs;
  }

  takeAnswer(): PayloadEvent {
    return this.answers.shift();
  }

  /** A command leaves us at a received time. */
  submit(command: OrderCommand, nowUs: number): void {
    assert(this.inFlight.length < IN_FLIGHT_MAX, `more than ${IN_FLIGHT_MAX} commands are on their way to the venue`);
    this.lastArrivalUs = Math.max(this.lastArrivalUs, nowUs + this.orderDelay.nextUs());
    this.inFlight.push({ command, arrivalUs: this.lastArrivalUs });
  }

  /** An event that was received, before anybody else is told of it. */
  take(batch: EventBatch, index: number): void {
    const receivedUs = batch.receivedTimeUsAt(index);
    this.nowUs = Math.max(this.nowUs, receivedUs);
    const venueUs = this.nowUs - this.latencyUs;
    const kind = batch.kindAt(index);
    if (kind >= FIRST_PAYLOAD_KIND) {
      this.liveTo(venueUs);
      this.payload(batch.payloadAt(index));
    } else if (kind === Kind.clockTick) this.liveTo(venueUs);
    else if (kind !== Kind.bar && kind !== Kind.barFlow) {
      // what is made at the moment of an arrival is made before it
      this.liveTo(venueUs - 1);
      this.market(batch, index, kind, venueUs);
    }
  }

  private market(batch: EventBatch, index: number, kind: number, venueUs: number): void {
    const id = batch.instrumentAt(index);
    const exchangeUs = batch.exchangeTimeUsAt(index);
    const isPrint = kind === Kind.trade;
    if (isPrint && this.isRebuilding && exchangeUs <= this.seenUs[id]!) return;
    if (isPrint && exchangeUs > this.seenUs[id]!) this.seenUs[id] = exchangeUs;
    this.venue.record(batch, index, venueUs);
  }

  private payload(event: PayloadEvent): void {
    if (event.kind === 'epochStart') this.startEpoch(event as EpochStart);
    else if (event.kind === 'backfillComplete') this.isRebuilding = false;
  }

  /** Orders of an earlier process rested in the memory of that process. */
  private startEpoch({ carried, instruments }: EpochStart): void {
    this.isRebuilding = true;
    for (const [id, { phaseAtStart }] of instruments.entries()) {
      if (!this.hasBegun) this.venue.phase(id, Phase[phaseAtStart], this.nowUs);
    }
    this.hasBegun = true;
    for (const { request, status, fills } of carried?.orders ?? []) {
      if (isFinal(status)) continue;
      const filledQuantity = fills.reduce((sum, { quantity }) => sum + quantity, 0);
      const { clientOrderId } = request;
      const update: OrderUpdate = {
        kind: 'orderUpdate',
        clientOrderId,
        status: 'cancelled',
        filledQuantity,
        reason: VENUE_ENDED,
      };
      this.answers.push(this.nowUs, update);
    }
  }

  /** Orders that are due and commands that arrive, in the order of a backtest. */
  private liveTo(untilUs: number): void {
    for (;;) {
      const arrivalUs = this.inFlight[0]?.arrivalUs ?? Infinity;
      const dueUs = this.venue.nextDueUs;
      if (Math.min(arrivalUs, dueUs) > untilUs) return;
      if (dueUs <= arrivalUs) this.venue.takeDue(dueUs);
      else this.venue.command(this.inFlight.shift()!.command, arrivalUs);
    }
  }
}
