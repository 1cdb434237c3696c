// The committed WebAssembly is what its source compiles to.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileTreeKernel } from '../../../../scripts/build-trees.ts';
import { KERNEL_FILE } from '../../../../src/research/training/trees/tree-kernel.ts';

it('is compiled from the source beside it, to the byte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-kernel-'));
  try {
    const output = join(folder, 'kernel.wasm');
    compileTreeKernel(output);
    expect(readFileSync(output).equals(readFileSync(KERNEL_FILE))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
