// The Node to use and the folder of the package in; what Jupyter reads about the kernel out.
import { join } from 'node:path';
import { KERNEL_FLAGS } from '../kernel-flags.ts';

/** The folder below Jupyter's `kernels/`, and the name that notebooks carry. */
export const KERNEL_NAME = 'quantumtrader';

/** The content of a kernel.json. */
export interface Kernelspec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: 'message' | 'signal';
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** @param root folder of the package; `node` and it are absolute */
export function kernelspecOf({ node, root }: { readonly node: string; readonly root: string }): Kernelspec {
  return {
    argv: [node, ...KERNEL_FLAGS, kernelMain(root), '{connection_file}'],
    display_name: 'QuantumTrader (TypeScript)',
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: false, [KERNEL_NAME]: { root } },
  };
}

export function kernelMain(root: string): string {
  return join(root, 'src', 'kernel', 'kernel-main.ts');
}

/** The folder of the package that a kernelspec was written for; undefined: it is not one of ours. */
export function rootOf(spec: Kernelspec): string | undefined {
  const mark = spec.metadata[KERNEL_NAME];
  if (typeof mark !== 'object' || mark === null || !('root' in mark)) return undefined;
  return typeof mark.root === 'string' ? mark.root : undefined;
}
