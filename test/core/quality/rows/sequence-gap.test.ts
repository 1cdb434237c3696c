// Takes messages away and expects the places and how many numbers are missing.
import { describe, expect, it } from 'vitest';
import { ORDER_SNAPSHOT } from '../../../../src/core/market/order-message.ts';
import { sequenceGap } from '../../../../src/core/quality/rows/sequence-gap.ts';
import {
  changed,
  cleanLevels,
  cleanOrders,
  cleanQuotes,
  cleanTrades,
  contextFor,
  findingOf,
  lacking,
  plantedFinding,
  without,
} from '../../../support/quality-sets.ts';

describe('sequence-gap', () => {
  it('warns of messages that are missing', () => {
    const clean = cleanTrades();
    const planted = without(clean, (row) => (row >= 100 && row < 107) || row === 2000);
    const finding = plantedFinding(sequenceGap, contextFor('trades'), clean, planted);
    expect(finding).toMatchObject({ severity: 'warn', rows: 2, values: { missing: 8, isExtract: 0, isShared: 0 } });
    expect(finding!.examples).toMatchObject([
      { row: 100, what: expect.stringContaining('7 numbers before 108') },
      { row: 1993 },
    ]);
  });

  it('goes by the number that the source says must come before', () => {
    const clean = cleanLevels();
    // numbers that rise by ten are no gap while each message names the one before
    const tens = changed(
      changed(clean, 'sequence', (number) => number * 10),
      'previous_sequence',
      (number) => number * 10,
    );
    expect(findingOf(sequenceGap, contextFor('levels'), tens)).toBeUndefined();
    const planted = without(tens, (row) => row >= 520 && row < 524);
    expect(plantedFinding(sequenceGap, contextFor('levels'), tens, planted)).toMatchObject({
      rows: 1,
      values: { missing: 20 },
    });
  });

  it('tells an extract or shared numbers from lost messages', () => {
    const clean = cleanTrades();
    const planted = changed(clean, 'sequence', (number) => number * 3);
    const finding = plantedFinding(sequenceGap, contextFor('trades'), clean, planted);
    expect(finding).toMatchObject({ severity: 'warn', rows: 2999, values: { missing: 5998, isExtract: 1 } });
    expect(finding!.detail).toContain('extract');
  });

  it('only notes it of quotes and orders, which tell of a loss in other ways', () => {
    for (const [kind, clean] of [['quotes', cleanQuotes()] as const, ['orders', cleanOrders()] as const]) {
      const planted = changed(clean, 'sequence', (number) => number * 3);
      expect(findingOf(sequenceGap, contextFor(kind), planted)).toMatchObject({ severity: 'note' });
    }
  });

  it('knows numbers that the other kinds of the source have by the places of the rows', () => {
    const clean = cleanTrades();
    // a quote before every second trade, with a number of its own
    const places = changed(clean, 'order', (order) => order + Math.floor(order / 2));
    const shared = changed(places, 'sequence', (_number, row) => places.order![row]! + 7);
    expect(findingOf(sequenceGap, contextFor('trades'), shared)).toBeUndefined();
    const planted = changed(shared, 'sequence', (number) => number + 4, 500);
    const finding = plantedFinding(sequenceGap, contextFor('trades'), shared, planted);
    expect(finding).toMatchObject({ severity: 'warn', rows: 1, values: { missing: 4, isExtract: 0, isShared: 1 } });
    expect(finding!.detail).toContain('that no other kind of the source has');
    expect(finding!.examples).toMatchObject([{ row: 500, what: expect.stringContaining('4 numbers before') }]);
  });

  it('excuses nothing by quotes in between when trades have numbers of their own', () => {
    const clean = cleanTrades();
    const places = changed(clean, 'order', (order) => order * 9);
    const planted = without(places, (row) => row >= 100 && row < 107);
    const finding = plantedFinding(sequenceGap, contextFor('trades'), places, planted);
    expect(finding).toMatchObject({ rows: 1, values: { missing: 7, isShared: 0 } });
  });

  it('does not take a few rows in between for numbers that are shared', () => {
    const clean = cleanTrades(20);
    const planted = changed(
      changed(clean, 'order', (order) => order + 1, 10),
      'sequence',
      (number) => number + 1,
      10,
    );
    expect(findingOf(sequenceGap, contextFor('trades'), planted)).toMatchObject({ rows: 1, values: { isShared: 0 } });
  });

  it('takes a message that follows an earlier one for no gap', () => {
    const clean = cleanLevels();
    const overlapping = changed(clean, 'previous_sequence', (previous) => previous - 1, 500);
    expect(findingOf(sequenceGap, contextFor('levels'), overlapping)).toBeUndefined();
  });

  it('passes over snapshots of orders, whose numbers do not ascend', () => {
    const clean = cleanOrders();
    const numbers = changed(clean, 'sequence', (number) => 5000 + ((number * 7) % 40), 0, 40);
    expect(findingOf(sequenceGap, contextFor('orders'), numbers)).toBeDefined();
    const marked = changed(numbers, 'flags', (flags) => flags | ORDER_SNAPSHOT, 0, 40);
    expect(findingOf(sequenceGap, contextFor('orders'), marked)).toBeUndefined();
  });

  it('says nothing where messages have no numbers', () => {
    expect(findingOf(sequenceGap, contextFor('trades'), lacking(cleanTrades(), 'sequence'))).toBeUndefined();
  });
});
