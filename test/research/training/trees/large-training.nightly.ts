// Five million rows of 130 inputs are trained on within 4 GB, the rows themselves counted.
import { execFileSync } from 'node:child_process';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const LEAST_MACHINE_BYTES = 6e9;

it.skipIf(totalmem() < LEAST_MACHINE_BYTES)(
  'trains on 5,000,000 x 130 within 4 GB',
  () => {
    const file = join(import.meta.dirname, 'large-training.ts');
    const answer = execFileSync(process.execPath, [file, '5000000', '130', '5'], { encoding: 'utf8' });
    const { loss, peakBytes } = JSON.parse(answer) as { loss: number; peakBytes: number };
    console.log(`peak of memory ${(peakBytes / 1e9).toFixed(2)} GB`);
    expect(loss).toBeLessThan(0.6);
    expect(peakBytes).toBeLessThan(4e9);
  },
  1_800_000,
);
