// Gives every trade the same aggressor and expects it, once there are enough trades.
import { describe, expect, it } from 'vitest';
import { oneSided } from '../../../../src/core/quality/rows/one-sided.ts';
import { changed, cleanTrades, contextFor, findingOf, plantedFinding } from '../../../support/quality-sets.ts';

const clean = cleanTrades();
const context = contextFor('trades');

describe('one-sided', () => {
  it('refuses a day of one aggressor', () => {
    const finding = plantedFinding(
      oneSided,
      context,
      clean,
      changed(clean, 'aggressor', () => 2),
    );
    expect(finding).toMatchObject({ severity: 'refuse', rows: 3000 });
    expect(finding!.detail).toContain("seller's");
  });

  it('warns of some hundred, and accepts fewer', () => {
    const few = changed(
      changed(clean, 'aggressor', () => 0),
      'aggressor',
      () => 1,
      0,
      200,
    );
    expect(findingOf(oneSided, context, few)).toMatchObject({ severity: 'warn', rows: 200 });
    expect(
      findingOf(
        oneSided,
        context,
        changed(few, 'aggressor', () => 0, 0, 1),
      ),
    ).toBeUndefined();
  });

  it('accepts a day without aggressors, and one other trade', () => {
    expect(
      findingOf(
        oneSided,
        context,
        changed(clean, 'aggressor', () => 0),
      ),
    ).toBeUndefined();
    const other = changed(
      changed(clean, 'aggressor', () => 1),
      'aggressor',
      () => 2,
      2999,
    );
    expect(findingOf(oneSided, context, other)).toBeUndefined();
  });
});
