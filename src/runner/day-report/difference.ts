// One thing in which a run differs from the backtest of the same day, with its cause.

import type { HoldCode } from '../../core/signal/hold-code.ts';

/** What each cause means stands in `causeMeanings`. */
export type DifferenceCause =
  | 'input'
  | 'position'
  | 'heldBack'
  | 'notRunning'
  | 'outcome'
  | 'missing'
  | 'rejected'
  | 'notFilled'
  | 'orderLatency'
  | 'fillModel'
  | 'quantity'
  | 'decidedPrice'
  | 'guardian'
  | 'operator'
  | 'exitWay'
  | 'follows';

export const causeMeanings: Readonly<Record<DifferenceCause, string>> = {
  input: 'an input of the decision had another value',
  position: 'the position was another one, after an earlier difference',
  heldBack: 'a gap, an epoch, stale data, a limit or an operator held decisions back',
  notRunning: 'the run had not begun or had ended',
  outcome: 'the same inputs, another outcome: limits, capital, or what the account knew',
  missing: 'one side has no such decision',
  rejected: 'the broker refused the order',
  notFilled: 'the order was not filled, or not wholly: queue and fill model',
  orderLatency: 'the order took longer, or less long, and the price moved meanwhile',
  fillModel: 'filled as fast, at another price: spread, queue and fill model',
  quantity: 'another number of contracts',
  decidedPrice: 'the last price at the decision was another one',
  guardian: 'the guardian of the host, or reconciliation, sent the order',
  operator: 'a person asked for it',
  exitWay: 'it was closed another way: stop, target or at market',
  follows: 'a consequence of an earlier difference of the same trade',
};

/** What kept one of the two from deciding. */
export interface HeldBack {
  readonly side: 'run' | 'beside';
  readonly code: HoldCode;
  readonly reason: string;
}

export interface DayDifference {
  readonly what: 'decision' | 'entry' | 'exit';
  readonly timeUs: number;
  /** Decisions one after the other that differ in the same way are one difference: how many, and the time of the last. */
  readonly count: number;
  readonly lastUs: number;
  readonly run: string;
  readonly beside: string;
  readonly cause: DifferenceCause;
  readonly detail: string;
  /** With the cause `heldBack`. */
  readonly held?: HeldBack;
  /** Result of the run less that of the backtest, before costs, E4; of trades only, told once for each of them. */
  readonly effectE4: number | undefined;
}
