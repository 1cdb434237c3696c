// Checks tables of notebooks: kinds, courses, first and last rows, numbers by their step, times of the exchange, texts that are no tags, size.
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { JUPYTER_DISPLAY } from '../../../src/research/display/jupyter-display.ts';
import { datasetDaysFrame, datasetsFrame } from '../../../src/research/frames/dataset-frames.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { decimalsOf } from '../../../src/research/tables/cell-text.ts';
import { columnSpark } from '../../../src/research/tables/column-spark.ts';
import { columnsOf as partColumns, TEN_O_CLOCK_US, writePart } from '../../adapters/datasets/sql/stored-parts.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { OPEN_US } from '../plots/figure-input.ts';

const htmlOf = (frame: Frame): string => frame[JUPYTER_DISPLAY]()['text/html'];
const cellsOf = (html: string): string[] => [...html.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map((match) => match[1]!);

describe('numbers of a column', () => {
  it('have the decimals of its step', () => {
    expect(decimalsOf([5400, 5400.5])).toBe(1);
    expect(decimalsOf([0.1 + 0.2, 1])).toBe(1);
    expect(decimalsOf([-3, 1e12])).toBe(0);
    expect(decimalsOf([1 / 3])).toBeUndefined();
    const frame = Frame.fromColumns({ price: [5400, 5400.5, -0], ratio: [1 / 3, 2, undefined] });
    const tiny = Frame.fromColumns({ v: [1 / 3, 1e-9 / 3] })[JUPYTER_DISPLAY]()['text/plain'];
    expect(tiny.split('\n').slice(2, 4)).toEqual(['    0.333333', '3.333333e-10']);
    expect(frame[JUPYTER_DISPLAY]()['text/plain'].split('\n').slice(2, 5)).toEqual([
      '5400.0  0.333333',
      '5400.5  2.000000',
      '   0.0         –',
    ]);
  });
});

describe('the course of a column', () => {
  const pathOf = (values: readonly (number | undefined)[]): string => {
    const { columns } = Frame.fromColumns({ v: values }, { kinds: { v: 'float' } });
    return /d="([^"]*)"/.exec(columnSpark(columns.get('v')!).markup)?.[1] ?? '';
  };

  it('goes up where the numbers do, has a hole where there are none, and is nothing without any', () => {
    expect(pathOf([1, 2, 3])).toBe('M1 16h1L29 9L57 2');
    expect(pathOf([1, undefined, 3])).toBe('M1 16h1M57 2h1');
    expect(pathOf([undefined])).toBe('');
    expect(pathOf([5, 5])).toBe('M1 9h1L43 9');
  });

  it('is short for any number of rows, with the highest among them', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => (i === 77_777 ? 50 : Math.sin(i)));
    const d = pathOf(values);
    expect(d.length).toBeLessThan(700);
    expect(d).toMatch(/V2(?!\d)/);
  });
});

describe('a frame in a notebook', () => {
  it('has kinds under the names, missing values counted, times of the exchange, and texts that are no tags', () => {
    const frame = Frame.fromColumns(
      { time: [OPEN_US, OPEN_US + 1], price: [5400.5, undefined], 'a<b': ['<img src=x>', 'R$ 1'] },
      { index: 'time' },
    );
    const html = htmlOf(frame);
    expect(html).toContain('>a&lt;b</th>');
    expect(html).not.toContain('<img');
    const cells = cellsOf(html);
    expect(cells.slice(0, 3)).toEqual(['time', 'float, 1 missing', 'text']);
    expect(cells.slice(-6)).toEqual([
      ...['2025-08-05 09:00:00', '5400.5', '&lt;img src=x&gt;'],
      ...['2025-08-05 09:00:00.000001', '–', 'R$ 1'],
    ]);
    expect(html).toContain('2 rows x 3 columns');
    expect(html).toContain('tex2jax_ignore');
    expect(html.match(/<svg/g)).toHaveLength(1);
    expect(html).not.toContain('<script');
  });

  it('shows the first and the last rows, and unfolds more of both', () => {
    const html = htmlOf(Frame.fromColumns({ n: Int32Array.from({ length: 1000 }, (_, row) => row) }));
    const [shown, ...folded] = html.split('<details>');
    expect(cellsOf(shown!).slice(1)).toEqual(['0', '1', '2', '3', '4', '…', '995', '996', '997', '998', '999']);
    expect(folded.map((page) => /<summary>(.*)<\/summary>/.exec(page)![1])).toEqual([
      'rows 5 to 44 of 1,000',
      'rows 955 to 994 of 1,000',
    ]);
    expect(cellsOf(folded[1]!).at(-1)).toBe('994');
    expect(htmlOf(Frame.fromColumns({ n: Int32Array.from({ length: 12 }) }))).toContain('rows 5 to 6 of 12');
  });

  it('lists the columns that have no place, and stays small', () => {
    const columns = Array.from({ length: 178 }, (_, i) => [
      `f${i}`,
      Float64Array.from({ length: 500 }, (_, r) => Math.sin(r * i)),
    ]);
    const html = htmlOf(Frame.fromColumns(Object.fromEntries(columns)));
    expect(html).toContain('<summary>162 more columns</summary>');
    expect(html).toContain('>f177</th>');
    expect(html.length).toBeLessThan(160_000);
  });

  it('shows an empty one', () => {
    expect(htmlOf(Frame.fromColumns({ a: [] }))).toContain('0 rows x 1 columns');
  });
});

describe('the store as frames', () => {
  it('has a row for each instrument and kind, and one for each day', async () => {
    const store = openStore(temporaryFolder('dataset-frames'));
    expect(datasetsFrame(store).rows).toBe(0);
    const trades = (day: number, count: number) => {
      const rows = Array.from({ length: count }, (_, row) => row);
      return {
        time_us: rows.map((row) => TEN_O_CLOCK_US + day * 86_400_000_000 + row),
        order: rows,
        ...{
          price: rows.map(() => 5400),
          quantity: rows.map(() => 1),
          aggressor: rows.map(() => 1),
          condition: rows.map(() => 0),
        },
      };
    };
    expect(Object.keys(partColumns(trades(0, 1)))).toContain('price');
    await writePart(store, 'trades', '2025-08-05', trades(0, 3));
    await writePart(store, 'trades', '2025-08-06', trades(1, 4), { verdict: 'refuse' });
    const listed = datasetsFrame(store);
    expect(listed.toRows()).toMatchObject([
      { instrument: 'WDOU25', kind: 'trades', days: 2, from: '2025-08-05', to: '2025-08-06', rows: 7, refused: 1 },
    ]);
    expect(htmlOf(listed)).toContain('>WDOU25</td>');
    const days = datasetDaysFrame(store, 'WDOU25', 'trades');
    expect(days.toRows()).toMatchObject([
      { day: '2025-08-05', rows: 3 },
      { day: '2025-08-06', rows: 4, verdict: 'refuse' },
    ]);
    expect(htmlOf(days)).toContain('2025-08-05 10:00:00');
    expect(() => datasetDaysFrame(store, 'WDOU25', 'quotes')).toThrow('The store has no quotes of WDOU25');
  });
});
