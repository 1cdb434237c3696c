// Shared memory in; the compiled kernel of native/trees over it out.

import { readFileSync } from 'node:fs';
import { type SharedMemory, webAssembly } from './web-assembly.ts';

type Kernel = (...numbers: number[]) => void;

/** Addresses are in bytes; what each one does stands in native/trees/kernel.ts. */
export interface TreeKernel {
  readonly histogram8: Kernel;
  readonly histogram1: Kernel;
  readonly gather: Kernel;
  readonly touch: Kernel;
  readonly clear: Kernel;
  readonly subtract: Kernel;
  readonly quantise: Kernel;
  readonly binColumn: Kernel;
  readonly partRows: (...numbers: number[]) => number;
  readonly placeRows: Kernel;
  readonly addToRows: Kernel;
  readonly sumPairs: Kernel;
  readonly walk: Kernel;
  readonly scan: Kernel;
}

export const KERNEL_FILE: URL = new URL('../../../../native/trees/kernel.wasm', import.meta.url);

export function treeKernel(memory: SharedMemory): TreeKernel {
  const module = new webAssembly.Module(readFileSync(KERNEL_FILE));
  return new webAssembly.Instance(module, { env: { memory } }).exports as unknown as TreeKernel;
}
