// Datasets must be in the home folder with the bytes they were validated on.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES_VERSION } from '../../../src/core/quality/row-rules.ts';
import { datasetsGate } from '../../../src/promotion/gates/datasets-gate.ts';
import { sha256 } from '../support/sample-release.ts';

interface Changes {
  readonly provenance?: string;
  readonly format?: string;
  readonly findings?: readonly object[];
}

const refusal = { rule: 'gap', severity: 'refuse', rows: 1, detail: 'half a day is missing', examples: [] } as const;

function manifestWith(
  verdict: 'clean' | 'refuse',
  { provenance = 'exchange', format = 'csv', findings = verdict === 'refuse' ? [refusal] : [] }: Changes = {},
): string {
  const facts = { rows: 1, firstTimeUs: 0, lastTimeUs: 0, longestGapUs: 0, longestGapAtUs: 0, windows: [] };
  return JSON.stringify({
    ...{ schemaVersion: 2, instrument: 'WDOU25', kind: 'trades', day: '2025-08-05', rows: 1 },
    ...{ firstTimeUs: 0, lastTimeUs: 0, sha256: sha256('a'), provenance, sideSource: 'none' },
    sources: [{ file: 'a.csv', sha256: sha256('c'), format }],
    quality: { rulesVersion: RULES_VERSION, verdict, findings, facts },
    ...{ bookSource: 'none', adjusted: 'none', parameters: {}, toolVersion: '1' },
  });
}

describe('datasetsGate', () => {
  it('passes datasets that are there with the same bytes, and fails all else', async () => {
    const home = mkdtempSync(join(tmpdir(), 'datasets-'));
    mkdirSync(join(home, 'datasets'));
    writeFileSync(join(home, 'datasets/a.parquet'), 'a');
    writeFileSync(join(home, 'datasets/a.json'), manifestWith('clean'));
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
    writeFileSync(join(home, 'datasets/a.json'), manifestWith('refuse'));
    expect(await datasetsGate(home, [a])).toMatchObject({
      passed: false,
      reason: `${a.path} was refused by the quality gate`,
    });
    // one word of the manifest changed by hand
    writeFileSync(join(home, 'datasets/a.json'), manifestWith('clean', { findings: [refusal] }));
    expect(await datasetsGate(home, [a])).toMatchObject({
      passed: false,
      reason: `${a.path} says that the quality gate found it clean, which is not what it found`,
    });
    writeFileSync(join(home, 'datasets/a.json'), manifestWith('clean', { format: 'synthetic' }));
    expect(await datasetsGate(home, [a])).toMatchObject({
      passed: false,
      reason: `${a.path} says that it is of provenance exchange, and was made by qt synth`,
    });
    writeFileSync(
      join(home, 'datasets/a.json'),
      manifestWith('clean', { format: 'synthetic', provenance: 'synthetic' }),
    );
    expect((await datasetsGate(home, [a])).passed).toBe(true);
    expect((await datasetsGate(home, [])).passed).toBe(false);
    rmSync(home, { recursive: true });
  });
});
