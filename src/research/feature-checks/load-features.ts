// A file of a person's own features in; the features that it exports, each with the name of its export, out.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../../adapters/user-error.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { type ColumnFeature, isColumnFeature } from './column-feature.ts';

export interface LoadedFeature {
  /** Name of the export; for a strategy's feature `default.<key>`. */
  readonly name: string;
  readonly feature: FeatureSpec | ColumnFeature;
}

/**
 * Exports that are features or columns, and the own features of a strategy. UserErrors `features-missing`
 * (no such file), `features-broken` (it cannot be imported; the module's own words are kept) and `features-none`.
 */
export async function loadFeatures(path: string): Promise<readonly LoadedFeature[]> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new UserError({
      code: 'features-missing',
      message: `There is no file ${path}`,
      file,
      fix: 'Name a TypeScript file that exports features made with defineFeature',
    });
  }
  const found = Object.entries(await exportsOf(file)).flatMap(([name, value]) => featuresIn(name, value));
  if (found.length > 0) return found;
  throw new UserError({
    code: 'features-none',
    message: `${path} exports no feature`,
    file,
    fix: 'Write: export const mine = defineFeature({ ... }, () => (out, candle) => out.set(...))',
  });
}

async function exportsOf(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError({
      code: 'features-broken',
      message: `The features of ${file} cannot be loaded: ${why}`,
      file,
      fix: why.includes("Cannot find package 'quantumtrader'")
        ? 'Put the file into this repository: only there is quantumtrader known by its name'
        : 'Mend the file; npm run typecheck points at the line',
      cause: error,
    });
  }
}

function featuresIn(name: string, value: unknown): readonly LoadedFeature[] {
  if (isFeatureSpec(value)) return [{ name, feature: value }];
  if (isColumnFeature(value)) return [{ name, feature: value }];
  if (typeof value !== 'object' || value === null || !('features' in value)) return [];
  const features = value.features;
  if (typeof features !== 'object' || features === null) return [];
  return Object.entries(features).flatMap(([key, each]) =>
    isFeatureSpec(each) && each.own === true ? [{ name: `${name}.${key}`, feature: each }] : [],
  );
}

export function isFeatureSpec(value: unknown): value is FeatureSpec {
  return (
    typeof value === 'object' &&
    value !== null &&
    'meta' in value &&
    typeof value.meta === 'object' &&
    'create' in value &&
    typeof value.create === 'function'
  );
}
