// What stands between tslab and Jupyter, part by part, without a kernel.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as typescript from 'typescript-api';
import { expect, it } from 'vitest';
import { kernelspecOf } from '../../../src/kernel/spec/kernelspec.ts';
import { findKernelspec, removeKernelspec, writeKernelspec } from '../../../src/kernel/spec/kernelspec-files.ts';
import { PatientSender } from '../../../src/kernel/tslab/patient-sender.ts';
import { TSLAB_KERNEL_NAME, tslabKernelspecOf } from '../../../src/kernel/tslab/tslab-kernelspec.ts';
import { TslabOutput } from '../../../src/kernel/tslab/tslab-output.ts';
import { tslabParts } from '../../../src/kernel/tslab/tslab-parts.ts';
import { type SyntaxApi, writeLonghand } from '../../../src/kernel/tslab/write-longhand.ts';

function inFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-tslab-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it('without tslab the launcher says how to get it', () => {
  inFolder((root) => expect(() => tslabParts(root, root)).toThrow(/npm install --no-save tslab@/));
});

it('both kernels stand side by side, and each is removed alone', () => {
  inFolder((data) => {
    const place = { node: '/opt/node', root: '/opt/package' };
    writeKernelspec(data, kernelspecOf(place));
    writeKernelspec(data, tslabKernelspecOf(place), TSLAB_KERNEL_NAME);
    expect(findKernelspec(data, TSLAB_KERNEL_NAME)).toMatchObject({ kind: 'ours', spec: tslabKernelspecOf(place) });
    expect(removeKernelspec(data, TSLAB_KERNEL_NAME).kind).toBe('ours');
    expect(findKernelspec(data)).toMatchObject({ kind: 'ours', spec: kernelspecOf(place) });
  });
});

it('the version that is named is the one that is tested with', async () => {
  const { HOW_TO_GET_TSLAB } = await import('../../../src/kernel/tslab/tslab-kernelspec.ts');
  const { default: manifest } = await import(resolve(import.meta.dirname, '../../../package.json'), {
    with: { type: 'json' },
  });
  expect(HOW_TO_GET_TSLAB).toBe(`npm install --no-save tslab@${manifest.devDependencies.tslab}`);
});

it.each([
  ['f({ a, b: c, ...d })', 'f({ a: a, b: c, ...d })'],
  ['({ a, b = 1 } = c)', '({ a: a, b = 1 } = c)'],
  ['const { a } = b;\nfor (const x of y) g({\n  x,\n})', 'const { a } = b;\nfor (const x of y) g({\n  x: x,\n})'],
  ["f({ açã }, '{ y }') // { z }", "f({ açã: açã }, '{ y }') // { z }"],
])('objects are written in full: %s', (code, written) => {
  expect(writeLonghand(typescript as unknown as SyntaxApi, code)).toBe(written);
});

it('messages beyond what a socket takes at once wait for their turn', async () => {
  const sent: unknown[] = [];
  let free = 3;
  let isBusy = false;
  const sender = new PatientSender({
    close: () => undefined,
    send: async (parts) => {
      sent.push(parts);
    },
  });
  const busy = new PatientSender({
    close: () => undefined,
    send: (parts) => {
      if (isBusy) throw Object.assign(new Error('busy'), { code: 'EBUSY' });
      sent.push(parts);
      free -= 1;
      if (free > 0) return Promise.resolve();
      isBusy = true;
      return new Promise((taken) =>
        setTimeout(() => {
          isBusy = false;
          taken();
        }, 1),
      );
    },
  });
  const numbers = Array.from({ length: 20 }, (_, number) => number);
  for (const number of numbers) void busy.send(number);
  expect(sent).toEqual([0, 1, 2]);
  await busy.done();
  expect(sent).toEqual(numbers);
  await sender.send('at once');
  expect(sent.at(-1)).toBe('at once');
});

it('text is sent in few pieces, in order, and with the cell that wrote it', () => {
  const output = new TslabOutput();
  const got: string[] = [];
  const first = output.writer('stdout', (name, text) => got.push(`1 ${name} ${text}`));
  const errors = output.writer('stderr', (name, text) => got.push(`1 ${name} ${text}`));
  const second = output.writer('stdout', (name, text) => got.push(`2 ${name} ${text}`));
  first('begun;');
  for (let part = 0; part < 1000; part++) first('x');
  errors('é');
  second(Buffer.from('y'));
  output.flush();
  expect(got.join('|')).toMatch(/^1 stdout begun;\|(1 stdout x+\|)+1 stderr é\|2 stdout y$/);
  expect(got.length).toBeLessThan(8);
});
