import { describe, expect, it } from 'vitest';
import { BUILT_IN_MAPPINGS } from '../../../../src/adapters/datasets/formats/csv-built-in.ts';
import { parseMapping } from '../../../../src/adapters/datasets/formats/csv-mapping.ts';
import { loadMapping } from '../../../../src/adapters/datasets/formats/csv-mappings.ts';
import { recogniseCsv } from '../../../../src/adapters/datasets/formats/csv-recognition.ts';
import { mappingParameters } from '../../../../src/adapters/datasets/formats/csv-rows.ts';
import { UserError } from '../../../../src/adapters/user-error.ts';

const TIME = { column: 't', format: 'epochMillis' };
const TRADES = { name: 'mine', kind: 'trades', columns: { datetime: TIME, price: 'p', quantity: 'q' } };
const QUOTES = { name: 'mine', kind: 'quotes', columns: { datetime: TIME, bid: 'b', ask: 'a' } };

function fieldOf(mapping: unknown): string | undefined {
  try {
    parseMapping(mapping, 'mine.json');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error).toMatchObject({ code: 'bad-mapping', file: 'mine.json' });
    return error.field;
  }
  return undefined;
}

describe('a mapping', () => {
  it('fills in what it leaves out', () => {
    const { streams, ...file } = parseMapping(TRADES, 'mine.json');
    expect(file).toMatchObject({ delimiter: ',', header: true, timeZone: 'America/Sao_Paulo', unwanted: 'pass' });
    expect(streams).toHaveLength(1);
    expect(streams[0]).toMatchObject({ kind: 'trades', carry: false, zeroIsNone: false, priceScale: 1 });
    expect(parseMapping(QUOTES, 'mine.json').streams[0]!.zeroIsNone).toBe(true);
  });

  it('gives each stream what stands beside them, unless it says otherwise', () => {
    const shared = { name: 'mine', kind: 'lasts', priceScale: 0.1, zeroIsNone: true, columns: { datetime: TIME } };
    const streams = [
      { instrument: 'A', columns: { price: 'a' } },
      { instrument: 'B', priceScale: 0.5, where: { column: 'x', equals: 'y' }, columns: { price: 'b' } },
    ];
    const mapping = parseMapping({ ...shared, streams }, 'mine.json');
    expect(mapping.streams.map(({ priceScale, zeroIsNone }) => [priceScale, zeroIsNone])).toEqual([
      [0.1, true],
      [0.5, true],
    ]);
    expect(mapping.streams[1]).toMatchObject({ where: { column: 'x', texts: ['y'] }, columns: { datetime: TIME } });
  });

  it.each([
    ['kind', { ...TRADES, kind: 'bars' }],
    [undefined, TRADES],
    ['extra', { ...TRADES, columns: TRADES.columns, streams: [{ extra: 1 }] }],
    ['columns.quantity', { ...TRADES, columns: { datetime: TIME, price: 'p' } }],
    ['columns.datetime', { ...TRADES, columns: { price: 'p', quantity: 'q' } }],
    ['columns.datetime', { ...TRADES, columns: { ...TRADES.columns, time: { column: 'x', format: 'HH:mm' } } }],
    [
      'columns.datetime.format',
      { ...TRADES, columns: { ...TRADES.columns, datetime: { column: 't', format: 'HH:mm' } } },
    ],
    ['columns.bid', { ...TRADES, columns: { ...TRADES.columns, bid: 'b' } }],
    ['columns.datetime', { ...TRADES, header: false }],
    ['columns.price', { ...TRADES, columns: { ...TRADES.columns, price: 0 } }],
    [
      'columns.side.buyer',
      { ...TRADES, columns: { ...TRADES.columns, side: { column: 's', buyer: [], seller: ['S'] } } },
    ],
    ['carry', { ...TRADES, carry: true }],
    ['columns.askSize', { ...QUOTES, columns: { ...QUOTES.columns, bidSize: 'bs' } }],
    ['where', { ...TRADES, where: { column: 'x' } }],
    ['timeZone', { ...TRADES, timeZone: 'Europe/Atlantis' }],
    ['delimiter', { ...TRADES, delimiter: '' }],
    ['name', { ...TRADES, name: 'Not A Name' }],
    ['interval', { ...TRADES, interval: 'fortnight' }],
  ])('names the field that is wrong: %s', (field, mapping) => {
    const found = fieldOf(mapping);
    if (field === 'extra') expect(found).toBe('streams.0');
    else expect(found).toBe(field);
  });

  it('names the stream whose field is wrong', () => {
    const columns = { datetime: TIME, price: 'p' };
    const streams = [
      { kind: 'trades', columns: { quantity: 'q', sequence: 's' } },
      { kind: 'trades', columns: { quantity: 'r' } },
    ];
    expect(fieldOf({ name: 'mine', columns, streams })).toBe('streams.1.columns.sequence');
    expect(fieldOf({ name: 'mine', columns, streams: [streams[0], { kind: 'lasts', columns: { bid: 'b' } }] })).toBe(
      'streams.1.columns.bid',
    );
    expect(fieldOf({ name: 'mine', columns, streams: [{ columns: { quantity: 'q' } }] })).toBe('streams.0.kind');
    const instruments = [{ kind: 'lasts', instrument: 'A' }];
    expect(fieldOf({ name: 'mine', columns, byInstrument: true, streams: instruments })).toBe('byInstrument');
  });
});

describe('the built-in mappings', () => {
  it.each(BUILT_IN_MAPPINGS.map(({ mapping, header }) => [mapping.name, header] as const))(
    '%s is well formed and known by its header',
    (name, header) => {
      expect(loadMapping(name).name).toBe(name);
      const lines = [header, 'anything'];
      expect(recogniseCsv({ names: ['x.csv'], lines, bytes: new Uint8Array(0) })).toMatchObject({
        confidence: 0.95,
        mapping: name,
      });
    },
  );

  it('tell the manifests what the prices are', () => {
    expect(mappingParameters(loadMapping('futures-quotes-1s'))).toEqual({ averagedContracts: 'WIN 5, WDO 5' });
    expect(mappingParameters(loadMapping('equities-l1'))).toEqual({ time: 'received' });
    expect(mappingParameters(loadMapping('wdo-contract-m1'))).toEqual({});
  });
});

describe('a file without a known header', () => {
  const recognise = (...lines: string[]) => recogniseCsv({ names: ['x.csv'], lines, bytes: new Uint8Array(0) });

  it('is delimited text that needs a mapping, with the columns seen', () => {
    const { confidence, why, mapping } = recognise('', 'time;price;size', '1;2;3')!;
    expect([confidence, mapping]).toEqual([0.1, undefined]);
    expect(why).toContain('semicolons');
    expect(why).toContain('time, price, size');
  });

  it('is none where nothing delimits it, or it has no lines', () => {
    expect(recognise('hello')).toBeUndefined();
    expect(recognise()).toBeUndefined();
  });
});
