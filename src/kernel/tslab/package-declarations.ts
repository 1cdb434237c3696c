// The folder of the package in; a folder with the type declarations of its sources, as they are now, out.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';

/** What cells may import of the package. */
const FOLDERS = ['src', 'strategies', 'models'];
const KEPT_MS = 24 * 60 * 60 * 1000;

export class DeclarationsError extends Error {
  override readonly name = 'DeclarationsError';
}

/**
 * `src/index.ts` is declared in `src/index.d.ts` below the folder, and so on. Made once for each state of the sources, in some seconds.
 * @throws DeclarationsError where the compiler is not installed or writes nothing.
 */
export function packageDeclarations(root: string): string {
  const cache = join(root, 'node_modules', '.cache', 'quantumtrader-declarations');
  const folder = join(cache, stateOf(root));
  if (!fs.existsSync(folder)) {
    fs.mkdirSync(cache, { recursive: true });
    removeOld(cache);
    make(root, cache, folder);
  }
  const now = new Date();
  fs.utimesSync(folder, now, now);
  return folder;
}

function stateOf(root: string): string {
  const hash = createHash('sha256');
  for (const folder of FOLDERS) {
    const names = fs.globSync('**/*.ts', { cwd: join(root, folder) }).toSorted();
    for (const name of names) hash.update(`${folder}/${name}\n`).update(fs.readFileSync(join(root, folder, name)));
  }
  return hash.digest('hex').slice(0, 32);
}

/** The folder is there whole or not at all: two kernels may start at once. */
function make(root: string, cache: string, folder: string): void {
  const making = fs.mkdtempSync(join(cache, 'making-'));
  try {
    const settings = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: root, outDir: making },
      include: FOLDERS.map((each) => join(root, each)),
    };
    const file = join(making, 'tsconfig.json');
    fs.writeFileSync(file, JSON.stringify(settings));
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', file], { cwd: root, encoding: 'utf8' });
    if (!fs.existsSync(join(making, 'src', 'index.d.ts'))) {
      const words = `${stdout}${stderr}`.trim().slice(0, 1000);
      throw new DeclarationsError(
        `The declarations of ${root} could not be made. Is typescript installed there (npm ci)? ${words}`,
      );
    }
    try {
      fs.renameSync(making, folder);
    } catch (error) {
      if (!fs.existsSync(folder)) throw error;
    }
  } finally {
    fs.rmSync(making, { recursive: true, force: true });
  }
}

/** Those that no kernel has started with for a day. */
function removeOld(cache: string): void {
  for (const name of fs.readdirSync(cache)) {
    const { mtimeMs } = fs.statSync(join(cache, name), { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > KEPT_MS) fs.rmSync(join(cache, name), { recursive: true, force: true });
  }
}
