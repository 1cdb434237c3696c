// Decisions in their order in; the spans of one regime, and the holds of each quarter of an hour, out.

import type { RegimeBand } from '../view/candle-row.ts';
import type { HoldRow } from '../view/decision-row.ts';
import type { DecisionMark } from './journal-rows.ts';

/** A longer silence than this ends a span of regime: the night between two sessions. */
const REGIME_GAP_US = 1_800_000_000;
const HOLD_SPAN_US = 900_000_000;

/** @param count of the decisions that were known at the moment */
export function regimeBands(decisions: readonly DecisionMark[], count: number): readonly RegimeBand[] {
  const bands: { fromUs: number; toUs: number; kind: RegimeBand['kind'] }[] = [];
  for (let k = 0; k < count; k++) {
    const { timeUs, regime } = decisions[k]!;
    const kind = regime ?? 'undefined';
    const last = bands.at(-1);
    const isNear = last !== undefined && timeUs - last.toUs <= REGIME_GAP_US;
    if (isNear) last.toUs = timeUs;
    if (!isNear || last.kind !== kind) bands.push({ fromUs: timeUs, toUs: timeUs, kind });
  }
  return bands;
}

/** Spans without a decision are left out. */
export function holdRows(
  decisions: readonly DecisionMark[],
  isWanted: (mark: DecisionMark) => boolean,
): readonly HoldRow[] {
  const spans = new Map<number, { decisions: number; holds: Record<string, number> }>();
  for (const mark of decisions) {
    if (!isWanted(mark)) continue;
    const fromUs = Math.floor(mark.timeUs / HOLD_SPAN_US) * HOLD_SPAN_US;
    const span = spans.get(fromUs) ?? { decisions: 0, holds: {} };
    spans.set(fromUs, span);
    span.decisions += 1;
    if (mark.holdCode !== null) span.holds[mark.holdCode] = (span.holds[mark.holdCode] ?? 0) + 1;
  }
  return [...spans]
    .sort(([a], [b]) => a - b)
    .map(([fromUs, span]) => ({ fromUs, toUs: fromUs + HOLD_SPAN_US, ...span }));
}

/** @param count of the decisions that were known at the moment */
export function holdCounts(decisions: readonly DecisionMark[], count: number): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let k = 0; k < count; k++) {
    const { holdCode } = decisions[k]!;
    if (holdCode !== null) counts[holdCode] = (counts[holdCode] ?? 0) + 1;
  }
  return counts;
}
