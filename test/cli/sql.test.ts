// `qt sql`: what it prints and writes, and what it says when it cannot.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore } from '../../src/adapters/datasets/store.ts';
import { reportError } from '../../src/cli/report-error.ts';
import { sqlCommand } from '../../src/cli/sql.ts';
import { scratch } from '../adapters/datasets/scratch.ts';
import { candleRows, DAY, TEN_O_CLOCK_US, tradeColumns, writePart } from '../adapters/datasets/sql/stored-parts.ts';
import { type Outcome, temporaryFolder } from './support/qt.ts';

const home = temporaryFolder('sql-command');

beforeAll(async () => {
  const store = openStore(home);
  await writePart(store, 'trades', DAY, tradeColumns(120));
  await writePart(store, 'candles-1m', DAY, { ...candleRows(3), trades: [4, -1, 6] });
});

/** Runs the command as `qt` does, in this process. */
async function qt(...args: readonly string[]): Promise<Outcome> {
  const program = new Command('qt').option('--json').option('--home <dir>').exitOverride();
  sqlCommand(program);
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {} });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    const spy = vi.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += text;
      return true;
    });
    onTestFinished(() => spy.mockRestore());
  }
  let code = 0;
  try {
    await program.parseAsync(['--home', home, ...args], { from: 'user' });
  } catch (error) {
    code = reportError(error, { json: args.includes('--json'), debug: false });
  }
  vi.restoreAllMocks();
  return { code, ...written };
}

describe('an answer on the screen', () => {
  it('is a table with exact numbers, and says how many rows there are', async () => {
    const { code, stdout } = await qt(
      'sql',
      'SELECT time, close, trades, 2::BIGINT ** 3 AS p, 9007199254740993 AS big FROM candles ORDER BY time',
    );
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'time                          close  trades  p               big',
      '---------------------------  ------  ------  -  ----------------',
      '2025-08-05T13:00:00.000000Z  5400.5       4  8  9007199254740993',
      '2025-08-05T13:01:00.000000Z    5404       –  8  9007199254740993',
      '2025-08-05T13:02:00.000000Z    5402       6  8  9007199254740993',
      '3 rows',
      '',
    ]);
  });

  it('is cut where it is long, and says so', async () => {
    const shown = await qt('sql', 'SELECT price FROM trades');
    expect(shown.stdout.split('\n')).toHaveLength(2 + 50 + 2);
    expect(shown.stdout).toContain(
      'The first 50 rows; there are more: --limit N, --csv FILE or --parquet FILE gives them',
    );
    const all = await qt('sql', 'SELECT price FROM trades', '--limit', '120');
    expect(all.stdout).toContain('\n120 rows\n');
    expect((await qt('sql', 'SELECT price FROM trades', '--limit', '0')).code).toBe(2);
  });

  it('with --json is one object with the kinds of the columns', async () => {
    const { stdout } = await qt(
      '--json',
      'sql',
      'SELECT time, price, 9007199254740993 AS big, NULL AS none FROM trades',
      '--limit',
      '1',
    );
    expect(JSON.parse(stdout)).toEqual({
      columns: [
        { name: 'time', kind: 'time' },
        { name: 'price', kind: 'float' },
        { name: 'big', kind: 'int64' },
        { name: 'none', kind: 'int32' },
      ],
      rows: [['2025-08-05T13:00:00.000000Z', 5400, '9007199254740993', null]],
      cut: true,
    });
  });

  it('without rows still has its columns', async () => {
    const { stdout } = await qt('sql', 'SELECT price, bid FROM trades, quotes');
    expect(stdout).toBe('price  bid\n-----  ---\n0 rows\n');
  });

  it('is of the instruments and days that were named', async () => {
    const none = await qt('sql', 'SELECT count(*) AS n FROM trades', '--from', '2025-08-06', '--instrument', 'WDOU25');
    expect(none.stdout).toContain('\n0\n1 row');
    const wrong = await qt('sql', 'SELECT 1', '--instrument', 'WDOU25, NOPE', '--json');
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.stdout)).toMatchObject({ error: { code: 'unknown-instrument' } });
  });
});

describe('an answer in a file', () => {
  it('is all of it, as CSV or Parquet, and is not written over what is there', async () => {
    const { home: folder } = scratch();
    const csv = join(folder, 'out.csv');
    const { stdout } = await qt('sql', "SELECT time, price, '=1+1' AS f FROM trades", '--csv', csv);
    expect(stdout).toBe(`120 rows in ${csv}\n`);
    const lines = readFileSync(csv, 'utf8').split('\n');
    expect(lines.slice(0, 2)).toEqual(['time,price,f', `2025-08-05T13:00:00.000000Z,5400,"'=1+1"`]);
    expect(lines).toHaveLength(122);
    const again = await qt('sql', 'SELECT 1 AS x', '--csv', csv);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('is there already');
    expect((await qt('sql', 'SELECT 1 AS x', '--csv', csv, '--replace')).code).toBe(0);
    expect(readFileSync(csv, 'utf8')).toBe('x\n1\n');
    const parquet = join(folder, 'out.parquet');
    const written = await qt('--json', 'sql', 'SELECT * FROM trades', '--parquet', parquet, '--limit', '7');
    expect(JSON.parse(written.stdout)).toEqual({ file: parquet, format: 'parquet', rows: 7 });
    expect(readFileSync(parquet).subarray(0, 4).toString()).toBe('PAR1');
  });

  it('is not begun for wrong SQL, and is one', async () => {
    const { home: folder } = scratch();
    const file = join(folder, 'out.csv');
    expect((await qt('sql', 'SELECT nope FROM trades', '--csv', file)).code).toBe(1);
    expect((await qt('sql', "SELECT CAST('a' || price AS INT) FROM trades", '--csv', file)).code).toBe(1);
    expect(existsSync(file)).toBe(false);
    expect((await qt('sql', 'SELECT 1', '--csv', file, '--parquet', file)).code).toBe(2);
  });
});

describe('wrong SQL', () => {
  it('is one sentence with the place, and a way out', async () => {
    const { code, stdout, stderr } = await qt('sql', 'SELECT prize\nFROM tradez');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^The SQL is refused at line 2, column 6: Table with name tradez does not exist!.*\nSHOW TABLES/,
    );
    const { stdout: json } = await qt('sql', 'SELECT prize FROM trades', '--json');
    expect(JSON.parse(json)).toMatchObject({ error: { code: 'bad-sql', line: 1, column: 8, field: 'sql' } });
  });

  it('cannot write or read other files', async () => {
    const out = join(scratch().home, 'stolen.csv');
    const { stderr } = await qt('sql', `COPY (SELECT * FROM read_csv('/etc/passwd')) TO '${out}'`);
    expect(stderr).toContain('Cannot access file "/etc/passwd"');
    expect(existsSync(out)).toBe(false);
  });
});

it('parts that the quality gate refused are left out, and that is said', async () => {
  const { home: folder, store } = scratch();
  await writePart(store, 'trades', DAY, tradeColumns(3));
  await writePart(store, 'trades', '2025-08-06', tradeColumns(3, TEN_O_CLOCK_US + 86_400e6), { verdict: 'refuse' });
  const { stdout, stderr } = await qt('--home', folder, 'sql', 'SELECT count(*) AS n FROM trades');
  expect(stdout).toContain('\n3\n');
  expect(stderr).toBe('note: 1 part that the quality gate refused left out; parts.verdict tells which\n');
});
