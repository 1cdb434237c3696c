// The file of a strategy in; one hash of it and of what it imports beside the package's own sources, out.

import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { packageRoot } from './package-root.ts';
import { hashOfTexts, reachedModules } from './reached-modules.ts';

interface KnownCode {
  readonly sha256: string;
  readonly stamps: ReadonlyMap<string, string>;
}

const known = new Map<string, KnownCode>();

/**
 * Hex sha256. A strategy that imports nothing of its own has that of its file; another that of all its files. Modules of the package's `src`
 * are left out: `packageSha256` is of them. Read again only where a file has another time or size. Throws what reading the file throws.
 */
export function strategySha256(file: string): string {
  const before = known.get(file);
  if (before !== undefined && isUnchanged(before)) return before.sha256;
  const isLeftOut = (name: string): boolean => name.startsWith('src/') && pathOf(name) !== file;
  const texts = reachedModules(packageRoot, [file], { isLeftOut });
  const stamps = new Map([...texts.keys()].map((name) => [pathOf(name), stampOf(pathOf(name))]));
  const [only, ...others] = texts.values();
  // a file that is gone has the error of whoever opens it
  if (only === undefined) statSync(file);
  const sha256 = others.length > 0 ? hashOfTexts(texts) : createHash('sha256').update(only!).digest('hex');
  known.set(file, { sha256, stamps });
  return sha256;
}

function isUnchanged({ stamps }: KnownCode): boolean {
  for (const [path, stamp] of stamps) if (stampOf(path) !== stamp) return false;
  return true;
}

/** Undefined fields of a file that is not there make a stamp too. */
function stampOf(path: string): string {
  const { mtimeNs, size } = statSync(path, { bigint: true, throwIfNoEntry: false }) ?? {};
  return `${mtimeNs} ${size}`;
}

function pathOf(name: string): string {
  return isAbsolute(name) ? name : join(packageRoot, name);
}
