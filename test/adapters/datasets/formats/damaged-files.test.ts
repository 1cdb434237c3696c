// What fuzzing has found in files that are damaged in one place, each as the smallest file that shows it.
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { scratch, userErrorOf } from '../scratch.ts';

const TICKS = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>';
const CANDLES = 'Ativo;Data;Hora;Abertura;Máximo;Mínimo;Fechamento;Volume;Quantidade';
const text = (...lines: readonly string[]): string => [...lines, ''].join('\n');
const skip = { skipBadLines: true };

describe('a damaged row of MetaTrader 5 ticks', () => {
  it('may be the first, with a date that is none', async () => {
    const { file, run } = scratch();
    const path = file('WDOU25.csv', text(TICKS, 'x\t09:00:00\t5470\t5471\t\t\t6'));
    expect(await userErrorOf(run('mt5-ticks', path))).toMatchObject({ line: 2, column: 1, field: 'DATE' });
  });

  it('leaves no trace: its date ends no day and forgets no price', async () => {
    const { file, run, store } = scratch();
    const good = (second: number, prices: string): string => `2025.08.05\t09:00:0${second}\t${prices}\t\t\t6`;
    const bad = '2025.08.06\t09:00:02\tx\t5471\t\t\t6';
    const path = file('WDOU25.csv', text(TICKS, good(1, '5470\t5471'), bad, good(3, '5470.5\t')));
    expect(await run('mt5-ticks', path, skip)).toMatchObject({ rowsAccepted: 2, badLineCount: 1 });
    expect([...(await store.readPart('WDOU25', 'quotes', '2025-08-05')).ask!]).toEqual([5471, 5471]);
  });

  it.each(['56.5', '2.0000000000000001', '65536', '1e9'])('has no flags of %s', async (flags) => {
    const { file, run } = scratch();
    const path = file('WDOU25.csv', text(TICKS, `2025.08.05\t09:00:00\t\t\t5470\t3\t${flags}`));
    expect(await userErrorOf(run('mt5-ticks', path))).toMatchObject({ line: 2, column: 7 });
  });

  it('of another day between two of one day is named by its line', async () => {
    const { file, run } = scratch();
    const rows = ['05', '06', '05'].map((day) => `2025.08.${day}\t09:00:00\t5470\t5471\t\t\t6`);
    const error = await userErrorOf(run('mt5-ticks', file('WDOU25.csv', text(TICKS, ...rows))));
    expect(error).toMatchObject({ code: 'wrong-order', line: 4 });
    expect(error.message).toContain('(line 4)');
  });
});

describe('a damaged number in a file of Profit', () => {
  const candle = (minute: number, open = '5454.500'): string =>
    `WDOFUT;30/11/2021;09:0${minute}:00;${open};5455.000;5452.5;5453.000;54545.5;10`;

  it('does not change what the points of all others mean', async () => {
    const { file, run, store } = scratch();
    const path = file('x.csv', text(CANDLES, candle(0, '5.454.500'), candle(1), candle(2, '5,454'), candle(3)));
    expect(await run('profit-candles', path, { ...skip, interval: '1m' })).toMatchObject({ rowsAccepted: 2 });
    expect([...(await store.readPart('WDOF22', 'candles-1m', '2021-11-30')).open!]).toEqual([5454.5, 5454.5]);
  });

  it('does not change what the numbers of a list of trades mean', async () => {
    const { file, run } = scratch();
    const header =
      '<ticker>,<date>,<time>,<trade_number>,<price>,<qty>,<vol>,<buy_agent>,<sell_agent>,<trade_type>,<aft>';
    const trade = (id: number, price: string): string => `WDOG24,20240108,090038,${id},${price},2,97610.0,XP,BTG,RLP,N`;
    const path = file('x.csv', text(header, trade(10, '4.880.50'), trade(20, '4880.5'), trade(30, '4880.5')));
    expect(await run('nelogica-ticks', path, skip)).toMatchObject({ rowsAccepted: 2, badLineCount: 1 });
  });

  it('in the first candle takes that candle only', async () => {
    for (const [head, line] of [
      [[CANDLES], 2],
      [[], 1],
    ] as const) {
      const { file, run } = scratch();
      const path = file('x.csv', text(...head, candle(0).replace('30/11', '30711'), candle(1), candle(2)));
      const result = await run('profit-candles', path, { ...skip, interval: '1m' });
      expect(result).toMatchObject({ rowsRead: 3, rowsAccepted: 2, badLines: [{ line, column: 2, field: 'Data' }] });
    }
  });

  it('turns no file round', async () => {
    const { file, run, home } = scratch();
    const header = 'Ativo;Data;Hora;Comprador;Preço;Quantidade;Vendedor;Tipo';
    const trade = (time: string, price: string): string => `WDOFUT;05/08/2025;${time};85 - BTG;${price};1;3 - XP;RLP`;
    const times = ['07:30:03', '09:30:02', '09:30:01', '09:30:00'];
    const path = file('x.csv', text(header, ...times.map((time, k) => trade(time, `5.43${k},500`))));
    await run('profit-trades', path);
    const store = openStore(home, { acceptRefused: true });
    const { price } = await store.readPart('WDOU25', 'trades', '2025-08-05');
    expect([...price!]).toEqual([5433.5, 5432.5, 5431.5, 5430.5]);
  });
});

describe('a damaged price in an order-by-order file of Databento', () => {
  const header = 'ts_recv,ts_event,rtype,action,side,price,size,order_id,flags,sequence,symbol';
  const row = (price: string, sequence: number): string =>
    `1703541600181198464,1703541600180087113,160,A,A,${price},6,7,130,${sequence},ESH4`;

  it.each([
    ['counts', '4797500000000', '47975.0000', 4797.5],
    ['prints', '4797.500000000', '4797500000', 4797.5],
  ])('does not change how the file %s all others', async (_, good, damaged, value) => {
    const { file, run, store } = scratch();
    const path = file('ESH4_mbo.csv', text(header, row(damaged, 1), row(good, 2), row(good, 3)));
    expect(await run('mbo', path, skip)).toMatchObject({ rowsAccepted: 2, badLines: [{ line: 2, column: 6 }] });
    expect([...(await store.readPart('ESH4', 'orders', '2023-12-25')).price!]).toEqual([value, value]);
  });
});

describe("a damaged line of B3's files", () => {
  it('has no time of eight digits that begin with a zero: only a full hour below ten loses one', async () => {
    const { file, run } = scratch();
    const header =
      'DataReferencia;CodigoInstrumento;AcaoAtualizacao;PrecoNegocio;QuantidadeNegociada;HoraFechamento;' +
      'CodigoIdentificadorNegocio;TipoSessaoPregao;DataNegocio';
    const path = file('x.txt', text(header, '2026-07-14;WDOQ26;0;5421,500;2;00100000;10;1;2026-07-14'));
    expect(await userErrorOf(run('b3-trades', path))).toMatchObject({ line: 2, column: 6, field: 'HoraFechamento' });
  });

  it('may be longer than what a function takes as arguments', async () => {
    const { file, run } = scratch();
    const line = (symbol: string): string => `2026-07-14;${symbol};0;5421,500;2;090000004;10;1;2026-07-14`;
    const header = 'RptDt;TckrSymb;UpdActn;GrssTradAmt;TradQty;NtryTm;TradId;TradgSsnId;TradDt';
    const path = file('x.txt', text(header, line('A'.repeat(200_000))));
    expect(await userErrorOf(run('b3-trades', path))).toMatchObject({ line: 2, column: 2 });
    const frame = `RH NEG                 2016-01-18 2016-01-18 000000003`;
    const neg = file('NEG_BMF_20160118.TXT', text(frame, 'R'.repeat(200_000)));
    expect(await userErrorOf(run('b3-neg', neg))).toMatchObject({ code: 'wrong-format', line: 2 });
  });
});

describe('a damaged message of Binance', () => {
  const message = (data: string, stream = 'btcusdt@trade'): string =>
    `1723075199123456789 {"stream":"${stream}","data":{"e":"trade","E":1723075200393,"s":"BTCUSDT",${data}}}`;
  const refused = async (line: string): Promise<unknown> => {
    const { file, run } = scratch();
    return userErrorOf(run('binance-book', file('x.jsonl', text(line))));
  };

  it('may not name a field twice, of which JSON would keep the last', async () => {
    const line = message('"t":1,"p":"61700.1","q":"1","p":"61.7","m":true');
    expect(await refused(line)).toMatchObject({ line: 1, column: 2, field: 'message' });
  });

  it('may not have a number that JSON would round to a whole one', async () => {
    const line = message('"t":1.99999999999999999999,"p":"61700.1","q":"1","m":true');
    expect(await refused(line)).toMatchObject({ line: 1, column: 2 });
  });

  it('may have the name of a stream that goes on and on', async () => {
    const line = message('"t":1,"p":"61700.1","q":"1","m":true', `${'kline_'.repeat(20_000)}!`);
    expect(await refused(line)).toMatchObject({ line: 1, column: 2, field: 'stream' });
  });

  it('may have lists within lists to a great depth', async () => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    expect(await refused(message(`"t":1,"p":${deep},"q":"1","m":true`))).toMatchObject({ line: 1, field: 'data.p' });
  });
});

describe('a damaged value in the JSON of last prices', () => {
  const json = (minute: string): string => `{"WDOF20":{"traded_qty":1,"prices":{"9":{"0":${minute}}}}}`;
  const options = { day: '2019-12-20' };

  it('may have no seconds beyond the microsecond, however few', async () => {
    const { file, run } = scratch();
    const path = file('x.json', json('{"price": 4090.5, "last_price_seconds": 30.0000000001}'));
    expect(await userErrorOf(run('minute-last', path, options))).toMatchObject({
      line: 1,
      field: 'last_price_seconds',
    });
  });

  it('is shown by its beginning, without what a terminal would obey', async () => {
    const { file, run } = scratch();
    const path = file('x.json', json(`{"price": 4090.5, "last${'\\u001b'}[31m${'x'.repeat(5000)}": 58}`));
    const { message } = await userErrorOf(run('minute-last', path, options));
    expect(message).toContain('\\x1b[31mxxx');
    expect(message.length).toBeLessThan(200);
  });
});

describe('a csv file', () => {
  const mapping = (columns: object, more: object = {}): string =>
    JSON.stringify({ name: 'mine', kind: 'trades', instrument: 'WDOU25', columns, ...more });

  it.each(['utf8', 'latin1'] as const)(
    'has its columns by their names in %s, capitals with accents too',
    async (encoding) => {
      const { file, run } = scratch();
      const time = { column: 'HORÁRIO É', format: 'YYYY-MM-DD HH:mm:ss' };
      const path = file('x.csv', Buffer.from(text('HORÁRIO É,PREÇO,À', '2025-08-27 09:00:00,5430,1'), encoding));
      const columns = { datetime: time, price: 'PREÇO', quantity: 'À' };
      const options = { mapping: file('m.json', mapping(columns)) };
      expect(await run('csv', path, options)).toMatchObject({ rowsAccepted: 1 });
    },
  );

  it('without a header has as many columns as most of its rows', async () => {
    const { file, run } = scratch();
    const columns = { datetime: { column: 1, format: 'YYYY-MM-DD HH:mm:ss' }, price: 2, quantity: 3 };
    const path = file(
      'x.csv',
      text('2025-08-27 09:00:00,5430,1,,', '2025-08-27 09:00:01,5430,1', '2025-08-27 09:00:02,5430,1'),
    );
    const options = { ...skip, mapping: file('m.json', mapping(columns, { header: false })) };
    expect(await run('csv', path, options)).toMatchObject({ rowsAccepted: 2, badLines: [{ line: 1 }] });
  });

  it('has no price of which nothing is left once it is scaled', async () => {
    const { file, run } = scratch();
    const columns = { datetime: { column: 't', format: 'YYYY-MM-DD HH:mm:ss' }, price: 'p', quantity: 'q' };
    const path = file('x.csv', text('t,p,q', '2025-08-27 09:00:00,1e-322,1'));
    const options = { mapping: file('m.json', mapping(columns, { priceScale: 0.0001 })) };
    expect(await userErrorOf(run('csv', path, options))).toMatchObject({ line: 2, column: 2, field: 'p' });
  });
});

describe('a Parquet file', () => {
  it('whose directory has lost the name of a column is refused', async () => {
    const { file, run } = scratch();
    const columnData = ['t', 'p', 'q'].map((name) => ({ name, data: [`${name}1`] }));
    const bytes = Buffer.from(parquetWriteBuffer({ columnData, codec: 'UNCOMPRESSED' }));
    // the field of the schema that holds the name p becomes one that nobody knows
    const name = bytes.lastIndexOf(Buffer.from([0x18, 1, 'p'.charCodeAt(0)]));
    expect(name).toBeGreaterThan(0);
    bytes[name] = 0x98;
    const columns = { datetime: { column: 't', format: 'YYYY-MM-DD' }, price: 'p', quantity: 'q' };
    const mapping = file('m.json', JSON.stringify({ name: 'm', kind: 'trades', instrument: 'WDOU25', columns }));
    const error = await userErrorOf(run('parquet', file('x.parquet', bytes), { mapping }));
    expect(error).toMatchObject({ code: 'parquet-corrupt' });
  });
});

describe('zero bytes, as a computer leaves them that stopped while it was writing', () => {
  it.each([1, 3000])('are named by their line after %s rows', async (rows) => {
    const { file, run } = scratch();
    const lines = Array.from({ length: rows }, () => '2025.08.05\t09:00:00\t5470\t5471\t\t\t6');
    const zeros = Buffer.alloc(600);
    const content = Buffer.concat([Buffer.from(text(TICKS.padEnd(600), ...lines)), zeros]);
    const error = await userErrorOf(run('mt5-ticks', file('WDOU25.csv', content)));
    expect(error).toMatchObject({ code: 'zero-byte', line: rows + 2 });
  });
});

describe('a beginning that goes on and on', () => {
  it('is taken for nothing, and soon', async () => {
    const { file, run } = scratch();
    const path = file('x.csv', `WDOFUT,20240108,090038,${'1,'.repeat(100_000)}!!`);
    expect(await userErrorOf(run('auto', path))).toMatchObject({ code: 'format-unknown' });
  });
});
