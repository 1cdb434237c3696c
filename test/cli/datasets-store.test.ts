// The store from the command line: looking, checking, exporting, removing; and what is refused is not used unless that is said.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder, WarmQt } from './support/qt.ts';

const home = temporaryFolder('datasets-store');
const qt = new WarmQt();
const at = ['--home', home];
const HEADER = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';
const DAYS = ['2025.08.04', '2025.08.05', '2025.08.06'];
const BROKEN = '2025-08-06';

/** Whole sessions; the prices of the last day lie between two ticks. */
function bars(): string {
  const lines = [HEADER];
  for (const [d, day] of DAYS.entries()) {
    for (let minute = 0; minute < 570; minute++) {
      const clock = `${String(9 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
      const price = 5400 + ((minute * 7 + d * 11) % 40) / 2 + (d === 2 && minute > 300 ? 0.13 : 0);
      lines.push(`${day}\t${clock}\t${price}\t${price + 1}\t${price - 1}\t${price}\t7\t${3 + ((minute * 13) % 89)}\t5`);
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

beforeAll(async () => {
  const file = join(home, 'WDOU25_M1.csv');
  writeFileSync(file, bars());
  const { parts, recognised } = await qt.json<{ parts: { verdict: string }[]; recognised: { format: string }[] }>(
    ...['import', 'auto', file, ...at],
  );
  expect(recognised).toMatchObject([{ file: 'WDOU25_M1.csv', format: 'mt5-bars' }]);
  expect(parts.map(({ verdict }) => verdict)).toEqual(['clean', 'clean', 'refuse']);
});

describe('qt datasets', () => {
  it('lists days by verdict', async () => {
    const { datasets } = await qt.json<{ datasets: object[] }>('datasets', 'list', ...at);
    expect(datasets).toMatchObject([{ instrument: 'WDOU25', days: 3, verdicts: { clean: 2, refuse: 1 } }]);
    expect((await qt.run('datasets', ...at)).stdout).toContain('REFUSED by the quality gate: 1 day');
  });

  it('shows what was found in a day, and where it comes from', async () => {
    const { stdout } = await qt.run('datasets', 'show', 'WDOU25', '--day', BROKEN, ...at);
    expect(stdout).toContain('WDOU25: tick 0.5, lot 1, point value 10 BRL, America/Sao_Paulo');
    expect(stdout).toMatch(/2025-08-06 +candles-1m +570 rows +refuse +exchange, from WDOU25_M1\.csv/);
    expect(stdout).toContain('refuse off-tick: ');
    const { code } = await qt.run('datasets', 'show', 'PETR4', ...at);
    expect(code).toBe(1);
  });

  it('checks everything, writes a page, and ends with 1 when something is refused', async () => {
    const report = join(home, 'quality.html');
    const { code, stdout } = await qt.run('datasets', 'check', '--report', report, ...at, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'refuse', report, series: [{ symbol: 'WDO' }] });
    const page = readFileSync(report, 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('off-tick');
    expect((await qt.run('datasets', 'check', 'DOL', ...at)).code).toBe(0);
  });

  it('exports a file that imports again to the same rows', async () => {
    const out = join(home, 'out.csv');
    const span = ['--kind', 'candles-1m', '--from', '2025-08-04', '--to', '2025-08-05'];
    const told = await qt.json<{ rows: number; mapping: string }>(
      ...['datasets', 'export', 'WDOU25', ...span, '--out', out, ...at],
    );
    expect(told.rows).toBe(1140);
    const away = ['--home', join(home, 'away')];
    await qt.json('import', 'csv', out, '--mapping', told.mapping, ...away);
    const sum = async (where: readonly string[]) => {
      const question = "select count(*)::int n, sum(volume) v from candles where day < '2025-08-06'";
      return (await qt.run('sql', question, ...where, '--json')).stdout;
    };
    expect(JSON.parse(await sum(at)).rows).toEqual(JSON.parse(await sum(away)).rows);
    expect((await qt.run('datasets', 'export', 'WDOU25', ...span, '--out', out, ...at)).code).toBe(1);
  });
});

describe('a refused day', () => {
  it('stops a backtest before it begins, unless it is allowed, and then the run says so', async () => {
    const span = ['--instrument', 'WDO', '--from', '2025-08-05', '--to', BROKEN, '--kind', 'candles-1m'];
    const refused = await qt.run('backtest', 'wdo-regime', ...span, ...at, '--json');
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'part-refused', field: 'quality' } });
    expect(existsSync(join(home, 'runs'))).toBe(false);
    // the days before it are used as ever
    const clean = await qt.json<{ run: string }>(
      ...['backtest', 'wdo-regime', '--instrument', 'WDO', '--from', '2025-08-05', '--to', '2025-08-05', ...at],
    );
    const info = JSON.parse(readFileSync(join(clean.run, 'run.json'), 'utf8'));
    expect(info.datasets.every((each: object) => !('refused' in each))).toBe(true);
  });

  it('is not trained on, and a model that was is named', async () => {
    const out = join(home, 'model');
    const span = ['--instrument', 'WDO', '--from', '2025-08-04', '--to', BROKEN, '--out', out];
    const { stdout } = await qt.run('train', ...span, ...at, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'part-refused' } });
    expect(existsSync(out)).toBe(false);
  });

  it('is left out of SQL, and that is said', async () => {
    const { stdout, stderr } = await qt.run('sql', 'select distinct day from candles', ...at);
    expect(stdout).not.toContain(BROKEN);
    expect(stderr).toContain('refused');
  });
});

describe('qt datasets remove', () => {
  it('only lists without --yes', async () => {
    const some = ['datasets', 'remove', 'WDOU25', '--from', BROKEN, ...at];
    expect(await qt.json(...some)).toMatchObject({ removed: 0, parts: [{ day: BROKEN }] });
    expect(await qt.json(...some, '--yes')).toMatchObject({ removed: 1 });
    const { datasets } = await qt.json<{ datasets: object[] }>('datasets', ...at);
    expect(datasets).toMatchObject([{ days: 2, verdicts: { clean: 2 } }]);
    expect((await qt.run(...some, '--yes')).code).toBe(1);
  });
});
