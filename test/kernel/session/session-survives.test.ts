// Cells that would have kept a session from running others; the session that goes on after each.
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SessionFolder, sessionFolder } from './session-folder.ts';
import { plain, SessionProcess, textOf } from './session-process.ts';

const NEVER = "{ [Symbol.for('Jupyter.display')]: () => new Promise(() => {}) }";
const UNSEEN = "{ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('not to be seen') } }";
const PAUSE_MS = 200;

let folder: SessionFolder;
let session: SessionProcess;
beforeAll(() => {
  folder = sessionFolder();
  session = new SessionProcess(folder.root, folder.notebooks);
});
afterEach(async () => {
  expect(await session.show('1 + 1')).toBe('2');
});
afterAll(async () => {
  await session.close();
  rmSync(folder.root, { recursive: true, force: true });
});

it.each([[`display(${NEVER})`], [`(${NEVER})`]])(
  'a display that never ends is interrupted, and no later cell waits for it: %s',
  async (code) => {
    const shown = session.show(code);
    await sleep(PAUSE_MS);
    session.interrupt();
    expect(await shown).toBe('Interrupted: The cell was interrupted');
  },
);

it('a display that never ends, begun by a timer, keeps no later cell', async () => {
  await session.run(`setTimeout(() => display(${NEVER}), 10); 0`);
  await sleep(PAUSE_MS);
});

it('a display that comes late is told with its cell, and waited for', async () => {
  const { events } = await session.run(
    "display({ [Symbol.for('Jupyter.display')]: async () => { await new Promise((done) => setTimeout(done, 50)); return { 'text/plain': 'late' } } }); 1",
  );
  expect(events.map(({ kind }) => kind)).toEqual(['display', 'result']);
});

it('process.exit in a timer is told, and ends nothing', async () => {
  await session.run('setTimeout(() => process.exit(4), 10)');
  await sleep(PAUSE_MS);
  const told = (await session.later()).find(({ kind }) => kind === 'error');
  expect(told).toMatchObject({ error: { name: 'ExitError', message: expect.stringContaining('process.exit(4)') } });
});

describe('an error that cannot be looked at', () => {
  it('is told as far as it can be', async () => {
    const told = await session.traceback(`throw Object.assign(new RangeError('x'), { cause: ${UNSEEN} })`);
    expect(told).toContain('RangeError: x\n    at (cell ');
    expect(told).toContain('caused by: what was thrown could not be shown');
  });

  it.each([
    `throw ${UNSEEN}`,
    "throw { get message() { throw new Error('no') }, stack: '' }",
    "throw new Proxy(new Error('x'), { get() { throw new Error('no') } })",
    "throw new Proxy({}, { getPrototypeOf() { throw new Error('no') } })",
    "throw Object.assign(new AggregateError([]), { name: { toString() { throw new Error('no') } } })",
  ])('is told to be so: %s', async (code) => {
    expect(await session.show(code)).toBe('Thrown: what was thrown could not be shown');
  });

  it('is told where nobody waited for it', async () => {
    await session.run(`void Promise.reject(Object.assign(new RangeError('x'), { cause: ${UNSEEN} })); 1`);
    await sleep(PAUSE_MS);
    const [told] = (await session.later()).filter(({ kind }) => kind === 'error');
    expect(told).toMatchObject({ error: { name: 'RangeError', message: 'x' } });
    expect(plain(told?.kind === 'error' ? told.error.traceback.join('\n') : '')).toContain('could not be shown');
  });
});

it('variables that cannot be looked at are no matter for the memory', async () => {
  await session.run(`const { proxy: gone, revoke } = Proxy.revocable([], {}); revoke();
    const odd = new Proxy({}, { getPrototypeOf() { throw new Error('no') } });
    const under = Object.create(odd);
    class Unnamed { static get name(): string { throw new Error('no') } }
    const unnamed = new Unnamed();
    class Short extends Float64Array { override get length(): number { throw new Error('no') } }
    const short = new Short(3)`);
  expect(await session.show("memory().variables.map(({ name, kind }) => name + ' ' + kind).sort().join()")).toBe(
    "'Short function,Unnamed function,gone Proxy,odd Proxy,revoke function,short Short(3),under object,unnamed object'",
  );
  const { reply, events } = await session.run('const large = new Float64Array(1.4e8)');
  expect(reply.kind).toBe('ok');
  expect(textOf(events, 'stderr')).toMatch(/The largest variables: large 1\.1 GB/);
});
