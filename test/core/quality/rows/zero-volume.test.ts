// Fills in candles without volume and expects them.
import { describe, expect, it } from 'vitest';
import { zeroVolume } from '../../../../src/core/quality/rows/zero-volume.ts';
import { changed, cleanCandles, contextFor, plantedFinding } from '../../../support/quality-sets.ts';

describe('zero-volume', () => {
  it('warns of candles in which nothing was traded', () => {
    const clean = cleanCandles();
    const finding = plantedFinding(
      zeroVolume,
      contextFor('candles'),
      clean,
      changed(clean, 'volume', () => 0, 30, 42),
    );
    expect(finding).toMatchObject({ severity: 'warn', rows: 12 });
    expect(finding!.examples).toHaveLength(10);
    expect(finding!.examples[0]).toMatchObject({ row: 30, what: '09:30:00' });
  });
});
