import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frontEndsCheck, nbconvertCheck } from '../../../src/kernel/spec/doctor/jupyter-checks.ts';
import type { KernelResult, Surroundings } from '../../../src/kernel/spec/doctor/kernel-check.ts';
import { kernelspecCheck } from '../../../src/kernel/spec/doctor/kernelspec-check.ts';
import { nodeCheck, packagesCheck } from '../../../src/kernel/spec/doctor/runtime-checks.ts';
import { portsCheck, trialCheck } from '../../../src/kernel/spec/doctor/start-checks.ts';
import { tryKernel } from '../../../src/kernel/spec/kernel-trial.ts';
import { type Kernelspec, kernelMain, kernelspecOf } from '../../../src/kernel/spec/kernelspec.ts';
import { writeKernelspec } from '../../../src/kernel/spec/kernelspec-files.ts';
import type { RunProgram } from '../../../src/kernel/spec/run-program.ts';

const root = resolve(import.meta.dirname, '../../..');
const node = process.execPath;
const spec = kernelspecOf({ node, root });
let data = '';
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'quantumtrader-doctor-'));
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

const nothingRuns: RunProgram = async () => undefined;

function surroundings(changed: Partial<Surroundings> = {}): Surroundings {
  return {
    ...{ root, spec, node: { kind: 'pinned', path: node }, run: nothingRuns, patienceMs: 20_000 },
    system: { platform: 'linux', environment: { JUPYTER_DATA_DIR: data }, homeFolder: data },
    asked: { platform: 'linux', hasApt: true, isRoot: true },
    ...changed,
  };
}

const state = ({ state: each }: Pick<KernelResult, 'state'>): string => each;

describe('Node and the packages', () => {
  it('a Node that is not there or does not run is an error that npm ci mends', async () => {
    const missing = await nodeCheck.run(surroundings({ node: { kind: 'missing', path: '/no/node' } }));
    expect(missing).toMatchObject({ state: 'error', command: 'npm ci' });
    expect(missing.found).toContain('/no/node');
    expect(await nodeCheck.run(surroundings())).toMatchObject({ state: 'error', command: 'npm ci' });
  });

  it('another version than the pinned one is a warning, an old one of the system an error', async () => {
    const saying =
      (text: string): RunProgram =>
      async () => ({ code: 0, text });
    const other = await nodeCheck.run(surroundings({ run: saying('v24.0.1\n') }));
    expect(other).toMatchObject({ state: 'warning', figures: { version: '24.0.1' } });
    const own = { kind: 'own', path: node } as const;
    expect(state(await nodeCheck.run(surroundings({ node: own, run: saying('v20.1.0\n') })))).toBe('error');
    expect(state(await nodeCheck.run(surroundings({ node: own, run: saying('v26.1.0\n') })))).toBe('warning');
  });

  it('a package that does not load is named with the reason', async () => {
    const run: RunProgram = async () => ({ code: 0, text: 'zeromq failed no prebuild\ntypescript-api loaded 6.0.3\n' });
    const outcome = await packagesCheck.run(surroundings({ run }));
    expect(outcome).toMatchObject({ state: 'error', command: 'npm ci' });
    expect(outcome.found).toBe('zeromq does not load: no prebuild, typescript-api loads (6.0.3)');
    expect(state(await packagesCheck.run(surroundings()))).toBe('error');
  });
});

describe('a start of the kernel', () => {
  it('is answered, and the kernel is ended again', async () => {
    const outcome = await trialCheck.run(surroundings());
    expect(outcome.found).toMatch(/^QuantumTrader .* answered after \d+\.\d s$/);
    expect(state(outcome)).not.toBe('error');
  });

  it.each([
    ['cannot be started', ['/no/such/node'], /could not be started/],
    ['ends', [node, '-e', 'console.error("boom"); process.exit(3)'], /^it ended with exit code 3$/],
    ['says nothing', [node, '-e', 'setTimeout(() => {}, 60_000)'], /^it has not answered for 0\.3 s$/],
  ])('of one that %s fails with the reason', async (_, argv, reason) => {
    const trial = await tryKernel({ argv, folder: data, patienceMs: argv[2]?.includes('60_000') ? 300 : 20_000 });
    expect(trial).toMatchObject({ kind: 'failed', reason: expect.stringMatching(reason) });
    if (trial.kind === 'failed' && argv[2]?.includes('boom')) expect(trial.output).toContain('boom');
  });

  it('finds free ports', async () => {
    expect(state(await portsCheck.run(surroundings()))).toBe('ok');
  });
});

describe('the kernelspec that other front ends find', () => {
  const found = async (written: Kernelspec) => {
    writeKernelspec(data, written);
    return kernelspecCheck.run(surroundings());
  };

  it('is missing: a warning, since qt notebook brings its own', async () => {
    expect(await kernelspecCheck.run(surroundings())).toMatchObject({ state: 'warning', command: 'qt kernel install' });
  });

  it('of this checkout is right; of another one, with missing files or other options it is an error', async () => {
    expect(state(await found(spec))).toBe('ok');
    const [first = '', ...rest] = spec.argv;
    const gone = await found({ ...spec, argv: ['/gone/node', ...rest] });
    expect(gone).toMatchObject({ state: 'error', command: 'qt kernel install' });
    expect(gone.found).toContain('/gone/node');
    expect((await found({ ...spec, argv: [first, kernelMain(root)] })).found).toContain('other options');
    const other = await found({ ...spec, metadata: { quantumtrader: { root: '/other' } } });
    expect(other.found).toContain('another checkout, /other');
  });

  it('is looked for where Jupyter itself looks', async () => {
    const elsewhere = join(data, 'of-a-python');
    writeKernelspec(elsewhere, spec);
    const run: RunProgram = async () => ({ code: 0, text: `a warning\n${JSON.stringify({ data: [elsewhere] })}` });
    expect((await kernelspecCheck.run(surroundings({ run }))).found).toContain(elsewhere);
  });
});

describe('Jupyter and nbconvert', () => {
  it('missing ones are warnings with the command that brings them', async () => {
    const jupyter = await frontEndsCheck.run(surroundings());
    expect(jupyter).toMatchObject({ state: 'warning', advice: expect.stringContaining('VS Code') });
    expect(jupyter.command).toBe('apt-get install -y --no-install-recommends jupyter-notebook');
    expect(await nbconvertCheck.run(surroundings())).toMatchObject({
      state: 'warning',
      command: expect.stringContaining('jupyter-nbconvert'),
    });
  });

  it('the Python of nbconvert is the first that has it', async () => {
    const run: RunProgram = async (program) =>
      program === '/usr/bin/python3' ? { code: 0, text: '/usr/bin/python3 6.5.3 0.7.2\n' } : { code: 1, text: '' };
    const { found } = await nbconvertCheck.run(surroundings({ run }));
    expect(found).toBe('nbconvert 6.5.3 with nbclient 0.7.2 in the Python at /usr/bin/python3');
  });
});
