// Candles of a Profit chart in both decimal styles, with header and without: good lines, and what any line says, read the plain way.

import { importProfitCandles } from '../../../../src/adapters/datasets/formats/profit-candles.ts';
import { CandleOrder, candleValues, isCandle } from '../candle-order.ts';
import { type LineCase, type LineReference, oneRow, type Verdict, WRONG } from '../line-case.ts';
import {
  COMMA_STYLE,
  clockOf,
  dayFirstDay,
  fieldsOf,
  type NumberStyle,
  numberOf,
  POINT_STYLE,
  saoPauloUs,
  wholeOf,
} from '../naive-fields.ts';

const HEADER = 'Ativo;Data;Hora;Abertura;M\xe1ximo;M\xednimo;Fechamento;Volume;Quantidade';
const SYMBOL = /^[A-Z0-9][A-Za-z0-9.$@_-]{0,39}$/;
const MAX_CONTRACTS = 1e12;

class ProfitCandleReference implements LineReference {
  private readonly style: NumberStyle;
  private readonly order = new CandleOrder();

  constructor(style: NumberStyle) {
    this.style = style;
  }

  read(line: string): Verdict {
    const fields = fieldsOf(line, ';');
    if (fields.length !== 9) return WRONG;
    const [symbol, day, clock] = [fields[0]!.trim(), dayFirstDay(fields[1]!), clockOf(fields[2]!)];
    const prices = fields.slice(3, 7).map((field) => numberOf(field, this.style));
    const turnover = numberOf(fields[7]!, this.style);
    const volume = wholeOf(fields[8]!, this.style, 0, MAX_CONTRACTS);
    if (!SYMBOL.test(symbol) || day === undefined || clock === undefined) return WRONG;
    if (turnover === undefined || turnover < 0 || volume === undefined) return WRONG;
    if (!isCandle(prices) || !this.order.takes(symbol, day, clock)) return WRONG;
    const values = { ...candleValues(saoPauloUs(day, clock), prices), trades: -1, turnover, volume };
    return oneRow(symbol, 'candles', day, values);
  }
}

function profitCandlesCase(name: string, style: NumberStyle, hasHeader: boolean): LineCase {
  const numbers =
    style === COMMA_STYLE
      ? ['5.553,500', '5.554,000', '5.551,500', '5.552,000', '64.209.120,00', '1.156']
      : ['5454.500', '5455.000', '5452.5', '5453.000', '64209120.00', '1156'];
  return {
    name,
    format: 'profit-candles',
    importer: importProfitCandles,
    fileName: 'WDOFUT_F_0_1min.csv',
    delimiter: ';',
    line: (k) => {
      const [date, time] = new Date(Date.UTC(2021, 10, 30, 17) - k * 60_000).toISOString().split(/[T.]/) as [
        string,
        string,
      ];
      return ['WDOFUT', date.split('-').reverse().join('/'), time, ...numbers].join(';');
    },
    head: () => (hasHeader ? [HEADER] : []),
    reference: () => new ProfitCandleReference(style),
    readsAhead: true,
    fileLines: 40,
  };
}

export const PROFIT_CANDLES_CASES: readonly LineCase[] = [
  profitCandlesCase('profit-candles', COMMA_STYLE, true),
  profitCandlesCase('profit-candles with decimal points', POINT_STYLE, true),
  profitCandlesCase('profit-candles without a header', COMMA_STYLE, false),
];
