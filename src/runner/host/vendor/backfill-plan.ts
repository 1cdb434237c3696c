// Which asset's day is to be made whole next, by which ticker and when to try again: the tapes and the time in, requests out. No clock.

import type { AssetName } from '../../../adapters/profit-dll/feed/feed.ts';
import type { DayTape, MergeOutcome } from './day-tape.ts';
import type { HistoryOutcome, HistoryRequest } from './history-request.ts';
import { MS_PER_DAY } from './trade-check.ts';
import { TradeColumns } from './trade-columns.ts';
import type { BackfillResult } from './vendor-port.ts';

/** Limits in milliseconds. */
export interface BackfillLimits {
  /** The vendor's history is behind the live trades: so long after the flow is back it is asked. */
  readonly lagMs: number;
  /** No trade came for so long after the flow is back: the market is quiet, and a gap without an end may be closed. */
  readonly quietMs: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** Attempts for one gap; then the tape stays incomplete, and that is said. */
  readonly attempts: number;
}

export const BACKFILL_LIMITS: BackfillLimits = {
  lagMs: 5_000,
  quietMs: 60_000,
  firstRetryMs: 10_000,
  longestRetryMs: 5 * 60_000,
  attempts: 12,
};

/** What a request is for. */
export interface BackfillStep {
  readonly tape: DayTape;
  /** The asset of the tape, or the continuous name that may answer in its place. */
  readonly candidate: AssetName;
  readonly request: HistoryRequest;
  /** The market was quiet long enough for a gap without an end to be closed by it. */
  readonly settled: boolean;
}

interface Entry {
  readonly tape: DayTape;
  readonly candidates: readonly AssetName[];
  candidate: number;
  attempts: number;
  notBeforeMs: number;
  /** When the last gap was opened or the flow came back: the market is quiet by this. */
  flowingMs: number;
  /** Since when something has been missing: gaps that come again and again must not put the request off for ever. */
  missingMs: number;
  givenUp: boolean;
  /** History had nothing while no trade had come since the gap: the first one changes that. */
  failedQuiet: boolean;
}

export class BackfillPlan {
  private readonly limits: BackfillLimits;
  private readonly entries = new Map<DayTape, Entry>();

  constructor(limits: BackfillLimits) {
    this.limits = limits;
  }

  /** `candidates`: names to ask history for, best first. */
  add(tape: DayTape, candidates: readonly AssetName[], nowMs: number): void {
    const times = { notBeforeMs: nowMs, flowingMs: nowMs, missingMs: nowMs };
    this.entries.set(tape, {
      tape,
      candidates,
      candidate: 0,
      attempts: 0,
      ...times,
      givenUp: false,
      failedQuiet: false,
    });
  }

  remove(tape: DayTape): void {
    this.entries.delete(tape);
  }

  /** Market data flow again, or a new gap was opened: everything may be tried anew. */
  flowing(nowMs: number): void {
    for (const entry of this.entries.values()) this.renew(entry, nowMs, true);
  }

  /** A gap was opened on a tape, which was whole before or not. */
  gap(tape: DayTape, wasWhole: boolean, nowMs: number): void {
    const entry = this.entries.get(tape);
    if (entry !== undefined) this.renew(entry, nowMs, wasWhole);
  }

  /** What to ask next, or undefined: nothing is missing, or it is too early. */
  next(nowMs: number, isSubscribed: (asset: AssetName) => boolean): BackfillStep | undefined {
    for (const entry of this.entries.values()) {
      const { tape } = entry;
      if (entry.failedQuiet && hasEnd(tape)) this.tradesCame(entry, nowMs);
      if (entry.givenUp || tape.gaps.length === 0 || nowMs < entry.notBeforeMs || !isSubscribed(tape.asset)) continue;
      const settled = nowMs - entry.flowingMs >= this.limits.quietMs;
      if (hasEnd(tape) ? nowMs - entry.missingMs < this.limits.lagMs : !settled) continue;
      const candidate = entry.candidates[entry.candidate];
      if (candidate !== undefined) return { tape, candidate, request: requestOf(tape, candidate), settled };
    }
    return undefined;
  }

  /** Uses what a request brought. */
  ended(step: BackfillStep, outcome: HistoryOutcome, nowMs: number): BackfillResult {
    const { tape, candidate } = step;
    if (outcome.kind !== 'answered') {
      const isFinal = outcome.kind === 'tooOld' || outcome.kind === 'refused';
      return this.failed(step, whyNot(outcome), outcome.kind === 'empty' ? 'next' : isFinal ? 'none' : 'same', nowMs);
    }
    const comparison = tape.compare(outcome.trades);
    if (candidate !== tape.asset && comparison.kind === 'agrees' && comparison.compared === 0) {
      // another name is believed only where it has proved to mean the same trades
      return this.failed(step, `the history of ${candidate.ticker} shares no trade with the live ones`, 'same', nowMs);
    }
    const merged = tape.merge({ trades: outcome.trades, fromMs: outcome.fromMs }, step.settled);
    if (merged.kind === 'mismatch') {
      return this.failed(step, `the history of ${candidate.ticker} is not used: ${merged.reason}`, 'next', nowMs);
    }
    if (merged.kind === 'short') return this.failed(step, merged.reason, 'same', nowMs);
    const reason = usedReason(candidate, merged);
    if (tape.gaps.length > 0) return { ...this.failed(step, reason, 'same', nowMs), added: merged.added };
    const entry = this.entries.get(tape);
    if (entry !== undefined) entry.attempts = 0;
    return { asset: tape.asset, complete: tape.complete, willRetry: false, added: merged.added, reason };
  }

  private failed(step: BackfillStep, reason: string, retry: 'same' | 'next' | 'none', nowMs: number): BackfillResult {
    const { tape } = step;
    const entry = this.entries.get(tape);
    const added = new TradeColumns();
    if (entry === undefined) return { asset: tape.asset, complete: false, willRetry: false, added, reason };
    const { limits } = this;
    entry.attempts++;
    if (retry === 'next') entry.candidate = (entry.candidate + 1) % entry.candidates.length;
    entry.givenUp = retry === 'none' || entry.attempts >= limits.attempts;
    entry.failedQuiet ||= !hasEnd(tape);
    // the next name is tried at once; all of them have failed when the first comes round again
    const waits = retry === 'next' && entry.candidate !== 0 ? 0 : limits.firstRetryMs * 2 ** (entry.attempts - 1);
    entry.notBeforeMs = nowMs + Math.min(limits.longestRetryMs, waits);
    return { asset: tape.asset, complete: false, willRetry: !entry.givenUp, added, reason };
  }

  /** Whoever waits since before the opening must not wait for what was tried when there was nothing to be had. */
  private tradesCame(entry: Entry, nowMs: number): void {
    entry.failedQuiet = false;
    entry.attempts = 0;
    entry.givenUp = false;
    entry.notBeforeMs = nowMs + this.limits.lagMs;
  }

  private renew(entry: Entry, nowMs: number, beginsAnew: boolean): void {
    entry.flowingMs = nowMs;
    if (!beginsAnew && !entry.givenUp) return;
    entry.attempts = 0;
    entry.givenUp = false;
    entry.missingMs = nowMs;
    entry.notBeforeMs = nowMs;
  }
}

/** Trades have come since each gap. */
function hasEnd(tape: DayTape): boolean {
  return tape.gaps.every((gap) => gap.before !== undefined);
}

/** To the end of the day: what comes during the download is live as well. */
function requestOf(tape: DayTape, candidate: AssetName): HistoryRequest {
  const fromMs = tape.neededFromMs() ?? tape.day * MS_PER_DAY;
  return { candidates: [candidate], fromMs, endMs: (tape.day + 1) * MS_PER_DAY };
}

function whyNot(outcome: Exclude<HistoryOutcome, { kind: 'answered' }>): string {
  return outcome.kind === 'empty' ? `no history: ${outcome.reasons.join('; ')}` : outcome.reason;
}

function usedReason(candidate: AssetName, merged: Extract<MergeOutcome, { kind: 'used' }>): string {
  const { added, compared, missedLive } = merged;
  const silent = missedLive === 0 ? '' : `; ${missedLive} of them were lost without a sign`;
  return `${added.length} trades from the history of ${candidate.ticker}, ${compared} compared with live ones${silent}`;
}
