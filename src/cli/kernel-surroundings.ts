// This machine and checkout in; what the kernel's commands need to know of them out.

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { JupyterSystem } from '../kernel/spec/data-folders.ts';
import type { AskedSystem } from '../kernel/spec/get-jupyter.ts';
import { type Kernelspec, kernelspecOf } from '../kernel/spec/kernelspec.ts';
import { type FoundNode, pinnedNode } from '../kernel/spec/pinned-node.ts';
import { hasTslab, TSLAB_KERNEL_NAME, tslabKernelspecOf } from '../kernel/tslab/tslab-kernelspec.ts';
import { packageRoot } from '../runner/package-root.ts';

export interface KernelSurroundings {
  readonly root: string;
  readonly system: JupyterSystem;
  readonly asked: AskedSystem;
  readonly node: FoundNode;
  readonly spec: Kernelspec;
  /** The second kernel, on tslab; undefined: tslab is not installed. */
  readonly second: { readonly name: string; readonly spec: Kernelspec } | undefined;
}

export function kernelSurroundings(): KernelSurroundings {
  const { platform, env: environment } = process;
  // without a separator at its end
  const root = resolve(packageRoot);
  const node = pinnedNode(root);
  return {
    root,
    system: { platform, environment, homeFolder: homedir() },
    asked: {
      platform,
      hasApt: platform === 'linux' && existsSync('/usr/bin/apt-get'),
      isRoot: process.getuid?.() === 0,
    },
    node,
    spec: kernelspecOf({ node: node.path, root }),
    second: hasTslab(root)
      ? { name: TSLAB_KERNEL_NAME, spec: tslabKernelspecOf({ node: node.path, root }) }
      : undefined,
  };
}
