// The root of the repository in; what a release records of it (versions, lockfile hash, state of git) out.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../adapters/user-error.ts';
import type { RuntimeFacts } from './release/load-release.ts';
import { messageOf } from './release/release-error.ts';
import type { ReleaseDraft } from './release/release-manifest.ts';

export type BuildFacts = RuntimeFacts & Pick<ReleaseDraft, 'packageVersion' | 'tools' | 'git'>;

/** What keeps the code from being found again by its commit; `file` is the first one, from the root of the repository. */
export type Uncommitted =
  | { readonly kind: 'changed' | 'unread' }
  | { readonly kind: 'ignored' | 'held'; readonly file: string };

const GIT_TIMEOUT_MS = 10_000;
/** Of a list of files; a longer one counts as one that cannot be read. */
const GIT_BYTES_MAX = 256 * 1024 * 1024;
/** What a bundle is made of. */
const CODE_FOLDERS: readonly string[] = ['src', 'strategies'];

/** Throws UserError `build-facts-missing` when package.json or package-lock.json cannot be read. */
export function readBuildFacts(packageRoot: string): BuildFacts {
  return {
    ...readRuntimeFacts(packageRoot),
    packageVersion: versionIn(packageRoot),
    tools: readTools(packageRoot),
    git: gitState(packageRoot),
  };
}

/** As they are installed. The compiler of the trees' kernels is not among them: its output is a source file, proved by its own tests. */
function readTools(packageRoot: string): BuildFacts['tools'] {
  const installed = (name: string): string => versionIn(join(packageRoot, 'node_modules', name));
  return {
    typescript: installed('typescript'),
    esbuild: installed('esbuild'),
    onnxruntime: installed('onnxruntime-node'),
  };
}

function versionIn(folder: string): string {
  const { version } = JSON.parse(readText(join(folder, 'package.json'))) as { readonly version: string };
  return version;
}

/** What `loadRelease` compares with the release. Throws UserError `build-facts-missing`. */
export function readRuntimeFacts(packageRoot: string): RuntimeFacts {
  const lockfile = readText(join(packageRoot, 'package-lock.json'));
  return { nodeVersion: process.versions.node, lockfileSha256: createHash('sha256').update(lockfile).digest('hex') };
}

/** `commit` is null outside of git, before the first commit and where git is not installed; then `clean` is false. */
function gitState(root: string): BuildFacts['git'] {
  const commit = git(root, ['rev-parse', '--verify', 'HEAD'])?.trim();
  if (commit === undefined) return { commit: null, clean: false };
  return { commit, clean: uncommittedIn(root) === undefined };
}

/** Code that `git status` leaves out too: ignored and in no commit, or told to be taken for unchanged. What git does not tell is not clean. */
export function uncommittedIn(root: string): Uncommitted | undefined {
  const status = git(root, ['status', '--porcelain']);
  const others = git(root, ['ls-files', '--others', '-z', '--', ...CODE_FOLDERS]);
  const tracked = git(root, ['ls-files', '-v', '-z', '--', ...CODE_FOLDERS]);
  if (status === undefined || others === undefined || tracked === undefined) return { kind: 'unread' };
  if (status !== '') return { kind: 'changed' };
  const ignored = others.split('\0').find((name) => /\.[cm]?[jt]s$/.test(name));
  if (ignored !== undefined) return { kind: 'ignored', file: ignored };
  const held = tracked.split('\0').find((line) => /^[a-zS] /.test(line));
  return held === undefined ? undefined : { kind: 'held', file: held.slice(2) };
}

function git(root: string, args: readonly string[]): string | undefined {
  const result = spawnSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    timeout: GIT_TIMEOUT_MS,
    maxBuffer: GIT_BYTES_MAX,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return result.status === 0 ? result.stdout : undefined;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError({
      code: 'build-facts-missing',
      message: `${file} cannot be read: ${messageOf(cause)}`,
      file,
      fix: 'Run from a complete checkout of the repository',
      cause,
    });
  }
}
