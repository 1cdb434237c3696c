import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { ownNotices } from '../own-notices.ts';
import { scratch, userErrorOf } from '../scratch.ts';

const NAME = 'B3_NEG_DATA_20191220.json';
const at = (hour: number, minute: number, us: number): number => localToUtcUs(2019, 12, 20, hour, minute, 0, 0) + us;

const FILE = `{
    "DOLF20": {
        "traded_qty": 399310,
        "prices": {
            "10": {
                "1": {
                    "price": 4067.5,
                    "last_price_seconds": 0.0
                }
            },
            "9": {
                "59": {
                    "price": 4070.0,
                    "last_price_seconds": 59.355
                },
                "0": {
                    "price": 4071.5,
                    "last_price_seconds": 58
                }
            }
        }
    },
    "DAPQ20": { "prices": { "11": { "8": { "last_price_seconds": 10.853, "price": -6.68 } } }, "traded_qty": 30 }
}
`;

describe('last prices of each minute', () => {
  it('stand at the moment they were traded, in the order of time', async () => {
    const { file, run, home } = scratch();
    const result = await run('auto', file(NAME, FILE));
    expect(result).toMatchObject({ format: 'minute-last', instruments: 2, rowsRead: 4, rowsAccepted: 4 });
    expect(ownNotices(result)).toContain(
      'The contracts of the whole day (traded_qty) of 2 instruments, 399340 in all, are no part of the prices and were left out',
    );
    const store = openStore(home, { acceptRefused: true });
    const lasts = await store.readPart('DOLF20', 'lasts', '2019-12-20');
    expect([...lasts.time_us!]).toEqual([at(9, 0, 58_000_000), at(9, 59, 59_355_000), at(10, 1, 0)]);
    expect([...lasts.price!]).toEqual([4071.5, 4070, 4067.5]);
    expect([...lasts.order!]).toEqual([0, 1, 2]);
    const spread = await store.readPart('DAPQ20', 'lasts', '2019-12-20');
    expect([spread.time_us![0], spread.price![0]]).toEqual([at(11, 8, 10_853_000), -6.68]);
  });

  it('may stand on one line, and keep only the instrument that is asked for', async () => {
    const { file, run, store } = scratch();
    const result = await run('auto', file(NAME, JSON.stringify(JSON.parse(FILE))), { instrument: 'DOLF20' });
    expect(result).toMatchObject({ format: 'minute-last', rowsRead: 4, rowsAccepted: 3 });
    expect(store.instruments()).toEqual(['DOLF20']);
  });

  it.each([
    ['the user', 'prices.json', '2019-12-20'],
    ['the name of the file', 'B3_2019-12-20.json', undefined],
    ['the nearest folder named by a date', join('20191220', 'COMPILED', 'B3_NEG_DATA.json'), undefined],
    ['the user, against the name', 'B3_20191219.json', '2019-12-20'],
  ])('belong to the day that is told by %s', async (_, name, day) => {
    const { file, run, store, home } = scratch();
    mkdirSync(join(home, '20191220', 'COMPILED'), { recursive: true });
    await run('minute-last', file(name, FILE), { day });
    expect(store.parts('DOLF20', 'lasts').map((part) => part.day)).toEqual(['2019-12-20']);
  });

  it.each([
    ['prices.json', undefined, 'day-unknown', 'neither in the file nor in its name'],
    ['20191219_20191220.json', undefined, 'day-unknown', 'several dates'],
    ['prices.json', '20.12.2019', 'bad-option', 'is no day'],
  ])('need a day: %s, %s', async (name, day, code, why) => {
    const { file, run } = scratch();
    const error = await userErrorOf(run('minute-last', file(name, FILE), { day }));
    expect(error).toMatchObject({ code, field: 'day' });
    expect(error.message).toContain(why);
  });
});

describe('a wrong value', () => {
  it.each([
    ['a price in quotes', '4067.5', '"4067.5"', 7, 30, 'price', '"4067.5" is not a number'],
    ['no price', '4067.5', 'null', 7, 30, 'price', '"null" is not a number'],
    ['a price without end', '4067.5', '1e999', 7, 30, 'price', 'not a number'],
    ['a minute of 60 seconds', '59.355', '60', 14, 43, 'last_price_seconds', 'seconds from 0'],
    ['more than microseconds', '59.355', '59.3551234', 14, 43, 'last_price_seconds', 'six decimals'],
    ['half a contract', '399310', '0.5', 3, 23, 'traded_qty', 'whole number'],
  ])('stops the import with its place: %s', async (_, good, wrong, line, column, field, why) => {
    const { file, run, store } = scratch();
    const path = file(NAME, FILE.replace(good, wrong));
    const error = await userErrorOf(run('minute-last', path));
    expect(error).toMatchObject({ code: 'bad-line', file: path, line, column, field });
    expect(error.message).toContain(why);
    expect(store.instruments()).toEqual([]);
  });

  it('is counted, and its minute left out, when such lines may be skipped', async () => {
    const { file, run } = scratch();
    const result = await run('minute-last', file(NAME, FILE.replace('4067.5', '"x"')), { skipBadLines: true });
    expect(result).toMatchObject({ rowsRead: 4, rowsAccepted: 3, rowsSkipped: 1, badLineCount: 1 });
  });

  it.each([
    ['an hour of 24', '"10"', '"24"', 5, 'not an hour'],
    ['an hour with a zero', '"9"', '"09"', 11, 'not an hour'],
    ['a minute of 60', '"59"', '"60"', 12, 'not a minute'],
    ['a minute twice', '"59"', '"0"', 16, '"0" stands twice'],
    ['a symbol twice', 'DAPQ20', 'DOLF20', 23, '"DOLF20" stands twice'],
    ['no symbol', 'DOLF20', 'DOL/F20', 2, 'cannot be the code'],
    ['another key', 'traded_qty', 'qty', 3, 'neither traded_qty nor prices'],
    [
      'a minute without its second',
      ',\n                    "last_price_seconds": 0.0',
      '',
      8,
      'lacks last_price_seconds',
    ],
    ['an open brace', ': 30 }', ': 30', 25, 'comma or brace'],
    ['more after the end', '30 }\n}', '30 }\n} }', 24, 'the end of the file is expected'],
  ])('makes the file another one where the shape is wrong: %s', async (_, good, wrong, line, why) => {
    const { file, run } = scratch();
    const path = file(NAME, FILE.replace(good, wrong));
    const error = await userErrorOf(run('minute-last', path, { skipBadLines: true }));
    expect(error).toMatchObject({ code: 'wrong-format', file: path, line });
    expect(error.message).toContain(why);
  });
});

describeWithRealData(
  'a day of 300 instruments',
  ['b3-bmf-minute-last-20191220/B3_NEG_DATA_20191220.json.gz'],
  (path) => {
    it('has 6,849 last prices, those of the dollar and the index as they stand in the file', async () => {
      const { run, store } = scratch();
      const result = await run('auto', path, { instrument: 'WDOF20' });
      expect(result).toMatchObject({ format: 'minute-last', rowsRead: 6849, rowsAccepted: 570, rowsSkipped: 6279 });
      expect(ownNotices(result).join('\n')).toContain('of 300 instruments, 11464468 in all');
      const data = JSON.parse(gunzipSync(readFileSync(path)).toString());
      const expected: [number, number][] = [];
      for (const [hour, minutes] of Object.entries(data.WDOF20.prices as Hours)) {
        for (const [minute, { price, last_price_seconds: seconds }] of Object.entries(minutes)) {
          expected.push([at(Number(hour), Number(minute), Math.round(seconds * 1e6)), price]);
        }
      }
      expected.sort(([a], [b]) => a - b);
      const lasts = await store.readPart('WDOF20', 'lasts', '2019-12-20');
      expect([...lasts.time_us!].map((timeUs, row) => [timeUs, lasts.price![row]!])).toEqual(expected);
    });

    it('has 569 minutes of the full dollar', async () => {
      const { run } = scratch();
      expect(
        (await run('minute-last', path, { instrument: 'DOL' })).parts.find((p) => p.instrument === 'DOLF20')?.rows,
      ).toBe(569);
    });
  },
);

type Hours = Readonly<
  Record<string, Readonly<Record<string, { readonly price: number; readonly last_price_seconds: number }>>>
>;
