import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { repositoryRoot, temporaryFolder, WarmQt } from './support/qt.ts';

const data = temporaryFolder('kernel');
const folder = join(data, 'kernels', 'quantumtrader');
process.env.JUPYTER_DATA_DIR = data;
delete process.env.JUPYTER_PATH;
const qt = new WarmQt();

beforeEach(() => rmSync(join(data, 'kernels'), { recursive: true, force: true }));

it('the kernel is installed for a person, replaced, found by the doctor and removed', async () => {
  expect(await qt.json('kernel', 'install')).toMatchObject({ name: 'quantumtrader', folder, replaced: null });
  const { argv } = JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8')) as { readonly argv: string[] };
  expect(argv).toContain(join(repositoryRoot, 'src', 'kernel', 'kernel-main.ts'));
  expect(await qt.json('kernel', 'install')).toMatchObject({ replaced: repositoryRoot });

  type Checks = { readonly checks: readonly { readonly id: string; readonly state: string }[] };
  const { checks } = await qt.json<Checks>('kernel', 'doctor');
  const ids = ['node', 'packages', 'ports', 'start', 'kernelspec', 'jupyter', 'nbconvert'];
  expect(checks.map(({ id }) => id)).toEqual(ids);
  expect(checks.find(({ id }) => id === 'kernelspec')).toMatchObject({ state: 'ok' });

  expect(await qt.json('kernel', 'uninstall')).toMatchObject({ removed: true });
  expect(existsSync(folder)).toBe(false);
  expect(await qt.json('kernel', 'uninstall')).toMatchObject({ removed: false });
}, 120_000);

it('a second kernel, on tslab, stands beside it and is removed alone', async () => {
  await qt.json('kernel', 'install');
  const second = join(data, 'kernels', 'quantumtrader-tslab');
  const installed = await qt.json('kernel', 'install', '--tslab');
  expect(installed).toMatchObject({ name: 'quantumtrader-tslab', folder: second, replaced: null });
  const { argv } = JSON.parse(readFileSync(join(second, 'kernel.json'), 'utf8')) as { readonly argv: string[] };
  expect(argv).toContain(join(repositoryRoot, 'src', 'kernel', 'tslab', 'tslab-main.ts'));
  expect(await qt.json('kernel', 'uninstall', '--tslab')).toMatchObject({ folder: second, removed: true });
  expect([existsSync(second), existsSync(folder)]).toEqual([false, true]);
}, 120_000);

it('a kernel of that name from elsewhere is left alone; the doctor tells of it with exit code 1', async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kernel.json'), '{"argv": ["python3"], "display_name": "x", "language": "python"}');
  const { code, stderr } = await qt.run('kernel', 'install');
  expect([code, stderr]).toEqual([1, expect.stringContaining('is not from this program; it was left alone')]);
  const examined = await qt.run('kernel', 'doctor');
  expect(examined.code).toBe(1);
  expect(examined.stderr).toMatch(/^ERROR {4}kernelspec: .* is not from this program/m);
}, 120_000);

it('goes below a prefix, but not to two places', async () => {
  const prefix = join(data, 'venv');
  expect((await qt.run('kernel', 'install', '--prefix', prefix)).code).toBe(0);
  expect(existsSync(join(prefix, 'share', 'jupyter', 'kernels', 'quantumtrader', 'kernel.json'))).toBe(true);
  expect((await qt.run('kernel', 'install', '--prefix', prefix, '--user')).code).toBe(2);
});
