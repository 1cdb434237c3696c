// Checks static pictures: every kind of trace is drawn where its numbers are, gaps are gaps, texts are texts, and size has a limit.
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { dailyFigure } from '../../../src/research/plots/bar-figures.ts';
import { candlesFigure } from '../../../src/research/plots/candles-chart.ts';
import { colourAt, DIVERGING, SEQUENTIAL } from '../../../src/research/plots/colour-scale.ts';
import { equityFigure } from '../../../src/research/plots/equity-figure.ts';
import { Figure } from '../../../src/research/plots/figure.ts';
import type { JsonObject } from '../../../src/research/plots/figure-json.ts';
import { GAIN, LOSS } from '../../../src/research/plots/palette.ts';
import { sweepFigure } from '../../../src/research/plots/sweep-figure.ts';
import { axisTicks } from '../../../src/research/static/axis-ticks.ts';
import { axisValues, cellEdges, wallMs } from '../../../src/research/static/axis-values.ts';
import { generatedResult } from '../report/generated-result.ts';

const figureOf = (trace: JsonObject, layout: JsonObject = {}): Figure => new Figure({ data: [trace], layout });
const svgOf = (trace: JsonObject, layout?: JsonObject): string => figureOf(trace, layout).toSvg();

/** All `d` of paths with an attribute. */
function paths(svg: string, attribute: string): string {
  return [...svg.matchAll(/<path d="([^"]*)"([^>]*)>/g)]
    .filter(([, , rest]) => rest!.includes(attribute))
    .map(([, d]) => d)
    .join('');
}

describe('axes', () => {
  it('know dates, categories and numbers by their values', () => {
    expect(axisValues({}, ['2025-08-05 09:00:00']).kind).toBe('date');
    expect(axisValues({}, [null, 'a', 'b', 'a'])).toMatchObject({ kind: 'category', categories: ['a', 'b'] });
    expect(axisValues({}, [1, 2]).kind).toBe('linear');
    expect(axisValues({ type: 'category' }, ['2025-08-05']).numberOf('2025-08-05')).toBe(0);
    expect(wallMs('2025-08-05 09:00:00.000250')).toBe(Date.UTC(2025, 7, 5, 9) + 0.25);
    expect(wallMs('9 o clock')).toBeUndefined();
  });

  it('have edges half way between the middles of cells', () => {
    const axis = axisValues({}, [1, 2, 4]);
    expect(cellEdges(axis, [1, 2, 4], 3)).toEqual([0.5, 1.5, 3, 5]);
    expect(cellEdges(axis, [1, 2, 4], 2)).toEqual([1, 2, 4]);
  });

  it('are marked at round numbers and at whole hours', () => {
    const linear = axisValues({ type: 'linear' }, []);
    expect(axisTicks(linear, [5399.5, 5403], 5).map(({ text }) => text)).toEqual(['5,400', '5,401', '5,402', '5,403']);
    expect(axisTicks(linear, [0, 1], 5).map(({ text }) => text)).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
    expect(axisTicks(linear, [0, 1], 4).map(({ text }) => text)).toEqual(['0.00', '0.25', '0.50', '0.75', '1.00']);
    const date = axisValues({ type: 'date' }, []);
    const [from, to] = [Date.UTC(2025, 7, 5, 9, 30), Date.UTC(2025, 7, 5, 12, 10)];
    expect(axisTicks(date, [from, to], 4).map(({ text }) => text)).toEqual(['10:00', '11:00', '12:00']);
    expect(axisTicks(date, [from, to + 9 * 86_400_000], 4)[0]!.text).toBe('2025-08-10');
    expect(axisTicks(date, [from, Date.UTC(2026, 3, 2)], 5).map(({ text }) => text)).toEqual([
      ...['2025-09-01', '2025-11-01', '2026-01-01', '2026-03-01'],
    ]);
  });
});

describe('a static picture', () => {
  it('breaks a line where there is no value', () => {
    const d = paths(
      svgOf({ type: 'scatter', mode: 'lines', x: [1, 2, 3, 4, 5], y: [1, 2, null, 2, 1] }),
      'stroke="#1f83c4"',
    );
    expect(d.match(/M/g)).toHaveLength(2);
    expect(d.match(/L/g)).toHaveLength(2);
  });

  it('has points, crosses and rings for marks, and error bars', () => {
    const dots = svgOf({ type: 'scatter', mode: 'markers', x: [1, 2], y: [1, null], error_y: { array: [0.5, 1] } });
    expect(paths(dots, 'stroke-linecap="round"').match(/M/g)).toHaveLength(1);
    expect(paths(dots, 'stroke="#33383f"').match(/M/g)).toHaveLength(3);
    const marker = (symbol: string) => svgOf({ type: 'scatter', mode: 'markers', x: [1], y: [1], marker: { symbol } });
    expect(marker('x')).toContain('stroke-width="2"');
    expect(marker('triangle-up')).not.toBe(marker('triangle-down'));
  });

  it('has bars of gain and loss from 0', () => {
    const figure = dailyFigure([
      { day: '2025-08-05', netE4: 100_000 },
      { day: '2025-08-06', netE4: -50_000 },
    ] as never);
    const svg = figure.toSvg();
    const top = (colour: string) => Number(/M\S+ (\S+?)h/.exec(paths(svg, `fill="${colour}"`))![1]);
    const height = (colour: string) => Number(/v(\S+?)h/.exec(paths(svg, `fill="${colour}"`))![1]);
    expect(height(GAIN) / height(LOSS)).toBeCloseTo(2, 1);
    // one stands on the line that the other hangs from
    expect(top(GAIN) + height(GAIN)).toBeCloseTo(top(LOSS), 0);
    expect(svg).toContain('>2025-08-06</text>');
  });

  it('has the cells of a heat map in their colours, and gaps that are clear', () => {
    const runs = [
      { a: 1, b: 1, v: 0 },
      { a: 2, b: 1, v: 1 },
      { a: 2, b: 2, v: 0.5 },
    ];
    const svg = sweepFigure({ runs, x: 'a', y: 'b', metric: 'v' }).toSvg();
    const png = Buffer.from(/href="data:image\/png;base64,([^"]*)"/.exec(svg)![1]!, 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    const palette = png.subarray(png.indexOf('PLTE') + 4);
    const start = png.indexOf('IDAT') + 4;
    const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
    const pixels = Array.from({ length: height }, () => new Uint8Array(width));
    for (let row = 0; row < height; row += 1) {
      for (let x = 0; x < width; x += 1) {
        pixels[row]![x] = rows[row * (width + 1) + 1 + x]! + (row === 0 ? 0 : pixels[row - 1]![x]!);
      }
    }
    const at = (x: number, y: number) => pixels[Math.floor(y * height)]![Math.floor(x * width)]!;
    const colour = (place: number) => [...palette.subarray(place * 3, place * 3 + 3)];
    // the first row is at the bottom of the picture
    expect(colour(at(0.25, 0.75))).toEqual([...colourAt(SEQUENTIAL, 0)]);
    expect(colour(at(0.75, 0.75))).toEqual([...colourAt(SEQUENTIAL, 1)]);
    expect(at(0.25, 0.25)).toBe(0);
    expect(colourAt(DIVERGING, 0.5)).toEqual([247, 247, 247]);
    expect(svg).toContain('>v</text>');
  });

  it('has title, remark, legend and texts that are no tags', () => {
    const title = { text: '&lt;script&gt;alert(1)&lt;/script&gt;', subtitle: { text: 'a remark' } };
    const trace = { type: 'scatter', mode: 'lines', x: ['<b>', 'c'], y: [1, 2] };
    const svg = new Figure({
      data: [
        { ...trace, name: 'one' },
        { ...trace, name: 'two"' },
      ],
      layout: { title },
    }).toSvg();
    expect(svg).not.toMatch(/<script|<b>/);
    expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt;</text>');
    expect(svg).toContain('>a remark</text>');
    expect(svg).toContain('>two&quot;</text>');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('stays small and finite for a long run, is the same each time, and says what it cannot draw', () => {
    const run = generatedResult({ seed: 4, days: 60, candlesPerDay: 565, tradesPerDay: 40, edge: 0.6 });
    const figures = [candlesFigure(run), equityFigure(run.equity)];
    for (const figure of figures) {
      const svg = figure.toSvg();
      expect(svg.length).toBeLessThan(120_000);
      expect(/NaN|Infinity|="[^"]*undefined/.test(svg)).toBe(false);
      expect(figure.toSvg() === svg).toBe(true);
    }
    expect(svgOf({ type: 'pie', values: [1] })).toContain('pie is not drawn in static pictures');
    expect(svgOf({ type: 'scatter', x: [], y: [] }, { height: 200 })).toContain('viewBox="0 0 900 200"');
  });
});
