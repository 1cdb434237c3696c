// The root of a package in, ours where none is given; its version and, where git knows it, its commit, out.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../runner/package-root.ts';

const GIT_TIMEOUT_MS = 10_000;

export interface CodeVersion {
  readonly version: string;
  /** With `-dirty` where files differ from it; absent outside of git. */
  readonly commit?: string | undefined;
}

/** Throws what the file system throws where there is no package.json. */
export function codeVersionOf(root: string = packageRoot): CodeVersion {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const asked = spawnSync('git', ['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'], {
    ...{ cwd: root, encoding: 'utf8', timeout: GIT_TIMEOUT_MS },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return asked.status === 0 ? { version, commit: asked.stdout.trim() } : { version };
}
