// The committed model, made again from its seed: the same bytes in every file.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { trainWdoRegime } from '../../../src/research/training/train-wdo-regime.ts';
import { SYNTHETIC_FROM } from '../../../src/runner/store-synthetic-day.ts';

const packageRoot = resolve(import.meta.dirname, '../../..');
const committed = join(packageRoot, 'models', 'wdo-regime');
const home = mkdtempSync(join(tmpdir(), 'committed-model-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('models/wdo-regime is what sixty synthetic days of seed 2027 give', async () => {
  const script = readFileSync(join(packageRoot, 'models', 'train-wdo-regime.ts'), 'utf8');
  for (const word of ["'60'", "'2027'", "'2'"]) expect(script).toContain(word);
  const span = { kind: 'synthetic', seed: 2027, days: 60, from: SYNTHETIC_FROM, edge: 2 } as const;
  const out = join(home, 'wdo-regime');
  await trainWdoRegime({ span, name: 'wdo-regime', out, packageRoot });
  const names = readdirSync(committed).sort();
  expect(readdirSync(out).sort()).toEqual(names);
  for (const name of names) {
    expect(readFileSync(join(out, name)).equals(readFileSync(join(committed, name))), name).toBe(true);
  }
}, 300_000);
