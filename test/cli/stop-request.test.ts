import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outcomeOf, repositoryRoot, startNode } from './support/qt.ts';

const script = join(import.meta.dirname, 'support', 'stop-request-process.ts');
const launcher = join(repositoryRoot, 'scripts', 'pinned.cjs');

function says(child: ChildProcess, word: string): Promise<void> {
  return new Promise((done) => {
    child.stdout!.on('data', (chunk: string) => {
      if (chunk.includes(word)) done();
    });
  });
}

// Windows ends a process at once in place of signalling it
describe.skipIf(process.platform === 'win32')('a request to stop', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('is %s, once or again after the end', async (signal) => {
    const child = startNode(script, []);
    const outcome = outcomeOf(child);
    await says(child, 'ready');
    const closed = says(child, 'closed');
    child.kill(signal);
    await closed;
    child.kill(signal);
    expect(await outcome).toMatchObject({ code: 0, stdout: 'ready\nasked to stop\nclosed\ndone\n' });
  });

  it('is the death of the launcher, which can pass nothing on any more', async () => {
    const child = startNode(launcher, [script]);
    const outcome = outcomeOf(child);
    await says(child, 'ready');
    child.kill('SIGKILL');
    expect(await outcome).toMatchObject({ code: null, stdout: 'ready\nthe launcher is gone\nclosed\ndone\n' });
  });

  it('reaches a process through the launcher', async () => {
    const child = startNode(launcher, [script]);
    const outcome = outcomeOf(child);
    await says(child, 'ready');
    child.kill('SIGINT');
    expect(await outcome).toMatchObject({ code: 0, stdout: 'ready\nasked to stop\nclosed\ndone\n' });
  });
});
