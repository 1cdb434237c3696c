// The numbers of a hidden Markov regime, as a manifest or a recipe has them, in; the settings that gave them out.

import { refuseSetting } from '../../core/regime/checked-settings.ts';
import { HMM_KIND_CODES, HMM_RULES, type HmmSettings } from '../../core/regime/hmm-settings.ts';
import { observationNames } from '../../core/regime/raw-observations.ts';
import type { RegimeKind } from '../../core/regime/regime.ts';

const NAME = 'hmmRegime';

/** `hmmRegime` of it has these parameters again. Throws RangeError that names a number which is missing, unknown or out of its range. */
export function hmmOfParameters(parameters: Readonly<Record<string, number>>): HmmSettings {
  const unread = new Set(Object.keys(parameters));
  const take = (name: string): number => {
    unread.delete(name);
    return parameters[name] ?? refuseSetting(NAME, `${name} is missing`);
  };
  const states = Array.from({ length: wholeStates(take('states')) }, (_, s) => s);
  const byDimension = (what: string, state: number | '' = '') =>
    observationNames.map((name) => take(`${name}${what}${state}`));
  const rules = Object.fromEntries(HMM_RULES.map((name) => [name, take(name)]));
  const settings: HmmSettings = {
    observation: {
      ...{ returnCandles: take('returnCandles'), volatilityCandles: take('volatilityCandles') },
      ...{ means: byDimension('Mean'), deviations: byDimension('Deviation') },
    },
    model: {
      start: states.map((s) => take(`state${s}Start`)),
      transition: states.map((s) => states.map((to) => take(`state${s}To${to}`))),
      means: states.map((s) => byDimension('Mean', s)),
      variances: states.map((s) => byDimension('Variance', s)),
    },
    kinds: states.map((s) => kindOf(take(`state${s}Kind`))),
    rules,
  };
  const [unknown] = unread;
  if (unknown !== undefined) refuseSetting(NAME, `${unknown} is no setting`);
  return settings;
}

/** `hmmRegime` checks the rest. */
function wholeStates(states: number): number {
  if (Number.isInteger(states) && states >= 1 && states <= 64) return states;
  return refuseSetting(NAME, `states must be a whole number from 1, not ${states}`);
}

function kindOf(code: number): RegimeKind {
  const found = Object.entries(HMM_KIND_CODES).find(([, each]) => each === code);
  return found === undefined ? refuseSetting(NAME, `${code} is no kind of regime`) : (found[0] as RegimeKind);
}
