// What a fault script is: what the simulated ProfitDLL does over time, what the client asks meanwhile, and what the host must tell.

import type { OrderStatus } from '../../src/core/account/order.ts';

/** Trades of the tape that a script of the market side plays, numbered from 1 within one session day. */
export const FAULT_TAPE_TRADES = 2_000;
/** Contract of the tape and of every order; the built-in assets of the simulator have it. */
export const FAULT_TICKER = 'WDOV26';

export type FaultStep =
  /** A line for the simulator, by SimCommand or appended to simulation-commands.txt. */
  | { readonly kind: 'command'; readonly line: string }
  /** Waits until the client was told so many different trades. */
  | { readonly kind: 'trades'; readonly count: number }
  /** Waits until the client was told this word (see `inOrder`) since the last such wait. */
  | { readonly kind: 'told'; readonly word: string }
  | {
      readonly kind: 'submit';
      /** Name of the order within the script. */
      readonly order: string;
      readonly side: 'buy' | 'sell';
      readonly quantity: number;
      /** Limit; at market when absent. */
      readonly price?: number;
      readonly stopPrice?: number;
    }
  | { readonly kind: 'cancel'; readonly order: string }
  | { readonly kind: 'stop' }
  | { readonly kind: 'pause'; readonly ms: number };

export interface FaultOrderEnd {
  readonly status: OrderStatus;
  readonly filled: number;
}

export interface FaultExpectation {
  /**
   * `whole`: every trade of the tape once, no gap told. `filled`: a gap was told and history has filled it; the day tape has every trade
   * once, and so has the client's last epoch. `none`: no trade comes in this script.
   */
  readonly trades: 'whole' | 'filled' | 'none';
  /**
   * Told in this order, others may stand between. Words: `market connected|connecting|disconnected`, the same of `routing` and `host`,
   * `gap`, `backfillComplete`, `tradeCorrection`, `submit NAME accepted|refused|unknown`, `cancel NAME ...`, `NAME STATUS`,
   * `fill NAME QUANTITY@PRICE`, `position QUANTITY`, `foreign`, `contradiction`, `stopped`.
   */
  readonly inOrder: readonly string[];
  readonly never?: readonly string[];
  /** How each order stands at the end. */
  readonly orders?: Readonly<Record<string, FaultOrderEnd>>;
  /** Contracts at the end by the broker, negative when short. */
  readonly position?: number;
  /** Vendor processes started after the first. */
  readonly restarts?: number;
  /** Words that the reason of a final stop contains. */
  readonly stopReason?: string;
}

export interface FaultScript {
  readonly name: string;
  /** Which of the required faults it stands for. */
  readonly covers: FaultKind;
  readonly login: 'market' | 'routing';
  /** Lines of simulation.txt besides the tape's. */
  readonly simulation: readonly string[];
  readonly steps: readonly FaultStep[];
  readonly expected: FaultExpectation;
  /** Another built-in asset that the client follows meanwhile. */
  readonly also?: 'PETR4';
  /** Limits of the host that a test shortens. */
  readonly limits?: Readonly<Partial<Record<FaultLimit, number>>>;
}

/** Names as in the limits of the host's login watch, vendor runs and restarts; `callMs` is the deadline of a call. */
export type FaultLimit =
  | 'heartbeatMs'
  | 'frozenMs'
  | 'stopMs'
  | 'initialiseMs'
  | 'refusalMs'
  | 'marketLostMs'
  | 'loginLostMs'
  | 'loginMs'
  | 'callMs'
  | 'firstDelayMs'
  | 'perHour';

/** What the simulator has to be able to do wrong. */
export const FAULT_KINDS = [
  'disconnect of a state',
  'reconnect with lost trades',
  'duplicate callbacks',
  'late callbacks',
  'edits of trades',
  'unusable trades',
  'burst',
  'frozen thread',
  'slow accessor',
  'crash',
  'blocked call',
  'login refused',
  'history misbehaves',
  'clock skew',
  'rejects',
  'fill around a cancel',
  'answers with local id 0',
  'unknown order status',
  'order answers lost',
  'broker away',
  'position mismatch',
  'other persons',
  'partial fills',
  'versions',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export const command = (line: string): FaultStep => ({ kind: 'command', line });
export const told = (word: string): FaultStep => ({ kind: 'told', word });
export const trades = (count: number): FaultStep => ({ kind: 'trades', count });
export const pause = (ms: number): FaultStep => ({ kind: 'pause', ms });
