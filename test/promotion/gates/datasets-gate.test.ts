// Datasets must be in the home folder with the bytes they were validated on.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { datasetsGate } from '../../../src/promotion/gates/datasets-gate.ts';
import { sha256 } from '../support/sample-release.ts';

describe('datasetsGate', () => {
  it('passes datasets that are there with the same bytes, and fails all else', async () => {
    const home = mkdtempSync(join(tmpdir(), 'datasets-'));
    mkdirSync(join(home, 'datasets'));
    writeFileSync(join(home, 'datasets/a.parquet'), 'a');
    const a = { path: 'datasets/a.parquet', sha256: sha256('a') };
    const b = { path: 'datasets/b.parquet', sha256: sha256('b') };
    expect(await datasetsGate(home, [a])).toMatchObject({ passed: true, value: 1, limit: 1 });
    expect(await datasetsGate(home, [a, b])).toMatchObject({
      passed: false,
      value: 1,
      limit: 2,
      reason: `${b.path} is missing`,
    });
    expect(await datasetsGate(home, [{ ...a, sha256: b.sha256 }])).toMatchObject({ passed: false, value: 0 });
    expect((await datasetsGate(home, [])).passed).toBe(false);
    rmSync(home, { recursive: true });
  });
});
