// Checks the candle chart of notebooks: every price where it belongs, gaps kept, limits kept, frames and columns alike.
import { describe, expect, it } from 'vitest';
import { Frame } from '../../../src/research/frames/frame.ts';
import { candlesFigure } from '../../../src/research/plots/candles-chart.ts';
import { NOTEBOOK_LIMITS } from '../../../src/research/plots/candles-figure.ts';
import { GAIN, LOSS } from '../../../src/research/plots/palette.ts';
import { generatedResult } from '../report/generated-result.ts';
import { faultOf, MINUTE_US, OPEN_US, THREE_CANDLES, traceOf } from './figure-input.ts';

describe('the candle chart', () => {
  it('has every price and volume of a day on a clock', () => {
    const figure = candlesFigure({ candles: THREE_CANDLES });
    expect(traceOf(figure, 'price')).toMatchObject({
      type: 'candlestick',
      x: ['2025-08-05 09:01:00', '2025-08-05 09:02:00', '2025-08-05 09:03:00'],
      open: THREE_CANDLES.open,
      high: THREE_CANDLES.high,
      low: THREE_CANDLES.low,
      close: THREE_CANDLES.close,
    });
    expect(traceOf(figure, 'volume').y).toEqual([10, 20, 30]);
  });

  it('takes a frame as it takes columns, and has no volume where there is none', () => {
    const { timeUs, volume, ...prices } = THREE_CANDLES;
    const frame = Frame.fromColumns({ close_time: timeUs, ...prices, volume }, { index: 'close_time', marks: 'end' });
    expect(candlesFigure({ candles: frame })).toEqual(candlesFigure({ candles: THREE_CANDLES }));
    const names = candlesFigure({ candles: { timeUs, ...prices } }).data.map(({ name }) => name);
    expect(names).toEqual(['price']);
  });

  it('leaves rows without prices out and says so; a volume that is not known is a gap, not 0', () => {
    const holey = { ...THREE_CANDLES, close: [5402, Number.NaN, 5401], volume: [10, 20, undefined] as never };
    const figure = candlesFigure({ candles: holey });
    expect(traceOf(figure, 'price').close).toEqual([5402, 5401]);
    expect(traceOf(figure, 'volume').y).toEqual([10, null]);
    expect(JSON.stringify(figure.layout)).toContain('1 rows without prices are not drawn');
  });

  it('marks trades that are told by their prices alone, and the regimes', () => {
    const [entryTimeUs, exitTimeUs] = [OPEN_US + MINUTE_US, OPEN_US + 3 * MINUTE_US];
    const figure = candlesFigure({
      candles: THREE_CANDLES,
      trades: [
        { side: 'sell', entryTimeUs, exitTimeUs, entryPrice: 5402, exitPrice: 5401 },
        { side: 'buy', entryTimeUs, exitTimeUs, entryPrice: 5402, exitPrice: 5401 },
      ],
      regimes: [{ fromUs: OPEN_US, toUs: OPEN_US + 2 * MINUTE_US, kind: 'trend_down' }],
    });
    expect(traceOf(figure, 'won').y).toEqual([5402, 5401, null]);
    expect(traceOf(figure, 'lost').y).toEqual([5402, 5401, null]);
    expect(traceOf(figure, 'entry, sell').text).toEqual(['sell 5,402.0 → 5,401.0']);
    expect(traceOf(figure, 'trend down').x).toEqual(['2025-08-05 09:00:00', '2025-08-05 09:02:00', null]);
  });

  it('joins candles of a long run and marks the largest trades, within its limits', () => {
    const run = generatedResult({ seed: 4, days: 20, candlesPerDay: 300, tradesPerDay: 30, edge: 0.6 });
    const figure = candlesFigure({ candles: run.candles, trades: run.trades, title: 'Run & <b>' });
    const bars = traceOf(figure, 'price').high as unknown as number[];
    expect(bars.length).toBeLessThanOrEqual(NOTEBOOK_LIMITS.bars);
    expect(Math.max(...bars)).toBe(Math.max(...Array.from(run.candles.high)));
    const volumes = traceOf(figure, 'volume').y as unknown as number[];
    expect(volumes.reduce((a, b) => a + b)).toBe(Array.from(run.candles.volume).reduce((a, b) => a + b));
    expect(traceOf(figure, 'exit').x).toHaveLength(NOTEBOOK_LIMITS.trades);
    const words = JSON.stringify(figure.layout.title);
    expect(words).toContain('5 candles to a bar, the 200 smallest trades are not marked');
    expect(words).toContain('Run &amp; &lt;b&gt;');
  });

  it('is refused with the place of what is wrong', () => {
    const { timeUs } = THREE_CANDLES;
    expect(faultOf(() => candlesFigure({ candles: { ...THREE_CANDLES, high: [5403, 5300, 5401.5] } }))).toBe(
      'figure-input high',
    );
    expect(faultOf(() => candlesFigure({ candles: { ...THREE_CANDLES, open: [1] } }))).toBe('figure-input open');
    expect(faultOf(() => candlesFigure({ candles: { ...THREE_CANDLES, timeUs: [...timeUs].reverse() } }))).toBe(
      'figure-input timeUs',
    );
    expect(faultOf(() => candlesFigure({ candles: THREE_CANDLES, day: '2025-08-06' }))).toBe('figure-input day');
    expect(faultOf(() => candlesFigure({ candles: { ...THREE_CANDLES, close: undefined as never } }))).toBe(
      'figure-input close',
    );
  });

  it('has a static picture with candles in both colours and its axis', () => {
    const svg = candlesFigure({ candles: THREE_CANDLES }).toSvg();
    const fills = (colour: string) =>
      [...svg.matchAll(new RegExp(`<path d="([^"]*)" fill="${colour}"`, 'g'))].map(([, d]) => d).join('');
    // the up and the level candle in one colour, the down candle in the other
    expect(fills(GAIN).split('M')).toHaveLength(3);
    expect(fills(LOSS).split('M')).toHaveLength(2);
    expect(svg).toContain('>09:02:00</text>');
    expect(svg).toMatch(/>5,40\d\.\d<\/text>/);
  });
});
