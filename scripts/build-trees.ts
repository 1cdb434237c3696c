// `node scripts/pinned.cjs scripts/build-trees.ts [FILE]`: native/trees/kernel.ts in, its WebAssembly (committed beside it) out.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

export function compileTreeKernel(output: string): void {
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/assemblyscript/bin/asc.js'),
      join(root, 'native/trees/kernel.ts'),
      ...['--outFile', output, '--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert', '--runtime', 'stub'],
      // the memory comes from outside, is shared by the threads, and may be as large as 32 bits reach
      ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
      ...['--enable', 'simd', '--enable', 'threads', '--use', 'abort='],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
}

if (import.meta.main) compileTreeKernel(process.argv[2] ?? join(root, 'native/trees/kernel.wasm'));
