// A strategy, a model's manifest and what a run wants changed in them in; both with the changes, or what is wrong with them, out.

import { UserError } from '../adapters/user-error.ts';
import { nearestIds } from '../core/features/nearest-ids.ts';
import { belowFloor, tradedRegimes } from '../core/prediction/model-checks.ts';
import type { ModelManifest, RegimeThresholds, TradedRegime } from '../core/prediction/model-manifest.ts';
import type { Strategy } from '../core/signal/strategy.ts';
import { type ParameterValues, parameterFault } from '../core/signal/strategy-parameters.ts';

/**
 * By threshold (`probability`, in every regime) or by regime and threshold (`range.probability`): the value in place of that of the
 * preset. What is named more exactly counts.
 */
export type ThresholdChanges = Readonly<Record<string, number>>;

export const THRESHOLD_NAMES: readonly (keyof RegimeThresholds)[] = [
  ...(['regimeConfidence', 'probability', 'direction', 'magnitude', 'confidence'] as const),
];

/** Every name that a change of thresholds can have. */
export const thresholdChangeNames: readonly string[] = [
  ...THRESHOLD_NAMES,
  ...tradedRegimes.flatMap((regime) => THRESHOLD_NAMES.map((name) => `${regime}.${name}`)),
];

/** UserErrors `parameter-unknown` and `parameter-invalid` name the parameter and what is expected. */
export function withParameters(strategy: Strategy, values: ParameterValues | undefined): Strategy {
  if (values === undefined) return strategy;
  const { parameters } = strategy;
  const specs = parameters?.specs ?? {};
  for (const [name, value] of Object.entries(values)) {
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (spec === undefined) throw unknownParameter(strategy.name, name, Object.keys(specs));
    const expected = parameterFault(spec, value);
    if (expected === undefined) continue;
    throw new UserError({
      code: 'parameter-invalid',
      message: `${name} of ${strategy.name} must be ${expected}, is ${JSON.stringify(value)}`,
      field: name,
      fix: 'Choose a value that the strategy allows, or widen what it allows where it is defined',
    });
  }
  return parameters === undefined ? strategy : parameters.at(values);
}

function unknownParameter(strategy: string, name: string, known: readonly string[]): UserError {
  const near = nearestIds(name, known)[0];
  const fix =
    known.length === 0
      ? `Define them: export default parametrised({ ${name}: { default, min, max } }, ({ ${name} }) => defineStrategy({ ... }))`
      : `Use one of: ${known.join(', ')}${near === undefined ? '' : `. Nearest: ${near}`}`;
  const has = known.length === 0 ? 'has no parameters' : `has no parameter ${name}`;
  return new UserError({ code: 'parameter-unknown', message: `The strategy ${strategy} ${has}`, field: name, fix });
}

/** UserErrors `threshold-unknown`, `threshold-below-floor`, and `thresholds-without-model` where there is nothing to change. */
export function withThresholds(
  strategy: Strategy,
  manifest: ModelManifest | undefined,
  changes: ThresholdChanges | undefined,
): ModelManifest | undefined {
  if (changes === undefined || Object.keys(changes).length === 0) return manifest;
  if (manifest === undefined) throw withoutModel(strategy.name);
  const preset = strategy.thresholds ?? 'fitted';
  const changed = { ...manifest.thresholds[preset]! };
  // the more exact ones later
  const ordered = Object.entries(changes).sort(([a], [b]) => Number(a.includes('.')) - Number(b.includes('.')));
  for (const [name, value] of ordered) {
    if (!thresholdChangeNames.includes(name)) throw unknownThreshold(name);
    if (!Number.isFinite(value) || value < 0) throw badThreshold(name, value, 'a number from 0');
    const [regime, threshold] = name.includes('.') ? name.split('.') : [undefined, name];
    for (const each of regime === undefined ? tradedRegimes : [regime as TradedRegime]) {
      changed[each] = { ...changed[each], [threshold!]: value };
    }
  }
  const low = belowFloor({ [preset]: changed });
  if (low !== undefined) throw badThreshold(`${low.regime}.${low.threshold}`, low.value, `at least ${low.floor}`);
  return { ...manifest, thresholds: { ...manifest.thresholds, [preset]: changed } };
}

function withoutModel(strategy: string): UserError {
  return new UserError({
    code: 'thresholds-without-model',
    message: `The strategy ${strategy} has no model, so it has no thresholds`,
    field: 'thresholds',
    fix: 'Change parameters of the strategy, or give it a model',
  });
}

function unknownThreshold(name: string): UserError {
  const near = nearestIds(name, thresholdChangeNames)[0];
  return new UserError({
    code: 'threshold-unknown',
    message: `There is no threshold ${name}`,
    field: name,
    fix: `Use one of ${THRESHOLD_NAMES.join(', ')}, for one regime as range.probability${near === undefined ? '' : `. Nearest: ${near}`}`,
  });
}

function badThreshold(name: string, value: number, expected: string): UserError {
  return new UserError({
    code: 'threshold-below-floor',
    message: `The threshold ${name} must be ${expected}, is ${value}`,
    field: name,
    fix: 'Choose a higher one: the floors hold for every preset and every search',
  });
}
