// What a consumer inside the host is given: the decoded events of all instruments in order, what is missing among them, and when it is whole.

import type { OfferChange } from '../../adapters/profit-dll/decode/feed-facts.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import type { HostInstrument } from './host-instruments.ts';

/** `live`: as the vendor sent it. `history`: trades that a request for the day's history added afterwards, where live ones were missing. */
export type EventOrigin = 'live' | 'history';

/** Market events that are missing from what the sink was given. */
export interface HostGap {
  /** When the host knew, microseconds UTC. */
  readonly timeUs: number;
  /** Undefined: all of them. */
  readonly instrumentIds: readonly number[] | undefined;
  /** Undefined where nobody can count them. */
  readonly lostRecords: number | undefined;
  readonly reason: string;
}

/** From here on the trades of the day are whole again: what was missing came with origin `history`, or there was nothing. */
export interface HostComplete {
  readonly timeUs: number;
  readonly instrumentIds: readonly number[];
  readonly reason: string;
}

/** The host's clock was set anew: received times before and after do not measure one span. */
export interface HostReanchor {
  /** The first time of the new anchor, microseconds UTC; never before a time given out earlier. */
  readonly timeUs: number;
  /** UTC minus the host's clock at that moment, microseconds. */
  readonly correctionUs: number;
  readonly reason: string;
}

/**
 * Called on the host's hot path: takes what it wants and returns at once. What it throws ends the sink and nothing else: the
 * host says so and goes on without it.
 */
export interface HostSink {
  /**
   * Events with `receivedTimeUs` of the host's clock, never descending within `live`; instrument ids are places in
   * `instruments`. The batch is used again after the return: copy what is kept. Seq is not set.
   */
  take(batch: EventBatch, instruments: readonly HostInstrument[], origin: EventOrigin): void;
  /** Called before the batch of its moment is taken. */
  offer?(instrument: HostInstrument, ...change: OfferChange): void;
  /** Ids are places in `instruments`. */
  gap(gap: HostGap, instruments: readonly HostInstrument[]): void;
  complete(complete: HostComplete, instruments: readonly HostInstrument[]): void;
  reanchored(anchor: HostReanchor): void;
  /** What was taken so far is safe when it resolves. Called at the end, and where someone asks for it. */
  flush(): Promise<void>;
}
