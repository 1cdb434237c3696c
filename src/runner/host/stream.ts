// Takes the host's events in the order in which they happen; gives one client its own sequence: its instruments, its ticks, its own events.

import { assert } from '../../core/assert.ts';
import { EventBatch, type PayloadEvent } from '../../core/market/event-batch.ts';
import {
  F64_EXCHANGE,
  FIRST_PAYLOAD_KIND,
  I32_INSTRUMENT,
  I32_KIND,
  Kind,
  NO_INSTRUMENT,
  RECORD_F64,
  RECORD_I32,
} from '../../core/market/event-record.ts';
import { TickSchedule } from '../../simulation/tick-schedule.ts';
import type { DayJoin } from './day-join.ts';
import { HOST_INSTRUMENTS_MAX, type HostInstrument } from './host-instruments.ts';

export const TICK_US = 1_000_000;
/** Wakes that wait in one stream. */
export const WAKES_MAX = 1000;
/** Events that wait while a stream is told the day so far. */
const HELD_MAX = 1 << 20;
/** Trades of the day so far, or events that waited for them, in one piece. */
const JOIN_PIECE = 4096;

export interface StreamWants {
  readonly trades: boolean;
  readonly quotes: boolean;
  readonly book: boolean;
}

export interface StreamOptions {
  /** Seq of the first event. */
  readonly firstSeq: number;
  /** Received time of the last event that the client has; ours never lie before it. Microseconds UTC. */
  readonly afterUs: number;
  /** In the order that gives the ids of the stream. */
  readonly instruments: readonly HostInstrument[];
  readonly wants: StreamWants;
}

/**
 * `opened`: nothing is told before the client's epoch. `paused`: from the epoch until `begin`, no market events. `joining`: the
 * day so far is told, what happens meanwhile waits behind it. `live`. `ended`: nothing any more.
 */
export type StreamPhase = 'opened' | 'paused' | 'joining' | 'live' | 'ended';

/** Events are stamped when they take their seat; the owner sends `out` and clears it. */
export class HostStream {
  readonly out = new EventBatch(1024);
  readonly instruments: readonly HostInstrument[];
  readonly wants: StreamWants;
  phase: StreamPhase = 'opened';
  /** Set when more waited than may. */
  overrun = false;
  /** By the host's id; -1 where the stream does not have it. */
  private readonly localIds = new Int32Array(HOST_INSTRUMENTS_MAX).fill(-1);
  private readonly pendingWakes = new Set<number>();
  private ticks: TickSchedule | undefined = undefined;
  private seq: number;
  private lastUs: number;
  private held = new EventBatch(1024);
  private heldNext = 0;
  private join: DayJoin | undefined = undefined;

  constructor(options: StreamOptions) {
    this.instruments = options.instruments;
    this.wants = options.wants;
    this.seq = options.firstSeq;
    this.lastUs = options.afterUs;
    options.instruments.forEach((instrument, local) => {
      this.localIds[instrument.id] = local;
    });
  }

  get nextSeq(): number {
    return this.seq;
  }

  /** Of the next tick; Infinity before the first epoch, and while the day so far is told. */
  get nextTickUs(): number {
    return this.phase === 'paused' || this.phase === 'live' ? (this.ticks?.nextUs ?? Infinity) : Infinity;
  }

  /** Id in the stream; undefined for an instrument that it does not have. */
  localId(hostId: number): number | undefined {
    const local = this.localIds[hostId] ?? -1;
    return local < 0 ? undefined : local;
  }

  /** A market event of the host, by the host's id. */
  market(batch: EventBatch, index: number): void {
    if (this.phase !== 'live' && this.phase !== 'joining') return;
    const local = this.localIds[batch.instrumentAt(index)] ?? -1;
    if (local < 0 || !this.isWanted(batch.kindAt(index))) return;
    if (this.phase === 'joining') this.hold(batch, index, local);
    else this.seat(batch, index, local, batch.receivedTimeUsAt(index));
  }

  /** An event that is no market event: of the account, the connection, the host. */
  payload(event: PayloadEvent, receivedUs: number): void {
    if (this.phase === 'opened' || this.phase === 'ended') return;
    if (this.phase === 'joining') {
      this.held.pushPayload(event, receivedUs);
      this.checkHeld();
    } else {
      this.tickTo(receivedUs);
      this.stamped(this.out.pushPayload(event, receivedUs), receivedUs);
    }
  }

  /** An event of the client itself, echoed at its place. The start of an epoch stops the market until `begin`. */
  echo(batch: EventBatch, index: number, nowUs: number): void {
    if (this.phase === 'ended') return;
    if (batch.kindAt(index) === Kind.epochStart) this.startEpoch(nowUs);
    if (this.phase === 'opened') return;
    if (this.phase === 'joining') this.hold(batch, index, batch.instrumentAt(index));
    else this.seat(batch, index, batch.instrumentAt(index), nowUs);
  }

  /** A tick is wanted; false where more wait than may. */
  wake(timeUs: number): boolean {
    const at = Math.max(timeUs, this.lastUs + 1);
    if (this.pendingWakes.size >= WAKES_MAX) return false;
    if (this.ticks === undefined) return true;
    this.pendingWakes.add(at);
    this.ticks.wake(at, this.lastUs + 1);
    return true;
  }

  /** Gives out the ticks up to a time of the host's clock. */
  tickTo(timeUs: number): void {
    const { ticks } = this;
    if (ticks === undefined || this.phase === 'joining') return;
    while (ticks.nextUs <= timeUs) {
      const tickUs = ticks.nextUs;
      ticks.taken();
      this.pendingWakes.delete(tickUs);
      this.stamped(this.out.pushClockTick(Math.max(tickUs, this.lastUs)), tickUs);
    }
  }

  /**
   * The market from now on. `before`: the day so far, then events of the moment (how the market stands, that the day is whole);
   * what happens from this call on comes after them.
   */
  begin(join: DayJoin | undefined, moment: EventBatch): void {
    assert(this.phase === 'paused', `a stream that is ${this.phase} cannot begin`);
    this.phase = 'joining';
    this.join = join;
    for (let index = 0; index < moment.length; index++) this.hold(moment, index, moment.instrumentAt(index));
  }

  /** Moves the next piece into `out`; false when the stream has caught up and is live. */
  pump(): boolean {
    if (this.phase !== 'joining') return false;
    if (this.join !== undefined) {
      const { out } = this;
      const from = out.length;
      if (!this.join.write(out, JOIN_PIECE)) this.join = undefined;
      for (let index = from; index < out.length; index++) this.stamped(index, out.receivedTimeUsAt(index));
      return true;
    }
    const end = Math.min(this.held.length, this.heldNext + JOIN_PIECE);
    // ticks stand among what waited, at their times
    this.phase = 'live';
    for (; this.heldNext < end; this.heldNext++) {
      const { held, heldNext } = this;
      this.seat(held, heldNext, held.instrumentAt(heldNext), held.receivedTimeUsAt(heldNext));
    }
    if (this.heldNext === this.held.length) {
      this.held = new EventBatch(1024);
      this.heldNext = 0;
      return false;
    }
    this.phase = 'joining';
    return true;
  }

  /** The last word: what was lost, then nothing any more. */
  end(last: PayloadEvent, nowUs: number): void {
    if (this.phase === 'ended') return;
    if (this.phase !== 'opened') {
      this.held.clear();
      this.stamped(this.out.pushPayload(last, nowUs), nowUs);
    }
    this.phase = 'ended';
  }

  private startEpoch(nowUs: number): void {
    if (this.phase === 'joining') this.overrun = true;
    this.phase = 'paused';
    this.join = undefined;
    this.held.clear();
    this.heldNext = 0;
    if (this.ticks !== undefined) return;
    this.ticks = new TickSchedule(Math.floor(Math.max(nowUs, this.lastUs) / TICK_US) * TICK_US, Infinity, TICK_US);
    // the first second has begun before the epoch; wakes within it are possible
    this.ticks.taken();
  }

  private isWanted(kind: number): boolean {
    if (kind === Kind.quote) return this.wants.quotes;
    if (kind === Kind.bookChange) return this.wants.book;
    return kind === Kind.phaseChange || kind === Kind.priceLimits || this.wants.trades;
  }

  private hold(batch: EventBatch, index: number, local: number): void {
    const at = this.held.pushFrom(batch, index);
    if (local !== NO_INSTRUMENT) this.held.i32[at * RECORD_I32 + I32_INSTRUMENT] = local;
    this.checkHeld();
  }

  private checkHeld(): void {
    if (this.held.length - this.heldNext > HELD_MAX) this.overrun = true;
  }

  private seat(batch: EventBatch, index: number, local: number, receivedUs: number): void {
    this.tickTo(receivedUs);
    const at = this.out.pushFrom(batch, index);
    if (local !== NO_INSTRUMENT) this.out.i32[at * RECORD_I32 + I32_INSTRUMENT] = local;
    this.stamped(at, receivedUs);
  }

  private stamped(index: number, receivedUs: number): void {
    if (receivedUs > this.lastUs) this.lastUs = receivedUs;
    const { out } = this;
    out.stamp(index, this.seq, this.lastUs);
    this.seq += 1;
    // the exchange says nothing of these: its time is that of their seat
    const kind = out.i32[index * RECORD_I32 + I32_KIND]! & 0xff;
    if (kind >= FIRST_PAYLOAD_KIND || kind === Kind.clockTick) out.f64[index * RECORD_F64 + F64_EXCHANGE] = this.lastUs;
  }
}
