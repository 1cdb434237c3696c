import { describe, expect, it } from 'vitest';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import { ownNotices } from '../own-notices.ts';
import { scratch, userErrorOf } from '../scratch.ts';

const HEADER = 'Ativo;Data;Hora;Comprador;Preço;Quantidade;Vendedor;Tipo';
const OTHER_HEADER = 'ATIVO;DATA;HORARIO;Corretora Compradora;Valor da Negociação;Qd Lts;Corretora Vendedora;Agressor';
const BTG = '85 - BTG Pactual CTVM S.A.';
const XP = '3 - XP Investimentos';
const at = (hour: number, minute: number, second: number, day = 5): number =>
  localToUtcUs(2025, 8, day, hour, minute, second, 0);

/** Newest first, as Profit writes it. */
const DAY = [
  `WDOU25;05/08/2025;09:00:03;${BTG};5.505,500;2;${XP};Vendedor`,
  `WDOU25;05/08/2025;09:00:03;${BTG};5.506,000;1.156;${XP};Comprador`,
  `WDOU25;05/08/2025;09:00:02;${XP};5.505,500;1;${BTG};RLP`,
  `WDOU25;05/08/2025;09:00:01;${XP};5.505,000;5;${XP};Direto`,
  `WDOU25;05/08/2025;09:00:01;${XP};5.505,000;25;${BTG};Leilão`,
];

function text(lines: readonly string[], header = HEADER): string {
  return [header, ...lines, ''].join('\r\n');
}

const windows1252 = (content: string): Buffer => Buffer.from(content, 'latin1');

describe('trades of Profit', () => {
  it('are turned round without being sorted: within a second the order of the file is kept', async () => {
    const { file, run, store } = scratch();
    const result = await run('profit-trades', file('WDOU25_F_0_Trade_05-08-2025.csv', windows1252(text(DAY))));
    expect(result).toMatchObject({ instrument: 'WDOU25', rowsRead: 5, rowsAccepted: 5, rowsSkipped: 0 });
    expect(ownNotices(result)).toEqual([]);
    const trades = await store.readPart('WDOU25', 'trades', '2025-08-05');
    expect([...trades.time_us!]).toEqual([at(9, 0, 1), at(9, 0, 1), at(9, 0, 2), at(9, 0, 3), at(9, 0, 3)]);
    expect([...trades.price!]).toEqual([5505, 5505, 5505.5, 5506, 5505.5]);
    expect([...trades.quantity!]).toEqual([25, 5, 1, 1156, 2]);
    expect([...trades.order!]).toEqual([0, 1, 2, 3, 4]);
  });

  it('have their aggressor, condition and broker codes', async () => {
    const { file, run, store } = scratch();
    await run('profit-trades', file('WDO.csv', windows1252(text(DAY))));
    const trades = await store.readPart('WDOU25', 'trades', '2025-08-05');
    expect([...trades.aggressor!]).toEqual([0, 0, 0, 1, 2]);
    expect([...trades.condition!]).toEqual([1, 2, 3, 0, 0]);
    expect([...trades.buy_agent!]).toEqual([3, 3, 3, 85, 85]);
    expect([...trades.sell_agent!]).toEqual([85, 3, 85, 3, 3]);
    expect(Object.keys(trades)).not.toContain('trade_id');
    expect(store.manifest(store.parts('WDOU25', 'trades')[0]!).sideSource).toBe('feed');
  });

  it.each([
    ['Windows-1252', windows1252(text(DAY))],
    ['UTF-8', Buffer.from(text(DAY))],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text(DAY)}`)],
    ['the header of the other build', windows1252(text(DAY, OTHER_HEADER))],
    ['the header of the other build in UTF-8', Buffer.from(text(DAY, OTHER_HEADER))],
  ])('are the same in %s', async (_, content) => {
    const { file, run } = scratch();
    const result = await run('auto', file('trades.csv', content));
    expect(result.recognised).toMatchObject([{ format: 'profit-trades', confidence: 0.99 }]);
    const { parts } = await scratch().run('profit-trades', file('first.csv', text(DAY)));
    expect(result.parts.map(({ sha256 }) => sha256)).toEqual(parts.map(({ sha256 }) => sha256));
  });

  it('may stand oldest first, which is said', async () => {
    const { file, run, store } = scratch();
    const result = await run('profit-trades', file('WDO.csv', text([...DAY].reverse())));
    expect(ownNotices(result)).toEqual([expect.stringContaining('the oldest trade stands first')]);
    const trades = await store.readPart('WDOU25', 'trades', '2025-08-05');
    expect([...trades.quantity!]).toEqual([25, 5, 1, 1156, 2]);
  });

  it('are taken to stand newest first where all have one time, which is said', async () => {
    const { file, run, store } = scratch();
    const result = await run('profit-trades', file('WDO.csv', text(DAY.slice(0, 2))));
    expect(ownNotices(result)).toEqual([expect.stringContaining('have one time')]);
    const trades = await store.readPart('WDOU25', 'trades', '2025-08-05');
    expect([...trades.quantity!]).toEqual([1156, 2]);
  });

  it('keep thousands of equal rows of one second, and tell the direction behind them', async () => {
    const { file, run, store } = scratch();
    const second = [...Array<string>(8000).fill(DAY[0]!), ...Array<string>(423).fill(DAY[1]!)];
    const result = await run('profit-trades', file('WDO.csv', text([...second, DAY[3]!])));
    expect(result).toMatchObject({ rowsAccepted: 8424 });
    expect(ownNotices(result)).toEqual([]);
    const trades = await store.readPart('WDOU25', 'trades', '2025-08-05');
    expect(trades.quantity!.slice(0, 2)).toEqual(Float64Array.of(5, 1156));
  });

  it('of several days and contracts stand in their days', async () => {
    const { file, run } = scratch();
    const other = DAY.map((line) => line.replace('WDOU25', 'DOLU25').replace(/;[\d.]+;(?=\d+ - [^;]*;\S+$)/, ';5;'));
    const newer = DAY.map((line) => line.replace('05/08', '06/08'));
    const result = await run('profit-trades', file('two.csv', text([...newer, ...DAY, ...other])));
    expect(result.parts.map(({ instrument, day, rows }) => [instrument, day, rows])).toEqual([
      ['WDOU25', '2025-08-06', 5],
      ['WDOU25', '2025-08-05', 5],
      ['DOLU25', '2025-08-05', 5],
    ]);
  });

  it('of a continuous series are stored as the contract of the day', async () => {
    const { file, run } = scratch();
    const result = await run(
      'profit-trades',
      file('WDO.csv', text(DAY.map((line) => line.replace('WDOU25', 'WDOFUT')))),
    );
    expect(result.parts.map(({ instrument }) => instrument)).toEqual(['WDOU25']);
  });

  it('lose the brokers that have no code, which is counted', async () => {
    const { file, run, store } = scratch();
    const lines = [DAY[0]!, DAY[3]!.replace(XP, 'XP Investimentos')];
    const result = await run('profit-trades', file('WDO.csv', text(lines)));
    expect(ownNotices(result)).toEqual([
      expect.stringMatching(/^1 brokers .* without a code \(such as "XP Investimentos"\)/),
    ]);
    const trades = await store.readPart('WDOU25', 'trades', '2025-08-05');
    expect([...trades.buy_agent!]).toEqual([0, 85]);
  });

  it('of points without decimals are read with grouped thousands', async () => {
    const { file, run, store } = scratch();
    const line = (price: string, contracts: string): string =>
      `WINQ25;05/08/2025;09:00:0${price.length % 7};${BTG};${price};${contracts};${XP};Vendedor`;
    await run('profit-trades', file('WIN.csv', text([line('132.390', '6'), line('132.395', '3.503')])));
    const trades = await store.readPart('WINQ25', 'trades', '2025-08-05');
    expect([...trades.price!]).toEqual([132395, 132390]);
    expect([...trades.quantity!]).toEqual([3503, 6]);
  });
});

describe('trades of Profit and the instrument that the user gives', () => {
  it.each(['WDOV25', 'WDOU26', 'DOLU25', 'PETR4', 'WDO', 'WDOFUT'])('cannot be of %s', async (instrument) => {
    const { file, run, store } = scratch();
    const path = file('WDOU25_F_0_Trade_05-08-2025.csv', text(DAY));
    for (const skipBadLines of [false, true]) {
      const error = await userErrorOf(run('profit-trades', path, { instrument, skipBadLines }));
      expect(error).toMatchObject({ code: 'instrument-differs', file: path, line: 2, column: 1, field: 'Ativo' });
      expect(error.message).toContain(`the row is of WDOU25, --instrument says ${instrument}`);
    }
    expect(store.instruments()).toEqual([]);
  });

  it('are told apart even where only the instrument says what a point is', async () => {
    const { file, run } = scratch();
    const path = file('x.csv', text([DAY[0]!.replace('WDOU25', 'WINQ25').replace('5.505,500', '132.390')]));
    expect((await userErrorOf(run('profit-trades', path, { instrument: 'PETR4' }))).code).toBe('instrument-differs');
  });

  it('may be of the same, whatever the name of the file says', async () => {
    const { file, run } = scratch();
    const result = await run('profit-trades', file('DOLK20_A.csv', text(DAY)), { instrument: 'WDOU25' });
    expect(result).toMatchObject({ instrument: 'WDOU25', rowsAccepted: 5 });
    expect(ownNotices(result)).toEqual([]);
  });

  it('may be of a continuous series under another of its names, but not of one contract', async () => {
    const { file, run, store } = scratch();
    const path = file('x.csv', text(DAY.map((line) => line.replace('WDOU25', 'WDOFUT'))));
    const error = await userErrorOf(run('profit-trades', path, { instrument: 'WDOU25' }));
    expect(error).toMatchObject({ code: 'instrument-differs', line: 2, column: 1, field: 'Ativo' });
    expect(error.fix).toContain('--instrument WDO');
    await run('profit-trades', path, { instrument: 'WDO' });
    expect(store.instruments()).toEqual(['WDOU25']);
    const adjusted = scratch();
    const result = await adjusted.run('profit-trades', path, { instrument: 'WDO$D' });
    expect(adjusted.store.instruments()).toEqual(['WDOFUT']);
    expect(ownNotices(result)[0]).toContain('name WDOFUT: they are imported as WDO$D');
  });
});

describe('a number that may be decimals or thousands', () => {
  const line = (price: string, contracts = '6', symbol = 'WINQ25'): string =>
    `${symbol};05/08/2025;09:00:00;${BTG};${price};${contracts};${XP};Vendedor`;

  it.each([
    ['thousands of the tick of the instrument', line('132.390'), 132390],
    ['a point of decimals', line('5454.500', '6', 'WDOU25'), 5454.5],
    ['a decimal comma', line('5.454,5', '6', 'WDOU25'), 5454.5],
    ['thousands where contracts have them', line('38.540', '1.156', 'ABCD3'), 38540],
  ])('is %s', async (_, row, price) => {
    const { file, run, store } = scratch();
    const { parts } = await run('profit-trades', file('x.csv', text([row])));
    const trades = await store.readPart(parts[0]!.instrument, 'trades', '2025-08-05');
    expect([...trades.price!]).toEqual([price]);
  });

  it('is refused where nothing tells', async () => {
    const { file, run } = scratch();
    const path = file('x.csv', text([line('38.540', '6', 'ABCD3')]));
    const error = await userErrorOf(run('profit-trades', path));
    expect(error).toMatchObject({ code: 'decimals-unclear', file: path, line: 2, column: 5, field: 'Preço' });
    expect(error.message).toContain('38.540');
  });
});

describe('a wrong line of Profit trades', () => {
  const good = DAY[0]!;
  it.each([
    [good.replace('WDOU25', 'WDO U25'), 1, 'Ativo', 'WDO U25'],
    [good.replace('05/08/2025', '31/02/2025'), 2, 'Data', '31/02/2025'],
    [good.replace('05/08/2025', '05808/2025'), 2, 'Data', '05808/2025'],
    [good.replace('09:00:03', '24:00:03'), 3, 'Hora', '24:00:03'],
    [good.replace('5.505,500', '5505.500'), 5, 'Preço', '5505.500'],
    [good.replace('5.505,500', '0,000'), 5, 'Preço', '0,000'],
    [good.replace('5.505,500', ''), 5, 'Preço', 'nothing'],
    [good.replace(';2;', ';2,5;'), 6, 'Quantidade', '2,5'],
    [good.replace(';2;', ';0;'), 6, 'Quantidade', '0'],
    [good.replace(';Vendedor', ';Nenhum'), 8, 'Tipo', 'Nenhum'],
    [good.replace(';Vendedor', ''), 7, 'Vendedor', '8 fields'],
    [`${good};`, 8, 'Tipo', '8 fields'],
  ])('stops the import and names the place: %s', async (line, column, field, found) => {
    const { file, run, store } = scratch();
    const path = file('WDO.csv', text([good, line]));
    const error = await userErrorOf(run('profit-trades', path));
    expect(error).toMatchObject({ code: 'bad-line', file: path, line: 3, column, field });
    expect(error.message).toContain(found);
    expect(error.fix).toContain('--skip-bad-lines');
    expect(store.instruments()).toEqual([]);
  });

  it('names the words that are known', async () => {
    const { file, run } = scratch();
    const path = file('WDO.csv', text([good.replace('Vendedor', 'Trade')]));
    const error = await userErrorOf(run('profit-trades', path));
    expect(error.message).toContain('Comprador, Vendedor, Leilão, RLP, Direto');
  });

  it('is left out and counted where the user says so', async () => {
    const { file, run } = scratch();
    const path = file('WDO.csv', text([...DAY, good.replace(';2;', ';x;')]));
    const result = await run('profit-trades', path, { skipBadLines: true });
    expect(result).toMatchObject({ rowsRead: 6, rowsAccepted: 5, rowsSkipped: 1, badLineCount: 1 });
  });

  it('is the first one where the header is not that of trades', async () => {
    const { file, run } = scratch();
    const path = file('WDO.csv', 'Ativo;Data;Hora;Abertura\nWDOU25;05/08/2025;09:00:00;5500\n');
    const error = await userErrorOf(run('profit-trades', path));
    expect(error).toMatchObject({ code: 'wrong-format', line: 1, column: 1, field: 'Ativo' });
    expect(error.message).toContain('Abertura');
  });
});
