import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('./interrupted-process.ts', import.meta.url));

it('stops every kind of endless cell, and the main thread works on afterwards', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-force-async-hooks-checks', script], {
    timeout: 20_000,
    killSignal: 'SIGKILL',
  });
  expect(stdout.trim().split('\n')).toEqual([
    ...[
      'busy loop',
      'forever await',
      'loop after an await',
      'loop after microtasks',
      'loop in a timer',
      'loop in an immediate',
      'loop that swallows errors',
      'busy loop again',
    ].map((interrupted) => JSON.stringify({ interrupted })),
    JSON.stringify({ done: true }),
  ]);
});
