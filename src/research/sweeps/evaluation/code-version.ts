// This checkout in; what must be equal on two machines for their points to be comparable, and a sentence on what differs, out.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../../../package.json' with { type: 'json' };
import { UserError } from '../../../adapters/user-error.ts';
import { packageRoot } from '../../../runner/package-root.ts';
import { fingerprintOf } from '../../features/code-fingerprint.ts';

export interface CodeVersion {
  readonly package: string;
  readonly node: string;
  /** sha256 of package-lock.json. */
  readonly lockfile: string;
  /** sha256 over every module of the program that an evaluation reaches. */
  readonly source: string;
}

const ENTRIES = ['src/research/sweeps/workers/point-worker.ts', 'src/index.ts'];
const WORDS: Readonly<Record<keyof CodeVersion, string>> = {
  package: 'the version of the package',
  node: 'the version of Node',
  lockfile: 'package-lock.json',
  source: 'the source code in src/',
};

let known: CodeVersion | undefined;

/** Of this checkout, read once in a process. */
export function codeVersion(): CodeVersion {
  known ??= {
    package: packageJson.version,
    node: process.versions.node,
    lockfile: sha256Of(readFileSync(join(packageRoot, 'package-lock.json'))),
    source: fingerprintOf(packageRoot, ENTRIES),
  };
  return known;
}

/** UserError `worker-differs` where they are not the same, with what differs. */
export function assertSameCode(sweep: CodeVersion, worker: CodeVersion = codeVersion()): void {
  const differing = (Object.keys(WORDS) as (keyof CodeVersion)[]).filter((part) => sweep[part] !== worker[part]);
  if (differing.length === 0) return;
  const words = differing.map((part) => `${WORDS[part]} (${shown(sweep[part])} there, ${shown(worker[part])} here)`);
  throw new UserError({
    code: 'worker-differs',
    message: `This machine would compute other results than the one that sweeps: ${words.join(', ')}`,
    field: 'code',
    fix: 'Check out the same commit on both machines, run npm ci, and start the worker again',
  });
}

function shown(text: string): string {
  return /^[0-9a-f]{64}$/.test(text) ? text.slice(0, 12) : text;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
