// Takes nothing; runs the linter and the type checker over the repository and returns the names of those that complain.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

export const repositoryRoot: string = resolve(import.meta.dirname, '..');

interface Check {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
}

const lint: Check = {
  name: 'lint (biome check)',
  script: 'node_modules/@biomejs/biome/bin/biome',
  args: ['check', '--error-on-warnings', '--diagnostic-level=warn', '.'],
};

const typeChecks: readonly Check[] = ['tsconfig.json', 'src/core/tsconfig.json'].map((config) => ({
  name: `types (tsc -p ${config})`,
  script: 'node_modules/typescript/bin/tsc',
  args: ['-p', config],
}));

/** Runs each check with its output on ours. Returns the names of the checks that failed, in order. */
function failedOf(checks: readonly Check[]): readonly string[] {
  const failed = checks.filter((check) => {
    const result = spawnSync(process.execPath, [join(repositoryRoot, check.script), ...check.args], {
      cwd: repositoryRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (result.error !== undefined) console.error(`${check.name} could not be started: ${result.error.message}`);
    return result.status !== 0;
  });
  return failed.map((check) => check.name);
}

export function failedTypeChecks(): readonly string[] {
  return failedOf(typeChecks);
}

export function failedChecks(): readonly string[] {
  return failedOf([lint, ...typeChecks]);
}
