// Names and files of strategies: what is loaded, and the one sentence for each that cannot be.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/adapters/user-error.ts';
import { loadStrategy, strategyNames } from '../../src/runner/load-strategy.ts';
import { temporaryFolder } from '../cli/support/qt.ts';

async function refusal(loading: Promise<unknown>): Promise<UserError> {
  const error = await loading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof UserError) return error;
  throw new Error(`expected a UserError, got ${String(error)}`);
}

describe('the strategies of a package', () => {
  const root = temporaryFolder('strategies');
  const folder = join(root, 'strategies');
  mkdirSync(folder);
  writeFileSync(join(folder, 'second.ts'), 'export default 5;\n');
  writeFileSync(join(folder, 'first.ts'), 'export default { name: "first", decide: 5 };\n');
  writeFileSync(join(folder, 'first.test.ts'), '');
  writeFileSync(join(folder, 'notes.md'), '');

  it('are its .ts files without their tests, by name', () => {
    expect(strategyNames(root)).toEqual(['first', 'second']);
    expect(strategyNames(join(root, 'elsewhere'))).toEqual([]);
  });

  it('are looked for by name, with the nearest named', async () => {
    const error = await refusal(loadStrategy('frist', root));
    expect(error).toMatchObject({ code: 'strategy-unknown', field: 'strategy' });
    expect(error.fix).toContain('Nearest: first');
  });

  it.each(['first', 'second'])('must be made with defineStrategy, which %s is not', async (name) => {
    const error = await refusal(loadStrategy(name, root));
    expect(error).toMatchObject({ code: 'strategy-invalid', file: join(folder, `${name}.ts`) });
  });

  it('load from this repository, whole', async () => {
    const { strategy, file } = await loadStrategy('wdo-regime');
    expect(strategy.name).toBe('wdo-regime');
    expect(file.endsWith(join('strategies', 'wdo-regime.ts'))).toBe(true);
  });
});
