// Described parameters and a function that makes a strategy of their values in; the strategy at its defaults out, and at any others.

import { refuseSetting } from './refuse-setting.ts';
import type { Strategy } from './strategy.ts';
import {
  defaultsOf,
  type ParameterSpecs,
  type ParameterValues,
  parameterFault,
  specFault,
  type ValuesOf,
} from './strategy-parameters.ts';

const NAME = /^[A-Za-z][A-Za-z0-9]{0,39}$/;

/**
 * A strategy whose features, regime, risk or decisions depend on numbers that may be searched. It is defined once, as a function of
 * them; what is run, promoted and released is the strategy at the defaults, unless a backtest or a sweep says otherwise.
 *
 *     export default parametrised({ stopPoints: { default: 5, min: 3, max: 15, step: 0.5 } }, ({ stopPoints }) =>
 *       defineStrategy({ ... }));
 *
 * The function must be pure: equal values, equal strategy. Throws RangeError that names the parameter and what is expected.
 */
export function parametrised<const P extends ParameterSpecs>(
  specs: P,
  make: (values: ValuesOf<P>) => Strategy,
): Strategy {
  const defaults = defaultsOf(specs);
  const { name } = at(specs, make as (values: ParameterValues) => Strategy, defaults, 'parametrised');
  return at(specs, make as (values: ParameterValues) => Strategy, defaults, name);
}

function at(
  specs: ParameterSpecs,
  make: (values: ParameterValues) => Strategy,
  values: ParameterValues,
  name: string,
): Strategy {
  checkValues(name, specs, values);
  const strategy = make(Object.freeze({ ...values }));
  const parameters = {
    specs,
    values: Object.freeze({ ...values }),
    // what is left out has its default, not the value of the strategy that is asked
    at: (others: ParameterValues) => at(specs, make, { ...defaultsOf(specs), ...others }, strategy.name),
  };
  return Object.freeze({ ...strategy, parameters });
}

function checkValues(name: string, specs: ParameterSpecs, values: ParameterValues): void {
  for (const [key, value] of Object.entries(values)) {
    const spec = Object.hasOwn(specs, key) ? specs[key] : undefined;
    const field = `parameters.${key}`;
    if (spec === undefined) refuseSetting(name, field, `one of ${Object.keys(specs).join(', ')}`, value);
    if (!NAME.test(key)) refuseSetting(name, field, 'named by letters and digits, at most 40', key);
    const described = specFault(spec);
    if (described !== undefined) refuseSetting(name, field, described, spec);
    const expected = parameterFault(spec, value);
    if (expected !== undefined) refuseSetting(name, field, expected, value);
  }
}
