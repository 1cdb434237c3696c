// Frames in the forms of other programs: Arrow, danfo, a notebook's display.
import {
  DateDay,
  Field,
  Float32,
  Float64,
  Int8,
  Int32,
  Int64,
  List,
  Table,
  TimestampMillisecond,
  tableFromArrays,
  tableFromIPC,
  Uint64,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UserError } from '../../../src/adapters/user-error.ts';
import { localToUtcUs } from '../../../src/core/market/civil-time.ts';
import { JUPYTER_DISPLAY } from '../../../src/research/display/jupyter-display.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { arbitraryTable } from '../../adapters/datasets/sql/arbitrary-table.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const START = localToUtcUs(2025, 8, 5, 9);
const source = { instrument: 'WDOU25', kind: 'trades', day: '2025-08-05', sha256: 'a'.repeat(64) };
const frame = Frame.fromColumns(
  { time: [START, START + 1], price: [5400.5, undefined], id: [1n, 2n ** 60n], side: ['a<b', undefined] },
  { index: 'time', marks: 'end', meta: { instrument: 'WDOU25', provenance: 'synthetic', sources: [source] } },
);

describe('Arrow', () => {
  it('gives the frame back with its index, its origin and every value', () => {
    for (const back of [Frame.fromArrow(frame.toArrow()), Frame.fromArrowIpc(frame.toArrowIpc())]) {
      expect(back.toRows()).toEqual(frame.toRows());
      expect(back).toMatchObject({ index: 'time', marks: 'end', meta: frame.meta });
      expect(back.names.map((name) => back.column(name).kind)).toEqual(['time', 'float', 'int64', 'text']);
    }
  });

  it('gives any table back', () => {
    fc.assert(
      fc.property(arbitraryTable, (table) => {
        const before = new Frame(table);
        const back = Frame.fromArrowIpc(before.toArrowIpc());
        expect(back.toRows()).toEqual(before.toRows());
        expect(back.names.map((name) => back.column(name).kind)).toEqual(
          before.names.map((name) => before.column(name).kind),
        );
      }),
      { seed: 72, numRuns: propertyRuns(60) },
    );
  });

  it('is read by others as what it is', () => {
    const types = tableFromIPC(frame.toArrowIpc()).schema.fields.map(({ type }) => String(type));
    expect(types).toEqual(['Timestamp<MICROSECOND, UTC>', 'Float64', 'Int64', 'Dictionary<Int32, Utf8>']);
  });

  it('of others is taken where it has a counterpart', () => {
    const table = new Table({
      f: vectorFromArray([0.5, null], new Float32()),
      i: vectorFromArray([1, null], new Int8()),
      u: vectorFromArray([1n, 2n], new Uint64()),
      ms: vectorFromArray([new Date(1000), null], new TimestampMillisecond()),
      d: vectorFromArray([new Date('2025-08-05'), null], new DateDay()),
      nan: vectorFromArray([Number.NaN, 1]),
      f64: vectorFromArray([1.5, null], new Float64()),
      i32: vectorFromArray([7, null], new Int32()),
      i64: vectorFromArray([null, 7n], new Int64()),
    });
    expect(Frame.fromArrow(table).toRows()).toEqual([
      { f: 0.5, i: 1, u: 1, ms: 1_000_000, d: '2025-08-05', nan: undefined, f64: 1.5, i32: 7, i64: undefined },
      { f: undefined, i: undefined, u: 2, ms: undefined, d: undefined, nan: 1, f64: undefined, i32: undefined, i64: 7 },
    ]);
    expect(Frame.fromArrow(tableFromArrays({ a: Int32Array.of(1) })).index).toBeUndefined();
  });

  it('that is none, or holds lists, is refused', () => {
    const list = new List(new Field('item', new Int8()));
    const codeOf = (action: () => unknown): string => {
      try {
        action();
      } catch (error) {
        return (error as UserError).code;
      }
      return 'none';
    };
    expect(codeOf(() => Frame.fromArrow(new Table({ l: vectorFromArray([[1], [2]], list) })))).toBe('frame-type');
    expect(codeOf(() => Frame.fromArrowIpc(new TextEncoder().encode('no Arrow at all')))).toBe('frame-bytes');
    const forged = frame.toArrow();
    forged.schema.metadata.set('quantumtrader.frame', '{"index": 7}');
    expect(codeOf(() => Frame.fromArrow(forged))).toBe('frame-bytes');
  });
});

describe('danfo', () => {
  class DataFrame {
    readonly data: object;
    readonly options: object | undefined;

    constructor(data: object, options?: object) {
      this.data = data;
      this.options = options;
    }
  }

  it('is given plain values: null where there is none, times and long integers as texts', async () => {
    expect(await frame.toDanfo({ DataFrame })).toMatchObject({
      data: {
        time: ['2025-08-05T12:00:00.000000Z', '2025-08-05T12:00:00.000001Z'],
        price: [5400.5, null],
        id: [1, '1152921504606846976'],
        side: ['a<b', null],
      },
    });
    const columns = ['time', 'price', 'id', 'side'];
    expect(await frame.slice(0, 0).toDanfo({ DataFrame })).toMatchObject({ data: [], options: { columns } });
  });

  it('that is not installed is named with what to add to package.json', async () => {
    const error = (await frame.toDanfo().catch((reason: unknown) => reason)) as UserError;
    expect(error.code).toBe('package-missing');
    expect(error.fix).toContain('"overrides": {"danfojs-node": {"xlsx": "npm:@e965/xlsx@0.20.3"');
  });
});

describe('display', () => {
  it('is the first and last rows, as text and as HTML in which no text is a tag', () => {
    const long = Frame.fromColumns({ n: Array.from({ length: 25 }, (_, row) => row) });
    const { 'text/plain': text } = long[JUPYTER_DISPLAY]();
    expect(text.split('\n').map((line) => line.trim())).toEqual([
      'n',
      '--',
      '0',
      '1',
      '2',
      '3',
      '4',
      '…',
      '20',
      '21',
      '22',
      '23',
      '24',
      '25 rows x 1 columns',
    ]);
    const shown = frame[JUPYTER_DISPLAY]();
    expect(shown['text/html']).toContain('>a&lt;b</td>');
    expect(shown['text/html']).toContain('>2025-08-05 09:00:00</td>');
    expect(shown['text/plain']).toContain('2 rows x 4 columns, WDOU25, synthetic, from 1 parts, times of Sao Paulo');
    expect(shown['text/plain']).toContain('–');
  });

  it('shows times that the local clock does not know as UTC', () => {
    const old = Frame.fromColumns({ t: [0] }, { index: 't' });
    expect(old[JUPYTER_DISPLAY]()['text/plain']).toContain('1970-01-01T00:00:00.000000Z');
  });
});
