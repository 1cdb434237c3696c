import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../../src/adapters/datasets/importing/import.ts';
import {
  CANDLE_COLUMNS,
  LAST_COLUMNS,
  LEVEL_COLUMNS,
  ORDER_COLUMNS,
  QUOTE_COLUMNS,
  TRADE_COLUMNS,
} from '../../../../src/adapters/datasets/schema.ts';
import { scratch, userErrorOf } from '../scratch.ts';

const BARS = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';
const TICKS = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>';

function bars(day: string, prices = '5400\t5401\t5399.5\t5400.5', count = 5): string {
  const minutes = Array.from({ length: count }, (_, k) => `${day}\t09:0${k}:00\t${prices}\t7\t12\t5`);
  return [BARS, ...minutes, ''].join('\r\n');
}

describe('a file that cannot be read', () => {
  it('is named when it does not exist', async () => {
    const { home, run } = scratch();
    const path = join(home, 'nothing.csv');
    expect(await userErrorOf(run('mt5-bars', path))).toMatchObject({ code: 'file-missing', file: path });
    expect((await userErrorOf(run('mt5-bars', home))).code).toBe('file-missing');
  });

  it('is refused when its gzip data are cut off or damaged', async () => {
    const { file, run, store } = scratch();
    const whole = gzipSync(bars('2025.08.05'));
    const cut = await userErrorOf(run('mt5-bars', file('WDOU25_cut.csv.gz', whole.subarray(0, whole.length - 12))));
    expect(cut.code).toBe('gzip-corrupt');
    expect(cut.message).toContain('cut off');
    const damaged = Buffer.from(whole);
    damaged[damaged.length - 6]! ^= 0xff;
    expect((await userErrorOf(run('mt5-bars', file('WDOU25_bad.csv.gz', damaged)))).message).toContain('damaged');
    expect(store.instruments()).toEqual([]);
  });

  it.each([
    ['a damaged zip archive', Buffer.from('PK\u0003\u0004more'), 'zip-corrupt'],
    ['Parquet', Buffer.from('PAR1more'), 'not-text'],
    ['binary', Buffer.from([1, 2, 0, 3]), 'not-text'],
    ['empty', Buffer.from(''), 'file-empty'],
    ['empty inside gzip', gzipSync(''), 'file-empty'],
    ['one endless line', Buffer.alloc(3_000_000, 'x'), 'wrong-format'],
    ['a header without rows', Buffer.from(`${TICKS}\r\n`), 'file-empty'],
  ])('is refused when it is %s', async (_, content, code) => {
    const { file, run } = scratch();
    expect((await userErrorOf(run('mt5-ticks', file('WDOU25.csv', content)))).code).toBe(code);
  });

  it('is pointed to its own format when it is another one', async () => {
    const { file, run } = scratch();
    const barFile = file('WDOU25_bars.csv', bars('2025.08.05'));
    const asTicks = await userErrorOf(run('mt5-ticks', barFile));
    expect(asTicks).toMatchObject({ code: 'wrong-format', line: 1 });
    expect(asTicks.fix).toContain('mt5-bars');
    const tickFile = file('WDOU25_ticks.csv', `${TICKS}\r\n2025.08.05\t09:00:00\t1\t2\t\t\r\n`);
    expect((await userErrorOf(run('mt5-bars', tickFile))).fix).toContain('mt5-ticks');
    expect((await userErrorOf(run('profit-candles', barFile))).code).toBe('wrong-format');
  });

  it('is refused when nothing tells its instrument', async () => {
    const { file, run } = scratch();
    const path = file('export.csv', bars('2025.08.05'));
    expect(await userErrorOf(run('mt5-bars', path))).toMatchObject({ code: 'instrument-unknown', field: 'instrument' });
    expect((await run('mt5-bars', path, { instrument: 'WDOU25' })).parts[0]!.instrument).toBe('WDOU25');
  });

  it('is taken as what the user says where only its name says another, and that is told', async () => {
    const { file, run, store } = scratch();
    const result = await run('mt5-bars', file('WDOU25_bars.csv', bars('2025.08.05')), { instrument: 'WDOV25' });
    expect(store.instruments()).toEqual(['WDOV25']);
    expect(result.notices[0]).toContain('the name of the file says WDOU25, --instrument says WDOV25');
  });
});

describe('an import', () => {
  it('reads gzip by content whatever the name', async () => {
    const { file, run } = scratch();
    const result = await run('mt5-bars', file('WDOU25.csv', gzipSync(bars('2025.08.05'))));
    expect(result.rowsAccepted).toBe(5);
  });

  it('stores nothing when the last of its files is wrong', async () => {
    const { home, file, store } = scratch();
    const files = [
      file('WDOU25_a.csv', bars('2025.08.05')),
      file('WDOU25_b.csv', `${bars('2025.08.06')}2025.08.06\tx\r\n`),
    ];
    const error = await userErrorOf(importFiles({ home, format: 'mt5-bars', files }));
    expect(error).toMatchObject({ code: 'bad-line', file: files[1], line: 7 });
    expect(store.instruments()).toEqual([]);
    expect(readdirSync(store.root)).toEqual([]);
  });

  it('refuses a day that stands there from another source, and takes its place on request', async () => {
    const { file, run, store } = scratch();
    await run('mt5-bars', file('WDOU25_a.csv', bars('2025.08.05')));
    const other = file('WDOU25_b.csv', bars('2025.08.05', '5410\t5411\t5409\t5410'));
    const error = await userErrorOf(run('mt5-bars', other));
    expect(error.code).toBe('part-exists');
    expect(error.message).toMatch(/WDOU25 candles-1m of 2025-08-05 from WDOU25_b\.csv.*WDOU25_a\.csv/);
    expect(error.fix).toContain('--replace');
    const result = await run('mt5-bars', other, { replace: true });
    expect(result.parts[0]!.change).toBe('replaced');
    expect((await store.readPart('WDOU25', 'candles-1m', '2025-08-05')).open![0]).toBe(5410);
  });

  it('takes two files with the same rows of a day once, merges those that overlap, and refuses two that differ', async () => {
    const { home, file, store } = scratch();
    const a = file('WDOU25_a.csv', bars('2025.08.05'));
    const b = file('WDOU25_b.csv', bars('2025.08.05'));
    const more = file('WDOU25_more.csv', bars('2025.08.05', undefined, 8));
    const c = file('WDOU25_c.csv', bars('2025.08.05', '5410\t5411\t5409\t5410'));
    expect((await importFiles({ home, format: 'mt5-bars', files: [a, b] })).parts).toHaveLength(1);
    const merged = await importFiles({ home, format: 'mt5-bars', files: [more] });
    expect(merged.parts[0]).toMatchObject({ change: 'merged', rows: 8 });
    const { sources } = store.manifest(store.parts('WDOU25')[0]!);
    expect(sources.map((source) => source.file)).toEqual(['WDOU25_a.csv', 'WDOU25_more.csv']);
    for (const known of [a, more]) {
      expect((await importFiles({ home, format: 'mt5-bars', files: [known] })).parts[0]!.change).toBe('unchanged');
    }
    const error = await userErrorOf(importFiles({ home, format: 'mt5-bars', files: [a, c], replace: true }));
    expect(error.code).toBe('part-exists');
    expect(error.message).toContain('the candle has open 5400 in one file and 5410 in the other');
  });

  it('makes the same bytes in every home', async () => {
    const contents = [scratch(), scratch()].map(async ({ file, run }) => {
      const { parts } = await run('mt5-bars', file('WDOU25.csv', bars('2025.08.05')));
      return [readFileSync(parts[0]!.path), readFileSync(parts[0]!.path.replace('.parquet', '.json'))];
    });
    expect(await contents[0]).toEqual(await contents[1]);
  });

  it('lists the first 20 wrong lines and counts all of them', async () => {
    const { file, run } = scratch();
    const wrong = '2025.08.05\t09:10:00\tx\t5401\t5399\t5400\t7\t12\t5\r\n'.repeat(25);
    const result = await run('mt5-bars', file('WDOU25.csv', bars('2025.08.05') + wrong), { skipBadLines: true });
    expect(result).toMatchObject({ rowsRead: 30, rowsAccepted: 5, rowsSkipped: 25, badLineCount: 25 });
    expect(result.badLines).toHaveLength(20);
    expect(result.badLines[0]).toMatchObject({ line: 7, column: 3, field: 'OPEN' });
  });

  it('refuses a day that is scattered over the file', async () => {
    const { file, run } = scratch();
    const rows = ['05', '06', '05'].map((day) => `2025.08.${day}\t09:00:00\t5400\t5401\t\t`);
    const error = await userErrorOf(run('mt5-ticks', file('WDOU25.csv', [TICKS, ...rows].join('\n'))));
    expect(error.code).toBe('wrong-order');
  });

  it('keeps an on-grid series that the user calls adjusted by difference under its continuous name', async () => {
    const { file, run, store } = scratch();
    const path = file('bars.csv', bars('2025.08.05'));
    await run('mt5-bars', path, { instrument: 'WDO', adjusted: 'difference' });
    expect(store.manifest(store.parts('WDOFUT')[0]!).adjusted).toBe('difference');
    const other = scratch();
    await other.run('mt5-bars', path, { instrument: 'WDO$D' });
    expect(other.store.instruments()).toEqual(['WDOFUT']);
  });

  it('tells how far it is', async () => {
    const { file, run } = scratch();
    const shares: number[] = [];
    const path = file('WDOU25.csv', bars('2025.08.05'));
    await run('mt5-bars', path, { onProgress: ({ share }) => shares.push(share) });
    expect(shares.at(-1)).toBe(1);
  });
});

describe('docs/datasets.md', () => {
  it('lists every column of every kind', () => {
    const page = readFileSync(new URL('../../../../docs/datasets.md', import.meta.url), 'utf8');
    for (const { name, type, optional, meaning } of [
      ...TRADE_COLUMNS,
      ...QUOTE_COLUMNS,
      ...LEVEL_COLUMNS,
      ...ORDER_COLUMNS,
      ...LAST_COLUMNS,
      ...CANDLE_COLUMNS,
    ]) {
      expect(page).toContain(`| \`${name}\` | ${type} | ${meaning}${optional ? ' (optional)' : ''} |`);
    }
  });
});
