// The memory of a session, as its cells ask for it and are told of it.
import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { sessionFolder } from './session-folder.ts';
import { SessionProcess, textOf } from './session-process.ts';

const folder = sessionFolder();
const session = new SessionProcess(folder.root, folder.notebooks);
afterAll(async () => {
  await session.close();
  rmSync(folder.root, { recursive: true, force: true });
});

it('is shown with the variables that hold most of it, not those that were given up', async () => {
  await session.run('let frame = new Float64Array(1e6); const small = [1]; let gone: unknown = new Float64Array(2e6)');
  await session.run('gone = undefined');
  expect(await session.show('memory().variables.map(({ name, bytes }) => [name, bytes]).join()')).toMatch(
    /^'frame,8000000,small,\d+,gone,0'$/,
  );
  expect(await session.show('memory()')).toMatch(
    /^The process holds [\d.]+ MB: .*\nframe +8\.0 MB {2}Float64Array\(1000000\)\n/,
  );
});

it('is told of by a cell that takes much of it', async () => {
  expect(textOf((await session.run('1')).events, 'stderr')).toBe('');
  const { events } = await session.run('const ticks = new Float64Array(1.4e8)');
  expect(textOf(events, 'stderr')).toMatch(
    /^This cell made the session grow by 1\.1 GB, .*: ticks 1\.1 GB, frame 8\.0 MB/,
  );
  expect(textOf((await session.run('1')).events, 'stderr')).toBe('');
});
