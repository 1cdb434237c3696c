// Features in; for each the rules that it breaks, with its cost, out.

import type { FeatureSpec } from '../../core/features/feature.ts';
import { checkMarket } from './check-market.ts';
import { type CheckData, eventsFor, FEATURE_RULES, type FeatureRule } from './feature-rules.ts';
import { type MeasuredCost, measuredCost } from './measured-cost.ts';

export interface BrokenRule {
  readonly rule: string;
  readonly says: string;
}

export interface FeatureCheck {
  readonly id: string;
  readonly broken: readonly BrokenRule[];
  /** What is worth knowing and breaks nothing. */
  readonly notes: readonly BrokenRule[];
  readonly cost: MeasuredCost;
}

/** Bytes an event below which a feature counts as allocating nothing. */
export const MOST_BYTES = 0.5;
/** What features of one's own may allocate: a few numbers that the language makes objects of. */
const MOST_BYTES_OWN = 64;
/** Id of the rule that is measured beside those of FEATURE_RULES. */
export const LEAN_RULE = 'allocates nothing';

const EARLY_RULES = FEATURE_RULES.filter(({ id }) => id === 'fresh' || id === 'no look-ahead');
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
 * A rule whose check throws is broken: the words of the error are told. What a feature leaves behind is looked at first, then its cost,
 * before the compiler has seen it in the unusual markets of the other rules. Of one's own features what they allocate is a note.
 */
export function checkFeatures(
  specs: readonly FeatureSpec[],
  data: CheckData,
  onChecked?: (checked: number) => void,
): readonly FeatureCheck[] {
  const early = specs.map((spec) => brokenRules(spec, data, EARLY_RULES));
  const costs = specs.map((spec) => costOf(spec, data));
  const late = FEATURE_RULES.filter((rule) => !EARLY_RULES.includes(rule));
  return specs.map((spec, k) => {
    const broken = [...early[k]!, ...brokenRules(spec, data, late)];
    const cost = costs[k]!;
    const lean = cost.bytes > MOST_BYTES ? [{ rule: LEAN_RULE, says: leanText(cost) }] : [];
    const isNote = spec.own === true && cost.bytes <= MOST_BYTES_OWN;
    onChecked?.(k + 1);
    return { id: spec.meta.id, broken: isNote ? broken : [...broken, ...lean], notes: isNote ? lean : [], cost };
  });
}

function brokenRules(spec: FeatureSpec, data: CheckData, rules: readonly FeatureRule[]): readonly BrokenRule[] {
  return rules.flatMap((rule) => {
    const says = saidBy(() => rule.broken(spec, data));
    return says === undefined ? [] : [{ rule: rule.id, says }];
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
  return `${bytes.toFixed(1)} bytes an event: keep changing numbers in a Float64Array, not in a let; make no arrays, objects or closures in a step`;
}

function saidBy(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    return `it throws: ${error instanceof Error ? error.message : String(error)}`;
  }
}
