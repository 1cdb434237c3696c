// Runs the notebooks on data and strategies in a home without data; its numbers are those of the synthetic days that it makes, found again by another way.
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { openSql } from '../../src/adapters/datasets/sql/open-sql.ts';
import { openStore } from '../../src/adapters/datasets/store.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { notebookNames, type RanNotebook, RUNNING_MS, ranNotebook } from './ran-notebooks.ts';

vi.setConfig({ testTimeout: RUNNING_MS, hookTimeout: RUNNING_MS });

const home = temporaryFolder('notebooks');
const DAY = '2027-03-05';
const ran = new Map<string, RanNotebook>();
const of = (number: string): RanNotebook => [...ran].find(([name]) => name.startsWith(number))![1];
let facts: Readonly<Record<string, number>>;

beforeAll(async () => {
  for (const name of notebookNames.filter((each) => each < '06')) ran.set(name, await ranNotebook(name, home));
  const sql = await openSql(openStore(join(home, 'cache/synthetic')));
  const [found] = await sql.rows(
    `SELECT count(*) AS trades, max(price) AS high, min(price) AS low,
      count(DISTINCT time_us // 60000000) FILTER (condition <> 2) AS minutes,
      sum(CASE WHEN condition <> 0 THEN 0 WHEN aggressor = 1 THEN quantity WHEN aggressor = 2 THEN -quantity ELSE 0 END) AS delta
    FROM trades WHERE day = $1`,
    [DAY],
  );
  sql.close();
  facts = Object.fromEntries(Object.entries(found!).map(([name, value]) => [name, Number(value)]));
});

describe('each notebook', () => {
  it('says first that its data are made up', () => {
    expect(notebookNames).toHaveLength(8);
    for (const each of ran.values()) {
      expect(each.text.trimStart()).toMatch(/^SYNTHETIC data\.\nWDOFUT \(WDOJ27\), 5 trading days/);
    }
  });
});

describe('01, the data', () => {
  it('counts what the store has', () => {
    const trades = of('01').rowsOf('unchecked');
    expect(trades.get('WDOJ27')).toBeDefined();
    expect(of('01').outputWith(`${facts.trades} rows x`)).toContain(DAY);
    expect(
      of('01')
        .rowsOf(/^day +rows +first_time/)
        .get(DAY)![1],
    ).toBe(String(facts.trades));
    expect(of('01').text).toContain('No trading day is missing from 2027-03-01 to 2027-03-05.');
    expect(of('01').outputWith('severity')).toContain('synthetic');
    expect(of('01').text).toContain('silences, the longest:');
  });

  it('draws the candles of the day', () => {
    expect(of('01').outputWith('Price on')).toContain(`price: ${facts.minutes} candles`);
    expect(of('01').outputWith('Price on')).toContain(`y ${facts.low} to ${facts.high}`);
  });
});

describe('02, candles and book', () => {
  it('has as many candles of each kind as there are', () => {
    const kinds = of('02').rowsOf(/^candle +candles +seconds/);
    expect(kinds.get('1m')![1]).toBe(String(facts.minutes));
    expect(Number(kinds.get('200t')![1])).toBe(Math.floor(facts.trades! / 200));
    expect(Number(kinds.get('500v')![4])).toBeGreaterThanOrEqual(500);
  });

  it('adds up who attacked, and draws the book', () => {
    const delta = /cumulative delta: \d+ points, .*, y (\S+) to (\S+)/.exec(
      of('02').outputWith('Price and cumulative delta'),
    );
    expect(Number(delta![1])).toBeLessThanOrEqual(facts.delta!);
    expect(Number(delta![2])).toBeGreaterThanOrEqual(facts.delta!);
    expect(of('02').outputWith('Order book of WDOJ27')).toContain('best bid');
    expect(of('02').text).not.toMatch(/has no|do not tell|tell no/);
    expect(of('02').outputWith(/^column +kind[\s\S]*age_us/)).toContain('spread');
    expect(of('02').pictures).toHaveLength(6);
  });
});

describe('03, features', () => {
  it('keep the rules, and what peeks is found out', () => {
    const broken = of('03').rowsOf(/^feature +broken/);
    expect([...broken].filter(([, cells]) => cells.length === 2).map(([, cells]) => cells[1])).toEqual(
      Array.from({ length: 6 }, () => 'nothing'),
    );
    const leaks = of('03').rowsOf(/^feature +leaks/);
    expect([leaks.get('emaSlope_20')![1], leaks.get('peeking')![1]]).toEqual(['none', 'cut, scrambled, missing']);
  });

  it('begin where their warm-up says', () => {
    // of the first day, the only one without a day before
    const missing = of('03').rowsOf(/^column +kind +count +missing/);
    const warmups = of('03').rowsOf(/^feature +first +settled/);
    for (const id of ['emaSlope_20', 'rsi_14', 'atr_14', 'efficiencyRatio_10']) {
      expect(Number(missing.get(id)![3])).toBe(Number(warmups.get(id)![1]) - 1);
    }
  });

  it('stand beside the label and the days', () => {
    expect(of('03').outputWith('move of 10 candles, points by vwapDeviation')).toMatch(/, 56 without a value left out/);
    expect(of('03').outputWith('Mean of the day')).toContain('5 x 6 cells');
    expect(
      of('03')
        .outputWith(/^feature +outside/)
        .split('\n'),
    ).toHaveLength(9);
    expect(of('03').pictures).toHaveLength(3);
    // what drifts is not the best
    expect(of('03').outputWith('Mean of the day')).not.toContain('highest');
  });

  it('have a yardstick of noise beside each day, which the synthetic days do not pass', () => {
    const rows = of('03').rowsOf(/^feature +outside/);
    const cells = rows.get('vwapDeviation')!.slice(2);
    expect(cells).toHaveLength(5);
    const means = cells.map((cell) => Number(/^-?[\d.]+ \((-?[\d.]+), -?[\d.]+ to -?[\d.]+\)$/.exec(cell)![1]));
    expect(Math.max(...means)).toBeLessThan(0);
    expect(Number(rows.get('vwapDeviation')![1])).toBeLessThan(3);
  });
});

describe('04, regimes', () => {
  it('has one number of flips at all places that tell it', () => {
    const flips = /([\d.]+) flips a day/.exec(of('04').outputWith('Regimes (5 sessions'))![1];
    expect(of('04').outputWith('ADX 25, 2 candles to confirm')).toContain(`${flips} flips a day`);
    expect(
      of('04')
        .rowsOf(/^detector/)
        .get('rule')![1],
    ).toBe(flips);
    expect(of('04').outputWith('Flips a day')).toContain('5 x 4 cells');
  });

  it('shows the pictures of the first values where nothing can be moved', () => {
    expect(of('04').text.match(/^Controls: /gm)).toHaveLength(2);
    expect(of('04').outputWith(/^\d+ entries, /)).toContain('points so far');
    expect(of('04').pictures).toHaveLength(4);
  });
});

describe('05, a strategy', () => {
  it('ends with the same money at all places that tell it', () => {
    const figures = of('05').rowsOf(/^figure +value/);
    const value = (name: string): number => Number(figures.get(name)![1]);
    const costs = of('05').rowsOf(/^costs +trades +net_brl/);
    const net = ['0', '1', '2'].map((factor) => Number(costs.get(factor)![2]));
    expect(value('trades')).toBeGreaterThan(10);
    // one lot at the last close
    expect(value('capital, R$')).toBe(54_000);
    expect(net[1]).toBe(value('net, R$'));
    expect(net[0]! - net[1]!).toBeCloseTo(value('costs in it, R$'), 6);
    expect(net[1]! - net[2]!).toBeCloseTo(value('costs in it, R$'), 6);
    expect(of('05').outputWith('closed_by')).toContain(`${value('trades')} rows x 7 columns`);
    expect(value('net, R$')).toBeCloseTo(value('mean of a trade, R$') * value('trades'), -1);
  });

  it('has the capital for a future of another size', async () => {
    const win = await ranNotebook('05-first-strategy', home, { instrument: 'WIN', synthetic: true });
    const figures = win.rowsOf(/^figure +value/);
    expect(Number(figures.get('capital, R$')![1])).toBeGreaterThan(20_000);
    expect(Number(figures.get('trades')![1])).toBeGreaterThan(10);
    expect([...win.rowsOf(/^code +times/).keys()]).not.toContain('riskRefused');
  });

  it('is distrusted, and drawn', () => {
    expect(of('05').text).toContain('high   Only 5 days');
    expect(of('05').text).toContain("The market is synthetic, not the exchange's");
    expect(of('05').outputWith('Price on')).toContain('entry, ');
    expect(of('05').outputWith('Net result and drawdown')).toContain('deepest fall R$');
    expect(
      of('05')
        .rowsOf(/^code +times/)
        .get('strategyHold'),
    ).toBeDefined();
  });
});
