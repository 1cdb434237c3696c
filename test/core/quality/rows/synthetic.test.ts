// Marks a part as made by a program and expects a note for every kind.
import { describe, expect, it } from 'vitest';
import { synthetic } from '../../../../src/core/quality/rows/synthetic.ts';
import { cleanTrades, contextFor, findingOf } from '../../../support/quality-sets.ts';

describe('synthetic', () => {
  it.each(['synthetic', 'simulated'] as const)('notes %s rows', (provenance) => {
    const finding = findingOf(synthetic, contextFor('trades', { provenance }), cleanTrades());
    expect(finding).toMatchObject({ severity: 'note', rows: 3000, values: { provenance } });
    expect(finding!.detail).toContain('live');
  });

  it('says nothing of the exchange', () => {
    expect(findingOf(synthetic, contextFor('trades'), cleanTrades())).toBeUndefined();
  });
});
