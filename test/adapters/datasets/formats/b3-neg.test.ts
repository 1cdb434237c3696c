import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importB3Neg } from '../../../../src/adapters/datasets/formats/b3-neg.ts';
import { DayRows, midnightUsOf, TRADE } from '../../../../src/adapters/datasets/importing/day-rows.ts';
import type { ImportSession } from '../../../../src/adapters/datasets/importing/import-session.ts';
import type { RowBuffer } from '../../../../src/adapters/datasets/row-buffer.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { BadLines } from '../../../../src/adapters/datasets/text/bad-lines.ts';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import { framed, frameLine } from '../../../support/ofer-files.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { ownNotices } from '../own-notices.ts';
import { scratch, userErrorOf } from '../scratch.ts';

const DAY = '2016-01-18';
const NAME = 'NEG_BMF_20160118.TXT';

interface NegSpec {
  readonly symbol?: string;
  readonly id?: number;
  readonly price?: string;
  readonly quantity?: number;
  readonly time?: string;
  readonly indicator?: number;
  readonly sides?: string;
  readonly cross?: number;
  readonly brokers?: readonly [number, number] | undefined;
}

/** One line of the layout, 237 characters with a time of milliseconds. */
function neg(spec: NegSpec = {}): string {
  const { symbol = 'WDOG16', id = 10, price = ' 000000004050.500000', quantity = 2, time = '09:00:00.123' } = spec;
  const { indicator = 1, sides = '12', cross = 0 } = spec;
  const brokers = 'brokers' in spec ? spec.brokers : ([85, 3] as const);
  const number = (value: number, width: number): string => String(value).padStart(width, '0');
  const order = (sequence: number, side: string): readonly string[] => [DAY, number(sequence, 15), number(7, 15), side];
  return [
    ...[DAY, symbol.padEnd(50), number(id, 10), price, number(quantity, 18), time, String(indicator)],
    ...[...order(725370159473, sides[0]!), ...order(725370159963, sides[1]!), String(cross)],
    ...(brokers ?? []).map((broker) => number(broker, 8)),
  ].join(';');
}

const text = (lines: readonly string[]): string => framed('NEG', lines, DAY);
const at = (hour: number, minute: number, second: number, us = 0): number =>
  localToUtcUs(2016, 1, 18, hour, minute, second, us);

describe("B3's historical trade file", () => {
  it('gives price, quantity, id and brokers, in summer time too', async () => {
    const { file, run, store } = scratch();
    const result = await run('auto', file(NAME, text([neg(), neg({ id: 20, time: '17:59:59.999', sides: '21' })])));
    expect(result).toMatchObject({ format: 'b3-neg', instrument: 'WDOG16', rowsRead: 2, rowsAccepted: 2 });
    expect(ownNotices(result)).toEqual([]);
    const trades = await store.readPart('WDOG16', 'trades', DAY);
    expect([...trades.time_us!]).toEqual([at(9, 0, 0, 123_000), at(17, 59, 59, 999_000)]);
    expect(trades.time_us![0]).toBe(Date.UTC(2016, 0, 18, 11, 0, 0, 123) * 1000);
    expect([...trades.price!]).toEqual([4050.5, 4050.5]);
    expect([...trades.quantity!]).toEqual([2, 2]);
    expect([...trades.trade_id!]).toEqual([10, 20]);
    expect([...trades.aggressor!]).toEqual([1, 2]);
    expect([...trades.buy_agent!]).toEqual([85, 85]);
    expect([...trades.sell_agent!]).toEqual([3, 3]);
  });

  it.each([
    ['a buyer who takes', '12', 0, 10, 1, 0],
    ['a seller who takes', '21', 0, 10, 2, 0],
    ['an auction', '22', 0, 10, 0, 1],
    ['a cross', '22', 1, 10, 0, 2],
    ['a trade put in by hand', '22', 0, 11, 0, 4],
    ['neutral orders', '00', 0, 10, 0, 0],
  ])('tells %s', async (_, sides, cross, id, aggressor, condition) => {
    const { file, run, store } = scratch();
    await run('b3-neg', file(NAME, text([neg({ sides, cross, id })])));
    const trades = await store.readPart('WDOG16', 'trades', DAY);
    expect([trades.aggressor![0], trades.condition![0]]).toEqual([aggressor, condition]);
  });

  it('keeps the sides of a day on which only one side took: the exchange tells them', async () => {
    const lines = Array.from({ length: 250 }, (_, index) => neg({ id: 10 * (index + 1) }));
    const { file, run, store } = scratch();
    await run('b3-neg', file(NAME, text(lines)));
    expect([...(await store.readPart('WDOG16', 'trades', DAY)).aggressor!].every((side) => side === 1)).toBe(true);
    expect(store.manifest(store.parts('WDOG16', 'trades')[0]!).sideSource).toBe('feed');
  });

  it('takes times of three to six decimals and the lines without brokers of before 2014', async () => {
    const times = ['09:00:00.123', '09:00:00.1234', '09:00:00.12345', '09:00:00.123456'];
    const lines = times.map((time, index) => neg({ time, id: 10 * (index + 1), brokers: undefined }));
    const { file, run, store } = scratch();
    await run('b3-neg', file(NAME, text(lines)));
    const trades = await store.readPart('WDOG16', 'trades', DAY);
    expect([...trades.time_us!]).toEqual([123_000, 123_400, 123_450, 123_456].map((us) => at(9, 0, 0, us)));
    expect(trades.buy_agent).toBeUndefined();
  });

  it('puts trades of one moment in the order of their numbers, which is that of the exchange', async () => {
    const row = (id: number, time: string): string => neg({ id, time });
    const { file, run, store } = scratch();
    const lines = [row(30, '09:00:00.123'), row(10, '09:00:00.123'), row(20, '09:00:00.123'), row(40, '09:00:01.000')];
    await run('b3-neg', file(NAME, text(lines)));
    const trades = await store.readPart('WDOG16', 'trades', DAY);
    expect([...trades.trade_id!]).toEqual([10, 20, 30, 40]);
    expect([...trades.order!]).toEqual([0, 1, 2, 3]);
  });

  it('leaves out trades that were cancelled, and says which', async () => {
    const { file, run, store } = scratch();
    const result = await run('b3-neg', file(NAME, text([neg(), neg({ id: 20, indicator: 2 }), neg({ id: 21 })])));
    expect(result).toMatchObject({ rowsRead: 3, rowsAccepted: 2, rowsSkipped: 1 });
    expect(ownNotices(result)).toContain('1 trades that were cancelled later are left out: WDOG16 20');
    expect([...(await store.readPart('WDOG16', 'trades', DAY)).trade_id!]).toEqual([10, 21]);
  });

  it('keeps negative prices of spreads, and only the instruments that are asked for', async () => {
    const lines = [neg({ symbol: 'DAPQ20', price: '-000000000006.680000' }), neg(), neg({ symbol: 'WDOH16' })];
    const { file, run, home } = scratch();
    await run('b3-neg', file(NAME, text(lines)));
    const spread = await openStore(home, { acceptRefused: true }).readPart('DAPQ20', 'trades', DAY);
    expect([...spread.price!]).toEqual([-6.68]);
    const other = scratch();
    const result = await other.run('b3-neg', file(NAME, text(lines)), { instrument: 'WDO' });
    expect(other.store.instruments()).toEqual(['WDOG16', 'WDOH16']);
    expect(result.rowsSkipped).toBe(1);
  });
});

describe('a wrong line of a trade file', () => {
  const cut = neg().replace(';1;2016', ';2016');
  it.each([
    ['a field cut out', cut, 7, 'trade indicator', '1 characters wide'],
    ['a field too few', neg().slice(0, -9), 17, 'buy broker', 'followed by a semicolon'],
    ['another day', neg().replace(DAY, '2016-01-19'), 1, 'session date', '2016-01-18, the day of the file'],
    ['no symbol', neg({ symbol: '' }), 2, 'symbol', 'is not the code'],
    ['a symbol with a blank', neg({ symbol: ' WDOG16' }), 2, 'symbol', 'code of an instrument'],
    ['a trade number of letters', neg().replace(';0000000010;', ';00000000a0;'), 3, 'trade number', 'ten digits'],
    ['a price with a comma', neg({ price: ' 000000004050,500000' }), 4, 'price', 'a point and six digits'],
    ['a price with a second sign', neg({ price: ' -00000000001.360000' }), 4, 'price', 'a blank or minus'],
    ['a price with a plus', neg({ price: '+000000004050.500000' }), 4, 'price', 'a blank or minus'],
    ['a quantity of zero', neg({ quantity: 0 }), 5, 'quantity', 'above 0'],
    ['a quantity beyond 2^53', neg().replace(';000000000000000002;', ';009007199254740993;'), 5, 'quantity', '2^53'],
    ['an hour too many', neg({ time: '24:00:00.123' }), 6, 'time', 'a time like'],
    ['an unknown indicator', neg({ indicator: 3 }), 7, 'trade indicator', '1 (a trade) or 2'],
    ['no such date', neg().replace(`;1;${DAY}`, ';1;2016-02-30'), 8, 'buy order date', 'a date like'],
    ['an order number of letters', neg().replace('725370159473', '72537015947x'), 9, 'buy order sequence', 'digits'],
    ['an unknown aggressor', neg({ sides: '13' }), 15, 'sell aggressor', 'passive'],
    ['an unknown cross', neg({ cross: 2 }), 16, 'cross indicator', 'intentional'],
    ['a broker of letters', neg().replace(/3$/, 'x'), 18, 'sell broker', 'digits'],
  ])('stops the import with its place: %s', async (_, line, column, field, why) => {
    const { file, run, store } = scratch();
    const path = file(NAME, text([neg(), line]));
    const error = await userErrorOf(run('b3-neg', path));
    expect(error).toMatchObject({ code: 'bad-line', file: path, line: 3, column, field });
    expect(error.message).toContain(why);
    expect(store.instruments()).toEqual([]);
  });

  it('may be one of an instrument whose rows are over', async () => {
    const { file, run } = scratch();
    const path = file(NAME, text([neg(), neg({ symbol: 'WINJ16' }), neg({ id: 20 })]));
    expect(await userErrorOf(run('b3-neg', path))).toMatchObject({ line: 4, column: 2, field: 'symbol' });
  });

  it('is counted and left out when such lines may be skipped, and counts as a line of the file', async () => {
    const { file, run } = scratch();
    const result = await run('b3-neg', file(NAME, text([neg(), cut])), { skipBadLines: true });
    expect(result).toMatchObject({ rowsRead: 2, rowsAccepted: 1, rowsSkipped: 1, badLineCount: 1 });
  });
});

describe('header and trailer', () => {
  const header = frameLine('RH', 'NEG', 3, DAY);
  const trailer = frameLine('RT', 'NEG', 3, DAY);
  const join = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

  it.each([
    ['count-wrong', 'a line too few', join(header, trailer), 2, 'promises 3 lines, and the file has 2'],
    ['count-wrong', 'a line too many', join(header, neg(), neg({ id: 20 }), trailer), 4, 'and the file has 4'],
    ['count-wrong', 'no trailer', join(header, neg()), undefined, 'ends after 2 of 3 lines'],
    ['count-wrong', 'another count', join(header, neg(), frameLine('RT', 'NEG', 4, DAY)), 3, 'something else'],
    ['count-wrong', 'another day', join(header, neg(), frameLine('RT', 'NEG', 3, '2016-01-19')), 3, 'something else'],
    ['count-wrong', 'another name', join(header, neg(), frameLine('RT', 'NEG_BMF', 3, DAY)), 3, 'something else'],
    ['wrong-format', 'no header', join(neg(), trailer), 1, 'no header line'],
    ['wrong-format', 'two headers', join(header, header, trailer), 2, 'neither a row nor the trailer'],
    ['wrong-format', 'rows after the end', join(header, neg(), trailer, neg()), 4, 'after the trailer'],
    ['wrong-format', 'a file of orders', join(frameLine('RH', 'OFER_CPA', 3, DAY), neg(), trailer), 1, 'another kind'],
    ['wrong-format', 'no such day', join(frameLine('RH', 'NEG', 3, '2016-02-30'), neg(), trailer), 1, 'one day'],
  ])('must agree with the file: %s, %s', async (code, _, content, line, why) => {
    const { file, run } = scratch();
    const path = file(NAME, content);
    const error = await userErrorOf(run('b3-neg', path, { skipBadLines: true }));
    expect(error).toMatchObject({ code, file: path, ...(line === undefined ? {} : { line, column: 1 }) });
    expect(error.message).toContain(why);
  });
});

const DAYS = [
  ['20151126', 18_302, 770, 1],
  ['20160104', 35_518, 961, 1],
  ['20160105', 25_200, 984, 1],
  ['20160620', 38_501, 778, 5],
  ['20160621', 35_523, 846, 0],
  ['20160622', 44_061, 901, 1],
  ['20160623', 43_697, 812, 2],
] as const;

/** What the importer hands over, without a store of hundreds of small parts. */
async function handedOver(
  file: string,
): Promise<{ readonly session: ImportSession; readonly days: readonly DayRows[] }> {
  const days: DayRows[] = [];
  const filled = new Set(['trade_id', 'buy_agent', 'sell_agent']);
  const day = (symbol: string, dayNumber: number): DayRows => {
    days.push(new DayRows(symbol, dayNumber, midnightUsOf(dayNumber), filled));
    return days.at(-1)!;
  };
  const session = { rowsRead: 0, rowsSkipped: 0, notices: [], day } as unknown as ImportSession;
  const bad = new BadLines(file, false);
  await importB3Neg({ file, symbol: undefined, bad, start: () => session, onProgress: undefined });
  return { session, days };
}

/** The rows of a file by symbol, read in the plainest way: by time, and those of one moment by their number. */
function rowsBySymbol(file: string): ReadonlyMap<string, readonly (readonly string[])[]> {
  const lines = gunzipSync(readFileSync(file)).toString('latin1').split('\n');
  const rows = lines.map((line) => line.split(';')).filter((row) => row[6] === '1');
  const bySymbol = Map.groupBy(rows, (row) => row[1]!.trim());
  for (const each of bySymbol.values()) {
    each.sort((a, b) => (a[5]! < b[5]! ? -1 : a[5]! > b[5]! ? 1 : Number(a[2]) - Number(b[2])));
  }
  return bySymbol;
}

describeWithRealData(
  'seven days of options',
  DAYS.map(([day]) => `b3-neg-options/NEG_OPCOES_${day}.TXT.gz`),
  (...files) => {
    it('have 240,802 trades, 11 of them cancelled', () => {
      expect(DAYS.reduce((sum, [, rows]) => sum + rows, 0)).toBe(240_802);
      expect(DAYS.reduce((sum, [, , , cancelled]) => sum + cancelled, 0)).toBe(11);
    });

    it.each(DAYS.map((day, index) => [...day, files[index]!] as const))(
      '%s: %i rows of %i instruments, %i cancelled, every field as it stands in the text',
      async (day, rows, instruments, cancelled, path) => {
        const { session, days } = await handedOver(path);
        expect([session.rowsRead, session.rowsSkipped, days.length]).toEqual([rows, cancelled, instruments]);
        const bySymbol = rowsBySymbol(path);
        const midnightUs = Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`) * 1000;
        const offsetUs = (day < '201602' ? 2 : 3) * 3_600_000_000;
        const timeOf = (row: readonly string[]): number => Date.parse(`1970-01-01T${row[5]}Z`) * 1000;
        for (const { symbol, trades } of days) {
          const expected = bySymbol.get(symbol)!;
          const values = trades.columns.map((column) => [...column.subarray(0, trades.length)]);
          expect(values[TRADE.id], symbol).toEqual(expected.map((row) => Number(row[2])));
          expect(values[TRADE.time], symbol).toEqual(expected.map((row) => midnightUs + offsetUs + timeOf(row)));
          expect(values[TRADE.price], symbol).toEqual(expected.map((row) => Number(row[3])));
          expect(values[TRADE.quantity], symbol).toEqual(expected.map((row) => Number(row[4])));
          expect(values[TRADE.aggressor], symbol).toEqual(
            expected.map((row) => (row[10] === row[14] ? 0 : Number(row[10]))),
          );
          expect(values[TRADE.buyAgent], symbol).toEqual(expected.map((row) => Number(row[16])));
          expect(values[TRADE.sellAgent], symbol).toEqual(expected.map((row) => Number(row[17])));
        }
      },
    );

    it('have trades that sweep the book in the order of their prices', async () => {
      let sweeps = 0;
      for (const file of files) {
        for (const { trades } of (await handedOver(file)).days) sweeps += countSweeps(trades);
      }
      expect(sweeps).toBe(536);
    });

    it('stand in the store with the sides that B3 tells', async () => {
      const { run, store } = scratch();
      const result = await run('auto', files[0]!, { instrument: 'PETRL80' });
      expect(result).toMatchObject({ format: 'b3-neg', rowsRead: 18_302, instruments: 1 });
      expect(store.manifest(store.parts('PETRL80', 'trades')[0]!)).toMatchObject({
        rows: result.rowsAccepted,
        sideSource: 'feed',
        provenance: 'exchange',
      });
    });
  },
);

/** Trades of one moment and one aggressor at several prices, each of which must be no better than the one before. */
function countSweeps({ columns, length }: RowBuffer): number {
  const [times, prices, sides] = [columns[TRADE.time]!, columns[TRADE.price]!, columns[TRADE.aggressor]!];
  let sweeps = 0;
  for (let from = 0, to = 0; from < length; from = to) {
    for (to = from + 1; to < length && times[to] === times[from]; ) to++;
    const side = sides[from]!;
    const isOneSide = side !== 0 && sides.subarray(from, to).every((each) => each === side);
    if (!isOneSide || prices.subarray(from, to).every((price) => price === prices[from])) continue;
    sweeps++;
    for (let row = from + 1; row < to; row++) {
      expect(Math.sign(prices[row]! - prices[row - 1]!)).not.toBe(side === 1 ? -1 : 1);
    }
  }
  return sweeps;
}
