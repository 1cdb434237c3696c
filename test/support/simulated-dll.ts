// Builds the simulated ProfitDLL once per machine and state of its sources, and gives the path of the library.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
/** Where its C lies. */
const simulatedDllSources: string = join(repositoryRoot, 'test/native/simulated-profit-dll');
const includes = join(repositoryRoot, 'native/include');
const clientSources = join(repositoryRoot, 'test/native/simulated/client');
const cache = join(repositoryRoot, 'node_modules/.cache/simulated-profit-dll');
const lockPatienceMs = 120_000;
const pollMs = 50;

interface Target {
  readonly compiler: string;
  /** Name of the file that comes out. */
  readonly library: string;
  readonly sources: () => readonly string[];
  readonly compile: readonly string[];
  readonly link: readonly string[];
}

function cFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.c'))
    .sort()
    .map((file) => join(folder, file));
}

function clientFiles(): readonly string[] {
  return [...cFiles(clientSources), join(simulatedDllSources, 'sim-platform.c')];
}

const common = ['-std=c11', '-O2', '-g', '-Wall', '-Wextra', '-Werror', '-c'];
const linux: Target = {
  compiler: 'gcc',
  library: 'libProfitDLL.so',
  sources: () => cFiles(simulatedDllSources),
  compile: [...common, '-fPIC', '-fvisibility=hidden'],
  link: ['-shared', '-Wl,-z,nodelete', '-Wl,-z,defs', '-pthread', '-lm'],
};
const linuxBefore41: Target = { ...linux, compile: [...linux.compile, '-DSIM_BEFORE_41'] };
const windows: Target = {
  compiler: 'x86_64-w64-mingw32-gcc',
  library: 'ProfitDLL64.dll',
  sources: () => cFiles(simulatedDllSources),
  compile: [...common, '-D__USE_MINGW_ANSI_STDIO=1'],
  link: ['-shared', '-static-libgcc'],
};

const linuxClient: Target = {
  compiler: 'gcc',
  library: 'client',
  sources: clientFiles,
  compile: common,
  link: ['-pthread', '-ldl'],
};
const windowsClient: Target = {
  compiler: 'x86_64-w64-mingw32-gcc',
  library: 'client.exe',
  sources: clientFiles,
  compile: [...common, '-D__USE_MINGW_ANSI_STDIO=1'],
  link: ['-static-libgcc'],
};

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
    });
    child.on('error', () => failed(new Error(`the simulated ProfitDLL needs ${command}, which is not installed`)));
    child.on('close', (code) =>
      code === 0 ? done() : failed(new Error(`${command} failed on ${args.at(-3)}:\n${said}`)),
    );
  });
}

function fingerprint(target: Target): string {
  const hash = createHash('sha256').update(JSON.stringify(target));
  const headers = [simulatedDllSources, includes, clientSources].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.h'))
      .sort()
      .map((file) => join(folder, file)),
  );
  for (const file of [...target.sources(), ...headers]) hash.update(basename(file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 24);
}

async function build(target: Target, folder: string): Promise<void> {
  const work = `${folder}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  const objects: string[] = [];
  const waiting = [...target.sources()];
  const worker = async (): Promise<void> => {
    for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
      const object = join(work, `${basename(source, '.c')}.o`);
      objects.push(object);
      await run(target.compiler, [...target.compile, source, '-o', object]);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
    await run(target.compiler, ['-o', join(work, target.library), ...objects.sort(), ...target.link]);
    for (const object of objects) rmSync(object);
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function isAlive(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0);
    return true;
  } catch {
    // No pid yet: somebody has just made the lock.
    return existsSync(lock) && Date.now() - statSync(lock).mtimeMs < 2000;
  }
}

/** Test workers run side by side: one builds, the others wait for it. */
async function withLock(lock: string, finished: () => boolean, work: () => Promise<void>): Promise<void> {
  const until = Date.now() + lockPatienceMs;
  while (!finished()) {
    try {
      mkdirSync(lock);
    } catch {
      if (!isAlive(lock)) rmSync(lock, { recursive: true, force: true });
      if (Date.now() > until)
        throw new Error(`another process holds ${lock} for too long; remove it if none is building`);
      await new Promise((wake) => setTimeout(wake, pollMs));
      continue;
    }
    try {
      writeFileSync(join(lock, 'pid'), String(process.pid));
      if (!finished()) await work();
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

async function built(target: Target): Promise<string> {
  const folder = join(cache, `${target.library}-${fingerprint(target)}`);
  const library = join(folder, target.library);
  mkdirSync(cache, { recursive: true });
  await withLock(
    `${folder}.lock`,
    () => existsSync(library),
    () => build(target, folder),
  );
  return library;
}

/** The library for this Linux machine. Throws with the compiler's words when it does not build. */
export function simulatedDll(): Promise<string> {
  return built(linux);
}

/** The same as a build before 4.0.0.41: without the exports of the health watchdog. */
export function simulatedDllBefore41(): Promise<string> {
  return built(linuxBefore41);
}

/** The library for Windows on x64, by mingw. */
export function simulatedWindowsDll(): Promise<string> {
  return built(windows);
}

/** The plain C client of the tests, right or deliberately wrong as its arguments say. */
export function simulatedClient(): Promise<string> {
  return built(linuxClient);
}

export function simulatedWindowsClient(): Promise<string> {
  return built(windowsClient);
}
