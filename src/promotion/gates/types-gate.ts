// The strategy file in; a gate that says whether it and the sources compile, checked by tsc, out.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckedGate } from '../release/gate.ts';
import { runTool, type ToolResult } from './run-tool.ts';
import { openTypeCache } from './type-cache.ts';

const TIMEOUT_MS = 180_000;
const ERROR_LINE = /\berror TS\d+:/;

/** `packageRoot` holds tsconfig.json, src/, node_modules/ and the strategy. The value is the number of errors. */
export async function typesGate(packageRoot: string, strategyFile: string): Promise<CheckedGate> {
  const { exitCode, output } = await checked(packageRoot, strategyFile);
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
}

/** What did not change since the last clean check is read and not checked again. */
async function checked(packageRoot: string, strategyFile: string): Promise<ToolResult> {
  const cache = openTypeCache(packageRoot, packageOptions(packageRoot));
  if (cache === undefined) return compiled(packageRoot, strategyFile, undefined);
  try {
    const result = await compiled(packageRoot, strategyFile, cache.file);
    if (result.exitCode === 0) cache.keep();
    // a compiler that stumbles over its own notes says nothing of the sources
    else if (cache.isWarm && !ERROR_LINE.test(result.output)) return compiled(packageRoot, strategyFile, undefined);
    return result;
  } finally {
    cache.close();
  }
}

async function compiled(packageRoot: string, strategyFile: string, cacheFile: string | undefined): Promise<ToolResult> {
  // Outside of the repository: a promotion writes nothing there but the release.
  const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-types-'));
  try {
    const config = join(folder, 'tsconfig.json');
    writeFileSync(config, tsconfigText(packageRoot, strategyFile, cacheFile));
    const compiler = join(packageRoot, 'node_modules', 'typescript', 'bin', 'tsc');
    return await runTool(compiler, ['-p', config, '--pretty', 'false'], packageRoot, TIMEOUT_MS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function packageOptions(packageRoot: string): string {
  const config = join(packageRoot, 'tsconfig.json');
  return existsSync(config) ? readFileSync(config, 'utf8') : '';
}

function tsconfigText(packageRoot: string, strategyFile: string, cacheFile: string | undefined): string {
  return JSON.stringify({
    extends: join(packageRoot, 'tsconfig.json'),
    compilerOptions: {
      noEmit: true,
      ...(cacheFile === undefined ? {} : { incremental: true, tsBuildInfoFile: cacheFile }),
      typeRoots: [join(packageRoot, 'node_modules', '@types')],
    },
    // Patterns take `/` on every system.
    include: [`${packageRoot.replaceAll('\\', '/')}/src/**/*.ts`],
    files: [strategyFile],
  });
}
