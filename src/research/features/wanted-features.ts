// What a script gives as features in; the specs themselves out, or what stands there instead and which ids of the catalogue it may mean.

import { UserError } from '../../adapters/user-error.ts';
import { nearestFeatureIds } from '../../core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';

/** A list, or an object of them such as a strategy's `features`, whose keys do not matter. */
export type FeatureSpecs = Iterable<FeatureSpec> | Readonly<Record<string, FeatureSpec>>;

const FIX =
  'Give features as made by their makers, such as [rsi(), ema({ period: 20 })], or of the catalogue: featureById("rsi_14")';

/** UserError `bad-option` for whatever is no feature; scripts are not checked by a compiler. */
export function wantedFeatures(given: FeatureSpecs, field: string): readonly FeatureSpec[] {
  const whole: unknown = given;
  if (typeof whole !== 'object' || whole === null || isFeatureSpec(whole)) {
    throw refusal(`${field} must be a list or an object of features, is ${worded(whole)}`, field, idIn(whole));
  }
  const all: readonly (readonly [string, unknown])[] =
    Symbol.iterator in whole
      ? [...(whole as Iterable<unknown>)].map((each, at) => [`${field}[${at}]`, each])
      : Object.entries(whole).map(([key, each]) => [`${field}.${key}`, each]);
  return all.map(([place, each]) => {
    if (isFeatureSpec(each)) return each;
    throw refusal(`${place} is no feature but ${worded(each)}`, place, idIn(each));
  });
}

function isFeatureSpec(value: unknown): value is FeatureSpec {
  if (typeof value !== 'object' || value === null) return false;
  const { meta, create } = value as Partial<FeatureSpec>;
  return typeof meta?.id === 'string' && typeof create === 'function';
}

function worded(value: unknown): string {
  if (typeof value === 'string') return `the text "${value}"`;
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`;
  if (isFeatureSpec(value)) return `the one feature ${value.meta.id}`;
  if (value === undefined) return 'undefined, which is what an unknown id of the catalogue gives';
  return value === null || typeof value !== 'object' ? String(value) : 'another object';
}

/** What was probably meant: an id as text, or a maker that was not called. */
function idIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'function' ? value.name : undefined;
}

function refusal(message: string, field: string, id: string | undefined): UserError {
  const near = id === undefined || id === '' ? [] : nearestFeatureIds(id);
  const fix = near.length === 0 ? FIX : `${FIX}. Nearest ids: ${near.join(', ')}`;
  return new UserError({ code: 'bad-option', message, field, fix });
}
