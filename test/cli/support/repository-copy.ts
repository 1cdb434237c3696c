// Makes a copy of the repository that can be edited: its sources, strategies and models, with the same packages.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledFolder, repositoryRoot, temporaryFolder } from './qt.ts';

const PARTS = [
  'src',
  'strategies',
  'models',
  'native/trees',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vitest.config.ts',
  'promote.ts',
  '.gitignore',
];

export interface CopyOptions {
  /** Also the tests of the strategies, which a promotion then runs. */
  readonly withTests?: boolean;
  /** Further files by their path, or others in place of those that are there. */
  readonly files?: Readonly<Record<string, string>>;
  /** In a commit, with nothing changed since. */
  readonly committed?: boolean;
}

/** The folder of the copy. */
export function repositoryCopy({ withTests = false, files = {}, committed = false }: CopyOptions = {}): string {
  const root = join(temporaryFolder('copy'), 'repository');
  mkdirSync(root);
  for (const part of withTests ? [...PARTS, 'test/strategies'] : PARTS) {
    if (existsSync(join(repositoryRoot, part))) {
      cpSync(join(repositoryRoot, part), join(root, part), { recursive: true });
    }
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
  shareCompiled(root);
  if (committed) commit(root);
  return root;
}

/** Only in a run that keeps what it compiles: each start in a copy would compile all that it loads, which takes seconds. */
function shareCompiled(root: string): void {
  const kept = process.env.NODE_COMPILE_CACHE;
  if (kept === undefined) return;
  const shared = `${kept}-in-copies`;
  mkdirSync(shared, { recursive: true });
  symlinkSync(shared, compiledFolder(root), 'junction');
}

function commit(root: string): void {
  git(root, ['init', '--quiet']);
  // a link is no folder to .gitignore
  appendFileSync(join(root, '.git', 'info', 'exclude'), 'node_modules\n');
  git(root, ['add', '--all']);
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false'];
  git(root, [...author, 'commit', '--quiet', '--message', 'A copy']);
}

function git(root: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr}`);
}
