// A command of qt in its own process: its answer, its refusal, or its end when nobody wants it any more.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runStep } from '../../../src/runner/retraining/run-step.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';

describe('a step of a training', () => {
  const home = temporaryFolder('step');
  const logFile = join(home, 'log.txt');
  const step = (signal: AbortSignal, ...args: readonly string[]) => runStep(args, { home, logFile, signal });

  it('gives the object that the command printed, or its complaint', async () => {
    const never = new AbortController().signal;
    expect(await step(never, 'strategies')).toMatchObject({ kind: 'done', value: { strategies: expect.any(Array) } });
    expect(await step(never, 'candles', 'WDOU25', '--day', 'never')).toEqual({
      kind: 'failed',
      reason: 'qt candles: never is no day. Write the day as YYYY-MM-DD',
    });
    expect(readFileSync(logFile, 'utf8')).toContain('$ qt candles WDOU25 --day never\nqt candles: never is no day');
  }, 30_000);

  it('is ended at once when it is not wanted any more, and is not begun after that', async () => {
    const ending = new AbortController();
    const running = step(ending.signal, 'train', '--synthetic-days', '500', '--out', join(home, 'model'));
    setTimeout(() => ending.abort('a session begins'), 300);
    expect(await running).toEqual({ kind: 'failed', reason: 'a session begins' });
    expect(await step(ending.signal, 'strategies')).toEqual({ kind: 'failed', reason: 'a session begins' });
  });
});
