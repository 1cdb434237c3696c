// The views over a store: which rows they have, under which names, and what they do not read.
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnsOf as specsOf } from '../../../../src/adapters/datasets/schema.ts';
import { openSql } from '../../../../src/adapters/datasets/sql/open-sql.ts';
import type { SqlSession } from '../../../../src/adapters/datasets/sql/sql-session.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { utcUsToLocal } from '../../../../src/core/market/civil-time.ts';
import { repositoryRoot, temporaryFolder } from '../../../cli/support/qt.ts';
import { scratch, userErrorOf } from '../scratch.ts';
import { candleRows, DAY, TEN_O_CLOCK_US, tradeColumns, writePart } from './stored-parts.ts';

const home = temporaryFolder('sql');
const store = openStore(home);
const NEXT = '2025-08-06';
let sql: SqlSession;

beforeAll(async () => {
  await writePart(store, 'trades', DAY, { ...tradeColumns(6), trade_id: [11, 12, 13, 14, 15, 16] });
  await writePart(store, 'trades', NEXT, tradeColumns(3, TEN_O_CLOCK_US + 86_400e6), { provenance: 'synthetic' });
  await writePart(store, 'trades', DAY, tradeColumns(2), { instrument: 'WDOV25' });
  await writePart(store, 'quotes', DAY, {
    time_us: [-2, 1.5, 3].map((seconds) => TEN_O_CLOCK_US + seconds * 1e6),
    order: [0, 10, 20],
    flags: [7, 3, 2],
    bid: [5399.5, 5400, 0],
    ask: [5400.5, 5401, 5402],
    bid_size: [5, 0, 0],
    ask_size: [10, 0, 0],
  });
  await writePart(store, 'candles-1m', DAY, { ...candleRows(3), trades: [4, -1, 6] });
  await writePart(store, 'candles-5m', DAY, { ...candleRows(1), turnover: [5e6] });
  await writePart(store, 'daily', DAY, { ...candleRows(1), settlement: [5402.5] });
  sql = await openSql(store);
});
afterAll(() => sql.close());

describe('views', () => {
  it('give instrument and day of every row', async () => {
    const rows = await sql.rows('SELECT instrument, day, count(*) AS n FROM trades GROUP BY ALL ORDER BY ALL');
    expect(rows).toEqual([
      { instrument: 'WDOU25', day: DAY, n: 6 },
      { instrument: 'WDOU25', day: NEXT, n: 3 },
      { instrument: 'WDOV25', day: DAY, n: 2 },
    ]);
  });

  it('have the instant beside its microseconds, and lose none of them', async () => {
    const [row] = await sql.rows('SELECT time, time_us, CAST(time AS VARCHAR) AS text FROM trades LIMIT 1');
    expect(row).toEqual({ time: TEN_O_CLOCK_US, time_us: TEN_O_CLOCK_US, text: '2025-08-05 13:00:00+00' });
  });

  it('have no value where a part lacks an optional column', async () => {
    const rows = await sql.rows('SELECT trade_id FROM trades WHERE instrument = \'WDOU25\' ORDER BY day, "order"');
    expect(rows.map(({ trade_id }) => trade_id)).toEqual([11, 12, 13, 14, 15, 16, undefined, undefined, undefined]);
  });

  it('have no value where a part writes "none" as a number', async () => {
    expect(await sql.rows('SELECT bid, ask, bid_size FROM quotes ORDER BY "order"')).toEqual([
      { bid: 5399.5, ask: 5400.5, bid_size: 5 },
      { bid: 5400, ask: 5401, bid_size: undefined },
      { bid: undefined, ask: 5402, bid_size: undefined },
    ]);
    expect(await sql.rows("SELECT trades FROM candles WHERE interval = '1m' ORDER BY time")).toEqual([
      { trades: 4 },
      { trades: undefined },
      { trades: 6 },
    ]);
  });

  it('keep candles of each interval and daily ones apart', async () => {
    const intervals = await sql.rows('SELECT interval, count(*) AS n, max(turnover) AS t FROM candles GROUP BY ALL');
    expect(intervals).toHaveLength(2);
    expect(intervals).toContainEqual({ interval: '1m', n: 3, t: undefined });
    expect(intervals).toContainEqual({ interval: '5m', n: 1, t: 5e6 });
    expect(await sql.rows('SELECT close, settlement FROM daily')).toEqual([{ close: 5400.5, settlement: 5402.5 }]);
  });

  it('are there with all columns of the schema when the store has no such part', async () => {
    for (const view of ['levels', 'orders', 'lasts'] as const) {
      const { rows, columns } = await sql.query(`SELECT * FROM ${view}`);
      expect(rows).toBe(0);
      expect([...columns.keys()]).toEqual(['instrument', 'day', 'time', ...specsOf(view).map(({ name }) => name)]);
    }
    const empty = await openSql(scratch().store);
    expect(await empty.rows('SELECT count(*) AS n FROM trades, parts')).toEqual([{ n: 0 }]);
    empty.close();
  });

  it('open only the files that a filter on instrument and day leaves', async () => {
    const filesRead = async (where: string, parameters: string[] = []): Promise<string | undefined> => {
      const [plan] = await sql.rows(
        `EXPLAIN (ANALYZE, FORMAT json) SELECT sum(price) FROM trades ${where}`,
        parameters,
      );
      return /"Total Files Read": "(\d+)"/.exec(String(plan!.explain_value))?.[1];
    };
    expect(await filesRead('')).toBe('3');
    expect(await filesRead(`WHERE day = '${NEXT}'`)).toBe('1');
    expect(await filesRead('WHERE instrument = $1 AND day <= $2', ['WDOV25', NEXT])).toBe('1');
  });
});

describe('functions', () => {
  it('local_time is the Sao Paulo clock, also in the summers of old', async () => {
    for (const timeUs of [TEN_O_CLOCK_US, Date.UTC(2018, 11, 3, 15) * 1000]) {
      const [row] = await sql.rows('SELECT local_time($1) AS local', [timeUs]);
      const { hour } = utcUsToLocal(timeUs);
      expect(row!.local).toContain(` ${hour}:00:00`);
    }
  });

  it('quoted_trades gives each trade the quote that stood before it in the source', async () => {
    const rows = await sql.rows(`SELECT "order", bid, ask, quote_age_us FROM quoted_trades('WDOU25', '${DAY}')`);
    expect(rows.slice(0, 2)).toEqual([
      { order: 0, bid: undefined, ask: undefined, quote_age_us: undefined },
      { order: 1, bid: 5399.5, ask: 5400.5, quote_age_us: 3_000_000 },
    ]);
    expect(rows).toHaveLength(6);
  });

  it('an as-of join by time takes the latest quote that is not after the trade', async () => {
    const rows = await sql.rows(
      `SELECT t.price, q.ask FROM trades t ASOF JOIN quotes q ON t.instrument = q.instrument AND t.time_us >= q.time_us
       WHERE t.day = '${DAY}' ORDER BY t."order"`,
    );
    expect(rows.map(({ ask }) => ask)).toEqual([5400.5, 5400.5, 5401, 5402, 5402, 5402]);
  });
});

describe('parts', () => {
  it('are listed with what their manifests say', async () => {
    const [row] = await sql.rows(`SELECT * FROM parts WHERE kind = 'trades' AND day = '${NEXT}'`);
    const [part] = store.parts('WDOU25', 'trades').slice(-1);
    expect(row).toMatchObject({
      ...{ instrument: 'WDOU25', kind: 'trades', day: NEXT, rows: 3, provenance: 'synthetic', side_source: 'feed' },
      ...{
        verdict: expect.any(String),
        source_files: 'WDOU25-trades-2025-08-06.csv',
        sha256: store.manifest(part!).sha256,
      },
    });
  });

  it('without a manifest are not there', async () => {
    const { store: other, home: folder } = scratch();
    await writePart(other, 'trades', DAY, tradeColumns(2));
    await writePart(other, 'trades', NEXT, tradeColumns(2, TEN_O_CLOCK_US + 86_400e6));
    rmSync(join(folder, 'datasets', 'WDOU25', 'trades', `${NEXT}.json`));
    const session = await openSql(other);
    expect(await session.rows('SELECT DISTINCT day FROM trades')).toEqual([{ day: DAY }]);
    session.close();
  });

  it('that the quality gate refused are listed, and read by those who say so', async () => {
    const { store: other, home: folder } = scratch();
    await writePart(other, 'trades', DAY, tradeColumns(2));
    await writePart(other, 'trades', NEXT, tradeColumns(3, TEN_O_CLOCK_US + 86_400e6), { verdict: 'refuse' });
    for (const [acceptRefused, rows, refused] of [
      [false, 2, 1],
      [true, 5, 0],
    ] as const) {
      const session = await openSql(openStore(folder, { acceptRefused }));
      expect(session.counts).toEqual({ parts: 2 - refused, refused });
      expect(await session.rows('SELECT count(*) AS n FROM trades')).toEqual([{ n: rows }]);
      expect(await session.rows("SELECT day FROM parts WHERE verdict = 'refuse'")).toEqual([{ day: NEXT }]);
      session.close();
    }
  });

  it('can be narrowed to instruments and days', async () => {
    const session = await openSql(store, { instruments: ['WDOU25'], from: NEXT });
    expect(await session.rows('SELECT instrument, kind, day FROM parts')).toEqual([
      { instrument: 'WDOU25', kind: 'trades', day: NEXT },
    ]);
    session.close();
    expect(await userErrorOf(openSql(store, { instruments: ['WDOX99'] }))).toMatchObject({
      code: 'unknown-instrument',
    });
    expect(await userErrorOf(openSql(store, { to: 'tomorrow' }))).toMatchObject({ code: 'bad-option', field: 'to' });
  });
});

it('the examples of the documentation are answered', async () => {
  const text = readFileSync(join(repositoryRoot, 'docs', 'sql.md'), 'utf8');
  const blocks = [...text.matchAll(/```sql\n([^`]*)```/g)].flatMap(([, block]) => block!.split(';'));
  const commands = [...text.matchAll(/npx qt sql "([^"]*)"/g)].map(([, query]) => query!);
  const examples = [...blocks, ...commands].filter((example) => example.trim() !== '');
  expect(examples.length).toBeGreaterThanOrEqual(7);
  for (const example of examples) {
    const asked = example.replaceAll('DOLK20', 'WDOU25').replaceAll('2020-04-02', DAY);
    const { rows } = await sql.query(asked);
    expect(rows, asked).toBeGreaterThanOrEqual(asked.includes('EXCEPT') ? 0 : 1);
  }
});

it('a home folder may have quotes, blanks, accents and the marks of patterns in its name', async () => {
  const odd = join(temporaryFolder('odd'), process.platform === 'win32' ? "o'dd [ab] é=1" : 'o\'dd "[ab]*? é=1');
  mkdirSync(odd);
  cpSync(join(home, 'datasets'), join(odd, 'datasets'), { recursive: true });
  const session = await openSql(openStore(odd));
  expect(await session.rows('SELECT count(*) AS n FROM trades')).toEqual([{ n: 11 }]);
  expect(await session.rows('SELECT DISTINCT instrument FROM candles')).toEqual([{ instrument: 'WDOU25' }]);
  session.close();
});
