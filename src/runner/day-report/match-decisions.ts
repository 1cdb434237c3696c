// The decisions of a run and of a backtest in; pairs of the same moment, and those that only one of them has, out.

import type { DecisionRecord } from '../../core/engine/decision-record.ts';

export interface DecisionPair {
  readonly run: DecisionRecord | undefined;
  readonly beside: DecisionRecord | undefined;
}

const US_PER_S = 1_000_000;

/** What a moment is called on both sides: the candle that closed, or the second of the clock. */
function momentOf({ strategyId, trigger, inputs, timeUs }: DecisionRecord): string {
  const at = trigger === 'candle' ? inputs.candleCloseUs : Math.round(timeUs / US_PER_S);
  return `${strategyId} ${trigger} ${at ?? `at ${Math.round(timeUs / US_PER_S)}`}`;
}

/** In order of time. Several of one moment are paired in their order. */
export function matchDecisions(
  run: readonly DecisionRecord[],
  beside: readonly DecisionRecord[],
): readonly DecisionPair[] {
  const waiting = new Map<string, DecisionRecord[]>();
  for (const decision of beside) {
    const moment = momentOf(decision);
    const there = waiting.get(moment);
    if (there === undefined) waiting.set(moment, [decision]);
    else there.push(decision);
  }
  const pairs: DecisionPair[] = run.map((decision) => ({
    run: decision,
    beside: waiting.get(momentOf(decision))?.shift(),
  }));
  for (const left of waiting.values()) for (const decision of left) pairs.push({ run: undefined, beside: decision });
  return pairs.sort((a, b) => (a.run ?? a.beside!).timeUs - (b.run ?? b.beside!).timeUs);
}
