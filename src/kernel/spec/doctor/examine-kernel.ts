// The surroundings of the kernel in; every check made one after the other, each result told as it comes, out.
import { frontEndsCheck, nbconvertCheck } from './jupyter-checks.ts';
import type { KernelCheck, KernelResult, Surroundings } from './kernel-check.ts';
import { kernelspecCheck } from './kernelspec-check.ts';
import { nodeCheck, packagesCheck } from './runtime-checks.ts';
import { portsCheck, trialCheck } from './start-checks.ts';

const CHECKS: readonly KernelCheck[] = [
  nodeCheck,
  packagesCheck,
  portsCheck,
  trialCheck,
  kernelspecCheck,
  frontEndsCheck,
  nbconvertCheck,
];

export async function examineKernel(
  surroundings: Surroundings,
  tell: (result: KernelResult) => void,
): Promise<readonly KernelResult[]> {
  const results: KernelResult[] = [];
  for (const { id, title, run } of CHECKS) {
    const result = { id, title, ...(await run(surroundings)) };
    results.push(result);
    tell(result);
  }
  return results;
}
