// Takes away the beginning of a day and expects to be told, but not of what an instrument that trades seldom does every day.
import { describe, expect, it } from 'vitest';
import { lateOpen } from '../../../../src/core/quality/rows/late-open.ts';
import {
  cleanCandles,
  cleanTrades,
  contextFor,
  findingOf,
  foreignContext,
  picked,
  plantedFinding,
  without,
} from '../../../support/quality-sets.ts';

describe('late-open', () => {
  it('warns of a day whose first row comes long after the open', () => {
    const clean = cleanCandles();
    const finding = plantedFinding(
      lateOpen,
      contextFor('candles'),
      clean,
      without(clean, (row) => row < 271),
    );
    expect(finding).toMatchObject({ severity: 'warn', rows: 1, values: { lateUs: 271 * 60_000_000 } });
    expect(finding!.examples).toMatchObject([{ row: 0, what: 'first row at 13:31:00' }]);
  });

  it('accepts a first trade ten minutes after the open', () => {
    const clean = cleanTrades();
    const afterUs = contextFor('trades').session!.openUs + 600_000_000;
    const late = without(clean, (row) => clean.time_us![row]! < afterUs);
    expect(findingOf(lateOpen, contextFor('trades'), late)).toBeUndefined();
  });

  it('opens later on Ash Wednesday', () => {
    const context = contextFor('candles', { isoDay: '2018-02-14', instrument: 'WDOH18' });
    const { openUs } = context.session!;
    const shift = openUs - contextFor('candles').session!.openUs;
    const clean = cleanCandles();
    const moved = {
      ...clean,
      open_time_us: clean.open_time_us!.map((time) => time + shift),
      close_time_us: clean.close_time_us!.map((time) => time + shift),
    };
    expect(findingOf(lateOpen, context, moved)).toBeUndefined();
  });

  it('does not judge an option that traded a few times', () => {
    const terms = { ...contextFor('trades').terms, hours: { openMinute: 540, closeMinute: 1080 } };
    const few = picked(cleanTrades(), [1500, 1600, 2000]);
    expect(findingOf(lateOpen, foreignContext('trades', { terms }), few)).toBeUndefined();
  });
});
