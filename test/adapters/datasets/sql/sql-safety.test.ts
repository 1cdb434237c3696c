// What SQL must not be able to do: write, reach other files or the network, change how the database runs.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partRef } from '../../../../src/adapters/datasets/part-path.ts';
import { openSql } from '../../../../src/adapters/datasets/sql/open-sql.ts';
import type { SqlSession } from '../../../../src/adapters/datasets/sql/sql-session.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { userErrorOf } from '../scratch.ts';
import { DAY, tradeColumns, writePart } from './stored-parts.ts';

const home = mkdtempSync(join(tmpdir(), 'quantumtrader-sql-safety-'));
const store = openStore(home);
const part = partRef(store.root, 'WDOU25', 'trades', DAY);
const secret = join(home, 'secret.csv');
let sql: SqlSession;

beforeAll(async () => {
  await writePart(store, 'trades', DAY, tradeColumns(5));
  writeFileSync(secret, 'a,b\n1,2\n');
  sql = await openSql(store);
});
afterAll(() => {
  sql.close();
  rmSync(home, { recursive: true, force: true });
});

const text = (path: string): string => `'${path.replaceAll("'", "''")}'`;

describe('refused', () => {
  const out = join(home, 'out.csv');
  const attempts: Readonly<Record<string, string>> = {
    'writing a file': `COPY (SELECT 1) TO ${text(out)}`,
    'writing over a part': `COPY (SELECT 1) TO ${text(part.path)}`,
    'writing over a part in a plan that is run': `EXPLAIN ANALYZE COPY (SELECT 1) TO ${text(part.path)}`,
    'writing behind a comment': `EXPLAIN /* */ ANALYZE COPY (SELECT 1) TO ${text(part.path)}`,
    'exporting the database': `EXPORT DATABASE ${text(join(home, 'export'))}`,
    'reading a file beside the store': `SELECT * FROM read_csv(${text(secret)})`,
    'reading a file by its name': `SELECT * FROM ${text(secret)}`,
    'reading a file of the system': "SELECT * FROM read_csv('/etc/passwd')",
    'reading a file as text': "SELECT * FROM read_text('/etc/passwd')",
    'reading a manifest': `SELECT * FROM read_json(${text(part.manifestPath)})`,
    'listing a folder': `SELECT * FROM glob(${text(`${home}/*`)})`,
    'reading from the network': "SELECT * FROM read_parquet('https://example.org/a.parquet')",
    'reading from a bucket': "SELECT * FROM read_parquet('s3://bucket/a.parquet')",
    'installing an extension': 'INSTALL httpfs',
    'loading an extension': 'LOAD httpfs',
    'attaching a database': `ATTACH ${text(join(home, 'other.db'))}`,
    'a setting': 'SET memory_limit = 1',
    'taking the lock off': 'SET lock_configuration = false',
    'a table': 'CREATE TABLE t AS SELECT 1',
    'a view': 'CREATE OR REPLACE VIEW trades AS SELECT 1',
    'a row': "INSERT INTO parts (kind) VALUES ('x')",
    'removing a view': 'DROP VIEW trades',
    'a pragma that switches something': 'PRAGMA enable_profiling',
    'a call': 'CALL enable_logging()',
    'a function that switches something': `SELECT * FROM enable_logging(storage_path = ${text(home)})`,
    'a statement inside a text': "SELECT * FROM query('SELECT 1')",
    'reading memory by address': 'SELECT * FROM arrow_scan(1::POINTER, 2::POINTER, 3::POINTER)',
    'two statements': 'SELECT 1; SELECT 2',
    'a statement behind another': `SELECT 1; COPY (SELECT 1) TO ${text(out)}`,
    'a transaction': 'BEGIN',
    nothing: ' \n ',
    'a comment': '-- SELECT 1',
  };

  for (const [name, attempt] of Object.entries(attempts)) {
    it(name, async () => {
      const before = readFileSync(part.path);
      const files = readdirSync(home).sort();
      const error = await userErrorOf(sql.query(attempt));
      expect(error.code).toBe('bad-sql');
      expect(error.fix).not.toBe('');
      expect(error.message).not.toContain('exception_type');
      expect(readFileSync(part.path)).toEqual(before);
      expect(readdirSync(home).sort()).toEqual(files);
      expect(existsSync(out)).toBe(false);
    });
  }

  it('leaves the session as it was', async () => {
    expect(await sql.rows('SELECT count(*) AS n FROM trades')).toEqual([{ n: 5 }]);
  });
});

it('every kind of question is answered', async () => {
  for (const question of [
    'FROM trades',
    'WITH t AS (SELECT * FROM trades) SELECT max(price) FROM t',
    'VALUES (1), (2)',
    'SUMMARIZE trades',
    'DESCRIBE quotes',
    'SHOW TABLES',
    'EXPLAIN SELECT * FROM trades',
    'explain\nanalyze SELECT * FROM trades',
    'PIVOT trades ON aggressor IN (1, 2) USING sum(quantity) GROUP BY day',
    '-- with a comment\nSELECT 1 ;',
  ]) {
    expect((await sql.query(question)).rows, question).toBeGreaterThan(0);
  }
});

it('a pivot without its values is told how to be written', async () => {
  const error = await userErrorOf(sql.query('PIVOT trades ON aggressor USING sum(quantity)'));
  expect(error.fix).toContain('IN (');
});
