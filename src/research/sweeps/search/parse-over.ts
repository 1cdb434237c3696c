// `name=a..b:step` and `name=a,b,c` as people write them, and files of spaces, in; what a dimension may be out.

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../../../adapters/user-error.ts';
import type { ParameterSpec } from '../../../core/signal/strategy-parameters.ts';
import { parseValue } from '../../../runner/point-choices.ts';

/** A range or choice that is searched; undefined: all that the strategy allows. */
export type Over = OverRange | OverChoice;
type OverRange = {
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly scale?: 'linear' | 'log';
};
type OverChoice = { readonly of: readonly (number | string | boolean)[] };

const RANGE = /^(-?[\d.eE+-]+?)\.\.(-?[\d.eE+-]+?)(?::([\d.eE+-]+|log))?$/;

/** Throws UserError `sweep-space` with what is expected. */
export function parseOver(text: string): readonly [name: string, over: Over | undefined] {
  const at = text.indexOf('=');
  if (at === -1 && text !== '') return [text, undefined];
  const [name, values] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || values === '') throw notOver(text);
  const range = RANGE.exec(values);
  if (range === null) return [name, { of: values.split(',').map(parseValue) }];
  const [min, max] = [Number(range[1]), Number(range[2])];
  const over: Over =
    range[3] === 'log'
      ? { min, max, scale: 'log' }
      : { min, max, ...(range[3] === undefined ? {} : { step: Number(range[3]) }) };
  if (!Object.values(over).every((each) => typeof each === 'string' || Number.isFinite(each))) throw notOver(text);
  return [name, over];
}

function notOver(text: string): UserError {
  return new UserError({
    code: 'sweep-space',
    message: `"${text}" names no range and no values`,
    field: 'over',
    fix: 'Write name=3..15:0.5, name=0.001..1:log, name=a,b,c, or the name alone for all that the strategy allows',
  });
}

const value = z.union([z.number(), z.string(), z.boolean()]);
const fileSchema = z.record(
  z.string().min(1),
  z.union([
    z.strictObject({ of: z.array(value).min(1) }),
    z.strictObject({
      min: z.number(),
      max: z.number(),
      step: z.number().positive().optional(),
      scale: z.enum(['linear', 'log']).optional(),
    }),
    z.null(),
  ]),
);

/** `{"stopPoints": {"min": 3, "max": 15, "step": 0.5}, "side": {"of": ["long"]}, "period": null}`. Throws UserError `sweep-space`. */
export function readSpaceFile(file: string): ReadonlyMap<string, Over | undefined> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw badFile(file, cause instanceof Error ? cause.message : String(cause), undefined, cause);
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw badFile(file, issue.message, issue.path.join('.'));
  }
  return new Map(Object.entries(parsed.data).map(([name, over]) => [name, (over ?? undefined) as Over | undefined]));
}

function badFile(file: string, why: string, field?: string, cause?: unknown): UserError {
  return new UserError({
    code: 'sweep-space',
    message: `${file} is no space to search: ${field === undefined ? '' : `${field}: `}${why}`,
    file,
    field,
    fix: 'Write {"stopPoints": {"min": 3, "max": 15, "step": 0.5}, "side": {"of": ["long", "short"]}}',
    cause,
  });
}

/** With what the strategy says where the search does not: its range, else its step and scale. */
export function overSpec(over: Over | undefined, known: ParameterSpec | undefined): Over | undefined {
  if (over === undefined) return known;
  if ('of' in over || known === undefined || 'of' in known) return over;
  return {
    ...over,
    ...(over.step === undefined && known.step !== undefined ? { step: known.step } : {}),
    ...(over.scale === undefined && known.scale !== undefined ? { scale: known.scale } : {}),
  };
}
