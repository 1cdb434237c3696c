// Locks quotes and expects few of them to be noted and many to be warned of.
import { describe, expect, it } from 'vitest';
import { lockedBook } from '../../../../src/core/quality/rows/locked-book.ts';
import { changed, cleanQuotes, contextFor, findingOf, plantedFinding } from '../../../support/quality-sets.ts';

const clean = cleanQuotes();
const context = contextFor('quotes');

describe('locked-book', () => {
  it('notes single quotes whose sides are one price', () => {
    const planted = changed(clean, 'ask', (_, row) => clean.bid![row]!, 100, 118);
    const finding = plantedFinding(lockedBook, context, clean, planted);
    expect(finding).toMatchObject({ severity: 'note', rows: 18, values: { share: 0.006 } });
    expect(finding!.examples[0]).toMatchObject({ row: 100 });
  });

  it('warns when a fifth of the day is locked', () => {
    const planted = changed(clean, 'ask', (ask, row) => (row % 5 === 4 ? clean.bid![row]! : ask));
    expect(plantedFinding(lockedBook, context, clean, planted)).toMatchObject({ severity: 'warn', rows: 600 });
  });

  it('waits for the opening auction to be over', () => {
    const planted = changed(clean, 'ask', (_, row) => clean.bid![row]!, 0, 20);
    expect(findingOf(lockedBook, context, planted)).toBeUndefined();
  });

  it('says nothing of quotes with one side', () => {
    const planted = changed(
      changed(clean, 'ask', () => 0, 100, 200),
      'bid',
      () => 0,
      100,
      200,
    );
    expect(
      findingOf(
        lockedBook,
        context,
        changed(planted, 'flags', () => 0, 100, 200),
      ),
    ).toBeUndefined();
  });
});
