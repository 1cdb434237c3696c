// Takes away the end of a day and expects to be told once the day is over, and not before.
import { describe, expect, it } from 'vitest';
import { earlyEnd } from '../../../../src/core/quality/rows/early-end.ts';
import { cleanCandles, contextFor, findingOf, plantedFinding, without } from '../../../support/quality-sets.ts';

const clean = cleanCandles();
const context = contextFor('candles');
const cut = without(clean, (row) => row >= 15);

describe('early-end', () => {
  it('warns of a day whose last row ends long before the close', () => {
    const finding = plantedFinding(earlyEnd, context, clean, cut);
    expect(finding).toMatchObject({ severity: 'warn', rows: 1, values: { earlyUs: 555 * 60_000_000 } });
    expect(finding!.examples).toMatchObject([{ row: 14, what: 'last row at 09:15:00' }]);
  });

  it('waits until the day is over', () => {
    expect(findingOf(earlyEnd, context, cut, false)).toBeUndefined();
    expect(findingOf(earlyEnd, { ...context, nowUs: context.session!.closeUs - 1 }, cut)).toBeUndefined();
  });

  it('accepts a last row a quarter of an hour before the close', () => {
    expect(
      findingOf(
        earlyEnd,
        context,
        without(clean, (row) => row >= 555),
      ),
    ).toBeUndefined();
    expect(
      findingOf(
        earlyEnd,
        context,
        without(clean, (row) => row >= 554),
      ),
    ).toBeDefined();
  });
});
