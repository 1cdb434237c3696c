// Adds rows before orders are taken and after the close and expects them, apart from a whole day in a wrong time zone.
import { describe, expect, it } from 'vitest';
import { outsideSession } from '../../../../src/core/quality/rows/outside-session.ts';
import {
  changed,
  cleanCandles,
  cleanTrades,
  contextFor,
  findingOf,
  foreignContext,
  plantedFinding,
} from '../../../support/quality-sets.ts';

const clean = cleanTrades();
const context = contextFor('trades');
const { preOpenUs, closeUs } = context.session!;

describe('outside-session', () => {
  it('notes rows before orders are taken and after the close', () => {
    const early = changed(clean, 'time_us', () => preOpenUs - 1, 0, 1);
    const planted = changed(early, 'time_us', () => closeUs + 3_600_000_000, 2999);
    const finding = plantedFinding(outsideSession, context, clean, planted);
    expect(finding).toMatchObject({ severity: 'note', rows: 2, values: { before: 1, after: 1 } });
    expect(finding!.examples).toEqual([
      { row: 0, timeUs: preOpenUs - 1, what: '08:54:59.999999' },
      { row: 2999, timeUs: closeUs + 3_600_000_000, what: '19:30:00' },
    ]);
  });

  it('accepts trades reported within a minute after the close', () => {
    const planted = changed(clean, 'time_us', () => closeUs + 59_000_000, 2990);
    expect(findingOf(outsideSession, context, planted)).toBeUndefined();
  });

  it('refuses a day whose clock is shifted, by hours or by one', () => {
    const planted = changed(clean, 'time_us', (time) => time - 3 * 3_600_000_000);
    const finding = plantedFinding(outsideSession, context, clean, planted);
    expect(finding!.severity).toBe('refuse');
    expect(finding!.detail).toContain('about 3 h too early');
    for (const hours of [1, -1]) {
      const shifted = changed(clean, 'time_us', (time) => time + hours * 3_600_000_000);
      expect(findingOf(outsideSession, context, shifted)).toMatchObject({ severity: 'refuse' });
    }
  });

  it('goes by the hours of the instrument where no session is known, and says nothing without them', () => {
    const terms = { ...context.terms, hours: { openMinute: 600, closeMinute: 1000 } };
    expect(findingOf(outsideSession, foreignContext('trades', { terms }), clean)).toMatchObject({ severity: 'warn' });
    expect(findingOf(outsideSession, foreignContext('trades'), clean)).toBeUndefined();
  });

  it('judges candles by their start', () => {
    const candles = cleanCandles();
    const planted = changed(candles, 'open_time_us', () => closeUs + 60_000_000, 569);
    expect(plantedFinding(outsideSession, contextFor('candles'), candles, planted)).toMatchObject({ rows: 1 });
  });
});
