// Settings in; the spec of the rule regime, the default detector of a strategy, out.

import { builtInRegime } from './built-in-regime.ts';
import type { RegimeDetectorSpec } from './regime-detector.ts';
import { RuleDetector } from './rule-detector.ts';
import { type RuleParameters, ruleParameters } from './rule-parameters.ts';

/** Trend and range by ADX, three averages and Bollinger bands; settings over the defaults. Throws RangeError for an unusable one. */
export function ruleRegime(parameters: Partial<RuleParameters> = {}): RegimeDetectorSpec {
  const settings = ruleParameters(parameters);
  return builtInRegime({ id: 'rule', parameters: { ...settings }, create: () => new RuleDetector(settings) });
}
