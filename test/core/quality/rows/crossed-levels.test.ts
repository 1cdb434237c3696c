// Loses the deletions of a book and expects the messages after which it is crossed.
import { describe, expect, it } from 'vitest';
import { BOOK_ASK, BOOK_MORE } from '../../../../src/core/market/event-record.ts';
import { crossedLevels } from '../../../../src/core/quality/rows/crossed-levels.ts';
import { changed, cleanLevels, contextFor, findingOf, plantedFinding } from '../../../support/quality-sets.ts';

const clean = cleanLevels();
const context = contextFor('levels');

describe('crossed-levels', () => {
  it('warns of a level that crosses the other side and stays', () => {
    // row 501 ends a message: a bid where asks rest, for the rest of the first half of the day
    const planted = changed(
      changed(clean, 'price', () => 5455, 501, 502),
      'flags',
      () => 0,
      501,
      502,
    );
    const finding = plantedFinding(crossedLevels, context, clean, planted);
    expect(finding).toMatchObject({ severity: 'warn' });
    expect(finding!.examples[0]).toMatchObject({ row: 501, what: expect.stringContaining('bid 5455 ask') });
    expect(finding!.rows).toBeGreaterThan(200);
  });

  it('looks only where a message ends', () => {
    let planted = changed(clean, 'price', () => 5455, 500, 502);
    planted = changed(planted, 'flags', (_, row) => (row === 500 ? BOOK_MORE : 0), 500, 502);
    planted = changed(planted, 'quantity', (_, row) => (row === 500 ? 7 : 0), 500, 502);
    expect(findingOf(crossedLevels, context, planted)).toBeUndefined();
  });

  it('refuses a day whose sides were exchanged', () => {
    const planted = changed(clean, 'flags', (flags) => flags ^ BOOK_ASK);
    expect(plantedFinding(crossedLevels, context, clean, planted)).toMatchObject({ severity: 'refuse' });
  });

  it('passes over differences that are older than the snapshot before them', () => {
    let planted = changed(clean, 'price', () => 5455, 30, 31);
    planted = changed(
      changed(planted, 'flags', () => 0, 30, 31),
      'sequence',
      () => -1,
      30,
      31,
    );
    expect(findingOf(crossedLevels, context, planted)).toBeUndefined();
  });
});
