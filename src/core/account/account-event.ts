// What venue, feed, operator and clock say about us and about the connection: the events that travel as payload objects.

import type { PhaseName } from '../market/event-record.ts';
import type { Provenance, SideSource } from '../market/provenance.ts';
import type { SessionFacts } from '../market/session-facts.ts';
import type { Side } from '../market/side.ts';
import type { BracketPlan, Fill, OrderRequest, OrderStatus, OrderUpdate } from './order.ts';
import type { OrderChange } from './order-changes.ts';

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
  readonly command: 'submit' | 'change' | 'cancel';
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
  /** `kill`: out of everything and halted, as one step that only a person ends. */
  readonly command: 'pause' | 'resume' | 'flatten' | 'halt' | 'kill';
  readonly by: string;
  readonly reason: string;
}

/**
 * An order of ours that the engine did not send in this run: placed by the guardian while the runner was silent, or found at the venue by
 * reconciliation. It is told before any answer about it; from then on it is an order like any other.
 */
export interface OrderAdopted {
  readonly kind: 'orderAdopted';
  readonly request: OrderRequest;
  readonly by: 'guardian' | 'reconciliation';
  readonly reason: string;
  /** It has ended already, as far as the host knows; its history is told next. */
  readonly hasEnded?: boolean;
}

/** An order of the account that is not ours, as it stands now: counted in risk, explained in positions, never touched. */
export interface ForeignOrder {
  readonly kind: 'foreignOrder';
  /** Name of the order at the venue. */
  readonly venueOrderId: string;
  readonly instrumentId: number;
  readonly side: Side;
  readonly quantity: number;
  /** Contracts traded since the session began. */
  readonly filledQuantity: number;
  /** False when nothing more happens to it. */
  readonly isOpen: boolean;
}

/** An order of this session that an earlier process sent, with all that is known of it. */
export interface CarriedOrder {
  readonly request: OrderRequest;
  /** Of an entry. */
  readonly plan: BracketPlan | undefined;
  readonly status: OrderStatus;
  readonly reason: string | undefined;
  /** In the order in which they were told; their sum is what has filled. */
  readonly fills: readonly Fill[];
  /** When it was sent, or adopted, microseconds UTC; absent where that is not known. */
  readonly sentUs?: number | undefined;
  /** Its last change, where nobody has refused it: the venue's words about it may still come. */
  readonly change?: OrderChange | undefined;
}

/** What goes on from an earlier process of this session: all its orders, ended ones too, and the latches of the trading state. */
export interface CarriedState {
  /** In the order in which they were sent. */
  readonly orders: readonly CarriedOrder[];
  readonly halted: string | undefined;
  readonly paused: string | undefined;
  readonly lossLimit: string | undefined;
  readonly drawdown?: string | undefined;
  /** Why an operator wanted to be flat, where nothing was opened since: what is left of it goes on. */
  readonly flattening?: string | undefined;
  /** Best result of the session so far, net of costs, E4: the drawdown is measured from it. */
  readonly bestNetE4?: number | undefined;
}

/** A span in which no new risk is taken: a fixing, an announcement, what the machine's settings say. Microseconds UTC. */
export interface NoRiskWindow {
  readonly fromUs: number;
  readonly toUs: number;
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
  /** Of the first epoch of a process that goes on where another ended. */
  readonly carried?: CarriedState;
  readonly noRiskWindows?: readonly NoRiskWindow[];
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
  | OrderAdopted
  | ForeignOrder
  | EpochStart
  | ClockAnchor;
