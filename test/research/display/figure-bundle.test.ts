// Checks what a figure gives a notebook: four forms of the same numbers, the library once, nothing from outside, no text as a tag.
import { afterEach, describe, expect, it } from 'vitest';
import { drawableFigure } from '../../../src/research/display/drawable-figure.ts';
import {
  bringFigureLibrary,
  bringsLibrary,
  FIGURE_SESSION,
  type FigureSession,
  figureSession,
} from '../../../src/research/display/figure-session.ts';
import { JUPYTER_DISPLAY } from '../../../src/research/display/jupyter-display.ts';
import { candlesFigure } from '../../../src/research/plots/candles-chart.ts';
import { Figure } from '../../../src/research/plots/figure.ts';
import { sweepFigure } from '../../../src/research/plots/sweep-figure.ts';
import { THREE_CANDLES, traceOf } from '../plots/figure-input.ts';
import { expandFigure } from '../report/report-page.ts';

const LIBRARY_BYTES = 1_280_000;
const holder = globalThis as { [FIGURE_SESSION]?: unknown };

afterEach(() => {
  delete holder[FIGURE_SESSION];
});

const figure = candlesFigure({ candles: THREE_CANDLES, title: '</script><b>R$ 1 and R$ 2</b>' });

/** The figure that the script of an output hands over. */
function dataOf(html: string): { data: Record<string, unknown>[]; layout: Record<string, unknown> } {
  return expandFigure(JSON.parse(/figure: (\{.*\}) \}\);/.exec(html)![1]!)) as never;
}

describe('the bundle of a figure', () => {
  it('has the same numbers for Plotly and for the page, and a picture and a text besides', () => {
    const bundle = figure[JUPYTER_DISPLAY]();
    const plotly = bundle['application/vnd.plotly.v1+json']!;
    expect(plotly.data).toEqual(figure.data);
    expect(dataOf(bundle['text/html']).data).toEqual(figure.data);
    expect(JSON.parse(JSON.stringify(plotly))).toEqual(plotly);
    expect(bundle['image/svg+xml']).toMatch(/^<svg xmlns=.*<\/svg>\n$/s);
    expect(bundle['text/plain'].split('\n').slice(1)).toEqual([
      '  price: 3 candles, x 2025-08-05 09:01:00 to 2025-08-05 09:03:00, y 5399.5 to 5403',
      '  volume: 3 bars, x 2025-08-05 09:01:00 to 2025-08-05 09:03:00, y 10 to 30',
    ]);
    const picture = Buffer.from(/src="data:image\/svg\+xml;base64,([^"]*)"/.exec(bundle['text/html'])![1]!, 'base64');
    expect(picture.toString()).toBe(bundle['image/svg+xml']);
  });

  it('loads nothing from outside, and no text of it is a tag or the end of a script', () => {
    holder[FIGURE_SESSION] = { library: 'none' } satisfies FigureSession;
    const html = figure[JUPYTER_DISPLAY]()['text/html'];
    expect(html).not.toMatch(/<b>|<\/script><b>|src="http|href="|import\(/);
    expect([...html.matchAll(/<script>/g)]).toHaveLength(1);
    expect(html).toContain('class="tex2jax_ignore mathjax_ignore"');
  });

  it('is the same for the same figure', () => {
    holder[FIGURE_SESSION] = { library: 'none' } satisfies FigureSession;
    expect(figure[JUPYTER_DISPLAY]()).toEqual(figure[JUPYTER_DISPLAY]());
  });
});

describe('the library', () => {
  const size = (): number => figure[JUPYTER_DISPLAY]()['text/html'].length;

  it('comes with the first figure of a session, and later ones are small', () => {
    expect(size()).toBeGreaterThan(LIBRARY_BYTES);
    expect(size()).toBeLessThan(30_000);
    bringFigureLibrary();
    expect(size()).toBeGreaterThan(LIBRARY_BYTES);
  });

  it('comes as the session says: with each figure, or with none', () => {
    holder[FIGURE_SESSION] = { library: 'each' } satisfies FigureSession;
    expect([bringsLibrary(), bringsLibrary()]).toEqual([true, true]);
    holder[FIGURE_SESSION] = { library: 'none' } satisfies FigureSession;
    expect(bringsLibrary()).toBe(false);
    holder[FIGURE_SESSION] = 'nonsense';
    expect(bringsLibrary()).toBe(true);
  });

  it('comes again when the cell that brought it runs again, since that takes its output away', () => {
    const session = figureSession();
    const shows = (cell: string, execution: number): boolean => {
      Object.assign(session, { cell, execution });
      return bringsLibrary();
    };
    expect(shows('a', 1)).toBe(true);
    expect(shows('a', 1)).toBe(false);
    expect(shows('b', 2)).toBe(false);
    expect(shows('a', 3)).toBe(true);
    expect(shows('b', 4)).toBe(false);
  });
});

describe('a heat map for the library, which has none', () => {
  const runs = [
    { a: 5, b: 1, v: 0 },
    { a: 10, b: 1, v: 1 },
    { a: 10, b: 2, v: 3 },
  ];
  const sweep = sweepFigure({ runs, x: 'a', y: 'b', metric: 'v' });

  it('is a picture over its cells and clear points with their numbers', () => {
    const { data, layout } = drawableFigure(sweep);
    expect(data.map(({ type }) => type)).toEqual(['scatter', 'scatter']);
    expect(traceOf({ data }, 'v')).toMatchObject({ x: ['5', '10', '10'], y: ['1', '1', '2'], customdata: [0, 1, 3] });
    expect(traceOf({ data }, 'v').marker).toMatchObject({ cmin: 0, cmax: 3, opacity: 0, color: [0, 1, 3] });
    const place = { xref: 'x', yref: 'y', x: -0.5, y: 1.5, sizex: 2, sizey: 2, sizing: 'stretch' };
    expect((layout.images as unknown[])[0]).toMatchObject(place);
    expect(layout.xaxis).toMatchObject({ range: [-0.5, 1.5], categoryarray: ['5', '10'] });
  });

  it('stays a heat map in the form for front ends that have them', () => {
    const bundle = sweep[JUPYTER_DISPLAY]();
    expect((bundle['application/vnd.plotly.v1+json']!.data as { type: string }[])[0]!.type).toBe('heatmap');
    expect(dataOf(bundle['text/html']).data.some(({ type }) => type === 'heatmap')).toBe(false);
  });

  it('has its scale, and no points, where there are too many cells to point at', () => {
    const z = Array.from({ length: 70 }, () => new Array(70).fill(1));
    const trace = { type: 'heatmap', x: z.map((_, i) => i), y: z.map((_, i) => i), z, zmin: 0, zmax: 1 };
    const { data } = drawableFigure(new Figure({ data: [trace], layout: {} }));
    expect(data[0]).toMatchObject({ x: [null], y: [null], marker: { showscale: true } });
  });
});
