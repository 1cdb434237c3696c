// Upward and downward vortex movement of candles over their true range: makers of the specs.

import { defineFeature, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import type { Vortex } from '../indicators/vortex.ts';
import { wholeNumber } from '../parameters.ts';
import { vortexOfCandles } from '../shared/vortex-of-candles.ts';

export interface VortexParameters {
  readonly period?: number;
}

function output(
  name: string,
  period: number,
  meaning: string,
  movement: string,
  begin: (vortex: Vortex) => FeatureStep,
): FeatureSpec {
  const p = wholeNumber(name, 'period', period);
  return defineFeature(
    {
      id: `${name}_${p}`,
      meaning,
      formula: `Σ ${movement} / Σ trueRange over ${p} candles`,
      source: 'Botes and Siepman 2010',
      group: 'indicators',
      unit: 'ratio',
      warmup: p + 1,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => begin(vortexOfCandles(shared, p)),
  );
}

/** `vortexPlus_p`: Σ |h − l[1]| / Σ trueRange. */
function plus({ period = 14 }: VortexParameters = {}): FeatureSpec {
  const meaning = 'upward vortex movement over true range';
  return output('vortexPlus', period, meaning, '|h − l[1]|', (vortex) => (out) => {
    if (vortex.ready) out.set(vortex.up.value / vortex.ranges.value);
  });
}

/** `vortexMinus_p`: Σ |l − h[1]| / Σ trueRange. */
function minus({ period = 14 }: VortexParameters = {}): FeatureSpec {
  const meaning = 'downward vortex movement over true range';
  return output('vortexMinus', period, meaning, '|l − h[1]|', (vortex) => (out) => {
    if (vortex.ready) out.set(vortex.down.value / vortex.ranges.value);
  });
}

/** Vortex indicator (Botes and Siepman 2010). Both continue over the start of a session; a window without range is not ready. */
export const vortex = { plus, minus };
