// Dimensions of a search in; the values that a place in the unit cube stands for, and all values of a grid, out.

import { isChoice, type ParameterSpec, type ParameterValue } from '../../../core/signal/strategy-parameters.ts';

/** A number from `min` to `max`, both included; with a step only `min`, `min + step` and so on. */
export interface NumberDimension {
  readonly kind: 'number';
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly step: number | null;
  /** `log`: equal ratios are equally likely. */
  readonly scale: 'linear' | 'log';
}

export interface ChoiceDimension {
  readonly kind: 'choice';
  readonly name: string;
  readonly values: readonly ParameterValue[];
}

export type Dimension = NumberDimension | ChoiceDimension;
/** Dimensions in the order in which they were named; at least one. */
export type Space = readonly Dimension[];

export function dimensionOf(name: string, spec: ParameterSpec): Dimension {
  if (isChoice(spec)) return { kind: 'choice', name, values: spec.of };
  const { min, max, step, scale } = spec;
  return { kind: 'number', name, min, max, step: step ?? null, scale: scale ?? 'linear' };
}

/** Number of values; infinite for a range without a step. */
export function sizeOf(dimension: Dimension): number {
  if (dimension.kind === 'choice') return dimension.values.length;
  const { min, max, step } = dimension;
  // a step that does not divide the range exactly ends below its end
  return step === null ? Number.POSITIVE_INFINITY : Math.floor((max - min) / step + 1e-9) + 1;
}

/** The value of number `index` of a dimension with a step, or of a choice. */
export function valueAt(dimension: Dimension, index: number): ParameterValue {
  return dimension.kind === 'choice' ? dimension.values[index]! : onGrid(dimension, index);
}

function onGrid({ min, step }: NumberDimension, index: number): number {
  // as a person would write it: 0.1 + 0.2 is 0.3
  return Number((min + index * step!).toPrecision(12));
}

/** The value at a place in [0, 1): each value of a grid or choice takes an equal part of it, on the scale of the dimension. */
export function valueInUnit(dimension: Dimension, place: number): ParameterValue {
  if (dimension.kind === 'choice') return dimension.values[Math.floor(place * dimension.values.length)]!;
  const { min, max, step, scale } = dimension;
  if (scale === 'log') {
    const value = Math.min(max, Math.max(min, min * (max / min) ** place));
    return step === null ? value : onGrid(dimension, nearestIndex(dimension, value));
  }
  return step === null ? min + place * (max - min) : onGrid(dimension, Math.floor(place * sizeOf(dimension)));
}

/** Of a dimension with a step: the place of the value in the grid that is nearest. */
export function nearestIndex(dimension: NumberDimension, value: number): number {
  const index = Math.round((value - dimension.min) / dimension.step!);
  return Math.min(sizeOf(dimension) - 1, Math.max(0, index));
}

/** Number of points of the whole grid; infinite where a range has no step. */
export function gridSize(space: Space): number {
  return space.reduce((product, dimension) => product * sizeOf(dimension), 1);
}
