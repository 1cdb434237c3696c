// The values of a point by name in; the choices of a run that they mean out: parameters, preset, single thresholds, model.

import { UserError } from '../adapters/user-error.ts';
import type { ParameterValue, ParameterValues } from '../core/signal/strategy-parameters.ts';
import type { PlanOptions } from './run-plan.ts';

/** By name: `stopPoints` is a parameter of the strategy, `thresholds` a preset, `thresholds.probability` one of its values, `model` a folder. */
export type Point = ParameterValues;

export type PointChoices = Pick<PlanOptions, 'parameters' | 'thresholds' | 'thresholdChanges' | 'modelFolder'>;

export const PRESET_NAME = 'thresholds';
export const THRESHOLD_PREFIX = 'thresholds.';
export const MODEL_NAME = 'model';

/** Throws UserError `point-invalid` where a value is of the wrong type for its name. */
export function choicesOfPoint(point: Point): PointChoices {
  const parameters: Record<string, ParameterValue> = {};
  const thresholdChanges: Record<string, number> = {};
  let thresholds: string | undefined;
  let modelFolder: string | undefined;
  for (const [name, value] of Object.entries(point)) {
    if (name === PRESET_NAME) thresholds = textOf(name, value, 'the name of a preset');
    else if (name === MODEL_NAME) modelFolder = textOf(name, value, 'the folder of a model');
    else if (!name.startsWith(THRESHOLD_PREFIX)) parameters[name] = value;
    else if (typeof value === 'number') thresholdChanges[name.slice(THRESHOLD_PREFIX.length)] = value;
    else throw wrongType(name, value, 'a number');
  }
  return {
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    ...(Object.keys(thresholdChanges).length === 0 ? {} : { thresholdChanges }),
    ...(thresholds === undefined ? {} : { thresholds }),
    ...(modelFolder === undefined ? {} : { modelFolder }),
  };
}

/** `name=value` texts as a point: numbers, true and false as such, all else as text. Throws UserError `point-invalid`. */
export function parsePoint(texts: readonly string[]): Point {
  const point: Record<string, ParameterValue> = {};
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) {
      throw new UserError({
        code: 'point-invalid',
        message: `"${text}" is no name=value`,
        field: 'set',
        fix: 'Write the name and its value, such as stopPoints=7.5',
      });
    }
    point[text.slice(0, at)] = parseValue(text.slice(at + 1));
  }
  return point;
}

export function parseValue(text: string): ParameterValue {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}

function textOf(name: string, value: ParameterValue, what: string): string {
  if (typeof value === 'string') return value;
  throw wrongType(name, value, what);
}

function wrongType(name: string, value: ParameterValue, expected: string): UserError {
  return new UserError({
    code: 'point-invalid',
    message: `${name} must be ${expected}, is ${JSON.stringify(value)}`,
    field: name,
    fix: `Write ${name}=... with ${expected}`,
  });
}
