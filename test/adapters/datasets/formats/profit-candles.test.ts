import { describe, expect, it } from 'vitest';
import { ownNotices } from '../own-notices.ts';
import { scratch, userErrorOf } from '../scratch.ts';

const HEADER = 'Ativo;Data;Hora;Abertura;Máximo;Mínimo;Fechamento;Volume;Quantidade';
const text = (lines: readonly string[]): string => [HEADER, ...lines, ''].join('\r\n');
const candle = (symbol: string, price: string, turnover: string, contracts: string): string =>
  `${symbol};05/08/2025;09:00:00;${price};${price};${price};${price};${turnover};${contracts}`;

describe('numbers of a Profit candle export', () => {
  it.each([
    ['WDOU25', '5.454,500', '54.545,00', '1', 5454.5],
    ['WDOU25', '5454.500', '54545.0', '1', 5454.5],
    ['WDOU25', '5.454', '545', '1', 5454],
    ['WINQ25', '132.390', '264', '1', 132390],
    ['WINQ25', '132390', '264', '1', 132390],
    ['ABCD3', '38.540', '77', '1.156', 38540],
    ['ABCD3', '38,54', '77', '1', 38.54],
  ])('are decided for the whole file: %s at %s', async (symbol, price, turnover, contracts, value) => {
    const { file, run, store } = scratch();
    const options = { interval: '1m' };
    const { parts } = await run(
      'profit-candles',
      file('x.csv', text([candle(symbol, price, turnover, contracts)])),
      options,
    );
    const { open } = await store.readPart(parts[0]!.instrument, 'candles-1m', '2025-08-05');
    expect([...open!]).toEqual([value]);
  });

  it('are refused where a point may be decimals or thousands and nothing tells which', async () => {
    const { file, run } = scratch();
    const path = file('x.csv', text([candle('ABCD3', '38', '77', '1'), candle('ABCD3', '38.540', '77', '1')]));
    const error = await userErrorOf(run('profit-candles', path));
    expect(error).toMatchObject({ code: 'decimals-unclear', file: path, line: 3, column: 4, field: 'Abertura' });
    expect(error.fix).toContain('--mapping');
  });

  it.each([
    [candle('WDOU25', '5454.500', '54545.0', '1'), 4, 'Abertura', '5454.500'],
    [candle('WDOU25', '5.454,500', '54.545,00', '1,5'), 9, 'Quantidade', '1,5'],
    [candle('WDOU25', '5.454,500', '-54.545,00', '1'), 8, 'Volume', '-54.545,00'],
    [candle('WDO U25', '5.454,500', '54.545,00', '1'), 1, 'Ativo', 'WDO U25'],
    [candle('WDOU25', '5.454,500', '54.545,00', '1').replace('05/08/2025', '05008/2025'), 2, 'Data', '05008/2025'],
  ])('that are written otherwise make a wrong line: %s', async (line, column, field, found) => {
    const { file, run } = scratch();
    const path = file('x.csv', text([candle('WDOU25', '5.454,500', '54.545,00', '1'), line]));
    const error = await userErrorOf(run('profit-candles', path, { interval: '1m' }));
    expect(error).toMatchObject({ code: 'bad-line', line: 3, column, field });
    expect(error.message).toContain(found);
  });
});

describe('candles of Profit and the instrument that the user gives', () => {
  const options = { interval: '1m' };

  it.each(['WDOV25', 'DOLU25', 'PETR4', 'WDO'])('cannot be of %s where they are of WDOU25', async (instrument) => {
    const { file, run, store } = scratch();
    const path = file('x.csv', text([candle('WDOU25', '5.454,500', '54.545,00', '1')]));
    const error = await userErrorOf(run('profit-candles', path, { ...options, instrument }));
    expect(error).toMatchObject({ code: 'instrument-differs', file: path, line: 2, column: 1, field: 'Ativo' });
    expect(error.message).toContain(`the row is of WDOU25, --instrument says ${instrument}`);
    expect(store.instruments()).toEqual([]);
  });

  it('name the place also without a header', async () => {
    const { file, run } = scratch();
    const path = file('x.csv', candle('PETR4', '38,54', '77', '1'));
    const error = await userErrorOf(run('profit-candles', path, { ...options, instrument: 'VALE3' }));
    expect(error).toMatchObject({ code: 'instrument-differs', line: 1, column: 1 });
  });

  it('may be of a series under another of its names, which is said where it says more', async () => {
    const { file, run, store } = scratch();
    const path = file('x.csv', text([candle('WDOFUT', '5.454,500', '54.545,00', '1')]));
    const same = await run('profit-candles', path, { ...options, instrument: 'WDO' });
    expect(store.instruments()).toEqual(['WDOU25']);
    expect(ownNotices(same)).toEqual(['WDO is stored as the contract of each day: WDOU25']);
    const adjusted = await scratch().run('profit-candles', path, { ...options, instrument: 'WDO$D' });
    expect(ownNotices(adjusted)).toEqual(['The rows of x.csv name WDOFUT: they are imported as WDO$D (--instrument)']);
  });
});

describe('candles of Profit of two instruments', () => {
  it('cannot all be stored as the one that the user names', async () => {
    const { file, run } = scratch();
    const lines = [candle('WDOU25', '5.454,500', '54.545,00', '1'), candle('DOLU25', '5.454,500', '54.545,00', '5')];
    const path = file('x.csv', text(lines));
    const error = await userErrorOf(run('profit-candles', path, { interval: '1m', instrument: 'WDOU25' }));
    expect(error).toMatchObject({ code: 'bad-line', line: 3, column: 1, field: 'Ativo' });
    expect(error.message).toContain('WDOU25 as in the rows above');
  });
});
