// Settings in; the spec of the cumulative-sum regime out.

import { builtInRegime } from './built-in-regime.ts';
import { CusumDetector } from './cusum-detector.ts';
import { type CusumParameters, cusumParameters } from './cusum-parameters.ts';
import type { RegimeDetectorSpec } from './regime-detector.ts';

/** Trends and ranges by a two-sided cumulative sum (Page 1954) of scaled returns; settings over the defaults. Throws RangeError for an unusable one. */
export function cusumRegime(parameters: Partial<CusumParameters> = {}): RegimeDetectorSpec {
  const settings = cusumParameters(parameters);
  return builtInRegime({ id: 'cusum', parameters: { ...settings }, create: () => new CusumDetector(settings) });
}
