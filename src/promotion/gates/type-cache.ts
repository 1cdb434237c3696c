// A package and the options of its type check in; what the compiler learned at the last clean check, as a file of this process, and its way back, out.

import { createHash, randomUUID } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';

const LEFT_AFTER_MS = 3_600_000;

export interface TypeCache {
  /** For the compiler's option tsBuildInfoFile: read by it where there was a clean check, and written by it. */
  readonly file: string;
  /** False where the compiler begins from nothing. */
  readonly isWarm: boolean;
  /** For the next check. Only after a check without errors. */
  keep(): void;
  /** Removes the file of this process. */
  close(): void;
}

/**
 * In node_modules/.cache of the package. The compiler itself compares every file and every option with what the cache says. The kept file begins with
 * the sha256 of the rest: one that is cut or changed is as good as none. Undefined where nothing can be written there.
 */
export function openTypeCache(packageRoot: string, options: string): TypeCache | undefined {
  const modules = join(packageRoot, 'node_modules');
  const folder = join(modules, '.cache', 'quantumtrader');
  try {
    const compiler = readFileSync(join(modules, 'typescript', 'package.json'), 'utf8');
    // paths in it are relative to it: a linked node_modules has others
    const linked = relative(realpathSync(packageRoot), realpathSync(modules));
    const key = sha256Of(JSON.stringify([compiler, options, linked])).slice(0, 16);
    mkdirSync(folder, { recursive: true });
    sweepLeft(folder);
    const file = join(folder, `types-${key}-${randomUUID()}.tsbuildinfo`);
    const kept = join(folder, `types-${key}.kept`);
    const before = provedText(kept);
    // also says whether the folder can be written
    writeFileSync(file, before ?? '');
    if (before === undefined) rmSync(file);
    return {
      ...{ file, isWarm: before !== undefined },
      keep: () => keep(file, kept, before),
      close: () => rmSync(file, { force: true }),
    };
  } catch {
    return undefined;
  }
}

/** What checks that were killed left behind: no check takes an hour. */
function sweepLeft(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/^types-.+\.tsbuildinfo$/.test(name)) continue;
    const file = join(folder, name);
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > LEFT_AFTER_MS) rmSync(file, { force: true });
  }
}

function provedText(kept: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(kept, 'utf8');
  } catch {
    return undefined;
  }
  const end = text.indexOf('\n');
  const content = text.slice(end + 1);
  return text.slice(0, Math.max(0, end)) === sha256Of(content) ? content : undefined;
}

/** By a rename: who reads at the same moment reads the one or the other. */
function keep(file: string, kept: string, before: string | undefined): void {
  try {
    const text = readFileSync(file, 'utf8');
    if (text === before) return;
    writeFileSync(file, `${sha256Of(text)}\n${text}`);
    renameSync(file, kept);
  } catch {
    // a full disk makes the next check slower, and this one no less true
  }
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
