// The Node to use and the folder of the package in; what Jupyter reads about the second kernel, on tslab, out.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KERNEL_FLAGS } from '../kernel-flags.ts';
import { KERNEL_NAME, type Kernelspec } from '../spec/kernelspec.ts';

export const TSLAB_KERNEL_NAME = 'quantumtrader-tslab';

/** The version that this was tried with. */
export const HOW_TO_GET_TSLAB = 'npm install --no-save tslab@1.0.22';

/** Interrupts are signals: tslab has no thread that could take a message while a cell is busy. */
export function tslabKernelspecOf({ node, root }: { readonly node: string; readonly root: string }): Kernelspec {
  return {
    argv: [node, ...KERNEL_FLAGS, join(root, 'src', 'kernel', 'tslab', 'tslab-main.ts'), '{connection_file}'],
    display_name: 'QuantumTrader on tslab (TypeScript)',
    language: 'typescript',
    interrupt_mode: 'signal',
    metadata: { debugger: false, [KERNEL_NAME]: { root } },
  };
}

export function hasTslab(root: string): boolean {
  return existsSync(join(root, 'node_modules', 'tslab', 'package.json'));
}
