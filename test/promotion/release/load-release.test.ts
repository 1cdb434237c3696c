// A verified release runs without the sources it was made of; another Node, lockfile or a missing export is refused.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleStrategy } from '../../../src/promotion/bundle.ts';
import { type LoadOptions, loadRelease } from '../../../src/promotion/release/load-release.ts';
import { repositoryRoot, SamplePackage } from '../support/sample-package.ts';
import { asyncRefusalOf, overwrite, sampleDraft, TempHome } from '../support/sample-release.ts';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

const options = (change: Partial<LoadOptions> = {}): LoadOptions => ({
  trustedKeys: [temp.key],
  runtime: { nodeVersion: sampleDraft.nodeVersion, lockfileSha256: sampleDraft.lockfileSha256 },
  exports: ['strategy'],
  ...change,
});

describe('loadRelease', () => {
  it('gives the exports and the folder of the model', async () => {
    const { dir, id } = temp.build();
    const loaded = await loadRelease(dir, options({ stage: 'live', strategy: 'sample' }));
    expect(loaded.id).toBe(id);
    expect(loaded.exports.strategy).toEqual({ name: 'sample' });
    expect(loaded.modelFolder).toBe(join(dir, 'models', 'sample'));
    expect(readFileSync(loaded.goldenFile, 'utf8')).toBe('{"rows":[]}\n');
    expect(readFileSync(loaded.gatesFile, 'utf8')).toContain('"types"');
  });

  it('gives no model folder where there is no model', async () => {
    const { dir } = temp.build(undefined, { model: null });
    expect((await loadRelease(dir, options())).modelFolder).toBeUndefined();
  });

  it('does not run code that was changed', async () => {
    const { dir } = temp.build();
    overwrite(
      join(dir, 'code', 'strategy.mjs'),
      "globalThis.ranChangedCode = true; export const strategy = { name: 'x' };\n",
    );
    expect((await asyncRefusalOf(() => loadRelease(dir, options()))).code).toBe('release-hash-mismatch');
    expect((globalThis as Record<string, unknown>).ranChangedCode).toBeUndefined();
  });

  it('runs the bytes that it proved, though the file changes before they are run', async () => {
    const { dir } = temp.build();
    const loading = loadRelease(dir, options());
    overwrite(join(dir, 'code', 'strategy.mjs'), "export const strategy = { name: 'exchanged' };\n");
    expect((await loading).exports.strategy).toEqual({ name: 'sample' });
  });

  it('refuses another Node and other packages than it was built with', async () => {
    const { dir } = temp.build();
    const { runtime } = options();
    const codeWith = async (change: Partial<typeof runtime>) =>
      (await asyncRefusalOf(() => loadRelease(dir, options({ runtime: { ...runtime, ...change } })))).code;
    expect(await codeWith({ nodeVersion: '22.18.0' })).toBe('release-wrong-node');
    expect(await codeWith({ lockfileSha256: '0'.repeat(64) })).toBe('release-wrong-lockfile');
  });

  it('refuses code that does not export what is asked or throws', async () => {
    const { dir } = temp.build();
    expect(await asyncRefusalOf(() => loadRelease(dir, options({ exports: ['strategy', 'Engine'] })))).toMatchObject({
      code: 'release-missing-export',
    });
    const throwing = temp.build("throw new Error('on load');\n").dir;
    const error = await asyncRefusalOf(() => loadRelease(throwing, options()));
    expect(error.code).toBe('release-code-failed');
    expect(error.message).toContain('on load');
  });

  it('runs in a process of its own after the sources are gone', async () => {
    const sample = new SamplePackage();
    const bytes = await bundleStrategy(sample.bundle());
    sample.remove();
    const { dir } = temp.build(new TextDecoder().decode(bytes));
    expect(runElsewhere(dir, 'console.log(exports.strategy.name, new exports.Engine().process(41))')).toBe(
      'sample 41\n',
    );
  });

  it('names the release and the line, not its bytes, where its code throws', () => {
    const { dir, id } = temp.build("export const strategy = () => {\n  throw new Error('later');\n};\n");
    const stack = runElsewhere(dir, 'try { exports.strategy(); } catch (error) { console.log(error.stack); }');
    expect(stack).toContain(`release-${id}/code/strategy.mjs:2:`);
    expect(stack).not.toContain('base64');
  });
});

/** What a script prints in a fresh process that has loaded the release; it knows its `exports`. */
function runElsewhere(dir: string, use: string): string {
  const loader = join(repositoryRoot, 'src/promotion/release/load-release.ts');
  const keys = join(repositoryRoot, 'src/promotion/release/keys.ts');
  const script = `
    import { loadRelease } from ${JSON.stringify(loader)};
    import { readTrustedKeys } from ${JSON.stringify(keys)};
    const { runtime } = ${JSON.stringify(options())};
    const trustedKeys = readTrustedKeys(${JSON.stringify(temp.home)});
    const { exports } = await loadRelease(${JSON.stringify(dir)}, { trustedKeys, runtime, exports: ['strategy'] });
    ${use}`;
  const args = ['--input-type=module', '-e', script];
  return spawnSync(process.execPath, args, { cwd: temp.home, encoding: 'utf8' }).stdout;
}
