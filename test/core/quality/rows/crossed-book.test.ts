// Crosses quotes and expects few to be noted, many to be warned of, and exchanged sides to be refused.
import { describe, expect, it } from 'vitest';
import { crossedBook } from '../../../../src/core/quality/rows/crossed-book.ts';
import { changed, cleanQuotes, contextFor, findingOf, plantedFinding } from '../../../support/quality-sets.ts';

const clean = cleanQuotes();
const context = contextFor('quotes');
const crossedTo = (from: number, to: number) => changed(clean, 'ask', (_, row) => clean.bid![row]! - 1, from, to);

describe('crossed-book', () => {
  it('notes single quotes', () => {
    const finding = plantedFinding(crossedBook, context, clean, crossedTo(50, 53));
    expect(finding).toMatchObject({ severity: 'note', rows: 3 });
    expect(finding!.examples.map(({ row }) => row)).toEqual([50, 51, 52]);
  });

  it('warns of a stretch, and tells how long it was', () => {
    const finding = plantedFinding(crossedBook, context, clean, crossedTo(50, 150));
    expect(finding).toMatchObject({ severity: 'warn', rows: 100 });
    expect(finding!.values!.totalUs as number).toBeGreaterThan(800_000_000);
  });

  it('refuses a day on which bid and ask were exchanged', () => {
    const planted = { ...clean, bid: clean.ask!, ask: clean.bid! };
    const finding = plantedFinding(crossedBook, context, clean, planted);
    expect(finding!.severity).toBe('refuse');
    expect(finding!.detail).toContain('exchanged');
  });

  it('accepts the crossed book before the first trade, and after the close', () => {
    expect(findingOf(crossedBook, context, crossedTo(0, 40))).toBeUndefined();
    const late = changed(crossedTo(2900, 3000), 'time_us', () => context.session!.closeUs, 2900, 3000);
    expect(findingOf(crossedBook, context, late)).toBeUndefined();
  });
});
