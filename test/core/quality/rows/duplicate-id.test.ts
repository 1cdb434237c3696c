// Stores a stretch of a day twice and expects it; removals of trades and feeds without numbers are left aside.
import { describe, expect, it } from 'vitest';
import { duplicateId } from '../../../../src/core/quality/rows/duplicate-id.ts';
import { changed, cleanTrades, contextFor, findingOf, picked, plantedFinding } from '../../../support/quality-sets.ts';

const clean = cleanTrades();
const context = contextFor('trades');
const all = Array.from({ length: 3000 }, (_, row) => row);

describe('duplicate-id', () => {
  it('refuses a stretch that stands there twice', () => {
    const planted = picked(clean, [...all.slice(0, 500), ...all.slice(400)]);
    const finding = plantedFinding(duplicateId, context, clean, planted);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 100 });
    expect(finding!.examples[0]).toMatchObject({ row: 500, what: expect.stringContaining('trade 4010 again') });
  });

  it('warns of two trades among thousands', () => {
    const planted = changed(clean, 'trade_id', () => 10, 2998);
    expect(plantedFinding(duplicateId, context, clean, planted)).toMatchObject({ severity: 'warn', rows: 2 });
  });

  it('finds numbers that do not ascend', () => {
    const shuffled = picked(
      clean,
      all.map((row) => (row * 1009) % 3000),
    );
    expect(findingOf(duplicateId, context, shuffled)).toBeUndefined();
    const planted = changed(shuffled, 'trade_id', () => shuffled.trade_id![7]!, 2999);
    expect(findingOf(duplicateId, context, planted)).toMatchObject({ rows: 1, examples: [{ row: 2999 }] });
  });

  it('leaves the removal of a trade aside, and feeds that give no numbers', () => {
    const correction = new Float64Array(3000);
    correction[900] = 1;
    const removed = { ...changed(clean, 'trade_id', () => 10, 900, 901), correction };
    expect(findingOf(duplicateId, context, removed)).toBeUndefined();
    expect(
      findingOf(
        duplicateId,
        context,
        changed(clean, 'trade_id', () => 0),
      ),
    ).toBeUndefined();
  });
});
