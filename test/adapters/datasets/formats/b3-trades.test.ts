import { describe, expect, it } from 'vitest';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import { zipArchive } from '../../../support/zip-archive.ts';
import { ownNotices } from '../own-notices.ts';
import { scratch, userErrorOf } from '../scratch.ts';

const OLD = 'RptDt;TckrSymb;UpdActn;GrssTradAmt;TradQty;NtryTm;TradId;TradgSsnId;TradDt';
const ELEVEN =
  'DataReferencia;CodigoInstrumento;AcaoAtualizacao;PrecoNegocio;QuantidadeNegociada;HoraFechamento;' +
  'CodigoIdentificadorNegocio;TipoSessaoPregao;DataNegocio;CodigoParticipanteComprador;CodigoParticipanteVendedor';
const TWELVE = `${ELEVEN};TipoDoCanal`;
const NAME = 'TradeIntraday_20260714_1.txt';
const at = (hour: number, minute: number, second: number, ms = 0, day = 14): number =>
  localToUtcUs(2026, 7, day, hour, minute, second, ms * 1000);

const WDO = [
  '2026-07-14;WDOQ26;0;5421,500;2;090000004;10;1;2026-07-14;85;8',
  '2026-07-14;WDOQ26;0;5421,500;2;090000004;20;1;2026-07-14;85;8',
  '2026-07-14;WDOQ26;0;5422,000;1;090000951;30;1;2026-07-14;;3',
];
const text = (lines: readonly string[], header = ELEVEN, end = '\n'): string => [header, ...lines, ''].join(end);

describe("B3's file of all trades", () => {
  it('gives each trade its time, price, quantity, id, session type and brokers; the side is not told', async () => {
    const { file, run, store } = scratch();
    const result = await run('b3-trades', file(NAME, text(WDO)));
    expect(result).toMatchObject({ instrument: 'WDOQ26', rowsRead: 3, rowsAccepted: 3, rowsSkipped: 0 });
    expect(ownNotices(result)).toEqual([]);
    const trades = await store.readPart('WDOQ26', 'trades', '2026-07-14');
    expect([...trades.time_us!]).toEqual([at(9, 0, 0, 4), at(9, 0, 0, 4), at(9, 0, 0, 951)]);
    expect([...trades.price!]).toEqual([5421.5, 5421.5, 5422]);
    expect([...trades.quantity!]).toEqual([2, 2, 1]);
    expect([...trades.trade_id!]).toEqual([10, 20, 30]);
    expect([...trades.session_type!]).toEqual([1, 1, 1]);
    expect([...trades.buy_agent!]).toEqual([85, 85, 0]);
    expect([...trades.sell_agent!]).toEqual([8, 8, 3]);
    expect([...trades.correction!]).toEqual([0, 0, 0]);
    expect([...trades.aggressor!]).toEqual([0, 0, 0]);
    expect(trades.channel).toBeUndefined();
    expect(store.manifest(store.parts('WDOQ26', 'trades')[0]!).sideSource).toBe('none');
  });

  it.each([
    ['LF', NAME, text(WDO)],
    ['CRLF', NAME, text(WDO, ELEVEN, '\r\n')],
    ['a byte order mark', NAME, `\uFEFF${text(WDO)}`],
    ['no line end at the end', NAME, text(WDO).trimEnd()],
    ['eight digits of time', NAME, text(WDO).replaceAll(';0900', ';900')],
    ['a zip archive with a txt inside', 'TradeIntraday.zip', zipArchive([{ name: NAME, content: text(WDO) }])],
    ['a zip archive with a csv inside', 'a.zip', zipArchive([{ name: '14/NEGOCIOS.csv', content: text(WDO) }])],
    [
      'a channel column',
      NAME,
      text(
        WDO.map((line) => `${line};1`),
        TWELVE,
      ),
    ],
    [
      'columns in another order',
      NAME,
      text(
        WDO.map((line) => line.split(';').reverse().join(';')),
        ELEVEN.split(';').reverse().join(';'),
      ),
    ],
  ])('is the same with %s, and recognised', async (_, name, content) => {
    const { file, run, store } = scratch();
    const path = file(name, content);
    const result = await run('auto', path);
    expect(result).toMatchObject({ format: 'b3-trades', rowsAccepted: 3 });
    const trades = await store.readPart('WDOQ26', 'trades', '2026-07-14');
    expect([...trades.time_us!]).toEqual([at(9, 0, 0, 4), at(9, 0, 0, 4), at(9, 0, 0, 951)]);
    expect([...trades.trade_id!]).toEqual([10, 20, 30]);
    expect([...trades.sell_agent!]).toEqual([8, 8, 3]);
  });

  it('has no brokers in the files of the first years, whose columns have other names', async () => {
    const { file, run, store } = scratch();
    const lines = WDO.map((line) => line.split(';').slice(0, 9).join(';'));
    const result = await run('auto', file('20260714_WDOQ26.txt', text(lines, OLD)));
    expect(result).toMatchObject({ format: 'b3-trades', rowsAccepted: 3 });
    const trades = await store.readPart('WDOQ26', 'trades', '2026-07-14');
    expect([...trades.trade_id!]).toEqual([10, 20, 30]);
    expect(trades.buy_agent).toBeUndefined();
  });

  it('keeps the instruments apart, mixed or one after the other, and the order of the file in each', async () => {
    const { file, run, store } = scratch();
    const line = (symbol: string, id: number, time: string): string =>
      `2026-07-14;${symbol};0;${PRICES[symbol]};1;${time};${id};1;2026-07-14;1;2`;
    const PRICES: Readonly<Record<string, string>> = { WDOQ26: '5421,500', PETR4: '41,200', WINQ26: '135000,000' };
    const mixed = ['100000000', '100000001', '100000001'].flatMap((time, index) =>
      ['WDOQ26', 'PETR4', 'WINQ26'].map((symbol) => line(symbol, 10 * (index + 1), time)),
    );
    const { home } = scratch();
    await run('b3-trades', file('mixed.txt', text(mixed)));
    await run('b3-trades', file('sorted.txt', text(mixed.toSorted())), { home });
    for (const symbol of ['WDOQ26', 'PETR4', 'WINQ26']) {
      const trades = await store.readPart(symbol, 'trades', '2026-07-14');
      expect([...trades.trade_id!]).toEqual([10, 20, 30]);
      expect([...trades.time_us!]).toEqual([at(10, 0, 0), at(10, 0, 0, 1), at(10, 0, 0, 1)]);
      expect([...trades.order!]).toEqual([0, 1, 2]);
    }
  });

  it('keeps only the instrument or the root that is asked for', async () => {
    const other = WDO.map((line) => line.replace('WDOQ26', 'PETR4'));
    const next = WDO.map((line) => line.replace('WDOQ26', 'WDOU26'));
    for (const [instrument, kept] of [
      ['WDO', ['WDOQ26', 'WDOU26']],
      ['WDOU26', ['WDOU26']],
      ['PETR4', ['PETR4']],
    ] as const) {
      const { file, run, store } = scratch();
      const result = await run('b3-trades', file(NAME, text([...WDO, ...other, ...next])), { instrument });
      expect(store.instruments()).toEqual(kept);
      expect(result).toMatchObject({ rowsRead: 9, rowsAccepted: 3 * kept.length });
      expect(ownNotices(result)).toContain(
        `${9 - 3 * kept.length} rows of other instruments than ${instrument} left out`,
      );
    }
  });
});

describe('a trade that B3 deletes', () => {
  const deletion = '2026-07-14;WDOQ26;2;5422,000;1;090000951;30;1;2026-07-14;;3';

  it('stays, and is followed by its correction', async () => {
    const { file, run, store } = scratch();
    const result = await run('b3-trades', file(NAME, text([...WDO, deletion])));
    expect(result).toMatchObject({ rowsRead: 4, rowsAccepted: 4 });
    expect(ownNotices(result)).toContain('1 rows delete a trade: they are stored as corrections');
    const trades = await store.readPart('WDOQ26', 'trades', '2026-07-14');
    expect([...trades.correction!]).toEqual([0, 0, 0, 1]);
    expect([...trades.trade_id!]).toEqual([10, 20, 30, 30]);
    expect([...trades.price!]).toEqual([5421.5, 5421.5, 5422, 5422]);
  });

  it.each([
    [
      'an id that no trade has',
      deletion.replace(';30;', ';50;'),
      '1 of the deleted trades are not in the file: WDOQ26 50',
    ],
    [
      'the id of another instrument',
      deletion.replace('WDOQ26', 'WINQ26'),
      '1 of the deleted trades are not in the file: WINQ26 30',
    ],
    [
      'the id of another session',
      deletion.replace(';1;2026', ';6;2026'),
      '1 of the deleted trades are not in the file: WDOQ26 30',
    ],
    [
      'another quantity',
      deletion.replace(';1;090', ';3;090'),
      '1 of the deleted trades have another price or quantity than their deletion: WDOQ26 30',
    ],
  ])('is looked for: %s', async (_, line, notice) => {
    const { file, run } = scratch();
    expect(ownNotices(await run('b3-trades', file(NAME, text([...WDO, line]))))).toContain(notice);
  });
});

describe('trades of a day before that of the file', () => {
  it('go to their own day, wherever they stand in the file', async () => {
    const { file, run, store } = scratch();
    const late = (id: number, time: string): string => `2026-07-14;PETR4;0;41,200;100;${time};${id};6;2026-07-13;85;8`;
    const own = (id: number): string => `2026-07-14;PETR4;0;41,300;100;100000000;${id};1;2026-07-14;85;8`;
    const lines = [late(10, '173000000'), own(10), late(20, '173001000'), ...WDO, own(20)];
    const result = await run('b3-trades', file(NAME, text(lines)));
    expect(result).toMatchObject({ rowsRead: 7, rowsAccepted: 7 });
    expect(ownNotices(result)).toContain(
      "2 rows belong to days before the file's own, and are stored there: 2026-07-13",
    );
    const before = await store.readPart('PETR4', 'trades', '2026-07-13');
    expect([...before.time_us!]).toEqual([at(17, 30, 0, 0, 13), at(17, 30, 1, 0, 13)]);
    expect([...before.session_type!]).toEqual([6, 6]);
    expect([...before.order!]).toEqual([0, 1]);
    expect([...(await store.readPart('PETR4', 'trades', '2026-07-14')).trade_id!]).toEqual([10, 20]);
  });
});

describe('a wrong line', () => {
  const good = WDO[0]!;
  it.each([
    ['a change, which B3 reserves', good.replace(';0;', ';1;'), 3, 'AcaoAtualizacao', '"1" is not 0 (a trade) or 2'],
    ['a decimal point', good.replace('5421,500', '5421.500'), 4, 'PrecoNegocio', 'decimal comma'],
    ['no quantity', good.replace(';2;090', ';;090'), 5, 'QuantidadeNegociada', 'nothing is not a whole number'],
    ['a quantity of zero', good.replace(';2;090', ';0;090'), 5, 'QuantidadeNegociada', 'above 0'],
    ['no time of day', good.replace('090000004', '096000004'), 6, 'HoraFechamento', 'HHMMSSmmm'],
    ['seven digits of time', good.replace('090000004', '9000004'), 6, 'HoraFechamento', 'HHMMSSmmm'],
    ['an id beyond 2^53', good.replace(';10;', ';9007199254740993;'), 7, 'CodigoIdentificadorNegocio', '2^53'],
    ['no session type', good.replace(';1;2026', ';;2026'), 8, 'TipoSessaoPregao', 'whole number'],
    ['a day after the file', good.replace(';2026-07-14;85', ';2026-07-15;85'), 9, 'DataNegocio', 'not after the date'],
    ['no such day', good.replace(';2026-07-14;85', ';2026-02-30;85'), 9, 'DataNegocio', 'a date like'],
    ['a broker in letters', good.replace(';85;', ';XP;'), 10, 'CodigoParticipanteComprador', 'whole number'],
    [
      'another date of file',
      good.replace('2026-07-14;WDO', '2026-07-13;WDO'),
      1,
      'DataReferencia',
      'the date of the rows above',
    ],
    ['a code with a blank', good.replace('WDOQ26', 'WDO Q26'), 2, 'CodigoInstrumento', 'code of an instrument'],
    ['a field too few', good.slice(0, -2), 10, 'CodigoParticipanteComprador', 'a line of 11 fields (it has 10)'],
    ['a field too many', `${good};`, 11, 'CodigoParticipanteVendedor', 'a line of 11 fields (it has 12)'],
  ])('stops the import with its place: %s', async (_, line, column, field, why) => {
    const { file, run, store } = scratch();
    const path = file(NAME, text([...WDO, line]));
    const error = await userErrorOf(run('b3-trades', path));
    expect(error).toMatchObject({ code: 'bad-line', file: path, line: 5, column, field });
    expect(error.message).toContain(why);
    expect(error.fix).toContain('--skip-bad-lines');
    expect(store.instruments()).toEqual([]);
  });

  it('is counted and left out when such lines may be skipped', async () => {
    const { file, run } = scratch();
    const result = await run('b3-trades', file(NAME, text([good.replace(';0;', ';1;'), ...WDO])), {
      skipBadLines: true,
    });
    expect(result).toMatchObject({ rowsRead: 4, rowsAccepted: 3, rowsSkipped: 1, badLineCount: 1 });
  });

  it('may be the header', async () => {
    const { file, run } = scratch();
    const path = file(NAME, text(WDO, ELEVEN.replace('PrecoNegocio', 'Preco')));
    const error = await userErrorOf(run('b3-trades', path));
    expect(error).toMatchObject({ code: 'wrong-format', file: path, line: 1, field: 'PrecoNegocio' });
  });

  it('says which columns are not known here', async () => {
    const { file, run } = scratch();
    const result = await run(
      'b3-trades',
      file(
        NAME,
        text(
          WDO.map((line) => `${line};x`),
          `${ELEVEN};Novo`,
        ),
      ),
    );
    expect(ownNotices(result)).toContain('Columns that are not known here were not read: Novo');
  });
});
