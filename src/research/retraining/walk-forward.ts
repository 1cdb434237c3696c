// The validations of a recipe that was trained anew for each, each with the days that its model has seen, in; one result of all of them out.

import { type ComparedModel, comparedModel, isSeen, type SeenDays } from './compare-models.ts';
import type { ModelResult } from './model-result.ts';

export interface RolledResult {
  readonly result: ModelResult;
  /** By the model of this roll alone. */
  readonly seen: SeenDays;
  /** What its model was trained by, and its first and last day; absent without a recipe. */
  readonly trained?: { readonly recipeSha256: string; readonly from: string; readonly to: string } | undefined;
}

export interface WalkForward {
  /** Of the unseen days of all rolls, in order of time; `seq` is the entry of the newest roll. */
  readonly result: ModelResult;
  readonly total: ComparedModel;
  /** Days that the model of their own roll had seen after all: left out. */
  readonly seen: number;
}

/**
 * What is judged is the recipe: each day is traded by the model that the recipe would have made before it. A day of two rolls counts once, for the
 * newer of them. Undefined without a roll.
 * @param rolls the newest first
 */
export function walkForward(rolls: readonly RolledResult[]): WalkForward | undefined {
  const newest = rolls[0];
  if (newest === undefined) return undefined;
  const byDay = new Map<string, { readonly netE4: number; readonly trades: number | undefined }>();
  let left = 0;
  for (const { result, seen } of rolls) {
    for (const [place, day] of result.days.entries()) {
      if (isSeen(day, seen)) left += 1;
      else if (!byDay.has(day)) byDay.set(day, { netE4: result.netE4[place]!, trades: result.trades?.[place] });
    }
  }
  const days = [...byDay.keys()].sort();
  const netE4 = days.map((day) => byDay.get(day)!.netE4);
  const byTrades = days.map((day) => byDay.get(day)!.trades);
  const trades = byTrades.every((each) => each !== undefined) ? byTrades : undefined;
  const conditions = [...new Set(rolls.map(({ result }) => result.conditions))].join(' ');
  return {
    result: { seq: newest.result.seq, days, netE4, trades, conditions },
    total: comparedModel(
      netE4,
      trades?.reduce((sum, each) => sum + each, 0),
    ),
    seen: left,
  };
}
