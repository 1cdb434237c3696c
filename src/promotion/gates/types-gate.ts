// The strategy file in; a gate that says whether it and the sources compile, checked by tsc, out.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckedGate } from '../release/gate.ts';
import { runTool } from './run-tool.ts';

const TIMEOUT_MS = 180_000;
const ERROR_LINE = /\berror TS\d+:/;

/** `packageRoot` holds tsconfig.json, src/, node_modules/ and the strategy. The value is the number of errors. */
export async function typesGate(packageRoot: string, strategyFile: string): Promise<CheckedGate> {
  // Outside of the repository: a promotion writes nothing there but the release.
  const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-types-'));
  try {
    const config = join(folder, 'tsconfig.json');
    writeFileSync(config, tsconfigText(packageRoot, strategyFile));
    const compiler = join(packageRoot, 'node_modules', 'typescript', 'bin', 'tsc');
    const { exitCode, output } = await runTool(compiler, ['-p', config, '--pretty', 'false'], packageRoot, TIMEOUT_MS);
    const errors = output.split('\n').filter((line) => ERROR_LINE.test(line));
    const base = { id: 'types', limit: 0 } as const;
    if (exitCode === 0) {
      return { ...base, passed: true, value: 0, reason: 'The sources and the strategy compile', fix: '' };
    }
    const first = errors[0] ?? `tsc did not finish (exit code ${exitCode ?? 'none'}): ${output.trim().slice(-300)}`;
    return {
      ...base,
      passed: false,
      value: errors.length,
      reason: first.trim(),
      fix: 'Correct the type errors: npm run typecheck',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tsconfigText(packageRoot: string, strategyFile: string): string {
  return JSON.stringify({
    extends: join(packageRoot, 'tsconfig.json'),
    compilerOptions: {
      noEmit: true,
      typeRoots: [join(packageRoot, 'node_modules', '@types')],
    },
    // Patterns take `/` on every system.
    include: [`${packageRoot.replaceAll('\\', '/')}/src/**/*.ts`],
    files: [strategyFile],
  });
}
