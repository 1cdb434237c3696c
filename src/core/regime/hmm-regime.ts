// A fitted hidden Markov model in; the spec of a regime detector out.

import { builtInRegime } from './built-in-regime.ts';
import { HmmDetector } from './hmm-detector.ts';
import { checkedHmm, type HmmSettings, hmmParameters } from './hmm-settings.ts';
import type { RegimeDetectorSpec } from './regime-detector.ts';

/**
 * Regimes as states of a Gaussian hidden Markov model (Hamilton 1989; Rabiner 1989), filtered forward only; a training gives the settings.
 * Throws RangeError for an unusable one.
 */
export function hmmRegime(settings: HmmSettings): RegimeDetectorSpec {
  const checked = checkedHmm(settings);
  return builtInRegime({ id: 'hmm', parameters: hmmParameters(checked), create: () => new HmmDetector(checked) });
}
