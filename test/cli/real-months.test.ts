// Half a year of real WDO minutes over five rolls through the command line: what a backtest must give, and what must change it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import { openRun } from '../../src/adapters/journal/run-reader.ts';
import type { BacktestSummary } from '../../src/cli/backtest.ts';
import type { EpochStart } from '../../src/core/account/account-event.ts';
import { Kind } from '../../src/core/market/event-record.ts';
import { describeWithRealData } from '../support/real-data.ts';
import { copyModel, negateModel } from './support/model-copy.ts';
import { qt, temporaryFolder, WarmQt } from './support/qt.ts';

const MONTHS = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';
const FULL = ['--from', '2025-08-05', '--to', '2026-01-29'];
/** Two weeks with a roll in their middle. */
const WEEKS = ['--from', '2025-08-25', '--to', '2025-09-05'];
const BACKTEST = ['backtest', 'wdo-regime', '--instrument', 'WDO'];

type Summary = BacktestSummary & { readonly run: string };

/** The rows of the two weeks and of the days that warm them up. */
function rowsOfWeeks(months: string): string {
  const rows = gunzipSync(readFileSync(months)).toString().split('\n');
  return `${rows.filter((row) => /^(datetime|2025-08-2|2025-09-0[1-5])/.test(row)).join('\n')}\n`;
}

/** The high of one bar, a tick higher. */
function withOnePriceMoved(text: string): string {
  const moved = text.replace(
    /^(2025-08-27 12:3\d:00,WDOU25,[\d.]+,)([\d.]+),([\d.]+),([\d.]+)/m,
    (_, head: string, high: string, low: string, close: string) => `${head}${Number(high) + 0.5},${low},${close}`,
  );
  if (moved === text) throw new Error('no price was moved');
  return moved;
}

describeWithRealData('six contracts of WDO minutes', [MONTHS], (months) => {
  const home = temporaryFolder('months');
  const other = temporaryFolder('months-other');
  const fewRows = join(other, 'weeks.csv');
  const inProcess = new WarmQt();
  let summary: Summary;
  let weeks: Summary;
  const backtest = (...args: readonly string[]) => inProcess.json<Summary>(...BACKTEST, ...args, '--home', home);

  beforeAll(async () => {
    writeFileSync(fewRows, rowsOfWeeks(months!));
    const mapping = ['--mapping', 'wdo-contract-m1'];
    const imported = await inProcess.json('import', 'csv', months!, ...mapping, '--home', home);
    expect(imported).toMatchObject({ rowsRead: 69_822, rowsAccepted: 69_822, rowsSkipped: 0 });
    const full = qt([...BACKTEST, ...FULL, '--home', home, '--json']);
    weeks = await backtest(...WEEKS);
    const { code, stdout, stderr } = await full;
    expect(code, stderr).toBe(0);
    summary = JSON.parse(stdout) as Summary;
  }, 120_000);

  it('cross five rolls without carrying a position over any', () => {
    expect(summary.rollsCrossed).toBe(5);
    expect(summary.maxHeldOverRoll).toBe(0);
  });

  it('trade more than a hundred times and say why they held otherwise', () => {
    expect(summary.trades).toBeGreaterThanOrEqual(100);
    expect(summary.decisions).toBeGreaterThan(60_000);
    const held = Object.values(summary.holdReasons).reduce((sum, count) => sum + count, 0);
    expect(held + summary.trades).toBeLessThanOrEqual(summary.decisions);
    expect(held).toBeGreaterThan(summary.decisions * 0.9);
  });

  it('let no return of one contract follow from prices of another', () => {
    const run = openRun(summary.run);
    const firstOf = new Map<string, number | null>();
    try {
      const contracts = new Map<number, string>();
      const log = run.eventLog();
      for (let group = log.readGroup(); group !== undefined; group = log.readGroup()) {
        for (let index = 0; index < group.length; index++) {
          if (group.kindAt(index) !== Kind.epochStart) continue;
          const { epoch, instruments } = group.payloadAt(index) as EpochStart;
          contracts.set(epoch, instruments[0]!.symbol);
        }
      }
      log.close();
      for (const { epoch, inputs } of run.decisions()) {
        const contract = contracts.get(epoch)!;
        if (inputs.candleCloseUs === null || firstOf.has(contract)) continue;
        firstOf.set(contract, inputs.features.return_1!);
      }
    } finally {
      run.close();
    }
    const none = ['WDOU25', 'WDOV25', 'WDOX25', 'WDOZ25', 'WDOF26', 'WDOG26'].map((contract) => [contract, null]);
    expect([...firstOf]).toEqual(none);
  });

  it('give the same digest again, in another process and another home', async () => {
    expect(weeks.rollsCrossed).toBe(1);
    await inProcess.json('import', 'csv', fewRows, '--mapping', 'wdo-contract-m1', '--home', other);
    const { stdout } = await qt([...BACKTEST, ...WEEKS, '--home', other, '--json']);
    expect((JSON.parse(stdout) as Summary).digest).toBe(weeks.digest);
  });

  it('give another digest when the model says the opposite', async () => {
    const model = join(other, 'negated');
    copyModel(model);
    negateModel(model);
    const negated = await backtest(...WEEKS, '--model', model);
    expect(negated.digest).not.toBe(weeks.digest);
    expect(negated.netPnlBrl).not.toBe(weeks.netPnlBrl);
  });

  it('give another digest when costs are doubled, and lose the difference', async () => {
    const dear = await backtest(...WEEKS, '--costs', '2');
    expect(dear.digest).not.toBe(weeks.digest);
    expect(dear.netPnlBrl).toBeLessThan(weeks.netPnlBrl);
  });

  it('give another digest when one price moved by a tick', async () => {
    const moved = join(other, 'moved.csv');
    writeFileSync(moved, withOnePriceMoved(readFileSync(fewRows, 'utf8')));
    const digest = async (file: string): Promise<string> => {
      const into = ['--mapping', 'wdo-contract-m1', '--replace', '--home', other];
      await inProcess.json('import', 'csv', file, ...into);
      return (await inProcess.json<Summary>(...BACKTEST, ...WEEKS, '--no-record', '--home', other)).digest;
    };
    expect(await digest(moved)).not.toBe(weeks.digest);
    expect(await digest(fewRows)).toBe(weeks.digest);
  });

  it('are hardly ever traded under the thresholds of the mission', async () => {
    const cautious = await backtest(...WEEKS, '--thresholds', 'mission', '--no-record');
    expect(cautious.trades).toBeLessThanOrEqual(2);
    expect(cautious.decisions).toBe(weeks.decisions);
  });
});
