// `qt trials`: what stands in the ledger, one line or object each, and what is said of a ledger that was touched.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordTrials } from '../../src/adapters/ledger/record-trial.ts';
import { aTrial } from '../adapters/ledger/a-trial.ts';
import { temporaryFolder, WarmQt } from './support/qt.ts';

interface Listed {
  readonly entries: number;
  readonly trials: number;
  readonly shown: readonly { readonly seq: number; readonly netBrl: number; readonly sharpe: number | null }[];
}

describe('qt trials', () => {
  const home = temporaryFolder('trials-cli');
  const qt = new WarmQt();
  const at = ['--home', home];
  const ledger = join(home, 'runs', 'ledger.jsonl');

  beforeAll(() => {
    const measures = { logLoss: 0.6812 };
    recordTrials(home, [
      aTrial(),
      aTrial({ run: 'again' }),
      aTrial({ strategy: 'another', settings: { stopPoints: 9 } }),
      aTrial({ kind: 'training', result: { digest: null, trades: null, daily: null, measures } }),
    ]);
  });

  it('says that nothing was tried where nothing was', async () => {
    const empty = temporaryFolder('trials-none');
    const { code, stdout } = await qt.run('trials', 'list', '--home', empty);
    expect([code, stdout]).toEqual([0, 'Nothing was tried yet: see qt backtest --help\n']);
    expect(await qt.json('trials', 'verify', '--home', empty)).toMatchObject({ whole: true, entries: 0, head: null });
  });

  it('lists what was tried with its result, and counts each trial once', async () => {
    const { stdout } = await qt.run('trials', ...at);
    const lines = stdout.trimEnd().split('\n');
    // mean 50,000 / 3 and deviation 76,376 of 100,000, −50,000 and 0: 0.218 a day, × √252
    expect(lines[0]).toMatch(
      /^ {4}1 {2}\S+Z {2}backtest {2}wdo-regime {2}WDO {2}2025-09-01 to 2025-09-03 {2}3 trades {2}R\$ 5\.00 {2}Sharpe 3\.46$/,
    );
    expect(lines[1]).toMatch(/\(repeats 1\)$/);
    expect(lines[3]).toContain('logLoss 0.6812');
    expect(lines[4]).toBe('3 trials; with repetitions and what chose nothing 4');
    const some = await qt.json<Listed>('trials', 'list', '--strategy', 'wdo-regime', '--instrument', 'WDOFUT', ...at);
    expect([some.entries, some.trials, some.shown.map(({ seq }) => seq)]).toEqual([3, 2, [1, 2, 4]]);
    expect(some.shown[0]).toMatchObject({ netBrl: 5, days: 3, trades: 3 });
    const last = await qt.run('trials', 'list', '--last', '1', ...at);
    expect(last.stdout).toContain('3 older ones are not shown (--last)');
    const none = await qt.run('trials', 'list', '--strategy', 'nobody', '--json', ...at);
    expect([none.code, JSON.parse(none.stdout).error.code]).toEqual([1, 'no-trials']);
  });

  it('shows one with its choice, its data and its days', async () => {
    const { stdout } = await qt.run('trials', 'show', '3', ...at);
    expect(stdout).toContain('settings {"stopPoints":9}');
    expect(stdout).toContain('2025-09-02  −R$ 5.00');
    expect(stdout).toContain('counts as a trial');
    const shown = await qt.json('trials', 'show', '2', ...at);
    expect(shown).toMatchObject({ seq: 2, standing: { kind: 'repetition', of: 1 } });
    expect(shown).toMatchObject({ trial: { data: { datasets: aTrial().data.datasets }, run: 'again' } });
    const unknown = await qt.run('trials', 'show', '5', '--json', ...at);
    expect([unknown.code, JSON.parse(unknown.stdout).error.code]).toEqual([1, 'trial-unknown']);
    expect((await qt.run('trials', 'show', 'x', ...at)).code).toBe(2);
  });

  it('judges one by all that was tried on its days', async () => {
    const { code, stdout } = await qt.run('trials', 'judge', '2', ...at);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^2 trials on these days, and 1 of which only the number is known\n(FAILED|passed) {2}/);
    expect(stdout).toContain('exchange data; conditions {"costs":1}');
    const judged = JSON.parse((await qt.run('trials', 'judge', '2', '--json', ...at)).stdout);
    expect(judged).toMatchObject({ passed: false, trials: 2, uncompared: 1 });
    expect(judged.gates.map(({ name }: { name: string }) => name)).toContain('deflatedSharpe');
    const training = await qt.run('trials', 'judge', '4', '--json', ...at);
    expect([training.code, JSON.parse(training.stdout).error.code]).toEqual([1, 'no-trials']);
  });

  it('verifies the chain, and names the first line that was touched', async () => {
    expect(await qt.json('trials', 'verify', ...at)).toMatchObject({
      whole: true,
      entries: 4,
      head: { seq: 4 },
      fault: null,
    });
    const whole = readFileSync(ledger, 'utf8');
    writeFileSync(ledger, whole.replace('"stopPoints":9', '"stopPoints":8'));
    const { code, stdout } = await qt.run('trials', 'verify', '--json', ...at);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ whole: false, entries: 2, fault: { line: 3 } });
    const text = await qt.run('trials', 'verify', ...at);
    expect(text.stdout).toContain(
      'NOT WHOLE: The ledger of trials is not whole: line 3: it is not an entry as it was written',
    );
    const listed = await qt.run('trials', 'list', '--json', ...at);
    expect(JSON.parse(listed.stdout).error).toMatchObject({ code: 'ledger-broken', line: 3 });
    writeFileSync(ledger, whole);
  });

  it('repairs a lost head when it is told to, and nothing where nothing is wrong', async () => {
    expect(await qt.json('trials', 'repair', ...at)).toEqual({ repaired: false, head: null });
    rmSync(join(home, 'runs', 'ledger', 'head.json'));
    const found = await qt.run('trials', 'verify', ...at);
    expect([found.code, found.stdout]).toEqual([1, expect.stringContaining('head.json, which names its newest entry')]);
    expect((await qt.run('trials', 'list', ...at)).code).toBe(1);
    expect((await qt.run('trials', 'repair', ...at)).stdout).toMatch(
      /^Entry 4 \([0-9a-f]{64}\) is the newest from now on/,
    );
    expect(await qt.json('trials', 'verify', ...at)).toMatchObject({ whole: true, entries: 4 });
  });
});
