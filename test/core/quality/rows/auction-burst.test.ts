// Plants an auction within the day, a wait and many trades at one price after it, and expects its trades.
import { describe, expect, it } from 'vitest';
import { auctionBurst } from '../../../../src/core/quality/rows/auction-burst.ts';
import { changed, cleanTrades, contextFor, findingOf, plantedFinding, without } from '../../../support/quality-sets.ts';

const context = contextFor('trades');
const clean = cleanTrades();
const [fromUs, toUs] = [context.midnightUs + 700 * 60_000_000, context.midnightUs + 715 * 60_000_000];
const cut = without(clean, (row) => clean.time_us![row]! >= fromUs && clean.time_us![row]! < toUs);
const first = cut.time_us!.findIndex((time) => time >= toUs);

function withBurst(trades: number) {
  const atOnce = changed(cut, 'time_us', () => cut.time_us![first]!, first, first + trades);
  const atPrice = changed(atOnce, 'price', () => 5450, first, first + trades);
  return changed(atPrice, 'price', () => 5451, first + trades, first + trades + 1);
}

describe('auction-burst', () => {
  it('notes the trades of an auction and the wait before it', () => {
    const finding = plantedFinding(auctionBurst, context, clean, withBurst(30));
    expect(finding).toMatchObject({ severity: 'note', rows: 30, values: { auctions: 1 } });
    expect(finding!.examples).toMatchObject([{ row: first, timeUs: cut.time_us![first] }]);
    expect(finding!.examples[0]!.what).toMatch(/^30 trades at 11:55.* after 15 min/);
  });

  it('takes fewer trades for a gap in the data', () => {
    expect(findingOf(auctionBurst, context, withBurst(19))).toBeUndefined();
  });
});
