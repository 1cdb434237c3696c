// Sessions of candles, each with the ones before it, to one column per feature; a row has no value where the feature is not ready.

import type { TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import type { Candle } from '../../core/candles/candle.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { FeatureSet } from '../../core/features/feature-set.ts';
import type { SessionContext } from '../../core/features/session-context.ts';
import { maskedFloats } from './column-of-values.ts';

export interface FeatureSession {
  readonly session: SessionContext;
  readonly candles: readonly Candle[];
  /** Fed first: what trading warms up with on that morning. */
  readonly before: readonly Candle[];
}

/**
 * Columns are named by feature id. State is fresh each session, as in trading and in training, so that a row does not depend on
 * which days were asked for.
 */
export function featureColumns(
  specs: readonly FeatureSpec[],
  sessions: readonly FeatureSession[],
): readonly (readonly [string, TypedColumn])[] {
  const rows = sessions.reduce((sum, { candles }) => sum + candles.length, 0);
  const values = specs.map(() => new Float64Array(rows));
  const ready = specs.map(() => new Uint8Array(rows));
  const bySpec = Object.fromEntries(specs.map((spec) => [spec.meta.id, spec]));
  let row = 0;
  for (const { session, candles, before } of sessions) {
    const set = new FeatureSet(bySpec);
    for (const candle of before) set.update(candle, session);
    for (const candle of candles) {
      set.update(candle, session);
      for (let column = 0; column < specs.length; column++) {
        if (set.ready[column] !== 1) continue;
        values[column]![row] = set.values[column]!;
        ready[column]![row] = 1;
      }
      row++;
    }
  }
  return specs.map(({ meta }, column) => [meta.id, maskedFloats(values[column]!, ready[column]!)]);
}
