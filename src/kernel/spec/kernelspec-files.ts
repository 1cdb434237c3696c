// A folder of Jupyter's data in; the kernelspec in it found, written or removed, and never one of somebody else touched.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { logoPng, logoSvg } from './kernel-logo.ts';
import { KERNEL_NAME, type Kernelspec, rootOf } from './kernelspec.ts';

export type FoundKernelspec =
  | { readonly kind: 'none'; readonly folder: string }
  | { readonly kind: 'ours'; readonly folder: string; readonly spec: Kernelspec; readonly root: string }
  /** Something stands there under our name that this program did not write. */
  | { readonly kind: 'foreign'; readonly folder: string };

const FILE = 'kernel.json';
const LOGO_PIXELS = [32, 64] as const;

export function kernelspecFolder(dataFolder: string, name: string = KERNEL_NAME): string {
  return join(dataFolder, 'kernels', name);
}

export function findKernelspec(dataFolder: string, name: string = KERNEL_NAME): FoundKernelspec {
  const folder = kernelspecFolder(dataFolder, name);
  if (!existsSync(folder)) return { kind: 'none', folder };
  const spec = readSpec(join(folder, FILE));
  const root = spec === undefined ? undefined : rootOf(spec);
  if (spec !== undefined && root !== undefined) return { kind: 'ours', folder, spec, root };
  return { kind: isEmpty(folder) ? 'none' : 'foreign', folder };
}

/** Writes where nothing stands, and in the place of an older one of ours; gives what it found there. */
export function writeKernelspec(dataFolder: string, spec: Kernelspec, name: string = KERNEL_NAME): FoundKernelspec {
  const found = findKernelspec(dataFolder, name);
  const { kind, folder } = found;
  if (kind === 'foreign') return found;
  rmSync(folder, { recursive: true, force: true });
  makeFolders(folder);
  for (const pixels of LOGO_PIXELS) writeFileSync(join(folder, `logo-${pixels}x${pixels}.png`), logoPng(pixels));
  writeFileSync(join(folder, 'logo-svg.svg'), logoSvg());
  writeFileSync(join(folder, FILE), `${JSON.stringify(spec, null, 2)}\n`);
  return found;
}

/** Removes one of ours; gives what it found there. */
export function removeKernelspec(dataFolder: string, name: string = KERNEL_NAME): FoundKernelspec {
  const found = findKernelspec(dataFolder, name);
  if (found.kind === 'ours') rmSync(found.folder, { recursive: true, force: true });
  return found;
}

/** One after the other from the top: asked for all at once below a folder that takes none, such as /proc, Node tries for ever. */
function makeFolders(folder: string): void {
  const missing: string[] = [];
  for (let each = folder; !existsSync(each) && dirname(each) !== each; each = dirname(each)) missing.unshift(each);
  for (const each of missing) mkdirSync(each);
}

/** Undefined: absent, unreadable, or no kernelspec. */
function readSpec(file: string): Kernelspec | undefined {
  try {
    const { argv, metadata = {}, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Kernelspec>;
    const isSpec = Array.isArray(argv) && argv.every((word) => typeof word === 'string');
    return isSpec && typeof metadata === 'object' ? ({ ...rest, argv, metadata } as Kernelspec) : undefined;
  } catch {
    return undefined;
  }
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}
