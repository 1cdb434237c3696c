// A strategy's name or file in, its checked definition out; what is wrong with it in one sentence.

import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../adapters/user-error.ts';
import { nearestIds } from '../core/features/nearest-ids.ts';
import type { Strategy } from '../core/signal/strategy.ts';
import { rememberLoaded } from './loaded-code.ts';
import { packageRoot } from './package-root.ts';

export interface LoadedStrategy {
  readonly strategy: Strategy;
  /** The module it came from. */
  readonly file: string;
}

/** Names of the strategies in a package's strategies/ folder. */
export function strategyNames(root: string = packageRoot): readonly string[] {
  const folder = join(root, 'strategies');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -3))
    .sort();
}

/**
 * Loads strategies/<name>.ts of the package, or a .ts file inside it. Throws UserError `strategy-unknown`, `strategy-broken`
 * (it cannot be imported; the module's own words are kept) and `strategy-invalid` (no definition by defineStrategy).
 */
export async function loadStrategy(nameOrFile: string, root: string = packageRoot): Promise<LoadedStrategy> {
  const file = nameOrFile.endsWith('.ts') ? resolve(nameOrFile) : join(root, 'strategies', `${nameOrFile}.ts`);
  if (!existsSync(file)) throw unknownStrategy(nameOrFile, root);
  let module: { readonly default?: unknown };
  try {
    module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
  } catch (error) {
    throw brokenStrategy(file, error);
  }
  if (!isStrategy(module.default)) {
    throw new UserError({
      code: 'strategy-invalid',
      message: `${file} does not export a whole strategy as its default`,
      file,
      fix: 'Write: export default defineStrategy({ ... })',
    });
  }
  rememberLoaded(module.default, file);
  return { strategy: module.default, file };
}

function isStrategy(value: unknown): value is Strategy {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'decide' in value &&
    typeof value.decide === 'function' &&
    'risk' in value &&
    'regime' in value &&
    'features' in value &&
    'instruments' in value
  );
}

function brokenStrategy(file: string, error: unknown): UserError {
  const why = error instanceof Error ? error.message : String(error);
  const isOutside = why.includes("Cannot find package 'quantumtrader'");
  const line = lineIn(error, file);
  return new UserError({
    code: 'strategy-broken',
    message: `The strategy ${file}${line === undefined ? '' : ` line ${line}`} cannot be loaded: ${why}`,
    file,
    line,
    fix: isOutside
      ? 'Put the file into this repository, best into strategies/: only there is quantumtrader known by its name'
      : 'Mend the strategy; npm run typecheck points at the line',
    cause: error,
  });
}

/** The first line of the file that the stack of an error names. */
function lineIn(error: unknown, file: string): number | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const name of [pathToFileURL(file).href, file]) {
    const at = stack.indexOf(`${name}:`);
    const line = at < 0 ? Number.NaN : Number.parseInt(stack.slice(at + name.length + 1), 10);
    if (line > 0) return line;
  }
  return undefined;
}

function unknownStrategy(name: string, root: string): UserError {
  const names = strategyNames(root);
  const near = nearestIds(name, names)[0];
  return new UserError({
    code: 'strategy-unknown',
    message: `There is no strategy ${name}`,
    field: 'strategy',
    fix:
      near === undefined ? 'Put it into strategies/ as <name>.ts' : `Use one of: ${names.join(', ')}. Nearest: ${near}`,
  });
}
