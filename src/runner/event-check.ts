// The recorded events of a run in, one after the other; the first field out that no sequencer can have written.

import type { EpochStart } from '../core/account/account-event.ts';
import { barTimeUs } from '../core/market/bar-time.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import { BAR_WARMUP, FIRST_PAYLOAD_KIND, Kind, kindName, NO_INSTRUMENT } from '../core/market/event-record.ts';

/** What is wrong with an event: the field, what it had to be, and what it is. */
export interface EventFault {
  readonly seq: number;
  /** Received time of the event, of the one before it where its own is wrong; microseconds UTC. */
  readonly timeUs: number;
  /** `events[<seq>].<field>` */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** A longer silence ends with the start of an epoch, no clock is further off, and no bar lasts longer. */
const SPAN_MAX_US = 7 * 86_400_000_000;

/**
 * Events that were lost, put in or changed would drive an engine into states it cannot be in, or through millions of empty
 * intervals. Within one log seq ascends by one and received time never goes back; the first event may have any seq.
 */
export class EventCheck {
  private lastSeq: number | undefined = undefined;
  private lastUs = 0;
  /** Instruments of the present epoch. */
  private instruments = 0;

  /** Undefined where the event can be one; after a fault it is not to be asked again. */
  faultOf(batch: EventBatch, index: number): EventFault | undefined {
    const seq = batch.seqAt(index);
    const kind = batch.kindAt(index);
    const { lastSeq } = this;
    if (lastSeq === undefined ? !(Number.isSafeInteger(seq) && seq >= 0) : seq !== lastSeq + 1) {
      // named by the seq that had to come: it is the one that is missing where events were lost
      return this.fault(
        lastSeq === undefined ? 0 : lastSeq + 1,
        'seq',
        lastSeq === undefined ? 'a whole number' : lastSeq + 1,
        seq,
      );
    }
    this.lastSeq = seq;
    if (kindName(kind) === undefined) return this.fault(seq, 'kind', 'a kind of event', kind);
    const isStart = kind === Kind.epochStart;
    const fault = this.timeFault(batch, index, seq, isStart) ?? this.contentFault(batch, index, seq, kind);
    if (fault !== undefined) return fault;
    this.lastUs = batch.receivedTimeUsAt(index);
    if (isStart) this.instruments = (batch.payloadAt(index) as EpochStart).instruments?.length ?? 0;
    return undefined;
  }

  private timeFault(batch: EventBatch, index: number, seq: number, isStart: boolean): EventFault | undefined {
    const { lastUs } = this;
    const receivedUs = batch.receivedTimeUsAt(index);
    const exchangeUs = batch.exchangeTimeUsAt(index);
    const latestUs = isStart || lastUs === 0 ? Number.MAX_SAFE_INTEGER : lastUs + SPAN_MAX_US;
    if (!(Number.isInteger(receivedUs) && receivedUs >= lastUs && receivedUs <= latestUs)) {
      return this.fault(seq, 'receivedTimeUs', `a whole number from ${lastUs}`, receivedUs);
    }
    const kind = batch.kindAt(index);
    const isWarmup = (kind === Kind.bar || kind === Kind.barFlow) && (batch.flagsAt(index) & BAR_WARMUP) !== 0;
    const apartUs = receivedUs - exchangeUs;
    if (!Number.isInteger(exchangeUs) || apartUs < -SPAN_MAX_US || (apartUs > SPAN_MAX_US && !isWarmup)) {
      return this.fault(seq, 'exchangeTimeUs', `a whole number near ${receivedUs}`, exchangeUs);
    }
    return undefined;
  }

  private contentFault(batch: EventBatch, index: number, seq: number, kind: number): EventFault | undefined {
    if (kind >= FIRST_PAYLOAD_KIND || kind === Kind.clockTick) return undefined;
    const id = batch.instrumentAt(index);
    if (id <= NO_INSTRUMENT || id >= this.instruments) {
      return this.fault(seq, 'instrumentId', `one of the ${this.instruments} instruments of the epoch`, id);
    }
    if (kind !== Kind.bar) return undefined;
    const spanUs = barTimeUs(batch.i32, index);
    // a candle by count in the warm-up may be shorter; all of its trades may have one stamp
    const leastUs = (batch.flagsAt(index) & BAR_WARMUP) === 0 ? 1e6 : 0;
    if (spanUs >= leastUs && spanUs <= SPAN_MAX_US) return undefined;
    return this.fault(seq, 'intervalSeconds', `from ${leastUs / 1e6} to a week`, spanUs / 1e6);
  }

  private fault(seq: number, field: string, expected: unknown, actual: number): EventFault {
    // JSON has no word for NaN and infinity, which a changed byte can make
    const told = Number.isFinite(actual) ? actual : String(actual);
    return { seq, timeUs: this.lastUs, path: `events[${seq}].${field}`, expected, actual: told };
  }
}
