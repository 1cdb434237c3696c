// Settings in; the spec of the change-point regime out.

import { builtInRegime } from './built-in-regime.ts';
import { ChangePointDetector } from './change-point-detector.ts';
import { type ChangePointParameters, changePointParameters } from './change-point-parameters.ts';
import type { RegimeDetectorSpec } from './regime-detector.ts';

/**
 * Trends and ranges by the drift since the likeliest change point (Adams and MacKay 2007) of scaled returns; settings over the defaults.
 * Throws RangeError for an unusable one.
 */
export function changePointRegime(parameters: Partial<ChangePointParameters> = {}): RegimeDetectorSpec {
  const settings = changePointParameters(parameters);
  return builtInRegime({ id: 'change', parameters: { ...settings }, create: () => new ChangePointDetector(settings) });
}
