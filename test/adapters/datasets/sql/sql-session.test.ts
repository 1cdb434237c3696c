// Answers of SQL: exact values, typed columns, batches, and complaints that name the place.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSql } from '../../../../src/adapters/datasets/sql/open-sql.ts';
import type { SqlSession } from '../../../../src/adapters/datasets/sql/sql-session.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { temporaryFolder } from '../../../cli/support/qt.ts';
import { userErrorOf } from '../scratch.ts';

let sql: SqlSession;

beforeAll(async () => {
  sql = await openSql(openStore(temporaryFolder('sql-session')));
});
afterAll(() => sql.close());

const one = async (expression: string): Promise<unknown> => (await sql.rows(`SELECT ${expression} AS x`))[0]!.x;
const kindOf = async (expression: string): Promise<string> =>
  (await sql.query(`SELECT ${expression} AS x`)).columns.get('x')!.kind;

describe('values', () => {
  it('integers are numbers while they are exact, bigints beyond', async () => {
    expect(await one('9007199254740991')).toBe(9007199254740991);
    expect(await one('9007199254740993')).toBe(9007199254740993n);
    expect(await one('-9223372036854775808')).toBe(-9223372036854775808n);
    expect(await one('(SELECT sum(x::HUGEINT) FROM range(5) t(x))')).toBe(10);
    const { columns } = await sql.query('SELECT x FROM (VALUES (1), (9007199254740993)) t(x)');
    expect(columns.get('x')!.values).toEqual(BigInt64Array.of(1n, 9007199254740993n));
    expect((await sql.query('SELECT x FROM range(3) t(x)')).columns.get('x')!.values).toEqual(Float64Array.of(0, 1, 2));
  });

  it('what a number cannot hold is refused with the cast to write', async () => {
    for (const expression of ['9223372036854775808', '123456789012345.123456', "TIMESTAMPTZ 'infinity'"]) {
      const error = await userErrorOf(sql.query(`SELECT ${expression} AS x`));
      expect(error).toMatchObject({ code: 'bad-sql', field: 'sql' });
      expect(error.fix).toContain('CAST(x AS VARCHAR)');
    }
    expect(await one('CAST(9223372036854775808 AS VARCHAR)')).toBe('9223372036854775808');
  });

  it('decimals are the nearest numbers', async () => {
    expect(await one('0.1 + 0.2')).toBe(0.3);
    expect(await one('CAST(-5400.5 AS DECIMAL(30, 20))')).toBe(-5400.5);
    expect(await one('123456789.123456')).toBe(123456789.123456);
  });

  it('a division by zero, a null, not a number and infinity are no values', async () => {
    for (const expression of ['1 / 0', '0.0 / 0', 'NULL', "'nan'::DOUBLE", "'-inf'::DOUBLE", 'NULL::VARCHAR']) {
      expect(await one(expression), expression).toBeUndefined();
    }
  });

  it('each type has its kind', async () => {
    const kinds: Readonly<Record<string, string>> = {
      ...{ '1::TINYINT': 'int32', '1::UINTEGER': 'int64', '1::BIGINT': 'int64', '1.5': 'float', '1::FLOAT': 'float' },
      ...{ true: 'boolean', "'a'": 'text', "'a'::ENUM('a')": 'text', NULL: 'int32', 'to_timestamp(0)': 'time' },
      ...{ "DATE '2025-08-05'": 'text', "TIMESTAMP '2025-08-05 10:00'": 'text', '[1, 2]': 'text' },
    };
    for (const [expression, kind] of Object.entries(kinds)) expect(await kindOf(expression), expression).toBe(kind);
  });

  it('instants are microseconds UTC; clocks without zone and dates are what they say', async () => {
    expect(await one("TIMESTAMPTZ '2025-08-05 10:00:00.000001-03'")).toBe(Date.UTC(2025, 7, 5, 13) * 1000 + 1);
    expect(await one("TIMESTAMP '2025-08-05 10:00:00.5'")).toBe('2025-08-05 10:00:00.5');
    expect(await one("DATE '2025-08-05'")).toBe('2025-08-05');
    expect(await one("{'a': [1, NULL]}")).toBe("{'a': [1, NULL]}");
  });

  it('columns of one name get names of their own', async () => {
    const { columns } = await sql.query('SELECT 1 AS a, 2 AS a');
    expect([...columns.keys()]).toEqual(['a', 'a:1']);
  });
});

describe('parameters', () => {
  it('stand for values by place and by name', async () => {
    expect(await sql.rows('SELECT $1 + 1 AS x, $2 AS y', [41, "it's"])).toEqual([{ x: 42, y: "it's" }]);
    expect(await sql.rows('SELECT $a AS x', { a: 0.5 })).toEqual([{ x: 0.5 }]);
    expect(await sql.rows('FROM range(9) LIMIT $1', [2])).toHaveLength(2);
  });

  it('that are missing are complained about', async () => {
    expect(await userErrorOf(sql.query('SELECT $1'))).toMatchObject({ code: 'bad-sql' });
  });
});

describe('complaints', () => {
  it('name line and column, counted in characters', async () => {
    expect(await userErrorOf(sql.query("SELECT 'é',\n  'ação', nope"))).toMatchObject({ line: 2, column: 11 });
    expect(await userErrorOf(sql.query('SELCT 1'))).toMatchObject({ line: 1, column: 1 });
    const error = await userErrorOf(sql.query('explain\n analyze SELECT price FROM tradez'));
    expect(error).toMatchObject({ line: 2, column: 28 });
    expect(error.message).toContain('at line 2, column 28: Table with name tradez does not exist!');
  });

  it('come while the rows are read, too', async () => {
    const error = await userErrorOf(
      sql.query("SELECT CAST(CASE WHEN x = 5 THEN 'a' ELSE '1' END AS INT) FROM range(9) t(x)"),
    );
    expect(error).toMatchObject({ code: 'bad-sql' });
    expect(error.message).toContain("Could not convert string 'a' to INT32");
  });

  it('say how to ask for less when the memory is not enough', async () => {
    const small = await openSql(openStore(temporaryFolder('sql-small')), { memoryMb: 20 });
    const error = await userErrorOf(small.query('SELECT x FROM range(20000000) t(x) ORDER BY hash(x)'));
    expect(error.code).toBe('sql-too-large');
    small.close();
  });
});

describe('batches', () => {
  it('are all the rows in their order, and columns are known before', async () => {
    const stream = await sql.stream("SELECT x, 'w' || x % 3 AS w FROM range(200000) t(x)");
    expect(stream.columns).toEqual([
      { name: 'x', kind: 'int64' },
      { name: 'w', kind: 'text' },
    ]);
    let next = 0;
    let batches = 0;
    for await (const { rows, columns } of stream) {
      expect(columns.get('x')!.values[0]).toBe(next);
      next += rows;
      batches++;
    }
    expect(next).toBe(200_000);
    expect(batches).toBeGreaterThan(2);
  });

  it('may be left early: the query ends and the session goes on', async () => {
    for await (const { rows } of await sql.stream('SELECT x FROM range(1000000000000) t(x)')) {
      expect(rows).toBeGreaterThan(0);
      break;
    }
    expect(await one('1')).toBe(1);
  });

  it('of two queries do not disturb each other', async () => {
    const [a, b] = await Promise.all([
      sql.stream('SELECT 1 AS x FROM range(99999)'),
      sql.stream('SELECT 2 AS x FROM range(70000)'),
    ]);
    let [rowsOfA, rowsOfB] = [0, 0];
    for await (const { rows } of a) rowsOfA += rows;
    for await (const { rows } of b) rowsOfB += rows;
    expect([rowsOfA, rowsOfB]).toEqual([99_999, 70_000]);
  });

  it('there are none of an answer without rows, whose columns stand there nevertheless', async () => {
    const { rows, columns } = await sql.query("SELECT 1 AS x, 'a' AS y WHERE false");
    expect(rows).toBe(0);
    expect([...columns].map(([name, { kind }]) => `${name} ${kind}`)).toEqual(['x int32', 'y text']);
  });
});
