import { describe, expect, it } from 'vitest';
import { formatLocalTime } from '../../../src/core/market/civil-time.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { scratch, userErrorOf } from './scratch.ts';

const BARS = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';
const PROFIT = 'Ativo;Data;Hora;Abertura;Máximo;Mínimo;Fechamento;Volume;Quantidade';

const text = (lines: readonly string[]): string => [...lines, ''].join('\r\n');

describe('bars of MetaTrader 5', () => {
  const bar = (clock: string, prices = '5400\t5401\t5399.5\t5400.5'): string =>
    `2025.08.05\t${clock}\t${prices}\t7\t12\t5`;

  it('become candles of the interval that the file shows', async () => {
    const { file, run, store } = scratch();
    const result = await run(
      'mt5-bars',
      file('WDOU25.csv', text([BARS, bar('09:00:00'), bar('09:05:00'), bar('09:15:00')])),
    );
    expect(result.parts.map(({ instrument, kind, rows }) => [instrument, kind, rows])).toEqual([
      ['WDOU25', 'candles-5m', 3],
    ]);
    const columns = await store.readPart('WDOU25', 'candles-5m', '2025-08-05');
    expect(formatLocalTime(columns.open_time_us![0]!)).toBe('2025-08-05 09:00:00.000000');
    expect(columns.close_time_us![0]! - columns.open_time_us![0]!).toBe(300e6);
    expect([columns.trades![0], columns.volume![0], columns.turnover]).toEqual([7, 12, undefined]);
  });

  it('are daily without a TIME column', async () => {
    const { file, run, store } = scratch();
    const header = BARS.replace('<TIME>\t', '');
    const lines = [
      header,
      '2025.08.05\t5400\t5401\t5399.5\t5400.5\t7\t12\t5',
      '2025.08.06\t5400\t5401\t5399.5\t5400.5\t7\t12\t5',
    ];
    const result = await run('mt5-bars', file('WDOU25.csv', text(lines)));
    expect(result.parts.map(({ kind, day }) => [kind, day])).toEqual([
      ['daily', '2025-08-05'],
      ['daily', '2025-08-06'],
    ]);
    expect((await store.readCandles('WDOU25', '2025-08-05', '2025-08-06', 'daily')).rows).toBe(2);
  });

  it('need an interval when one candle cannot tell it, and one that fits', async () => {
    const { file, run } = scratch();
    const one = file('WDOU25.csv', text([BARS, bar('09:07:00')]));
    expect(await userErrorOf(run('mt5-bars', one))).toMatchObject({ code: 'interval-unknown', field: 'interval' });
    expect(await userErrorOf(run('mt5-bars', one, { interval: '5m' }))).toMatchObject({ code: 'interval-wrong' });
    expect(await userErrorOf(run('mt5-bars', one, { interval: '5 minutes' }))).toMatchObject({ code: 'bad-option' });
    expect((await run('mt5-bars', one, { interval: '1m' })).parts[0]!.kind).toBe('candles-1m');
  });

  it.each([
    [bar('09:01:00', '5400\t5399\t5398\t5400'), 'high 5399', 4],
    [bar('09:00:00'), 'same time stands on line 2', 2],
    [bar('08:59:00'), 'breaks the order', 2],
    [bar('09:01:00', '0\t5401\t5399\t5400'), '"0" is not a price above 0', 3],
    ['2025.08.05\t09:01:00\t5400', '9 fields', 3],
  ])('that contradict themselves or the one above are wrong lines: %s', async (line, said, column) => {
    const { file, run } = scratch();
    // the second line fixes the order of the file: oldest first
    const lines = line.includes('08:59') ? [bar('09:00:00'), bar('09:01:00'), line] : [bar('09:00:00'), line];
    const path = file('WDOU25.csv', text([BARS, ...lines, bar('09:02:00')]));
    const error = await userErrorOf(run('mt5-bars', path));
    expect(error).toMatchObject({ code: 'bad-line', line: lines.length + 1, column });
    expect(error.message).toContain(said);
    expect(error.message).toMatch(new RegExp(`^WDOU25\\.csv line ${lines.length + 1}, column ${column} \\(\\w+\\): `));
    const skipped = await run('mt5-bars', path, { skipBadLines: true, interval: '1m' });
    expect(skipped).toMatchObject({ rowsRead: lines.length + 1, rowsSkipped: 1, badLineCount: 1 });
    expect(skipped.badLines[0]).toMatchObject({ file: path, line: lines.length + 1, column, message: error.message });
  });
});

describe('candles of Profit', () => {
  const rows = ['WDOFUT;05/08/2025;09:01:00;5.400,500;5.401,000;5.400,000;5.400,500;64.209.120,00;1.156'];
  rows.push('WDOFUT;05/08/2025;09:00:00;5.400,000;5.401,000;5.399,500;5.400,500;5.400.500,00;100');

  it('are read by place, newest first, with decimal commas, whatever the header or encoding', async () => {
    for (const head of [[PROFIT], [], [`\uFEFF${PROFIT}`], [Buffer.from(PROFIT, 'latin1').toString('latin1')]]) {
      const { file, run, store } = scratch();
      const content = head[0] === PROFIT ? Buffer.from(text([...head, ...rows]), 'latin1') : text([...head, ...rows]);
      const result = await run('profit-candles', file('any name.csv', content));
      expect(result).toMatchObject({ instrument: 'WDOFUT', rowsRead: 2, rowsAccepted: 2 });
      const columns = await store.readPart('WDOU25', 'candles-1m', '2025-08-05');
      expect(Array.from(columns.open!)).toEqual([5400, 5400.5]);
      expect(Array.from(columns.volume!)).toEqual([100, 1156]);
      expect(Array.from(columns.turnover!)).toEqual([5_400_500, 64_209_120]);
      expect(Array.from(columns.trades!)).toEqual([-1, -1]);
    }
  });

  it('that are on the grid go to the contract of each day', async () => {
    const { file, run } = scratch();
    const roll = rows
      .flatMap((row) => [row.replaceAll('05/08', '29/08'), row.replaceAll('05/08', '28/08')])
      .sort()
      .reverse();
    const result = await run('profit-candles', file('WDOFUT.csv', text(roll)));
    expect(result.parts.map(({ instrument, day }) => [instrument, day])).toEqual([
      ['WDOV25', '2025-08-29'],
      ['WDOU25', '2025-08-28'],
    ]);
    expect(result.notices.join()).toContain('WDOV25, WDOU25');
  });

  it('with a number of trades in the place of contracts are noticed by their turnover', async () => {
    const { file, run } = scratch();
    const good = 'WDOU25;05/08/2025;09:00:00;5400;5401;5399.5;5400.5;5400500.00;100';
    const minute = good.replace('09:00', '09:01');
    const right = await run('profit-candles', file('a.csv', text([minute, good])));
    expect(right.notices.join()).not.toContain('turnover');
    const trades = text([minute.replace(';100', ';37'), good.replace(';100', ';37')]);
    const result = await run('profit-candles', file('b.csv', trades), { replace: true });
    expect(result.notices.join()).toContain('turnover-mismatch');
  });

  it('of a trades export are refused with a hint', async () => {
    const { file, run } = scratch();
    const path = file(
      't.csv',
      text(['Ativo;Data;Hora;Comprador;Preço;Quantidade;Vendedor;Tipo', 'WDOFUT;05/08/2025;09:00:00;3;5.400,0;1;8;x']),
    );
    const error = await userErrorOf(run('profit-candles', path));
    expect(error).toMatchObject({ code: 'wrong-format', line: 1 });
    expect(error.message).toContain('Times & Trades');
  });
});

describeWithRealData('the DOLK20 minutes', ['b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz'], (path) => {
  it('are 3,769 candles of 7 days', async () => {
    const { run } = scratch();
    const result = await run('mt5-bars', path!);
    expect(result).toMatchObject({
      instrument: 'DOLK20',
      rowsRead: 3769,
      rowsAccepted: 3769,
      rowsSkipped: 0,
      notices: [],
    });
    expect(result.parts).toHaveLength(7);
    expect(result.parts.every(({ kind }) => kind === 'candles-1m')).toBe(true);
  });

  it('are refused when they are called WDO', async () => {
    const { run } = scratch();
    const result = await run('mt5-bars', path!, { instrument: 'WDOK20' });
    expect(result.notices.join()).toContain('refuse multiples-of-five: WDOK20 candles-1m: 3769 rows on 7 days');
    expect(result.parts.every(({ verdict }) => verdict === 'refuse')).toBe(true);
  });
});

describeWithRealData('the WDO five minutes of 2018', ['b3-wdo-m5-mt5-2018/WDO_M5_2018.csv.gz'], (path) => {
  it('go to the contract of each day; the test session and the days off the grid are refused', async () => {
    const { run, store } = scratch();
    const result = await run('mt5-bars', path!);
    expect(result).toMatchObject({ instrument: 'WDO', rowsRead: 24_526, rowsAccepted: 24_526, rowsSkipped: 0 });
    const notice = (rule: string) => result.notices.find((each) => each.startsWith(`refuse ${rule}: `));
    expect(notice('closed-day')).toContain('of 2018-11-10: ');
    expect(notice('off-tick')).toContain(
      '2018-04-18, 2018-04-19, 2018-04-20, 2018-04-23, 2018-04-24, 2018-04-25, 2018-04-26, 2018-04-27',
    );
    const refused = result.parts.filter(({ verdict }) => verdict === 'refuse').map(({ day }) => day);
    expect(refused).toContain('2018-11-10');
    const adjusted = result.parts.filter(
      (part) =>
        store.manifest(store.parts(part.instrument, part.kind).find((ref) => ref.day === part.day)!).adjusted !==
        'none',
    );
    expect(adjusted.map(({ day }) => day)).toHaveLength(8);
    expect(result.parts.find(({ day }) => day === '2018-10-31')!.instrument).toBe('WDOZ18');
    expect(result.parts.find(({ day }) => day === '2018-10-30')!.instrument).toBe('WDOX18');
    const error = await userErrorOf(store.readDayEvents('WDOK18', '2018-04-18', 0));
    expect(error.code).toBe('part-refused');
    expect((await store.readDayEvents('WDOK18', '2018-04-17', 0)).length).toBeGreaterThan(100);
  });
});

describeWithRealData(
  'the WDO minutes of Profit',
  ['b3-wdo-m1-profit-202111/WDOFUT_M1_20211105_20220114.csv.gz'],
  (path) => {
    it('are an adjusted series under its continuous name', async () => {
      const { run, store } = scratch();
      const result = await run('profit-candles', path!);
      expect(result).toMatchObject({ instrument: 'WDOFUT', rowsRead: 27_096, rowsAccepted: 27_096, rowsSkipped: 0 });
      expect(result.parts).toHaveLength(48);
      expect(result.notices.join()).toContain('warn adjusted-series: WDOFUT candles-1m');
      expect(store.instruments()).toEqual(['WDOFUT']);
      const range = await store.readCandles('WDOFUT', '2021-11-05', '2022-01-14');
      expect(range.rows).toBe(27_096);
      expect(formatLocalTime(range.columns.open_time_us![0]!)).toBe('2021-11-05 12:47:00.000000');
      expect(range.columns.open![0]).toBe(5639.044);
      expect(range.columns.turnover![27_095]).toBe(64_209_120);
      const times = range.columns.open_time_us!;
      expect(times.every((time, row) => row === 0 || time > times[row - 1]!)).toBe(true);
      expect((await userErrorOf(store.readDayEvents('WDOFUT', '2021-11-05', 0))).code).toBe('adjusted-series');
    });
  },
);

describeWithRealData(
  'the WIN five minutes of Profit',
  ['b3-win-m5-profit-2021/WINFUT_M5_20210817_20220119.csv.gz'],
  (path) => {
    it('are read with decimal points and kept as an adjusted series', async () => {
      const { run, store } = scratch();
      const result = await run('profit-candles', path!);
      expect(result).toMatchObject({ instrument: 'WINFUT', rowsRead: 11_582, rowsAccepted: 11_582 });
      expect(result.parts).toHaveLength(106);
      const range = await store.readCandles('WINFUT', '2021-08-17', '2022-01-19', 'candles-5m');
      expect(range.columns.close![11_581]).toBe(108_850);
      expect(range.columns.turnover![11_581]).toBe(738_958_345.85);
    });
  },
);
