// Tells messages a second time and expects them; a part out of the order of its source is refused.
import { describe, expect, it } from 'vitest';
import { sequenceBack } from '../../../../src/core/quality/rows/sequence-back.ts';
import { changed, cleanTrades, contextFor, picked, plantedFinding } from '../../../support/quality-sets.ts';

const clean = cleanTrades();
const all = Array.from({ length: 3000 }, (_, row) => row);

describe('sequence-back', () => {
  it('warns of messages told again', () => {
    const planted = picked(clean, [...all.slice(0, 51), 40, ...all.slice(51)]);
    const finding = plantedFinding(sequenceBack, contextFor('trades'), clean, planted);
    expect(finding).toMatchObject({ severity: 'warn', rows: 1 });
    expect(finding!.examples).toMatchObject([{ row: 51, what: expect.stringContaining('41 after 51') }]);
  });

  it('refuses a part that is not in the order of its source', () => {
    const planted = changed(clean, 'sequence', (number) => ((number * 1009) % 3000) + 1);
    expect(plantedFinding(sequenceBack, contextFor('trades'), clean, planted)).toMatchObject({ severity: 'refuse' });
  });
});
