// What became of a recorded day: its parts, what is missing in it, and how its counts compare with those of the exchange.

import type { CommittedPart } from '../../adapters/datasets/staged-part.ts';
import type { Verdict } from '../../core/quality/finding.ts';
import type { RecordedGap } from './session-notes.ts';
import type { RecordedKind } from './stream-rows.ts';

export interface CapturedPart {
  readonly kind: RecordedKind;
  readonly rows: number;
  readonly sha256: string;
  readonly change: CommittedPart['change'];
  readonly verdict: Verdict | 'unchecked';
  /** One sentence for each finding that is more than a note. */
  readonly findings: readonly string[];
}

/** Trades and contracts by three ways of counting; a way that does not know is absent. */
export interface CaptureCounts {
  /** Of the part: trades less those that were removed. */
  readonly stored: Counted;
  /** Of the vendor's summary of the day. */
  readonly daily?: Counted | undefined;
  /** Of the history request for the day; `ticker` answered it. */
  readonly history?: HistoryCounted | undefined;
}

export interface HistoryCounted extends Counted {
  readonly ticker: string;
}

export interface Counted {
  readonly trades: number;
  readonly quantity: number;
}

export interface CaptureReport {
  readonly contract: string;
  readonly day: string;
  readonly parts: readonly CapturedPart[];
  /** Recordings that the day consists of: 1 where nothing was stopped or killed. */
  readonly recordings: number;
  readonly gaps: readonly RecordedGap[];
  readonly clockChanges: number;
  /** Trades that history brought after a gap. */
  readonly backfilledTrades: number;
  /** Rows that belong to another day, such as the last trade that is told again at a subscription. */
  readonly otherDayRows: number;
  /** Damaged or cut-off segments, in sentences. */
  readonly faults: readonly string[];
  readonly counts: CaptureCounts | undefined;
}

/** Lines for people; the last ones say what is not as it should be. */
export function captureText(report: CaptureReport): string {
  const { contract, day, parts, recordings, gaps, faults, counts } = report;
  const rows = parts.map(({ kind, rows, verdict }) => `${kind} ${rows} (${verdict})`).join(', ');
  const lines = [`${contract} ${day}: ${rows === '' ? 'nothing was recorded' : rows}`];
  if (recordings > 1) lines.push(`  recorded in ${recordings} pieces`);
  for (const { reason, lostRecords } of gaps) {
    lines.push(`  gap: ${reason}${lostRecords === undefined ? '' : ` (${lostRecords} events lost)`}`);
  }
  if (report.backfilledTrades > 0) lines.push(`  ${report.backfilledTrades} trades were brought by history`);
  if (report.clockChanges > 0) lines.push(`  the clock was set ${report.clockChanges} times`);
  for (const fault of faults) lines.push(`  ${fault}`);
  if (counts !== undefined) lines.push(...comparison(counts));
  for (const { kind, findings } of parts) for (const finding of findings) lines.push(`  ${kind}: ${finding}`);
  return lines.join('\n');
}

function comparison({ stored, daily, history }: CaptureCounts): readonly string[] {
  const others = [
    ['the summary of the day', daily],
    [`history (${history?.ticker})`, history],
  ] as const;
  return others.flatMap(([name, other]) => {
    if (other === undefined) return [];
    const [trades, quantity] = [stored.trades - other.trades, stored.quantity - other.quantity];
    if (trades === 0 && quantity === 0)
      return [`  equal to ${name}: ${other.trades} trades, ${other.quantity} contracts`];
    return [`  DIFFERS from ${name}: ${signed(trades)} trades, ${signed(quantity)} contracts`];
  });
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}
