// Cuts pieces out of a day and expects those that the hours around them do not explain.
import { describe, expect, it } from 'vitest';
import { sessionGap } from '../../../../src/core/quality/rows/session-gap.ts';
import {
  changed,
  cleanCandles,
  cleanQuotes,
  cleanTrades,
  contextFor,
  findingOf,
  picked,
  plantedFinding,
  rowCountOf,
  without,
} from '../../../support/quality-sets.ts';

const trades = cleanTrades();
const candles = cleanCandles();

function cutBetween(fromMinute: number, toMinute: number) {
  const { midnightUs } = contextFor('trades');
  const [fromUs, toUs] = [midnightUs + fromMinute * 60_000_000, midnightUs + toMinute * 60_000_000];
  return without(trades, (row) => trades.time_us![row]! >= fromUs && trades.time_us![row]! < toUs);
}

describe('session-gap', () => {
  it('warns of half an hour without trades in a liquid day', () => {
    const finding = plantedFinding(sessionGap, contextFor('trades'), trades, cutBetween(700, 730));
    expect(finding).toMatchObject({ severity: 'warn', rows: 1 });
    expect(finding!.values!.longestUs as number).toBeGreaterThanOrEqual(29 * 60_000_000);
    expect(finding!.examples[0]!.what).toMatch(/^(29|30) min .*from 11:39/);
  });

  it('only notes a gap of three minutes', () => {
    const quotes = cleanQuotes(30_000);
    const { midnightUs } = contextFor('quotes');
    const fromUs = midnightUs + 700 * 60_000_000;
    const planted = without(
      quotes,
      (row) => quotes.time_us![row]! >= fromUs && quotes.time_us![row]! < fromUs + 180_000_000,
    );
    expect(plantedFinding(sessionGap, contextFor('quotes'), quotes, planted)).toMatchObject({
      severity: 'note',
      rows: 1,
    });
  });

  it('expects gaps where the hours around them are thin', () => {
    // every fifth minute has a trade: waits of ten minutes happen by chance
    const thin = picked(
      trades,
      Array.from({ length: 100 }, (_, at) => at * 30),
    );
    expect(findingOf(sessionGap, contextFor('trades'), thin)).toBeUndefined();
  });

  it('accepts single missing minutes of candles, and warns of ten in a row', () => {
    const single = without(candles, (row) => row % 50 === 20);
    expect(findingOf(sessionGap, contextFor('candles'), single)).toBeUndefined();
    const finding = plantedFinding(
      sessionGap,
      contextFor('candles'),
      candles,
      without(candles, (row) => row >= 300 && row < 310),
    );
    expect(finding).toMatchObject({
      severity: 'warn',
      rows: 1,
      values: { longestUs: 600_000_000, totalUs: 600_000_000 },
    });
    expect(finding!.examples).toMatchObject([{ row: 300, what: expect.stringContaining('10 min from 14:00:00') }]);
  });

  it('does not tell of a wait that ended in an auction', () => {
    const cut = cutBetween(700, 730);
    const first = cut.time_us!.findIndex((time) => time >= contextFor('trades').midnightUs + 730 * 60_000_000);
    const rows = Array.from({ length: rowCountOf(cut) }, (_, row) => row);
    const burst = picked(cut, [...rows.slice(0, first), ...new Array<number>(24).fill(first), ...rows.slice(first)]);
    expect(findingOf(sessionGap, contextFor('trades'), burst)).toBeUndefined();
  });

  it('says nothing where no hours are known', () => {
    expect(findingOf(sessionGap, contextFor('trades', { session: undefined }), cutBetween(700, 730))).toBeUndefined();
  });

  it('takes the start of a candle whose end was misread', () => {
    const lost = without(candles, (row) => row >= 300 && row < 310);
    const expected = findingOf(sessionGap, contextFor('candles'), lost);
    for (const end of [Number.NEGATIVE_INFINITY, Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      const planted = changed(lost, 'close_time_us', () => end, 0, 1);
      expect(findingOf(sessionGap, contextFor('candles'), planted), `${end}`).toEqual(expected);
    }
  });
});
