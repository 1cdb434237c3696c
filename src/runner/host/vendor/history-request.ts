// One request for the trades of one asset and one day, and everything that can become of it.

import type { AssetName } from '../../../adapters/profit-dll/feed/feed.ts';
import type { TradeColumns } from './trade-columns.ts';

/** Times are milliseconds since 1970-01-01 00:00 on the wall clock of the exchange; both must be in one day, the end excluded. */
export interface HistoryRequest {
  /**
   * What to ask for, best first: the dated contract, then the continuous one. Which of the two answers differs between the vendor's
   * builds. Each must be subscribed, or the vendor answers nothing.
   */
  readonly candidates: readonly AssetName[];
  readonly fromMs: number;
  readonly endMs: number;
}

export type HistoryOutcome =
  | {
      readonly kind: 'answered';
      /** Which of the candidates answered. */
      readonly asset: AssetName;
      readonly trades: TradeColumns;
      readonly fromMs: number;
      readonly endMs: number;
      /** Records that were no trades of the day: sentinels, other days. */
      readonly dropped: number;
      /** False where the end was told by progress alone. */
      readonly lastPacketSeen: boolean;
    }
  /** Every candidate ended without a trade; `reasons` one each. */
  | { readonly kind: 'empty'; readonly reasons: readonly string[] }
  /** Older than the vendor gives; asking again is useless. */
  | { readonly kind: 'tooOld'; readonly reason: string }
  /** No end within the hard limit. The vendor still works on it and cannot be stopped: the process must be replaced before the next. */
  | { readonly kind: 'hung'; readonly reason: string }
  /** The process or the connection ended in the midst. */
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

export interface HistoryProgress {
  readonly asset: AssetName;
  /** 1 to 100 as the vendor tells it; it may stand at 99 for minutes. */
  readonly percent: number;
  readonly trades: number;
}

/** Limits of a download, in milliseconds. */
export interface HistoryLimits {
  /** Nothing new for so long after the end was told: it is the end. */
  readonly quietMs: number;
  /** The same where progress came to 100 without a trade: the trades may follow. */
  readonly emptyQuietMs: number;
  /** No trade and no progress for so long: this candidate does not answer. */
  readonly silentMs: number;
  /** The most that one request may take; a progress of 99 can stand for tens of minutes. */
  readonly hardMs: number;
  /** Deadline of the call itself, which can block during an outage. */
  readonly callMs: number;
}

export const HISTORY_LIMITS: HistoryLimits = {
  quietMs: 1_500,
  emptyQuietMs: 5_000,
  silentMs: 60_000,
  hardMs: 30 * 60_000,
  callMs: 60_000,
};
