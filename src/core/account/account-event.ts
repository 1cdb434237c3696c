// What venue, feed, operator and clock say about us and about the connection: the events that travel as payload objects.

import type { PhaseName } from '../market/event-record.ts';
import type { Provenance, SideSource } from '../market/provenance.ts';
import type { SessionFacts } from '../market/session-facts.ts';
import type { Fill, OrderUpdate } from './order.ts';

export interface ConnectionChange {
  readonly kind: 'connectionChange';
  readonly service: 'market' | 'routing' | 'host';
  readonly state: 'connected' | 'connecting' | 'disconnected';
  readonly detail: string | undefined;
}

/** Market events were lost: the epoch is over, and decisions are muted until the next one. */
export interface Gap {
  readonly kind: 'gap';
  readonly lostRecords: number | undefined;
  readonly reason: string;
}

/** The session so far was rebuilt in the present epoch: decisions may go on. */
export interface BackfillComplete {
  readonly kind: 'backfillComplete';
  readonly reason: string;
}

/** The venue's own view of what is held, whole account. The venue is right: an unexplained difference halts. */
export interface PositionReport {
  readonly kind: 'positionReport';
  readonly instrumentId: number;
  readonly quantity: number;
}

/** Outcome of handing a command to the venue, before any order status. */
export interface CommandResult {
  readonly kind: 'commandResult';
  /** Which command is answered: a refused cancel leaves its order alive, a refused submission ends it. */
  readonly command: 'submit' | 'cancel';
  readonly clientOrderId: string;
  readonly outcome: 'accepted' | 'refused' | 'unknown';
  readonly reason: string | undefined;
}

export interface ReconciliationReport {
  readonly kind: 'reconciliationReport';
  readonly agreed: boolean;
  readonly differences: readonly string[];
}

export interface OperatorCommand {
  readonly kind: 'operatorCommand';
  readonly command: 'pause' | 'resume' | 'flatten' | 'halt';
  readonly by: string;
  readonly reason: string;
}

/** One instrument of a session, in the order that gives `instrumentId`. */
export interface SessionInstrument {
  /** Dated contract, e.g. WDOU25. */
  readonly symbol: string;
  /** What the strategy asked for, e.g. WDOFUT. */
  readonly requested: string;
  readonly root: string;
  /** Trading session of the day, microseconds UTC. */
  readonly openUs: number;
  readonly closeUs: number;
  readonly phaseAtStart: PhaseName;
  /** Trading days until the last trading day of the contract; 0 on that day. */
  readonly daysToRoll: number;
  /** What earlier sessions say; absent in logs of versions that did not know it. */
  readonly facts?: SessionFacts;
}

/** Warm-up candles of one interval of one instrument, oldest first. Each strategy takes the last of them that it asks for. */
export interface WarmupSpan {
  /** Candle interval, e.g. `1m`. */
  readonly candle: string;
  readonly instrumentId: number;
  readonly bars: number;
}

/**
 * A new epoch: feature state starts from exactly the warm-up bars that follow, orders and positions from the broker's word.
 * Everything that the engine must know of the day stands here, so that a log explains itself.
 */
export interface EpochStart {
  readonly kind: 'epochStart';
  readonly epoch: number;
  /** Session date, local, YYYY-MM-DD. */
  readonly sessionDay: string;
  readonly instruments: readonly SessionInstrument[];
  readonly provenance: Provenance;
  readonly sideSource: SideSource;
  /** The runs of candles that the warm-up consists of; a warm-up bar names its own by number. */
  readonly warmup: readonly WarmupSpan[];
  /** Bars of warm-up that follow before anything else. */
  readonly warmupBars: number;
  /** Hex digest of those bars. */
  readonly warmupDigest: string;
  /** Capital at the opening of the session, in BRL, that shares of capital refer to. */
  readonly capitalBrl: number;
}

/** The received clock was re-anchored to UTC. */
export interface ClockAnchor {
  readonly kind: 'clockAnchor';
  readonly correctionUs: number;
  readonly reason: string;
}

export type AccountEvent =
  | ConnectionChange
  | Gap
  | BackfillComplete
  | OrderUpdate
  | Fill
  | PositionReport
  | CommandResult
  | ReconciliationReport
  | OperatorCommand
  | EpochStart
  | ClockAnchor;
