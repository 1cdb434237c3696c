// Described parameters of a strategy in; their checked values out, with what is expected where a value cannot be one.

/** A number from `min` to `max`, both included. With a step: `min`, `min + step` and so on. */
export interface NumberParameter {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** `log`: a search takes equal ratios for equal distances; then `min` is above 0. Default `linear`. */
  readonly scale?: 'linear' | 'log';
}

/** One of some values. */
export interface ChoiceParameter {
  readonly default: ParameterValue;
  readonly of: readonly ParameterValue[];
}

export type ParameterValue = number | string | boolean;
export type ParameterSpec = NumberParameter | ChoiceParameter;
export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** The type of the values that a description allows. */
export type ValuesOf<P extends ParameterSpecs> = {
  readonly [K in keyof P]: P[K] extends { readonly of: readonly (infer T)[] } ? T : number;
};

/** Share of a step by which a value may miss the grid: what decimal fractions cannot hold exactly. */
const GRID_SLACK = 1e-6;

export function isChoice(spec: ParameterSpec): spec is ChoiceParameter {
  return 'of' in spec;
}

/** What a value of the parameter must be, in words; undefined when this one is. */
export function parameterFault(spec: ParameterSpec, value: unknown): string | undefined {
  if (isChoice(spec)) {
    return spec.of.includes(value as ParameterValue) ? undefined : `one of ${spec.of.map(String).join(', ')}`;
  }
  const { min, max, step } = spec;
  const isInside = typeof value === 'number' && value >= min && value <= max;
  if (isInside && (step === undefined || isOnStep(value, min, step))) return undefined;
  return `a number from ${min} to ${max}${step === undefined ? '' : ` in steps of ${step}`}`;
}

function isOnStep(value: number, min: number, step: number): boolean {
  const steps = (value - min) / step;
  return Math.abs(steps - Math.round(steps)) <= GRID_SLACK;
}

/** What is wrong with a description itself, in words; undefined when nothing is. */
export function specFault(spec: ParameterSpec): string | undefined {
  if (isChoice(spec)) return spec.of.length === 0 ? 'a list of at least one value' : undefined;
  const { min, max, step, scale } = spec;
  if (!(Number.isFinite(min) && Number.isFinite(max) && min < max)) return 'a range with min below max';
  if (step !== undefined && !(step > 0 && step <= max - min)) return 'a step above 0 that fits into the range';
  if (scale === 'log' && !(min > 0)) return 'a range above 0 for the scale log';
  return undefined;
}

export function defaultsOf(specs: ParameterSpecs): ParameterValues {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, spec.default]));
}
