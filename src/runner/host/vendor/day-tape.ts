// Trades of one asset and session day: live ones as they come, history merged by trade number; says what is missing and why.

import type { AssetName } from '../../../adapters/profit-dll/feed/feed.ts';
import { TRADE } from '../../../adapters/profit-dll/feed/feed-record.ts';
import { assert } from '../../../core/assert.ts';
import { compareTapes, type TapeComparison } from './tape-comparison.ts';
import { MS_PER_DAY, type NoTrade, whyNoTrade } from './trade-check.ts';
import { TradeColumns } from './trade-columns.ts';

/** The most separate gaps; further ones widen the last. */
const MAX_TAPE_GAPS = 1024;
/** Trades may come after later ones: those that were on their way when a gap began are lost with it, and lie before it. */
export const LATE_TRADES_MS = 60_000;

/** Trades between two numbers are not known: above `after` (0: from the day's start), below `before` (undefined: none has come since). */
export interface TapeGap {
  readonly after: number;
  readonly before: number | undefined;
  readonly reason: string;
}

/** Why a live record did not become a trade of the tape. */
export type TapeDrop = NoTrade | 'full';
export type LiveOutcome = 'added' | 'edited' | 'duplicate' | TapeDrop;

/** What became of a history. Only `used` has changed the tape. */
export type MergeOutcome =
  | {
      readonly kind: 'used';
      /** The trades that were missing, ascending by number. */
      readonly added: TradeColumns;
      /** How many of them lay outside of every known gap: the live feed lost them without saying so. */
      readonly missedLive: number;
      /** Trades that both had, and that agreed. */
      readonly compared: number;
    }
  /** Prices, quantities or times of the same trade numbers differ, or the history lacks trades that were seen live in its midst. */
  | { readonly kind: 'mismatch'; readonly reason: string }
  /** It does not reach over any gap yet: ask again later. */
  | { readonly kind: 'short'; readonly reason: string };

export interface DayHistory {
  readonly trades: TradeColumns;
  /** Local time that was asked for as the start; trades before it prove nothing. */
  readonly fromMs: number;
}

/**
 * Kept in memory only, 38 bytes a trade: the files of the recorder are what lasts, and after a restart of the host the day comes back
 * from history. Beyond MAX_DAY_TRADES further trades are refused as `full` and the tape is no longer complete.
 */
export class DayTape {
  readonly asset: AssetName;
  /** Days since 1970-01-01, local. */
  readonly day: number;
  private trades = new TradeColumns();
  private readonly openGaps: TapeGap[] = [];
  private readonly drops = new Map<TapeDrop, number>();
  private edits = 0;

  /** `flows`: live trades have been coming since before the day began, so that nothing of it is missing. */
  constructor(asset: AssetName, day: number, flows: boolean) {
    this.asset = asset;
    this.day = day;
    if (!flows) this.openGap('the day before the subscription');
  }

  get length(): number {
    return this.trades.length;
  }

  /** Trades that are missing; empty: the tape is whole. */
  get gaps(): readonly TapeGap[] {
    return this.openGaps;
  }

  get complete(): boolean {
    return this.openGaps.length === 0 && !this.drops.has('full');
  }

  get dropped(): ReadonlyMap<TapeDrop, number> {
    return this.drops;
  }

  get edited(): number {
    return this.edits;
  }

  /** The rows, ascending by trade number; valid until the tape next changes. */
  get rows(): TradeColumns {
    return this.trades;
  }

  /** Takes a live trade whose payload begins at `at`; `isEdit` replaces the trade of its number. */
  takeLive(view: DataView, at: number, isEdit: boolean): LiveOutcome {
    const drop = whyNoTrade(view, at, this.day);
    if (drop !== undefined) return this.drop(drop);
    const number = view.getUint32(at + TRADE.number, true);
    const found = this.trades.find(number);
    if (found >= 0) {
      if (!isEdit) return 'duplicate';
      this.trades.writeFrom(view, at, found);
      this.edits++;
      return 'edited';
    }
    const index = -1 - found;
    if (!this.trades.insertAt(index)) return this.drop('full');
    this.trades.writeFrom(view, at, index);
    // an edit may speak of a trade in the midst of a gap: only a trade of its own says that the flow is back
    if (isEdit) this.edits++;
    else this.closeGap(number);
    return 'added';
  }

  /** From here on trades may be lost, until the next one comes. */
  openGap(reason: string): void {
    const last = this.openGaps.at(-1);
    if (last !== undefined && last.before === undefined) return;
    const after = this.trades.lastNumber();
    if (last !== undefined && this.openGaps.length >= MAX_TAPE_GAPS) {
      this.openGaps[this.openGaps.length - 1] = { after: last.after, before: undefined, reason };
      return;
    }
    this.openGaps.push({ after, before: undefined, reason });
  }

  /**
   * Fills gaps from a history of this day. `settled`: it was asked for long enough after trades began to flow again, so that a gap
   * after which no trade has come may be called filled. A history that contradicts the live trades changes nothing.
   */
  merge(history: DayHistory, settled: boolean): MergeOutcome {
    const comparison = compareTapes(this.trades, history.trades);
    if (comparison.kind === 'differs') return { kind: 'mismatch', reason: comparison.reason };
    const left = this.openGaps.filter((gap) => !this.covers(history, gap, settled));
    if (left.length === this.openGaps.length) {
      const gap = left[0];
      assert(gap !== undefined, 'a tape without gaps asks for no history');
      return { kind: 'short', reason: shortReason(history.trades, gap) };
    }
    const joined = this.join(history.trades);
    this.openGaps.splice(0, this.openGaps.length, ...left);
    return { kind: 'used', ...joined, compared: comparison.compared };
  }

  /** How a history compares with what is here, without using it. */
  compare(history: TradeColumns): TapeComparison {
    return compareTapes(this.trades, history);
  }

  /** Local time from which a history must be asked for to fill the first gap: a while before it, or the day's start. */
  neededFromMs(): number | undefined {
    const gap = this.openGaps[0];
    if (gap === undefined) return undefined;
    const index = gap.after === 0 ? -1 : this.trades.find(gap.after);
    const startMs = this.day * MS_PER_DAY;
    return index < 0 ? startMs : Math.max(startMs, this.trades.localMs[index]! - LATE_TRADES_MS);
  }

  /** Raw FEED_TRADE records from row `from` on, as many as fit into `target`; gives how many. */
  copyRecords(target: Uint8Array, from: number, asset: number): number {
    return this.trades.copyRecords(target, from, asset);
  }

  private covers(history: DayHistory, gap: TapeGap, settled: boolean): boolean {
    const { trades, fromMs } = history;
    const begins = gap.after === 0 ? fromMs <= this.day * MS_PER_DAY : trades.has(gap.after);
    if (!begins) return false;
    if (gap.before === undefined) return settled;
    return trades.has(gap.before);
  }

  private join(history: TradeColumns): { readonly added: TradeColumns; readonly missedLive: number } {
    const live = this.trades;
    const joined = new TradeColumns();
    const added = new TradeColumns();
    let missedLive = 0;
    let h = 0;
    for (let l = 0; l <= live.length; l++) {
      const next = l < live.length ? live.number[l]! : Number.POSITIVE_INFINITY;
      for (; h < history.length && history.number[h]! <= next; h++) {
        if (history.number[h] === next) continue;
        joined.append(history, h);
        added.append(history, h);
        if (!this.inGap(history.number[h]!)) missedLive++;
      }
      if (l < live.length) joined.append(live, l);
    }
    this.trades = joined;
    return { added, missedLive };
  }

  private inGap(number: number): boolean {
    return this.openGaps.some((gap) => number > gap.after && (gap.before === undefined || number < gap.before));
  }

  private closeGap(number: number): void {
    const last = this.openGaps.length - 1;
    const gap = this.openGaps[last];
    if (gap === undefined || gap.before !== undefined || number <= gap.after) return;
    this.openGaps[last] = { ...gap, before: number };
  }

  private drop(reason: TapeDrop): TapeDrop {
    this.drops.set(reason, (this.drops.get(reason) ?? 0) + 1);
    return reason;
  }
}

function shortReason(history: TradeColumns, gap: TapeGap): string {
  if (history.length === 0) return 'the history is empty';
  const first = history.number[0]!;
  const last = history.lastNumber();
  const from = gap.after === 0 ? 'the start of the day' : `trade ${gap.after}`;
  const to = gap.before === undefined ? 'a quiet market' : `trade ${gap.before}`;
  return `the history holds trades ${first} to ${last}, which does not reach from ${from} to ${to}`;
}
