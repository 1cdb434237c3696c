// When a strategy that ends its engine is not tried again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  asksProtectOnly,
  FAILURES_MAX,
  type FailedRun,
  readFailed,
  writeFailed,
} from '../../../src/runner/live/failed-run.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const failure: FailedRun = {
  ...{ seq: 900, kind: 'trade', receivedTimeUs: 5, exchangeTimeUs: 4, error: 'no such thing', isProtectOnly: false },
};

function run(changes?: Partial<FailedRun>): string {
  const folder = mkdtempSync(join(tmpdir(), 'qt-failed-'));
  folders.push(folder);
  if (changes !== undefined) writeFailed(folder, { ...failure, ...changes });
  return folder;
}

describe('protect-only', () => {
  it('is asked for when the same event fails twice, whatever its number was', () => {
    expect(asksProtectOnly([run({})])).toBe(false);
    expect(asksProtectOnly([run({ seq: 17, error: 'else' }), run({})])).toBe(true);
    expect(asksProtectOnly([run({ seq: 17, exchangeTimeUs: 9 }), run({})])).toBe(true);
  });

  it('is not asked for by two failures that have nothing in common, and is by too many', () => {
    const different = (n: number): string => run({ seq: n, exchangeTimeUs: n, error: `error ${n}`, kind: `kind ${n}` });
    expect(asksProtectOnly([different(1), different(2)])).toBe(false);
    expect(asksProtectOnly(Array.from({ length: FAILURES_MAX }, (_, n) => different(n)))).toBe(true);
  });

  it('is not forgotten by a run between that was cut off, and goes on once it was asked for', () => {
    expect(asksProtectOnly([run(), run({}), run(), run({})])).toBe(true);
    expect(asksProtectOnly([run({ isProtectOnly: true })])).toBe(true);
  });

  it('a file that was cut off is no failure', () => {
    expect(readFailed(run())).toBeUndefined();
    expect(readFailed(run({}))).toEqual(failure);
  });
});
