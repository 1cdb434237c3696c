// Gives the sizes of the full contract to the mini one and expects a refusal, once there are enough of them.
import { describe, expect, it } from 'vitest';
import { multiplesOfFive } from '../../../../src/core/quality/rows/multiples-of-five.ts';
import {
  changed,
  cleanCandles,
  cleanTrades,
  contextFor,
  findingOf,
  picked,
  plantedFinding,
} from '../../../support/quality-sets.ts';

const clean = cleanTrades();
const full = changed(clean, 'quantity', (quantity) => 5 * quantity);

describe('multiples-of-five', () => {
  it('refuses WDO whose every trade is a multiple of five', () => {
    const finding = plantedFinding(multiplesOfFive, contextFor('trades'), clean, full);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 3000, examples: [{ row: 0 }] });
    expect(finding!.detail).toContain('DOL');
  });

  it('refuses candles of WIN with the volumes of IND', () => {
    const candles = cleanCandles();
    const planted = changed(candles, 'volume', (volume) => 5 * volume);
    const finding = plantedFinding(multiplesOfFive, contextFor('candles', { instrument: 'WINV25' }), candles, planted);
    expect(finding!.detail).toContain('IND');
  });

  it('needs three hundred trades, and accepts a day with a single other size', () => {
    const few = picked(
      full,
      Array.from({ length: 299 }, (_, row) => row),
    );
    expect(findingOf(multiplesOfFive, contextFor('trades'), few)).toBeUndefined();
    expect(
      findingOf(
        multiplesOfFive,
        contextFor('trades'),
        changed(full, 'quantity', () => 7, 2999),
      ),
    ).toBeUndefined();
  });

  it('says nothing of the full contract', () => {
    expect(findingOf(multiplesOfFive, contextFor('trades', { instrument: 'DOLU25' }), full)).toBeUndefined();
  });
});
