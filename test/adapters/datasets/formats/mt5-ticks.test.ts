import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import type { EventBatch } from '../../../../src/core/market/event-batch.ts';
import {
  F64_A,
  F64_B,
  Kind,
  QUOTE_HAS_ASK,
  QUOTE_HAS_BID,
  RECORD_F64,
} from '../../../../src/core/market/event-record.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { ownNotices } from '../own-notices.ts';
import { scratch, userErrorOf } from '../scratch.ts';

const HEADER = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>';
const at = (hour: number, minute: number, second = 0, ms = 0): number =>
  localToUtcUs(2020, 4, 2, hour, minute, second, ms * 1000);

/** Kind, time and the first two payload values (price and quantity, or bid and ask) with the flags of quotes. */
function rowsOf(batch: EventBatch): readonly (readonly number[])[] {
  return Array.from({ length: batch.length }, (_, i) => {
    const f = i * RECORD_F64;
    return [batch.kindAt(i), batch.exchangeTimeUsAt(i), batch.f64[f + F64_A]!, batch.f64[f + F64_B]!, batch.flagsAt(i)];
  });
}

function ticks(lines: readonly string[], header = HEADER): string {
  return [header, ...lines, ''].join('\r\n');
}

describe('rows of a MetaTrader 5 tick export', () => {
  it('become quotes that carry the other side and trades, in order', async () => {
    const { file, run, store } = scratch();
    const path = file(
      'WDOK20_ticks.csv',
      ticks([
        '2020.04.02\t09:00:00.001\t5250.0\t\t\t',
        '2020.04.02\t09:00:00.002\t\t5250.5\t\t',
        '2020.04.02\t09:00:00.002\t5249.5\t\t5250.0\t2.00000000',
        '2020.04.02\t09:00:00.002\t\t\t5250.0\t2.00000000',
        '2020.04.02\t09:00:00.002\t\t\t5250.0\t2.00000000',
      ]),
    );
    const result = await run('mt5-ticks', path);
    expect(result.instrument).toBe('WDOK20');
    const rows = rowsOf(await store.readDayEvents('WDOK20', '2020-04-02', 1));
    const both = QUOTE_HAS_BID | QUOTE_HAS_ASK;
    expect(rows).toEqual([
      [Kind.quote, at(9, 0, 0, 1), 5250, 0, QUOTE_HAS_BID],
      [Kind.quote, at(9, 0, 0, 2), 5250, 5250.5, both],
      [Kind.quote, at(9, 0, 0, 2), 5249.5, 5250.5, both],
      [Kind.trade, at(9, 0, 0, 2), 5250, 2, 0],
      [Kind.trade, at(9, 0, 0, 2), 5250, 2, 0],
      [Kind.trade, at(9, 0, 0, 2), 5250, 2, 0],
    ]);
  });

  it('forget the book at a row of zeros and at the end of the day', async () => {
    const { file, run, store } = scratch();
    const path = file(
      'WDOK20.csv',
      ticks([
        '2020.04.02\t09:00:00.000\t5250.0\t5250.5\t\t',
        '2020.04.02\t09:00:01.000\t0.0\t0.0\t0.0\t0.00000000',
        '2020.04.02\t09:00:02.000\t\t5251.0\t\t',
        '2020.04.03\t09:00:00.000\t5260.0\t\t\t',
      ]),
    );
    const result = await run('mt5-ticks', path);
    expect(result).toMatchObject({ rowsRead: 4, rowsAccepted: 3, rowsSkipped: 1 });
    const first = rowsOf(await store.readDayEvents('WDOK20', '2020-04-02', 1));
    expect(first[1]).toEqual([Kind.quote, at(9, 0, 2), 0, 5251, QUOTE_HAS_ASK]);
    const second = rowsOf(await store.readDayEvents('WDOK20', '2020-04-03', 1));
    expect(second[0]!.slice(2)).toEqual([5260, 0, QUOTE_HAS_BID]);
  });

  it('lose one side of the book when it becomes zero', async () => {
    const { file, run, store } = scratch();
    await run(
      'mt5-ticks',
      file('WDOK20.csv', ticks(['2020.04.02\t09:00:00\t5250\t5251\t\t', '2020.04.02\t09:00:01\t0\t\t\t'])),
    );
    const rows = rowsOf(await store.readDayEvents('WDOK20', '2020-04-02', 1));
    expect(rows[1]!.slice(2)).toEqual([0, 5251, QUOTE_HAS_ASK]);
  });

  it('take the aggressor from FLAGS: 32 buyer, 64 seller, both unknown', async () => {
    const { file, run, store } = scratch();
    const lines = [56, 88, 120].map((flags) => `2020.04.02\t09:00:00.000\t\t\t5250.0\t1\t${flags}`);
    const path = file('WDOK20.csv', ticks([...lines, '2020.04.02\t09:00:00\t5249\t5250\t\t\t6'], `${HEADER}\t<FLAGS>`));
    await run('mt5-ticks', path);
    const rows = rowsOf(await store.readDayEvents('WDOK20', '2020-04-02', 1));
    expect(rows.map((row) => [row[0], row[4]])).toEqual([
      [Kind.trade, 1],
      [Kind.trade, 2],
      [Kind.trade, 0],
      [Kind.quote, 3],
    ]);
    expect(store.manifest(store.parts('WDOK20', 'trades')[0]!).sideSource).toBe('feed');
  });

  it('have no side when the flag is the same in every trade of a day', async () => {
    const { file, run, store } = scratch();
    const line = '2020.04.02\t09:00:00.000\t\t\t5250.0\t1\t56';
    const result = await run('mt5-ticks', file('WDOK20.csv', ticks(Array(201).fill(line), `${HEADER}\t<FLAGS>`)));
    expect(result.notices.join()).toContain('same aggressor in every trade');
    const { aggressor } = await store.readPart('WDOK20', 'trades', '2020-04-02');
    expect(aggressor!.every((side) => side === 0)).toBe(true);
    expect(store.manifest(store.parts('WDOK20', 'trades')[0]!).sideSource).toBe('none');
  });

  it('are of another contract than the name of the file where the user says so, which is said', async () => {
    const { file, run, store } = scratch();
    const path = file('DOLK20_A.csv', ticks(['2020.04.02\t09:00:00.000\t5250.0\t5250.5\t\t']));
    const result = await run('mt5-ticks', path, { instrument: 'DOLM20' });
    expect(store.instruments()).toEqual(['DOLM20']);
    expect(ownNotices(result)).toEqual([
      'DOLK20_A.csv: the name of the file says DOLK20, --instrument says DOLM20: the rows, which name none, are imported as DOLM20',
    ]);
  });

  it('are noticed when their time goes back', async () => {
    const { file, run } = scratch();
    const lines = ['2020.04.02\t09:00:01\t5250\t\t\t', '2020.04.02\t09:00:00\t5250\t\t\t'];
    const result = await run('mt5-ticks', file('WDOK20.csv', ticks(lines)));
    expect(result.notices.join()).toContain('1 of 2 rows (50.0 %) are earlier than the row above');
  });

  it('are read from UTF-16 with commas as old terminals write it', async () => {
    const { file, run } = scratch();
    const text = `\uFEFF${ticks(['2020.04.02\t09:00:00.000\t5250.0\t5250.5\t\t']).replaceAll('\t', ',')}`;
    const result = await run('mt5-ticks', file('WDOK20.csv', Buffer.from(text, 'utf16le')));
    expect(result.rowsAccepted).toBe(1);
  });

  it.each([
    ['2020.13.02\t09:00:00.000\t5250\t\t\t', 1, '<DATE>', '2020.13.02'],
    ['2020.04.02\t9h\t5250\t\t\t', 2, '<TIME>', '9h'],
    ['2020.04.02\t09:00:00.000\t5,250\t\t\t', 3, '<BID>', '5,250'],
    ['2020.04.02\t09:00:00.000\t\t\t5250\t-3', 6, '<VOLUME>', '-3'],
    ['2020.04.02\t09:00:00.000\t5250', 3, '<BID>', '6 fields'],
  ])('that are wrong stop the import and name the place: %s', async (line, column, field, found) => {
    const { file, run, store } = scratch();
    const path = file('WDOK20.csv', ticks(['2020.04.02\t09:00:00.000\t5250\t\t\t', line]));
    const error = await userErrorOf(run('mt5-ticks', path));
    expect(error).toMatchObject({ code: 'bad-line', file: path, line: 3, column });
    expect(`<${error.field}>`).toBe(field);
    expect(error.message).toContain(found);
    expect(store.instruments()).toEqual([]);
  });

  it.each(['56.5', '-56', '1e9', 'BUY'])('have flags that are a sum of bits, not %s', async (flags) => {
    const { file, run } = scratch();
    const path = file('WDOK20.csv', ticks([`2020.04.02\t09:00:00.000\t\t\t5250.0\t1\t${flags}`], `${HEADER}\t<FLAGS>`));
    const error = await userErrorOf(run('mt5-ticks', path));
    expect(error).toMatchObject({ code: 'bad-line', line: 2, column: 7, field: 'FLAGS' });
  });

  it('may have flags with bits that are not known here', async () => {
    const { file, run, store } = scratch();
    const lines = ['2020.04.02\t09:00:00.000\t\t\t5250.0\t1\t1080', '2020.04.02\t09:00:00.000\t\t\t5250.0\t1\t'];
    await run('mt5-ticks', file('WDOK20.csv', ticks(lines, `${HEADER}\t<FLAGS>`)));
    const { aggressor } = await store.readPart('WDOK20', 'trades', '2020-04-02');
    expect([...aggressor!]).toEqual([1, 0]);
  });
});

describeWithRealData('the DOLK20 ticks of 2020-04-02', ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz'], (path) => {
  it('are the trades and quotes of the file, line by line', async () => {
    const { run, store } = scratch();
    const result = await run('mt5-ticks', path!);
    expect(result).toMatchObject({
      instrument: 'DOLK20',
      rowsRead: 63_632,
      rowsAccepted: 63_629,
      rowsSkipped: 3,
    });
    expect(ownNotices(result)).toEqual([]);
    expect(result.parts.map(({ kind, rows }) => [kind, rows])).toEqual([
      ['trades', 33_118],
      ['quotes', 15_261 + 15_221 + 29],
    ]);
    const batch = await store.readDayEvents('DOLK20', '2020-04-02', 4);
    expect(rowsOf(batch)).toEqual(expectedRows(gunzipSync(readFileSync(path!)).toString('latin1')));
  });

  it('keep equal rows, the volume, the crossed book before the auction and the rows after the last trade', async () => {
    const { run, store } = scratch();
    await run('mt5-ticks', path!);
    const rows = rowsOf(await store.readDayEvents('DOLK20', '2020-04-02', 4));
    const trades = rows.filter((row) => row[0] === Kind.trade);
    expect(trades).toHaveLength(33_118);
    expect(trades.reduce((sum, row) => sum + row[3]!, 0)).toBe(305_990);
    expect(trades.every((row) => row[3]! % 5 === 0)).toBe(true);
    expect(Math.min(...trades.map((row) => row[2]!))).toBe(5231.5);
    expect(Math.max(...trades.map((row) => row[2]!))).toBe(5293.5);
    expect(rows[0]).toEqual([Kind.quote, at(9, 0, 2, 322), 5500, 5220, 3]);
    expect(trades[0]!.slice(1, 4)).toEqual([at(9, 3, 9, 658), 5257.5, 20]);
    // seven at 18:00 and, of the two at 19:30, the one that is not a reset
    expect(rows.filter((row) => row[1]! >= at(18, 0)).map((row) => row[0])).toEqual(Array(8).fill(Kind.quote));
    expect(store.manifest(store.parts('DOLK20', 'trades')[0]!)).toMatchObject({
      provenance: 'exchange',
      sideSource: 'none',
      adjusted: 'none',
      parameters: { skippedRows: 3, badLines: 0 },
    });
  });

  it('change nothing when they are imported again', async () => {
    const { run } = scratch();
    const first = await run('mt5-ticks', path!);
    const bytes = first.parts.flatMap((part) => [
      readFileSync(part.path),
      readFileSync(part.path.replace('.parquet', '.json')),
    ]);
    const second = await run('mt5-ticks', path!);
    expect(second.parts.map((part) => part.change)).toEqual(['unchanged', 'unchanged']);
    expect(second.parts.map((part) => part.sha256)).toEqual(first.parts.map((part) => part.sha256));
    const again = second.parts.flatMap((part) => [
      readFileSync(part.path),
      readFileSync(part.path.replace('.parquet', '.json')),
    ]);
    expect(again).toEqual(bytes);
  });
});

describeWithRealData(
  'the DOLK20 minutes built from the ticks',
  ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz', 'b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz'],
  (tickFile, barFile) => {
    it('are the imported bars of that day, all 537', async () => {
      const { run, store } = scratch();
      await run('mt5-ticks', tickFile!);
      await run('mt5-bars', barFile!);
      const trades = await store.readPart('DOLK20', 'trades', '2020-04-02');
      const bars = await store.readPart('DOLK20', 'candles-1m', '2020-04-02');
      const built = new Map<number, number[]>();
      for (const [row, time] of trades.time_us!.entries()) {
        const minute = Math.floor(time / 60e6) * 60e6;
        const price = trades.price![row]!;
        const bar = built.get(minute) ?? [price, price, price, price, 0, 0];
        const contracts = bar[4]! + trades.quantity![row]!;
        built.set(minute, [bar[0]!, Math.max(bar[1]!, price), Math.min(bar[2]!, price), price, contracts, bar[5]! + 1]);
      }
      const { open, high, low, close, volume, trades: count } = bars;
      const imported = Array.from(bars.open_time_us!, (time, k) => [
        time,
        [open![k]!, high![k]!, low![k]!, close![k]!, volume![k]!, count![k]!],
      ]);
      expect(imported).toHaveLength(537);
      expect(imported).toEqual([...built]);
    });
  },
);

/** The format read the slow and plain way. */
function expectedRows(text: string): readonly (readonly number[])[] {
  const rows: number[][] = [];
  let bid = 0;
  let ask = 0;
  for (const line of text.split('\r\n').slice(1)) {
    const [, clock, bidText, askText, lastText, volumeText] = line.split('\t');
    if (clock === undefined) continue;
    if ([bidText, askText, lastText, volumeText].every((field) => Number(field) === 0)) {
      bid = 0;
      ask = 0;
      continue;
    }
    const time = Date.parse(`2020-04-02T${clock}-03:00`) * 1000;
    if (bidText !== '') bid = Number(bidText);
    if (askText !== '') ask = Number(askText);
    if (bidText !== '' || askText !== '')
      rows.push([Kind.quote, time, bid, ask, (bid > 0 ? 1 : 0) + (ask > 0 ? 2 : 0)]);
    if (lastText !== '') rows.push([Kind.trade, time, Number(lastText), Number(volumeText), 0]);
  }
  return rows;
}
