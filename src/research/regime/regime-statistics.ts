// The regimes of a run in; share of time, flips per day, mean length and transitions out.

import type { RegimeKind } from '../../core/regime/regime.ts';
import type { RegimeRun } from './regime-run.ts';

export const regimeKinds: readonly RegimeKind[] = ['trend_up', 'trend_down', 'range', 'undefined'];

export interface KindStatistics {
  readonly kind: RegimeKind;
  readonly candles: number;
  /** Of all candles, 0..1; undefined where there are none. */
  readonly share: number | undefined;
  /** Stretches without a change; the end of a session ends one. */
  readonly spells: number;
  readonly spellsPerDay: number | undefined;
  /** Candles; undefined where there is no spell. */
  readonly meanLength: number | undefined;
  readonly longest: number;
  /** Mean of the confidence over its candles, 0..1. */
  readonly meanConfidence: number | undefined;
  /**
   * Share of its candles whose next one, in the same session, is of each kind (its own included); undefined where no candle of the kind
   * has a next one.
   */
  readonly next: Readonly<Record<RegimeKind, number>> | undefined;
}

export interface RegimeStatistics {
  readonly sessions: number;
  readonly candles: number;
  /** Candles of another kind than the one before in the same session, per session; undefined without sessions. */
  readonly flipsPerDay: number | undefined;
  /** By kind, in the order of `regimeKinds`. */
  readonly kinds: readonly KindStatistics[];
}

export function regimeStatistics(run: RegimeRun): RegimeStatistics {
  const counts = new Map(regimeKinds.map((kind) => [kind, new KindCounts()]));
  let flips = 0;
  for (const { from, to } of run.days) {
    let length = 0;
    for (let row = from; row < to; row++) {
      const kind = run.kinds[row]!;
      const next = row + 1 < to ? run.kinds[row + 1] : undefined;
      const count = counts.get(kind)!;
      count.candles++;
      count.confidence += run.confidence[row]!;
      length++;
      if (next !== undefined) count.next[next]++;
      if (next === kind) continue;
      count.endSpell(length);
      length = 0;
      if (next !== undefined) flips++;
    }
  }
  const sessions = run.days.length;
  const candles = run.kinds.length;
  return {
    sessions,
    candles,
    flipsPerDay: ratio(flips, sessions),
    kinds: regimeKinds.map((kind) => counts.get(kind)!.statistics(kind, candles, sessions)),
  };
}

class KindCounts {
  candles = 0;
  confidence = 0;
  readonly next: Record<RegimeKind, number> = { trend_up: 0, trend_down: 0, range: 0, undefined: 0 };
  private spells = 0;
  private longest = 0;

  endSpell(length: number): void {
    this.spells++;
    this.longest = Math.max(this.longest, length);
  }

  statistics(kind: RegimeKind, allCandles: number, sessions: number): KindStatistics {
    const { candles, spells, longest, next } = this;
    const followed = regimeKinds.reduce((sum, to) => sum + next[to], 0);
    const shares = Object.fromEntries(regimeKinds.map((to) => [to, next[to] / followed]));
    return {
      ...{ kind, candles, spells, longest },
      share: ratio(candles, allCandles),
      spellsPerDay: ratio(spells, sessions),
      meanLength: ratio(candles, spells),
      meanConfidence: ratio(this.confidence, candles),
      next: followed === 0 ? undefined : (shares as Record<RegimeKind, number>),
    };
  }
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
