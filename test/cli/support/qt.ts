// Arguments of the command line in; exit code and both outputs of `qt` run in a process of its own out.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll } from 'vitest';

export const repositoryRoot: string = resolve(import.meta.dirname, '../../..');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const QUIET = '--disable-warning=ExperimentalWarning';
// A program that finds itself inside a test runner behaves differently.
const NOT_INHERITED = /^(VITEST|VITEST_.*|NODE_ENV|NODE_OPTIONS|TEST|FORCE_COLOR|QT_HOME)$/;

export function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}

/** Beside a copy of the repository: what its programs compile, by paths from there, so that all copies of a run share it. */
export function compiledFolder(root: string): string {
  return join(dirname(root), 'compiled');
}

function environmentIn(root: string): NodeJS.ProcessEnv {
  const folder = compiledFolder(root);
  const shared = root !== repositoryRoot && existsSync(folder);
  return { ...plainEnvironment(), ...(shared ? { NODE_COMPILE_CACHE: folder, NODE_COMPILE_CACHE_PORTABLE: '1' } : {}) };
}

/** A folder that is gone when the tests of the file have run. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `quantumtrader-${name}-`));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a script on the Node that runs the tests. */
export function startNode(
  script: string,
  args: readonly string[],
  cwd: string = repositoryRoot,
  { flags = [], environment = {} }: { flags?: readonly string[]; environment?: NodeJS.ProcessEnv } = {},
): ChildProcess {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  const env = { ...environmentIn(cwd), ...environment };
  return spawn(process.execPath, [QUIET, ...flags, script, ...args], { cwd, env, stdio });
}

export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

/** `qt` in a fresh process, of this repository or of a copy. */
export function qt(args: readonly string[], root: string = repositoryRoot): Promise<Outcome> {
  return outcomeOf(startNode(join(root, 'src', 'cli', 'main.ts'), args, root));
}

/** One process that runs many command lines one after the other, which saves starting it anew for each. */
export class WarmQt {
  private readonly child: ChildProcess;
  private last: Promise<unknown> = Promise.resolve();

  constructor(root: string = repositoryRoot) {
    const script = join(import.meta.dirname, 'warm-process.ts');
    const main = join(root, 'src', 'cli', 'main.ts');
    this.child = fork(script, [main], { cwd: root, env: environmentIn(root), execArgv: [QUIET], silent: true });
    afterAll(() => {
      this.child.kill();
    });
  }

  run(...args: readonly string[]): Promise<Outcome> {
    const outcome = this.last.then(() => this.ask(args));
    this.last = outcome.catch(() => undefined);
    return outcome;
  }

  /** Runs it with --json and gives the one object that it printed; throws when it failed. */
  async json<T = Record<string, unknown>>(...args: readonly string[]): Promise<T> {
    const { code, stdout, stderr } = await this.run(...args, '--json');
    if (code !== 0) throw new Error(`qt ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
    return JSON.parse(stdout) as T;
  }

  private ask(args: readonly string[]): Promise<Outcome> {
    return new Promise((done, fail) => {
      const gone = (code: number | null): void => fail(new Error(`the process ended with ${code}`));
      this.child.once('exit', gone);
      this.child.once('message', (outcome) => {
        this.child.off('exit', gone);
        done(outcome as Outcome);
      });
      this.child.send(args);
    });
  }
}
