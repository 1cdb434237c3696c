// `qt stress` over a synthetic day: its figures as JSON and as a page, its lines, and wrong usage.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stressText } from '../../src/cli/stress-text.ts';
import { sessionStatistics } from '../../src/research/statistics/session-statistics.ts';
import { STRESS_CASES } from '../../src/research/stress/stress-cases.ts';
import { cleanResult } from '../research/report/generated-result.ts';
import { DAY, storeDays } from '../runner/synthetic-run.ts';
import { type Outcome, qt } from './support/qt.ts';

let home: string;
let answer: Outcome;
const page = (): string => join(home, 'stress.html');
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'qt-stress-'));
  await storeDays(home, 11);
  const days = ['--from', DAY, '--to', DAY, '--draws', '100', '--shuffles', '2', '--no-record'];
  answer = await qt(['stress', 'wdo-regime', ...days, '--report', page(), '--json', '--home', home]);
}, 120_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('qt stress', () => {
  it('gives the run, each case, what chance does, and what to distrust', () => {
    expect(answer).toMatchObject({ code: 0 });
    const told = JSON.parse(answer.stdout);
    expect(told.cases.map(({ name }: { readonly name: string }) => name)).toEqual(STRESS_CASES.map(({ name }) => name));
    expect(told.randomEntries).toMatchObject({ runs: 100, netPnlBrl: { 0.5: expect.any(Number) } });
    expect(told.shuffledModel).toMatchObject({ runs: 2, ownNetPnlBrl: told.netPnlBrl });
    expect(told.distrust.map(({ code }: { readonly code: string }) => code)).toContain('not-exchange-data');
  });

  it('writes a page with a section of its own', () => {
    const text = readFileSync(page(), 'utf8');
    expect(text).toContain('<section id="stress">');
    for (const { says } of STRESS_CASES) expect(text).toContain(says);
  });

  it('says why there is nothing to compare with where the run has no trade', () => {
    const result = { ...cleanResult(), trades: [] };
    const report = { result, statistics: sessionStatistics(result), cases: [] };
    const text = stressText(
      {
        ...report,
        randomEntries: undefined,
        shuffledModel: undefined,
        resampled: { days: undefined, otherOrder: undefined },
      },
      [],
    );
    expect(text).toContain('entries by lot: no trades, nothing to compare');
    expect(text).toContain('model with shuffled answers: no trades, nothing to compare');
    expect(text).not.toMatch(/NaN|undefined/);
  });

  it('is wrong usage with no draws', async () => {
    const none = await qt(['stress', 'wdo-regime', '--from', DAY, '--to', DAY, '--draws', '0', '--home', home]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('It must be a whole number from 1.');
  });
});
