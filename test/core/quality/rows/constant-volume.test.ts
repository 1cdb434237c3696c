// Repeats a volume over many candles and expects the run; single lots may repeat longer.
import { describe, expect, it } from 'vitest';
import { constantVolume } from '../../../../src/core/quality/rows/constant-volume.ts';
import { changed, cleanCandles, contextFor, findingOf, plantedFinding } from '../../../support/quality-sets.ts';

const clean = cleanCandles();
const context = contextFor('candles');

describe('constant-volume', () => {
  it('warns of twenty candles of one volume, and not of nineteen', () => {
    const finding = plantedFinding(
      constantVolume,
      context,
      clean,
      changed(clean, 'volume', () => 777, 100, 120),
    );
    expect(finding).toMatchObject({
      severity: 'warn',
      rows: 20,
      examples: [{ row: 100, what: '20 candles of 777 from 10:40:00' }],
    });
    expect(
      findingOf(
        constantVolume,
        context,
        changed(clean, 'volume', () => 777, 100, 119),
      ),
    ).toBeUndefined();
  });

  it('tells of a run that still goes on', () => {
    expect(
      findingOf(
        constantVolume,
        context,
        changed(clean, 'volume', () => 777, 500),
        false,
      ),
    ).toMatchObject({ rows: 70 });
  });

  it('lets single lots repeat, and leaves zeros to zero-volume', () => {
    expect(
      findingOf(
        constantVolume,
        context,
        changed(clean, 'volume', () => 1, 100, 200),
      ),
    ).toBeUndefined();
    expect(
      findingOf(
        constantVolume,
        context,
        changed(clean, 'volume', () => 1, 100, 220),
      ),
    ).toMatchObject({ rows: 120 });
    expect(
      findingOf(
        constantVolume,
        context,
        changed(clean, 'volume', () => 0),
      ),
    ).toBeUndefined();
  });
});
