// Takes messages away and expects the places and how many numbers are missing.
import { describe, expect, it } from 'vitest';
import { ORDER_SNAPSHOT } from '../../../../src/core/market/order-message.ts';
import { sequenceGap } from '../../../../src/core/quality/rows/sequence-gap.ts';
import {
  changed,
  cleanLevels,
  cleanOrders,
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
    expect(finding).toMatchObject({ severity: 'warn', rows: 2, values: { missing: 8, isShared: 0 } });
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
    expect(finding).toMatchObject({ severity: 'warn', rows: 2999, values: { missing: 5998, isShared: 1 } });
    expect(finding!.detail).toContain('extract');
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
