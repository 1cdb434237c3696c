// Takes one session's records, phases and commands in flight; brings each to the venue in the order of the venue's own time.

import { assert } from '../core/assert.ts';
import type { OrderCommand } from '../core/execution/order-command.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import { F64_EXCHANGE, I32_A, Kind, RECORD_F64, RECORD_I32 } from '../core/market/event-record.ts';
import type { BarPreview } from './arrival-checks.ts';
import { barStartUs, feedShape } from './feed-shape.ts';
import { MatchingVenue } from './matching-venue.ts';
import type { VenueAnswers } from './order-answers.ts';
import type { Random } from './random.ts';
import { phaseSchedule, type ScheduledPhase, type SessionFeed } from './session-feed.ts';
import type { SimulationSettings } from './settings.ts';

/** Commands on their way to the venue at one time. */
const MAX_IN_FLIGHT = 10_000;

interface InFlight {
  readonly command: OrderCommand;
  readonly arrivalUs: number;
}

/**
 * The venue lives in exchange time, ahead of what we have received. It stands still while no order rests or is in flight and
 * then catches up, so that a session without orders costs nothing here.
 */
export class VenueTimeline implements BarPreview {
  /** Venue time of the next thing to happen, microseconds UTC; Infinity while there are no orders. */
  nextEventUs = Infinity;
  private readonly market: EventBatch;
  private readonly bars: readonly Int32Array[];
  /** By instrument: position in `bars` of the first bar not yet matched. */
  private readonly nextBar: Int32Array;
  private readonly phases: readonly ScheduledPhase[];
  private readonly venue: MatchingVenue;
  private readonly inFlight: InFlight[] = [];
  private nextRecord = 0;
  private nextPhase = 0;
  private clockUs = 0;
  private answered = false;

  constructor(feed: SessionFeed, settings: SimulationSettings, random: Random, answers: VenueAnswers) {
    const { matchedOn, bars } = feedShape(feed.market, feed.instruments.length);
    this.market = feed.market;
    this.bars = bars;
    this.nextBar = new Int32Array(bars.length);
    this.phases = phaseSchedule(feed.sessions);
    this.venue = new MatchingVenue({
      instruments: feed.instruments,
      matchedOn,
      settings,
      random,
      bars: this,
      answers: {
        answer: (timeUs, first, second) => {
          this.answered = true;
          answers.answer(timeUs, first, second);
        },
      },
    });
  }

  /** A command that reaches the venue at `arrivalUs`, not before one submitted earlier. */
  submit(command: OrderCommand, arrivalUs: number): void {
    assert(this.inFlight.length < MAX_IN_FLIGHT, `more than ${MAX_IN_FLIGHT} commands are on their way to the venue`);
    this.inFlight.push({ command, arrivalUs });
    this.schedule();
  }

  /**
   * Lets the venue live up to and including `limitUs`, or until it has answered: the answer may reach us, and bring a new
   * command to the venue, before anything else happens there.
   */
  runTo(limitUs: number): void {
    this.answered = false;
    while (!this.answered && this.nextEventUs <= limitUs) {
      this.step();
      this.schedule();
    }
  }

  nextBarStartUs(instrumentId: number): number {
    const index = this.bars[instrumentId]![this.nextBar[instrumentId]!];
    return index === undefined ? Infinity : barStartUs(this.market, index);
  }

  nextBarOpenTicks(instrumentId: number): number {
    const index = this.bars[instrumentId]![this.nextBar[instrumentId]!];
    assert(index !== undefined, `instrument ${instrumentId} has no bar left in this session`);
    return this.market.i32[index * RECORD_I32 + I32_A]!;
  }

  /** At equal times: a bar that ends, the phase, other records, orders that are due, commands. */
  private step(): void {
    const recordUs = this.recordUs();
    const phaseUs = this.phases[this.nextPhase]?.timeUs ?? Infinity;
    const dueUs = this.venue.nextDueUs;
    const commandUs = this.inFlight[0]?.arrivalUs ?? Infinity;
    const timeUs = Math.min(recordUs, phaseUs, dueUs, commandUs);
    // times of a source may step back; the venue's clock does not
    this.clockUs = Math.max(this.clockUs, timeUs);
    const barEnds = recordUs === timeUs && this.market.kindAt(this.nextRecord) === Kind.bar;
    if (phaseUs === timeUs && !barEnds) {
      const { instrumentId, phase } = this.phases[this.nextPhase++]!;
      this.venue.phase(instrumentId, phase, this.clockUs);
    } else if (recordUs === timeUs) {
      this.record();
    } else if (dueUs === timeUs) {
      this.venue.takeDue(this.clockUs);
    } else {
      this.venue.command(this.inFlight.shift()!.command, this.clockUs);
    }
  }

  private record(): void {
    const index = this.nextRecord++;
    const id = this.market.instrumentAt(index);
    // advanced first: whoever asks for the next bar while this one is matched means the one after it
    if (this.market.kindAt(index) === Kind.bar && this.bars[id]?.[this.nextBar[id]!] === index) this.nextBar[id]! += 1;
    this.venue.record(this.market, index, this.clockUs);
  }

  private recordUs(): number {
    return this.nextRecord < this.market.length
      ? this.market.f64[this.nextRecord * RECORD_F64 + F64_EXCHANGE]!
      : Infinity;
  }

  private schedule(): void {
    if (this.inFlight.length === 0 && this.venue.restingCount === 0) {
      this.nextEventUs = Infinity;
      return;
    }
    const next = Math.min(
      this.recordUs(),
      this.phases[this.nextPhase]?.timeUs ?? Infinity,
      this.venue.nextDueUs,
      this.inFlight[0]?.arrivalUs ?? Infinity,
    );
    this.nextEventUs = next;
  }
}
