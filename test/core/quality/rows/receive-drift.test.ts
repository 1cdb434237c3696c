// Lets the receiving clock drift over the day and expects the trend.
import { describe, expect, it } from 'vitest';
import { receiveDrift } from '../../../../src/core/quality/rows/receive-drift.ts';
import { changed, cleanTrades, contextFor, findingOf, plantedFinding } from '../../../support/quality-sets.ts';

const clean = cleanTrades();
const context = contextFor('trades');
const openUs = context.session!.openUs;

describe('receive-drift', () => {
  it('warns of a clock that loses 100 ms an hour', () => {
    const planted = changed(clean, 'received_us', (received, row) => {
      return received - Math.round((100_000 * (clean.time_us![row]! - openUs)) / 3_600_000_000);
    });
    const finding = plantedFinding(receiveDrift, context, clean, planted);
    expect(finding).toMatchObject({ severity: 'warn', rows: 3000 });
    expect(finding!.values!.trendUsPerHour).toBeGreaterThan(-101_000);
    expect(finding!.values!.trendUsPerHour).toBeLessThan(-99_000);
    expect(finding!.values!.changeUs).toBeGreaterThan(900_000);
  });

  it('warns of a clock that was set within the day, and names the quarters of an hour', () => {
    const planted = changed(clean, 'received_us', (received) => received + 2_000_000, 1500);
    const finding = plantedFinding(receiveDrift, context, clean, planted);
    expect(finding!.examples).toHaveLength(2);
    expect(finding!.detail).toContain('2.001 s');
  });

  it('says nothing of a constant offset, however large', () => {
    const planted = changed(clean, 'received_us', (received) => received - 3_600_000_000);
    expect(findingOf(receiveDrift, context, planted)).toBeUndefined();
  });
});
