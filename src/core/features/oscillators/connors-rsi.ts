// The mean of an index of closes, one of their streaks and the rank of the newest return, ConnorsRSI: maker of its spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { Ring } from '../indicators/ring.ts';
import { Rsi } from '../indicators/rsi.ts';
import { Streak } from '../indicators/streak.ts';
import { wholeNumber } from '../parameters.ts';
import { wilderSettling } from '../settling.ts';
import { ringOfCloses } from '../shared/ring-of-closes.ts';
import { rsiOfClose } from '../shared/rsi-of-close.ts';

export interface ConnorsRsiParameters {
  /** Period of the index of closes. */
  readonly rsi?: number;
  /** Period of the index of streaks. */
  readonly streak?: number;
  /** Earlier returns among which the newest is ranked. */
  readonly rank?: number;
}

/**
 * `connorsRsi_r_s_n`: mean of rsi(c, r), rsi(streak, s) and the percentage of the n returns before the newest that are below it, 0..100.
 * The streak counts closes in a row that rose (above 0) or fell (below 0), 0 at an unchanged one. continue: the overnight move is a
 * return as any other. Not ready where nothing moved, or within n candles of a price that is not above 0. O(n).
 */
export function connorsRsi({ rsi = 3, streak = 2, rank = 100 }: ConnorsRsiParameters = {}): FeatureSpec {
  const r = wholeNumber('connorsRsi', 'rsi', rsi);
  const s = wholeNumber('connorsRsi', 'streak', streak);
  const n = wholeNumber('connorsRsi', 'rank', rank);
  const warmup = Math.max(r + 1, s + 2, n + 2);
  return defineFeature(
    {
      id: `connorsRsi_${r}_${s}_${n}`,
      meaning: 'mean of an index of closes, an index of their streaks and the rank of the newest return',
      formula: `(rsi(c, ${r}) + rsi(streak, ${s}) + 100 × share of the ${n} values of c/c[1] − 1 before the newest below it) / 3`,
      source: 'Connors and Alvarez 2012',
      group: 'indicators',
      unit: '0..100',
      range: [0, 100],
      warmup,
      settled: Math.max(warmup, 1 + wilderSettling(r), 2 + wilderSettling(s)),
      parameters: { rsi: r, streak: s, rank: n },
      sessionRule: 'continue',
    },
    (shared) => {
      const ofCloses = rsiOfClose(shared, r);
      const closes = ringOfCloses(shared, 1);
      const run = new Streak();
      const ofRuns = new Rsi(s);
      const returns = new Ring(n + 1);
      return (out, candle) => {
        run.push(candle.close);
        if (run.ready) ofRuns.push(run.value);
        if (!closes.full) return;
        if (closes.at(1) > 0) returns.push(candle.close / closes.at(1) - 1);
        else returns.clear();
        if (!returns.full || !ofCloses.ready || !ofRuns.ready) return;
        out.set((ofCloses.value + ofRuns.value + (100 * returns.countBelowNewest()) / n) / 3);
      };
    },
  );
}
