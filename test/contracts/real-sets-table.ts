// The real sets that tests may read, each with how it is imported and what must come of it: rows, parts, and every finding of the rules.

import type { PartKind } from '../../src/adapters/datasets/schema.ts';
import type { Severity } from '../../src/core/quality/finding.ts';

/** A rule over rows: in so many parts it found so many rows, all of this severity. */
export type RuleCount = readonly [
  severity: Severity,
  kind: PartKind,
  rule: string,
  parts: number,
  rows: number,
  what: string,
];

/** A rule over the days of a series: in so many series it found so many days, rolls or contracts. */
export type SeriesCount = readonly [
  severity: Severity,
  kind: PartKind,
  rule: string,
  series: number,
  found: number,
  what: string,
];

/** A known oddity that no rule tells: the import tells it, or it is no fault of the data. */
export type Untold = readonly [count: number, what: string, why: string];

export interface RealSet {
  readonly name: string;
  readonly what: string;
  readonly files: readonly string[];
  /** Symbol of the rows where the files name none. */
  readonly symbol?: string;
  readonly format: string;
  /** Data rows, those among them that were left out, and the instruments. */
  readonly rows: number;
  readonly skipped: number;
  readonly instruments: number;
  /** Parts and rows that were stored. */
  readonly stored: Readonly<Partial<Record<PartKind, readonly [parts: number, rows: number]>>>;
  readonly rules: readonly RuleCount[];
  readonly series: readonly SeriesCount[];
  readonly untold: readonly Untold[];
}

const NOTHING = { skipped: 0, instruments: 1, rules: [], series: [], untold: [] } as const;

const ADJUSTED = 'the prices are those of no trade';
const STARTS_LATE = 'the file begins in the middle of a day';

const TERMINAL_SETS: readonly RealSet[] = [
  {
    ...NOTHING,
    name: 'b3-dolk20-mt5, ticks',
    what: 'one day of ticks of DOLK20, exported from MetaTrader 5',
    files: ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz'],
    symbol: 'DOLK20',
    format: 'mt5-ticks',
    rows: 63_632,
    skipped: 3,
    stored: { trades: [1, 33_118], quotes: [1, 30_511] },
    rules: [
      ['note', 'trades', 'identical-rows', 1, 11_907, 'trades that equal the one above; they are separate trades'],
      ['note', 'quotes', 'outside-session', 1, 1, 'a quote at 19:30, after the close'],
      ['note', 'quotes', 'session-gap', 1, 1, 'no quote while the opening auction went on, to 09:03'],
    ],
    untold: [
      [3, 'rows of zeros, where the terminal begins a session anew', 'left out and counted by the import'],
      [2, 'quotes before the first trade whose bid is above their ask', 'an auction crosses by nature'],
    ],
  },
  {
    ...NOTHING,
    name: 'b3-dolk20-mt5, minutes',
    what: 'seven days of one-minute bars of DOLK20, exported from MetaTrader 5',
    files: ['b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz'],
    symbol: 'DOLK20',
    format: 'mt5-bars',
    rows: 3769,
    stored: { 'candles-1m': [7, 3769] },
  },
  {
    ...NOTHING,
    name: 'b3-dolk20-mt5, minutes as WDOK20',
    what: 'the same under the name that its source gave it, the mini contract',
    files: ['b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz'],
    symbol: 'WDOK20',
    format: 'mt5-bars',
    rows: 3769,
    stored: { 'candles-1m': [7, 3769] },
    rules: [['refuse', 'candles-1m', 'multiples-of-five', 7, 3769, 'the full contract under the name of the mini one']],
  },
  {
    ...NOTHING,
    name: 'b3-wdo-m1-2025, adjusted',
    what: 'half a year of one-minute bars of WDOFUT, adjusted at six rolls',
    files: ['b3-wdo-m1-2025/WDOFUT_M1_adjusted_20250805_20260129.csv.gz'],
    format: 'csv',
    rows: 69_822,
    stored: { 'candles-1m': [123, 69_822] },
    rules: [
      ['warn', 'candles-1m', 'adjusted-series', 123, 69_822, ADJUSTED],
      ['warn', 'candles-1m', 'late-open', 1, 1, STARTS_LATE],
    ],
    series: [
      ['note', 'candles-1m', 'adjustment-factors', 1, 6, 'the factor of each contract'],
      ['warn', 'candles-1m', 'short-days', 1, 1, STARTS_LATE],
    ],
  },
  {
    ...NOTHING,
    name: 'b3-wdo-m1-2025, by contract',
    what: 'the same by contract, at the prices that were traded',
    files: ['b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz'],
    format: 'csv',
    rows: 69_822,
    instruments: 6,
    stored: { 'candles-1m': [123, 69_822] },
    rules: [['warn', 'candles-1m', 'late-open', 1, 1, STARTS_LATE]],
    series: [
      ['note', 'candles-1m', 'roll-jump', 1, 5, 'the step at each roll'],
      ['warn', 'candles-1m', 'short-days', 1, 1, STARTS_LATE],
    ],
  },
  {
    ...NOTHING,
    name: 'b3-wdo-m1-profit-202111',
    what: 'ten weeks of one-minute bars of WDOFUT as Profit writes them, newest first',
    files: ['b3-wdo-m1-profit-202111/WDOFUT_M1_20211105_20220114.csv.gz'],
    symbol: 'WDOFUT',
    format: 'profit-candles',
    rows: 27_096,
    stored: { 'candles-1m': [48, 27_096] },
    rules: [
      ['warn', 'candles-1m', 'adjusted-series', 48, 27_096, ADJUSTED],
      ['warn', 'candles-1m', 'late-open', 1, 1, STARTS_LATE],
    ],
    series: [
      ['note', 'candles-1m', 'adjustment-factors', 1, 3, 'the factor of each contract'],
      ['warn', 'candles-1m', 'short-days', 1, 1, STARTS_LATE],
    ],
    untold: [
      [
        20_826,
        'bars whose turnover was left as traded, while their prices were adjusted',
        'of an adjusted series `turnover-mismatch` is not kept',
      ],
    ],
  },
  {
    ...NOTHING,
    name: 'b3-win-m5-profit-2021',
    what: 'five months of five-minute bars of WINFUT as Profit writes them, newest first',
    files: ['b3-win-m5-profit-2021/WINFUT_M5_20210817_20220119.csv.gz'],
    symbol: 'WINFUT',
    format: 'profit-candles',
    rows: 11_582,
    stored: { 'candles-5m': [106, 11_582] },
    rules: [
      ['warn', 'candles-5m', 'adjusted-series', 106, 11_582, ADJUSTED],
      ['warn', 'candles-5m', 'late-open', 1, 1, STARTS_LATE],
    ],
    series: [
      ['note', 'candles-5m', 'adjustment-factors', 1, 3, 'the factor of each contract'],
      ['warn', 'candles-5m', 'short-days', 1, 1, STARTS_LATE],
    ],
    untold: [
      [
        8870,
        'bars whose turnover was left as traded, while their prices were adjusted',
        'of an adjusted series `turnover-mismatch` is not kept',
      ],
    ],
  },
  {
    ...NOTHING,
    name: 'b3-win-wdo-m1-mt5-202105',
    what: 'nineteen days of one-minute bars of WIN and WDO side by side',
    files: ['b3-win-wdo-m1-mt5-202105/WIN_WDO_M1_202105.csv.gz'],
    format: 'csv',
    rows: 10_182,
    instruments: 2,
    stored: { 'candles-1m': [38, 20_270] },
    rules: [
      ['warn', 'candles-1m', 'late-open', 2, 2, 'the file begins at 09:19'],
      ['warn', 'candles-1m', 'early-end', 2, 2, 'and ends at 17:00'],
    ],
    series: [['warn', 'candles-1m', 'short-days', 2, 2, 'and ends at 17:00']],
    untold: [
      [93, 'minutes without a bar of WIN, 90 of them while its closing call went on', 'told by the import'],
      [1, 'minute without a bar of WDO', 'told by the import'],
    ],
  },
  {
    ...NOTHING,
    name: 'b3-wdo-m5-mt5-2018, 2018',
    what: 'a year of five-minute bars of WDO, exported from MetaTrader 5',
    files: ['b3-wdo-m5-mt5-2018/WDO_M5_2018.csv.gz'],
    symbol: 'WDO',
    format: 'mt5-bars',
    rows: 24_526,
    stored: { 'candles-5m': [229, 24_526] },
    rules: [
      ['refuse', 'candles-5m', 'off-tick', 8, 864, '18 to 27 April are off the tick'],
      ['refuse', 'candles-5m', 'adjusted-as-unadjusted', 8, 455, 'each of these days by an offset of its own'],
      ['refuse', 'candles-5m', 'closed-day', 1, 9, 'a test of the exchange on Saturday 10 November'],
      ['warn', 'candles-5m', 'session-gap', 2, 2, 'hours are missing on 28 September and 1 November'],
      ['warn', 'candles-5m', 'late-open', 2, 2, 'the exchange opened late on 3 October; 13 December begins at 11:40'],
      ['warn', 'candles-5m', 'early-end', 2, 2, '30 November stops at 09:15, 13 December at 16:05'],
    ],
    series: [
      ['warn', 'candles-5m', 'missing-days', 1, 8, 'no rows from 3 to 12 December'],
      ['warn', 'candles-5m', 'closed-days', 1, 1, 'the Saturday'],
      ['warn', 'candles-5m', 'short-days', 1, 3, 'the late opening and the two days cut off'],
      ['warn', 'candles-5m', 'longest-gaps', 1, 2, 'the hours that are missing'],
      ['note', 'candles-5m', 'roll-jump', 1, 11, 'the step at each roll: the series is not adjusted'],
      ['refuse', 'candles-5m', 'mixed-adjustment', 1, 8, 'the days off the tick'],
    ],
  },
  {
    ...NOTHING,
    name: 'b3-wdo-m5-mt5-2018, March 2020',
    what: 'a month of the same',
    files: ['b3-wdo-m5-mt5-2018/WDO_M5_202003.csv.gz'],
    symbol: 'WDO',
    format: 'mt5-bars',
    rows: 2387,
    stored: { 'candles-5m': [22, 2387] },
    series: [['note', 'candles-5m', 'roll-jump', 1, 1, 'the step at the roll']],
  },
  {
    ...NOTHING,
    name: 'b3-dol-m30-mt5-2018',
    what: 'two years of half-hour bars of DOL, exported from MetaTrader 5',
    files: ['b3-dol-m30-mt5-2018/DOL_M30_2018_2019.csv.gz'],
    symbol: 'DOL',
    format: 'mt5-bars',
    rows: 8663,
    stored: { 'candles-30m': [478, 8663] },
    rules: [
      [
        'refuse',
        'candles-30m',
        'off-tick',
        28,
        523,
        '18 to 27 April 2018 and 31 January to 27 February 2019 are off the tick',
      ],
      ['refuse', 'candles-30m', 'adjusted-as-unadjusted', 28, 1114, 'each of these days by an offset of its own'],
      ['refuse', 'candles-30m', 'off-lot', 20, 287, 'contracts that no DOL can have, 31 January to 27 February 2019'],
      ['warn', 'candles-30m', 'off-lot', 3, 6, 'single ones on three other days'],
      ['refuse', 'candles-30m', 'closed-day', 2, 8, 'tests of the exchange on 2018-11-10 and 2019-09-07'],
      ['warn', 'candles-30m', 'late-open', 3, 3, 'days that begin late'],
      ['warn', 'candles-30m', 'early-end', 4, 4, 'days that end early'],
    ],
    series: [
      ['warn', 'candles-30m', 'missing-days', 1, 16, 'twelve of them in December 2018'],
      ['refuse', 'candles-30m', 'missing-roll-days', 1, 1, 'the first day of DOLG19 among them'],
      ['warn', 'candles-30m', 'closed-days', 1, 2, 'the two Saturdays'],
      ['warn', 'candles-30m', 'short-days', 1, 6, 'the days that begin late or end early'],
      ['warn', 'candles-30m', 'longest-gaps', 1, 4, 'days with a hole'],
      ['note', 'candles-30m', 'roll-jump', 1, 24, 'the step at each roll'],
      ['refuse', 'candles-30m', 'mixed-adjustment', 1, 28, 'the days off the tick'],
    ],
  },
];

const QUOTE_SETS: readonly RealSet[] = [
  {
    ...NOTHING,
    name: 'b3-futures-quotes-1s-2016, 31 March',
    what: 'what buying and selling WIN, IND, WDO and DOL cost, once a second, on the last day of a contract',
    files: ['b3-futures-quotes-1s-2016/20160331_WIN_IND_WDO_DOL_1s.csv.gz'],
    format: 'csv',
    rows: 28_430,
    instruments: 4,
    stored: { quotes: [4, 113_720] },
    rules: [
      ['refuse', 'quotes', 'off-tick', 2, 14_785, 'WIN and WDO are averaged over five contracts'],
      ['warn', 'quotes', 'locked-book', 1, 22_551, 'DOL is locked: its contract is about to end'],
      ['warn', 'quotes', 'constant-price', 2, 24_244, 'WDO and DOL do not follow the market any more'],
      ['note', 'quotes', 'locked-book', 2, 3, 'WIN and IND are locked for a second or two'],
      ['note', 'quotes', 'session-gap', 4, 4, 'nothing for 156 s'],
    ],
    series: [['warn', 'quotes', 'contract-order', 2, 2, 'WDO and DOL show the contract that ends']],
    untold: [[32, 'rows before the first quote of WDO', 'stored as quotes without bid and ask']],
  },
  {
    ...NOTHING,
    name: 'b3-futures-quotes-1s-2016, 28 April',
    what: 'the same on an ordinary day',
    files: ['b3-futures-quotes-1s-2016/20160428_WIN_IND_WDO_DOL_1s.csv.gz'],
    format: 'csv',
    rows: 28_665,
    instruments: 4,
    stored: { quotes: [4, 114_660] },
    rules: [
      ['refuse', 'quotes', 'off-tick', 2, 10_797, 'WIN and WDO are averaged over five contracts'],
      ['warn', 'quotes', 'locked-book', 1, 5343, 'DOL is locked in a fifth of the rows'],
      ['note', 'quotes', 'locked-book', 3, 58, 'the others are locked about twenty times each'],
      ['note', 'quotes', 'session-gap', 4, 28, 'seven times nothing, for up to 165 s'],
    ],
    untold: [[37, 'rows before the first quote of WDO', 'stored as quotes without bid and ask']],
  },
  {
    ...NOTHING,
    name: 'b3-wdou25-top-of-book-20250811',
    what: 'nine minutes of the best prices of WDOU25 with sizes, one row each 50 ms',
    files: ['b3-wdou25-top-of-book-20250811/WDOU25_top_20250811_1056_1105.csv.gz'],
    format: 'csv',
    rows: 10_000,
    stored: { quotes: [1, 10_000] },
    rules: [
      ['note', 'quotes', 'locked-book', 1, 18, 'the sides were told one after the other'],
      ['warn', 'quotes', 'late-open', 1, 1, 'the file begins at 10:56'],
      ['warn', 'quotes', 'early-end', 1, 1, 'and ends at 11:05'],
    ],
    series: [['note', 'quotes', 'short-days', 1, 1, 'nine minutes of a session']],
    untold: [[8801, 'rows that repeat the quote above', 'snapshots at equal steps: to repeat is no fault']],
  },
  {
    ...NOTHING,
    name: 'b3-equities-l1-2025',
    what: 'nineteen days of trades and best prices of PETR4 with nanoseconds',
    files: [5, 6, 7, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 24, 25, 26, 27, 28, 31].map(
      (day) => `b3-equities-l1-2025/PETR4_${String(day).padStart(2, '0')}032025.csv.gz`,
    ),
    format: 'csv',
    rows: 71_194,
    stored: { trades: [19, 66_202], quotes: [19, 4992] },
    rules: [
      ['warn', 'trades', 'sequence-gap', 19, 56_894, 'an extract: most messages of the tape are not in it'],
      ['note', 'quotes', 'sequence-gap', 19, 4705, 'the same'],
      ['warn', 'quotes', 'crossed-book', 2, 3, 'best prices that are not those of the moment'],
      ['note', 'quotes', 'crossed-book', 3, 3, 'the same'],
      ['note', 'quotes', 'locked-book', 10, 10, 'the same'],
    ],
    series: [
      ['warn', 'quotes', 'short-days', 1, 3, 'days that begin late'],
      ['warn', 'trades', 'short-days', 1, 1, 'the same'],
    ],
    untold: [[19_356, 'trades and quotes with the noise of binary fractions', 'rounded to cents by the mapping']],
  },
  {
    ...NOTHING,
    name: 'b3-bmf-minute-last-20191220',
    what: 'the last price of each minute of 300 futures and options of BM&F',
    files: ['b3-bmf-minute-last-20191220/B3_NEG_DATA_20191220.json.gz'],
    format: 'minute-last',
    rows: 6849,
    instruments: 300,
    stored: { lasts: [300, 6849] },
    rules: [
      ['note', 'lasts', 'outside-session', 5, 50, 'prices after the close'],
      ['warn', 'lasts', 'bad-price', 2, 3, 'spreads of DDI and DAP, which may be negative'],
      ['warn', 'lasts', 'late-open', 1, 1, 'INDM20 trades seldom'],
      ['warn', 'lasts', 'early-end', 1, 1, 'the same'],
    ],
    series: [
      ['warn', 'lasts', 'contract-order', 4, 7, 'several contracts of a root on one day'],
      ['note', 'lasts', 'roll-jump', 4, 7, 'the same'],
    ],
    untold: [[300, 'instruments with the contracts of the whole day', 'told and left out by the import']],
  },
];

const LATE_SNAPSHOT = 'a book that goes by the numbers keeps them, that of the engine does not';

const BOOK_SETS: readonly RealSet[] = [
  {
    ...NOTHING,
    name: 'cme-es-mbo-20231225',
    what: 'two hours of ESH4, order by order',
    files: ['cme-es-mbo-20231225/ESH4_mbo_20231225.csv.gz'],
    symbol: 'ESH4',
    format: 'mbo',
    rows: 68_792,
    stored: { orders: [1, 68_792], trades: [1, 2973] },
    rules: [
      ['note', 'orders', 'sequence-gap', 1, 3666, 'the numbers are shared with other instruments'],
      ['note', 'trades', 'identical-rows', 1, 82, 'trades that equal the one above; they are separate trades'],
    ],
    untold: [
      [7, 'fills of an order that is not in the book', 'a fill changes no book'],
      [1684, 'rows of the snapshot with a number below that of the row above', 'a snapshot stands beside the count'],
      [891, 'events after which the book is crossed, before the market opens', 'orders cross until the auction'],
    ],
  },
  {
    ...NOTHING,
    name: 'binance-l2-20240808, futures',
    what: 'six minutes of the book, the best prices and the trades of BTCUSDT futures',
    files: ['binance-l2-20240808/usdm_btcusdt_20240808.jsonl.gz'],
    symbol: 'BTCUSDT',
    format: 'binance-book',
    rows: 93_954,
    stored: { levels: [1, 445_521], quotes: [1, 66_089], trades: [1, 21_313] },
    rules: [
      ['warn', 'levels', 'received-before-exchange', 1, 445_521, 'the clock of the machine is 1.27 s slow'],
      ['warn', 'quotes', 'received-before-exchange', 1, 66_089, 'the same'],
      ['warn', 'trades', 'received-before-exchange', 1, 21_313, 'the same'],
      ['note', 'quotes', 'sequence-gap', 1, 62_722, 'the numbers are those of the whole book'],
    ],
    untold: [[69, 'level changes newer than the snapshot that came before it', LATE_SNAPSHOT]],
  },
  {
    ...NOTHING,
    name: 'binance-l2-20240808, spot',
    what: 'eleven minutes of the same of BTCUSDT spot, in two files that continue each other',
    files: ['binance-l2-20240808/spot_btcusdt_20240808.jsonl.gz', 'binance-l2-20240808/spot_btcusdt_20240809.jsonl.gz'],
    symbol: 'BTCUSDT',
    format: 'binance-book',
    rows: 99_574,
    stored: { levels: [2, 300_111], quotes: [2, 73_174], trades: [2, 19_904] },
    rules: [
      ['warn', 'levels', 'received-before-exchange', 2, 298_111, 'the clock of the machine is 1.27 s slow'],
      ['warn', 'trades', 'received-before-exchange', 2, 19_904, 'the same'],
      ['note', 'quotes', 'sequence-gap', 2, 48_105, 'the numbers are those of the whole book'],
    ],
    series: [
      ['note', 'levels', 'short-days', 1, 2, 'minutes of a session'],
      ['note', 'quotes', 'short-days', 1, 2, 'the same'],
      ['note', 'trades', 'short-days', 1, 2, 'the same'],
    ],
    untold: [
      [16, 'level changes newer than the snapshot that came before it', LATE_SNAPSHOT],
      [73_175, 'messages without a time of the exchange', 'told by the import; they have that of their receipt'],
    ],
  },
];

/** Day, rows with those cancelled, cancelled rows, instruments, far prices in instruments and rows, one-sided, constant. */
const NEG_DAYS = [
  ['2015-11-26', 18_302, 1, 770, 6, 18, 0, 10],
  ['2016-01-04', 35_518, 1, 961, 16, 205, 252, 8],
  ['2016-01-05', 25_200, 1, 984, 15, 227, 0, 14],
  ['2016-06-20', 38_501, 5, 778, 19, 228, 0, 4],
  ['2016-06-21', 35_523, 0, 846, 9, 187, 307, 5],
  ['2016-06-22', 44_061, 1, 901, 12, 63, 0, 2],
  ['2016-06-23', 43_697, 2, 812, 11, 232, 0, 4],
] as const;

export const NEG_SETS: readonly RealSet[] = NEG_DAYS.map(
  ([day, rows, skipped, instruments, farParts, farRows, oneSided, constant]) => ({
    name: `b3-neg-options, ${day}`,
    what: `all trades in options on shares of ${day}, B3's historical file`,
    files: [`b3-neg-options/NEG_OPCOES_${day.replaceAll('-', '')}.TXT.gz`],
    format: 'b3-neg',
    rows,
    skipped,
    instruments,
    stored: { trades: [instruments, rows - skipped] },
    rules: [
      ['warn', 'trades', 'far-price', farParts, farRows, 'options far from their median of the day'],
      ...(oneSided === 0
        ? []
        : [['warn', 'trades', 'one-sided', 1, oneSided, 'an option that one side only took'] as const]),
    ],
    series: [['warn', 'trades', 'constant-price-days', constant, constant, 'options at one price the whole day']],
    untold: skipped === 0 ? [] : [[skipped, 'trades that were cancelled later', 'told and left out by the import']],
  }),
);

const EQUITY = { ...NOTHING, format: 'csv' } as const;
const EQUAL_TRADES = 'trades that equal the one above in all but venue and condition';

export const EQUITY_SETS: readonly RealSet[] = [
  {
    ...EQUITY,
    name: 'us-equity-ticks-2013, trades of AIG',
    what: 'every trade of AIG in five days',
    files: ['us-equity-ticks-2013/AIG_trades_20131007_20131011.csv.gz'],
    symbol: 'AIG',
    rows: 206_337,
    stored: { trades: [5, 206_337] },
    rules: [['note', 'trades', 'identical-rows', 5, 46_414, EQUAL_TRADES]],
    series: [['warn', 'trades', 'short-days', 1, 2, 'days whose first or last trade is far from the others']],
  },
  {
    ...EQUITY,
    name: 'us-equity-ticks-2013, trades of BAC',
    what: 'every trade of BAC in five days',
    files: ['us-equity-ticks-2013/BAC_trades_20131007_20131011.csv.gz'],
    symbol: 'BAC',
    rows: 573_620,
    stored: { trades: [5, 573_620] },
    rules: [['note', 'trades', 'identical-rows', 5, 47_684, EQUAL_TRADES]],
    series: [['warn', 'trades', 'short-days', 1, 1, 'a day whose first or last trade is far from the others']],
  },
  {
    ...EQUITY,
    name: 'us-equity-ticks-2013, trades of SPY',
    what: 'every trade of SPY in five days',
    files: ['us-equity-ticks-2013/SPY_trades_20131007_20131011.csv.gz'],
    symbol: 'SPY',
    rows: 1_887_460,
    stored: { trades: [5, 1_887_460] },
    rules: [['note', 'trades', 'identical-rows', 5, 291_554, EQUAL_TRADES]],
    untold: [[187_323, 'trades that equal the one above in every field of the file', 'among those of identical-rows']],
  },
  {
    ...EQUITY,
    name: 'us-equity-ticks-2013, quotes of AIG',
    what: 'every quote of AIG in five days',
    files: ['us-equity-ticks-2013/AIG_quotes_20131007_20131011.csv.gz'],
    symbol: 'AIG',
    rows: 6_147_113,
    stored: { quotes: [5, 6_147_113] },
    rules: [
      ['note', 'quotes', 'locked-book', 5, 202_231, 'venues are told one after the other'],
      ['note', 'quotes', 'crossed-book', 5, 1219, 'the same'],
    ],
  },
  {
    ...EQUITY,
    name: 'us-equity-ticks-2013, quotes of BAC',
    what: 'every quote of BAC in five days',
    files: ['us-equity-ticks-2013/BAC_quotes_20131007_20131011.csv.gz'],
    symbol: 'BAC',
    rows: 2_751_147,
    stored: { quotes: [5, 2_751_147] },
    rules: [
      ['warn', 'quotes', 'locked-book', 2, 29_314, 'venues are told one after the other'],
      ['note', 'quotes', 'locked-book', 3, 52_118, 'the same'],
      ['note', 'quotes', 'crossed-book', 3, 148, 'the same'],
    ],
  },
];

export const REAL_SETS: readonly RealSet[] = [
  ...TERMINAL_SETS,
  ...QUOTE_SETS,
  ...BOOK_SETS,
  ...NEG_SETS,
  ...EQUITY_SETS,
];

export function realSet(name: string): RealSet {
  return REAL_SETS.find((set) => set.name === name)!;
}

/** Files that no importer reads, each with why. */
export const UNREAD_FILES: Readonly<Record<string, string>> = {
  'b3-holidays/Brazil_B3.json': 'days without trading, which the calendar is compared with',
  'cme-es-mbo-20231225/esh4-glbx-mdp3-20231225.mbo.dbn.zst': 'the same messages in a binary format',
};
