// Nothing in; one hash of the sources of this package that a run reaches, and of the packages that it was installed with, out.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { packageRoot } from './package-root.ts';
import { hashOfTexts, reachedModules } from './reached-modules.ts';

/** What runs, and what a strategy imports as `quantumtrader`. */
const ENTRIES = ['src/runner/simulated-run.ts', 'src/index.ts'];
const LOCKFILE = 'package-lock.json';
const ENVIRONMENT_KEY = 'quantumtrader.package-code';

let known: string | undefined;

/** Hex sha256, computed once in a process: threads that are started afterwards have it from this one. */
export function packageSha256(): string {
  known ??= told() ?? computed();
  return known;
}

function told(): string | undefined {
  const data = getEnvironmentData(ENVIRONMENT_KEY);
  return typeof data === 'string' ? data : undefined;
}

function computed(): string {
  const texts = new Map(reachedModules(packageRoot, ENTRIES));
  const lockfile = join(packageRoot, LOCKFILE);
  if (existsSync(lockfile)) texts.set(LOCKFILE, readFileSync(lockfile, 'utf8'));
  const sha256 = hashOfTexts(texts);
  setEnvironmentData(ENVIRONMENT_KEY, sha256);
  return sha256;
}
