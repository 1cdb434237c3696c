// Versions, lockfile hash and the state of git are read from a checkout; what is missing is said.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readBuildFacts, readRuntimeFacts, uncommittedIn } from '../../src/promotion/build-facts.ts';
import { cleanCommitGate } from '../../src/promotion/gates/clean-commit-gate.ts';
import { repositoryRoot, SamplePackage } from './support/sample-package.ts';
import { refusalOf, sha256 } from './support/sample-release.ts';

let sample: SamplePackage;
beforeEach(() => {
  sample = new SamplePackage();
});
afterEach(() => sample.remove());

const git = (...args: readonly string[]): number | null =>
  spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false', ...args], {
    cwd: sample.root,
  }).status;

/** What the lockfile of the repository says: another source than the installed package itself. */
const installed = (name: string): string =>
  (
    JSON.parse(readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8')) as {
      readonly packages: Readonly<Record<string, { readonly version: string }>>;
    }
  ).packages[`node_modules/${name}`]!.version;

describe('readBuildFacts', () => {
  it('gives versions and the hash of the lockfile, outside of git too', () => {
    expect(readBuildFacts(sample.root)).toEqual({
      nodeVersion: process.versions.node,
      lockfileSha256: sha256('{}\n'),
      packageVersion: '0.0.1',
      tools: {
        typescript: installed('typescript'),
        esbuild: installed('esbuild'),
        onnxruntime: installed('onnxruntime-node'),
      },
      git: { commit: null, clean: false },
    });
  });

  it.skipIf(spawnSync('git', ['--version']).status !== 0)('tells a clean commit from a changed one', () => {
    expect([git('init', '-q'), git('add', 'src'), git('commit', '-qm', 'first')]).toEqual([0, 0, 0]);
    const clean = (): boolean => readBuildFacts(sample.root).git.clean;
    expect(readBuildFacts(sample.root).git).toMatchObject({
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      clean: false,
    });
    // what is ignored is in no commit all the same
    const ignored = sample.write('.gitignore', '*\n');
    expect(clean()).toBe(false);
    expect([git('add', '-f', 'strategies'), git('commit', '-qm', 'second')]).toEqual([0, 0]);
    expect(clean()).toBe(true);
    // and what git is told not to look at may have changed
    for (const flag of ['assume-unchanged', 'skip-worktree']) {
      expect(git('update-index', `--${flag}`, 'strategies/sample.ts')).toBe(0);
      sample.write('strategies/sample.ts', "import { defineStrategy } from 'quantumtrader';\n");
      expect(clean(), flag).toBe(false);
      expect(git('update-index', `--no-${flag}`, 'strategies/sample.ts')).toBe(0);
      expect(git('checkout', '-q', '--', 'strategies')).toBe(0);
      expect(clean()).toBe(true);
    }
    rmSync(ignored);
    expect(clean()).toBe(false);
  });

  describe.skipIf(spawnSync('git', ['--version']).status !== 0)('what keeps a commit from being clean', () => {
    const told = () => {
      const { reason, fix } = cleanCommitGate(readBuildFacts(sample.root).git, () => uncommittedIn(sample.root));
      return `${reason}. ${fix}`;
    };
    beforeEach(() => {
      const all = [git('init', '-q'), git('add', '.'), git('commit', '-qm', 'all')];
      expect(all).toEqual([0, 0, 0]);
      expect(told()).toMatch(/^Built from commit /);
    });

    it('is told by the file, with how to mend it', () => {
      sample.write('strategies/other.ts', '');
      expect(told()).toBe('There are changes that are in no commit. Commit the changes, then promote again');
      writeFileSync(join(sample.root, '.git', 'info', 'exclude'), 'other.ts\n');
      expect(told()).toMatch(/^strategies\/other\.ts is code that git ignores.*git add -f strategies\/other\.ts/);
      rmSync(join(sample.root, 'strategies', 'other.ts'));
      expect(told()).toMatch(/^Built from commit /);
      git('update-index', '--skip-worktree', 'strategies/sample.ts');
      expect(told()).toMatch(/take strategies\/sample\.ts for unchanged.*--no-skip-worktree strategies\/sample\.ts/);
    });

    it.skipIf(process.platform === 'win32')('is also what git does not tell, or tells in more than a mebibyte', () => {
      const own = join(sample.root, '.git', 'own');
      mkdirSync(own);
      const answers = (listing: string): void => {
        const script = `#!/bin/sh\ncase "$*" in ls-files*) ${listing};; *) PATH="$REAL" exec git "$@";; esac\n`;
        writeFileSync(join(own, 'git'), script, { mode: 0o755 });
      };
      vi.stubEnv('REAL', process.env.PATH);
      vi.stubEnv('PATH', `${own}:${process.env.PATH}`);
      answers('exit 1');
      expect(told()).toMatch(/^git does not tell which files are in no commit\. Run git status/);
      answers("head -c 2000000 /dev/zero; printf 'strategies/zero.ts\\0'");
      expect(told()).toMatch(/^strategies\/zero\.ts is code that git ignores/);
      vi.unstubAllEnvs();
    });
  });

  it('refuses a folder without a lockfile', () => {
    expect(refusalOf(() => readRuntimeFacts('/nowhere')).code).toBe('build-facts-missing');
  });
});
