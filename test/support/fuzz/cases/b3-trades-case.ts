// B3's file of all trades: good lines, and what any line says, read the plain way.

import { importB3Trades } from '../../../../src/adapters/datasets/formats/b3-trades.ts';
import { type LineCase, type LineReference, oneRow, SKIPPED, type Verdict, WRONG } from '../line-case.ts';
import { clockUs, digitsOf, fieldsOf, saoPauloUs, yearFirstDay } from '../naive-fields.ts';

const HEADER =
  'DataReferencia;CodigoInstrumento;AcaoAtualizacao;PrecoNegocio;QuantidadeNegociada;HoraFechamento;' +
  'CodigoIdentificadorNegocio;TipoSessaoPregao;DataNegocio;CodigoParticipanteComprador;CodigoParticipanteVendedor;TipoDoCanal';
const SYMBOL = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
const MAX_INT32 = 2 ** 31 - 1;
const MAX_PLACES = 15;

class B3TradeReference implements LineReference {
  private readonly wanted: string | undefined;
  private fileDay: number | undefined;

  constructor(wanted: string | undefined) {
    this.wanted = wanted;
  }

  read(line: string): Verdict {
    const fields = fieldsOf(line, ';');
    if (fields.length !== 12) return WRONG;
    const fileDay = yearFirstDay(fields[0]!);
    if (fileDay === undefined || fileDay !== (this.fileDay ?? fileDay)) return WRONG;
    this.fileDay = fileDay;
    const day = yearFirstDay(fields[8]!);
    const [symbol, action] = [fields[1]!, digitsOf(fields[2]!)];
    const price = priceOf(fields[3]!);
    const [quantity, clock, trade_id] = [digitsOf(fields[4]!, 1), clockOf(fields[5]!), digitsOf(fields[6]!, 1)];
    const session_type = digitsOf(fields[7]!, 0, MAX_INT32);
    // an empty code is none
    const codes = fields.slice(9).map((field) => digitsOf(field || '0', 0, MAX_INT32));
    const [buy_agent, sell_agent, channel] = codes;
    if (day === undefined || day > fileDay || !SYMBOL.test(symbol) || (action !== 0 && action !== 2)) return WRONG;
    if (price === undefined || quantity === undefined || clock === undefined || trade_id === undefined) return WRONG;
    if (buy_agent === undefined || sell_agent === undefined || channel === undefined || session_type === undefined)
      return WRONG;
    if (this.wanted !== undefined && symbol !== this.wanted) return SKIPPED;
    return oneRow(symbol, 'trades', day, {
      ...{ time_us: saoPauloUs(day, clock), price, quantity, aggressor: 0, condition: 0, trade_id, session_type },
      ...{ buy_agent, sell_agent, channel, correction: action === 2 ? 1 : 0 },
    });
  }
}

/** `5421,500`: plain digits on both sides of the comma, a minus before them or not, as many digits as a float tells apart. */
function priceOf(field: string): number | undefined {
  const match = /^(-?)(\d+)(?:,(\d+))?$/.exec(field);
  if (match === null) return undefined;
  const [, sign, whole, fraction = ''] = match;
  const isExact = fraction.length <= MAX_PLACES && BigInt(whole + fraction) <= BigInt(Number.MAX_SAFE_INTEGER);
  return isExact ? Number(`${sign}${whole}.${fraction}0`) + 0 : undefined;
}

/** `HHMMSSmmm`; a program that took it for a number has dropped the zero of 09 o'clock, and with it a digit. */
function clockOf(field: string): number | undefined {
  const match = /^(\d\d|[1-9])(\d\d)(\d\d)(\d{3})$/.exec(field);
  return match === null ? undefined : clockUs(match[1]!, match[2]!, match[3]!, `${match[4]}000`);
}

const LINES = [
  ['WDOQ26', '0', '5421,500', '2', '1', '2026-07-14', '85', '8', '1'],
  ['PETR4', '0', '41,270', '100', '6', '2026-07-13', '3', '', '1'],
  ['WDOQ26', '2', '5421,500', '2', '1', '2026-07-14', '85', '8', '2'],
  ['DI1F27', '0', '-0,050', '10', '1', '2026-07-14', '', '', ''],
];

const SHARED: Omit<LineCase, 'name' | 'reference'> = {
  format: 'b3-trades',
  importer: importB3Trades,
  fileName: 'TradeIntraday_20260714_1.txt',
  delimiter: ';',
  line: (k) => {
    const clock = new Date(Date.UTC(2026, 6, 14, 9) + k * 60_017).toISOString().slice(11, 23).replace(/[:.]/g, '');
    const [symbol, action, price, quantity, session, day, ...codes] = LINES[k % LINES.length]!;
    const time = k % 2 === 0 ? clock : clock.replace(/^0/, '');
    return ['2026-07-14', symbol, action, price, quantity, time, 10 * (k + 1), session, day, ...codes].join(';');
  },
  head: () => [HEADER],
  fileLines: 120,
};

export const B3_TRADES_CASES: readonly LineCase[] = [
  { ...SHARED, name: 'b3-trades', reference: () => new B3TradeReference(undefined) },
  {
    ...{ ...SHARED, name: 'b3-trades of one instrument', symbol: 'WDOQ26' },
    reference: () => new B3TradeReference('WDOQ26'),
  },
];
