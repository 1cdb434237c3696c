import { expect, it } from 'vitest';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { formatLocalTime } from '../../../../src/core/market/civil-time.ts';
import { describeWithRealData, realData } from '../../../support/real-data.ts';
import { scratch, userErrorOf } from '../scratch.ts';

const list = (column: Float64Array | undefined): readonly number[] => Array.from(column!);

describeWithRealData(
  'the WDO minutes by contract',
  ['b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz'],
  (path) => {
    it('are six contracts of 69,822 candles', async () => {
      const { run, store } = scratch();
      const result = await run('csv', path!, { mapping: 'wdo-contract-m1' });
      expect(result).toMatchObject({ instrument: 'WDO', rowsRead: 69_822, rowsAccepted: 69_822, rowsSkipped: 0 });
      const rows: Record<string, number> = {};
      for (const part of result.parts) rows[part.instrument] = (rows[part.instrument] ?? 0) + part.rows;
      expect(rows).toEqual({
        WDOU25: 9986,
        WDOV25: 12_538,
        WDOX25: 13_110,
        WDOZ25: 10_827,
        WDOF26: 11_394,
        WDOG26: 11_967,
      });
      const days = store.contractDays('WDOFUT', '2025-08-05', '2026-01-29');
      expect(days.missing).toEqual([]);
      expect(days.days.map(({ contract, day }) => `${contract} ${day}`)).toEqual(
        result.parts.map(({ instrument, day }) => `${instrument} ${day}`),
      );
      const range = await store.readCandles('WDOG26', '2025-12-30', '2026-01-29');
      expect(range.rows).toBe(11_967);
      expect([Math.min(...range.columns.low!), Math.max(...range.columns.high!)]).toEqual([5167.5, 5608]);
      expect((await store.readDayEvents('WDOU25', '2025-08-06', 0)).length).toBe(570);
    });
  },
);

describeWithRealData(
  'the adjusted WDO minutes',
  ['b3-wdo-m1-2025/WDOFUT_M1_adjusted_20250805_20260129.csv.gz'],
  (path) => {
    it('are kept under the continuous name and cannot be traded', async () => {
      const { run, store } = scratch();
      const result = await run('csv', path!, { mapping: 'wdofut-adjusted-m1' });
      expect(result).toMatchObject({ instrument: 'WDOFUT', rowsRead: 69_822, rowsAccepted: 69_822 });
      expect(store.instruments()).toEqual(['WDOFUT']);
      expect(store.manifest(store.parts('WDOFUT')[0]!).adjusted).toBe('ratio');
      expect((await userErrorOf(store.readDayEvents('WDOFUT', '2025-08-06', 0))).code).toBe('adjusted-series');
      expect(store.contractDays('WDOFUT', '2025-08-06', '2025-08-06').missing).toHaveLength(1);
    });
  },
);

describeWithRealData('WIN and WDO side by side', ['b3-win-wdo-m1-mt5-202105/WIN_WDO_M1_202105.csv.gz'], (path) => {
  it('are 10,182 minutes, 93 without WIN and one without WDO', async () => {
    const { run, store } = scratch();
    const result = await run('csv', path!, { mapping: 'win-wdo-m1' });
    expect(result).toMatchObject({ rowsRead: 10_182, rowsAccepted: 10_182, rowsSkipped: 0 });
    expect(result.notices).toContain('93 rows without a candle of WIN: its fields are empty');
    expect(result.notices).toContain('1 row without a candle of WDO: its fields are empty');
    const rows = (instrument: string): number =>
      result.parts.filter((part) => part.instrument === instrument).reduce((sum, part) => sum + part.rows, 0);
    expect([rows('WINM21'), rows('WDOM21'), result.parts.length]).toEqual([10_089, 10_181, 38]);
    const first = await store.readPart('WDOM21', 'candles-1m', '2021-05-03');
    expect([first.open![0], first.volume![0], first.trades![0]]).toEqual([5451.5, 11_496, 4062]);
  });
});

describeWithRealData(
  'best prices once a second',
  [
    'b3-futures-quotes-1s-2016/20160331_WIN_IND_WDO_DOL_1s.csv.gz',
    'b3-futures-quotes-1s-2016/20160428_WIN_IND_WDO_DOL_1s.csv.gz',
  ],
  (march, april) => {
    it.each([
      [march!, '2016-03-31', ['WINJ16', 'INDJ16', 'WDOJ16', 'DOLJ16'], 28_430, 32, 56_796, 8403],
      [april!, '2016-04-28', ['WINM16', 'INDM16', 'WDOK16', 'DOLK16'], 28_665, 37, 57_256, 2856],
    ] as const)(
      'are quotes of four futures, those for five contracts off the tick: %s',
      async (path, day, contracts, rows, without, values, offTick) => {
        const { run, home } = scratch();
        // the gate refuses prices off the tick, which these are known to have
        const store = openStore(home, { acceptRefused: true });
        const result = await run('csv', path, { mapping: 'futures-quotes-1s' });
        expect(result).toMatchObject({ rowsRead: rows, rowsAccepted: rows, rowsSkipped: 0 });
        expect(result.parts.map(({ instrument }) => instrument)).toEqual(contracts);
        expect(result.parts.map((part) => part.rows)).toEqual([rows, rows, rows, rows]);
        const wdo = await store.readPart(contracts[2], 'quotes', day);
        const present = [...list(wdo.bid), ...list(wdo.ask)].filter((price) => price > 0);
        expect(present).toHaveLength(values);
        expect(present.filter((price) => price % 0.5 !== 0)).toHaveLength(offTick);
        expect(list(wdo.flags).filter((flags) => flags === 0)).toHaveLength(without);
        const dol = await store.readPart(contracts[3], 'quotes', day);
        expect([...list(dol.bid), ...list(dol.ask)].filter((price) => price % 0.5 !== 0)).toEqual([]);
        const { parameters, adjusted } = store.manifest(store.parts(contracts[2], 'quotes')[0]!);
        expect([parameters.averagedContracts, adjusted]).toEqual(['WIN 5, WDO 5', 'none']);
      },
    );
  },
);

describeWithRealData(
  'the top of the book captured from the terminal',
  ['b3-wdou25-top-of-book-20250811/WDOU25_top_20250811_1056_1105.csv.gz'],
  (path) => {
    it('is 10,000 quotes of which 1,198 differ from the one before', async () => {
      const { run, store } = scratch();
      expect(await run('csv', path!, { mapping: 'top-of-book' })).toMatchObject({
        rowsRead: 10_000,
        rowsAccepted: 10_000,
      });
      const quotes = await store.readPart('WDOU25', 'quotes', '2025-08-11');
      const spreads = list(quotes.ask).map((ask, row) => ask - quotes.bid![row]!);
      expect([0.5, 1, 0].map((spread) => spreads.filter((each) => each === spread).length)).toEqual([9952, 30, 18]);
      const columns = [quotes.bid!, quotes.ask!, quotes.bid_size!, quotes.ask_size!];
      const changed = spreads.filter((_, row) => row > 0 && columns.some((each) => each[row] !== each[row - 1]));
      expect(changed).toHaveLength(1198);
      expect(formatLocalTime(quotes.time_us![0]!)).toBe('2025-08-11 10:56:19.677243');
      expect(list(quotes.flags).every((flags) => flags === 7)).toBe(true);
    });
  },
);

describeWithRealData('PETR4 trades and best prices', ['b3-equities-l1-2025/PETR4_05032025.csv.gz'], (path) => {
  it('keep the raw aggressor code, the time received to the nanosecond and the sequence', async () => {
    const { run, store } = scratch();
    const result = await run('csv', path!, { mapping: 'equities-l1' });
    expect(result).toMatchObject({ instrument: 'PETR4', rowsRead: 4043, rowsAccepted: 4043, rowsSkipped: 0 });
    expect(result.notices).toContain('The file has no exchange time: the time received stands for it');
    const trades = await store.readPart('PETR4', 'trades', '2025-03-05');
    expect([trades.price![0], trades.quantity![0], trades.sequence![0], trades.source_condition![0]]).toEqual([
      35.02, 100, 5841, 4,
    ]);
    expect(list(trades.aggressor).every((side) => side === 0)).toBe(true);
    expect(list(trades.price).every((price) => Math.round(price * 100) / 100 === price)).toBe(true);
    expect([trades.time_us![0], trades.time_ns![0]]).toEqual([Date.parse('2025-03-05T16:08:21.755Z') * 1000 + 15, 679]);
    expect(trades.received_us![0]).toBe(trades.time_us![0]);
    const quotes = await store.readPart('PETR4', 'quotes', '2025-03-05');
    expect([quotes.bid![0], quotes.ask![0], quotes.order![0]]).toEqual([35.93, 36.09, 0]);
    expect(trades.price!.length + quotes.bid!.length).toBe(4043);
  });

  it('are 71,194 rows in 19 files, 4,992 of them quotes', async () => {
    const days = [5, 6, 7, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 24, 25, 26, 27, 28, 31];
    const paths = days.map((day) => realData(`b3-equities-l1-2025/PETR4_${String(day).padStart(2, '0')}032025.csv.gz`));
    const { run } = scratch();
    const result = await run('csv', path!, { mapping: 'equities-l1', files: paths.map((each) => each!) });
    const rows = (kind: string): number =>
      result.parts.filter((part) => part.kind === kind).reduce((sum, part) => sum + part.rows, 0);
    expect([result.rowsRead, rows('trades'), rows('quotes'), result.parts.length]).toEqual([71_194, 66_202, 4992, 38]);
  });
});

describeWithRealData('trades of AIG', ['us-equity-ticks-2013/AIG_trades_20131007_20131011.csv.gz'], (path) => {
  it('are 206,337 on five days of New York', async () => {
    const { run, store } = scratch();
    const result = await run('csv', path!, { mapping: 'us-equity-trades', instrument: 'AIG' });
    expect(result).toMatchObject({ instrument: 'AIG', rowsRead: 206_337, rowsAccepted: 206_337, rowsSkipped: 0 });
    expect(result.parts.map(({ day }) => day)).toEqual(
      [7, 8, 9, 10, 11].map((day) => `2013-10-${String(day).padStart(2, '0')}`),
    );
    const days = await Promise.all(result.parts.map(({ day }) => store.readPart('AIG', 'trades', day)));
    const prices = days.flatMap(({ price }) => list(price));
    expect([prices.reduce((a, b) => Math.min(a, b)), prices.reduce((a, b) => Math.max(a, b))]).toEqual([47.18, 50.02]);
    const first = days[0]!;
    expect(first.time_us![0]).toBe(Date.parse('2013-10-07T08:00:00.688Z') * 1000);
    expect([first.price![0], first.source_condition![0], first.source_condition![1]]).toEqual([
      49.18, 0x2000, 0x20002020,
    ]);
  });
});
