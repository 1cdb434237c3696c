// One round trip of a strategy, from its entry fills to the fills that closed it, as ledgers make it and reports show it.

import type { Side } from '../../core/market/side.ts';

/** What closed the position: a leg of its bracket, or anything else (flatten, reversal, operator). */
export type ExitRole = 'stop' | 'target' | 'exit';

export interface Trade {
  /** 0-based, in order of the exits. */
  readonly index: number;
  readonly strategyId: string;
  /** Dated contract, e.g. WDOU25. */
  readonly contract: string;
  /** Side of the entry. */
  readonly side: Side;
  /** Contracts entered and closed again. */
  readonly quantity: number;
  /** First entry fill and last exit fill, microseconds UTC. */
  readonly entryTimeUs: number;
  readonly exitTimeUs: number;
  /** Volume-weighted prices in points; between two ticks where fills differ. */
  readonly entryPrice: number;
  readonly exitPrice: number;
  /** Levels of the bracket in points; undefined where the trade had none. */
  readonly stopPrice: number | undefined;
  readonly targetPrice: number | undefined;
  readonly exitRole: ExitRole;
  /** Integer E4 before costs, the costs of all its fills, and the difference. */
  readonly grossE4: number;
  readonly costsE4: number;
  readonly netE4: number;
  /** Gross result per contract in points: positive where the trade won. */
  readonly points: number;
  /** Worst excursion against the position in ticks, >= 0: at least this far, see `withAdverseExcursion`. */
  readonly maxAdverseTicks?: number | undefined;
  /** Why it was entered, in the strategy's words. */
  readonly reason: string;
}
