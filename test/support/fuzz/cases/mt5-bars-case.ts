// MetaTrader 5 bars, of an intraday interval and daily: good lines, and what any line says, read the plain way.

import { importMt5Bars } from '../../../../src/adapters/datasets/formats/mt5-bars.ts';
import { CandleOrder, candleValues, isCandle } from '../candle-order.ts';
import { type LineCase, type LineReference, oneRow, type Verdict, WRONG } from '../line-case.ts';
import { clockOf, fieldsOf, numberOf, POINT_STYLE, saoPauloUs, wholeOf, yearFirstDay } from '../naive-fields.ts';

const NAMES = ['<DATE>', '<TIME>', '<OPEN>', '<HIGH>', '<LOW>', '<CLOSE>', '<TICKVOL>', '<VOL>', '<SPREAD>'];
const SYMBOL = 'WDOU25';
const MAX_INT32 = 2 ** 31 - 1;

class Mt5BarReference implements LineReference {
  private readonly isDaily: boolean;
  private readonly order = new CandleOrder();

  constructor(isDaily: boolean) {
    this.isDaily = isDaily;
  }

  read(line: string): Verdict {
    const fields = fieldsOf(line, '\t');
    if (fields.length !== NAMES.length - (this.isDaily ? 1 : 0)) return WRONG;
    const [date, time, ...rest] = this.isDaily ? [fields[0]!, '00:00', ...fields.slice(1)] : fields;
    const day = yearFirstDay(date!);
    const clock = clockOf(time!);
    const prices = rest.slice(0, 4).map((field) => numberOf(field, POINT_STYLE));
    const trades = wholeOf(rest[4]!, POINT_STYLE, 0, MAX_INT32);
    const volume = numberOf(rest[5]!, POINT_STYLE);
    if (day === undefined || clock === undefined || trades === undefined || volume === undefined) return WRONG;
    if (!isCandle(prices) || volume < 0 || !this.order.takes(SYMBOL, day, clock)) return WRONG;
    return oneRow(SYMBOL, 'candles', day, { ...candleValues(saoPauloUs(day, clock), prices), volume, trades });
  }
}

function mt5BarsCase(name: string, isDaily: boolean): LineCase {
  const line = (k: number): string => {
    const at = new Date(Date.UTC(2025, 0, 6, 9) + k * (isDaily ? 1440 : 5) * 60_000).toISOString();
    const prices = ['5470.500', '5472.000', '5469.500', k % 3 === 0 ? '5471' : '5470.000'];
    const fields = [
      at.slice(0, 10).replaceAll('-', '.'),
      at.slice(11, 19),
      ...prices,
      String(31 + k),
      String(120 + k),
      '1',
    ];
    return fields.filter((_, place) => !isDaily || place !== 1).join('\t');
  };
  return {
    name,
    format: 'mt5-bars',
    importer: importMt5Bars,
    fileName: isDaily ? `${SYMBOL}_Daily.csv` : `${SYMBOL}_M5_202501060900_202501061800.csv`,
    delimiter: '\t',
    line,
    head: () => [NAMES.filter((_, place) => !isDaily || place !== 1).join('\t')],
    reference: () => new Mt5BarReference(isDaily),
    fileLines: 30,
  };
}

export const MT5_BARS_CASES: readonly LineCase[] = [
  mt5BarsCase('mt5-bars', false),
  mt5BarsCase('mt5-bars, daily', true),
];
