// Features in; for each the rules that it breaks, with its cost, out.

import type { FeatureSpec } from '../../core/features/feature.ts';
import { checkMarket } from './check-market.ts';
import { type CheckData, eventsFor, FEATURE_RULES } from './feature-rules.ts';
import { type MeasuredCost, measuredCost } from './measured-cost.ts';

export interface BrokenRule {
  readonly rule: string;
  readonly says: string;
}

export interface FeatureCheck {
  readonly id: string;
  readonly broken: readonly BrokenRule[];
  readonly cost: MeasuredCost;
}

/** Bytes an event below which a feature counts as allocating nothing. */
export const MOST_BYTES = 0.5;
/** Id of the rule that is measured beside those of FEATURE_RULES. */
export const LEAN_RULE = 'allocates nothing';

const SEED = 20_250_901;
const SESSIONS = 5;
const CANDLES = 570;
const TICK_CANDLES = 90;

/** Synthetic markets: the same ones each time. */
export function checkData(): CheckData {
  return {
    candles: checkMarket({ seed: SEED, sessions: SESSIONS, candles: CANDLES, tape: false, book: false }),
    ticks: checkMarket({ seed: SEED, sessions: 3, candles: TICK_CANDLES, tape: true, book: true }),
  };
}

/**
 * A rule whose check throws is broken: the words of the error are told. Costs are measured first, before the compiler has seen the
 * features in the unusual markets of the rules.
 */
export function checkFeatures(
  specs: readonly FeatureSpec[],
  data: CheckData,
  onChecked?: (checked: number) => void,
): readonly FeatureCheck[] {
  const costs = specs.map((spec) => costOf(spec, data));
  return specs.map((spec, k) => {
    const broken: BrokenRule[] = [];
    for (const rule of FEATURE_RULES) {
      const says = saidBy(() => rule.broken(spec, data));
      if (says !== undefined) broken.push({ rule: rule.id, says });
    }
    const cost = costs[k]!;
    if (cost.bytes > MOST_BYTES) broken.push({ rule: LEAN_RULE, says: leanText(cost) });
    onChecked?.(k + 1);
    return { id: spec.meta.id, broken, cost };
  });
}

/** A feature that throws has no cost; its rules will say why. */
function costOf(spec: FeatureSpec, data: CheckData): MeasuredCost {
  try {
    return measuredCost(spec, eventsFor(spec, data));
  } catch {
    return { bytes: 0, nanoseconds: 0 };
  }
}

function leanText({ bytes }: MeasuredCost): string {
  return `${bytes.toFixed(1)} bytes an event: keep state in typed arrays or fields, make no arrays, objects or closures in a step`;
}

function saidBy(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    return `it throws: ${error instanceof Error ? error.message : String(error)}`;
  }
}
