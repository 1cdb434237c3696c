// `qt sweep` and `qt worker`: wrong usage, refusals in one sentence, and no password in any of them.
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder, WarmQt } from './support/qt.ts';

const qt = new WarmQt();
const home = temporaryFolder('cli-sweep');
const span = ['--from', '2027-03-01', '--to', '2027-03-02', '--home', home];
const trainedOnTested = ['--train-from', '2027-02-01', '--train-to', '2027-03-01'];
const queue = 'redis://me:hidden%2Fword@127.0.0.1:9';

// the first command waits until the process has loaded everything
beforeAll(() => qt.run('--version'), 60_000);

describe('qt sweep and qt worker', () => {
  it.each([
    [['sweep'], 2, 'usage'],
    [['sweep', 'wdo-regime', '--from', '2027-03-01'], 2, 'usage'],
    [['sweep', 'wdo-regime', ...span, '--points', '0'], 2, 'usage'],
    [['sweep', 'wdo-regime', ...span, '--over', 'trendStopPoints=3..5', '--method', 'best'], 2, 'bad-option'],
    [['sweep', 'wdo-regime', ...span, '--over', 'trendStopPoints=3..5', '--kind', 'ticks'], 2, 'bad-option'],
    [['sweep', 'wdo-regime', ...span, '--over', 'trendStopPoints=3..5', '--workers', '65'], 2, 'bad-option'],
    [['sweep', 'wdo-regime', ...span, '--over', 'trendStopPoints=3..5', '--queue', queue], 2, 'bad-option'],
    [['sweep', 'wdo-regime', ...span, '--over', 'trendStopPoint=3..5'], 1, 'parameter-unknown'],
    [['sweep', 'wdo-regime', ...span, '--over', 'thresholds.direction=0.1..0.5'], 1, 'threshold-below-floor'],
    [['sweep', 'wdo-regime', ...span, '--space', 'no-such.json'], 1, 'sweep-space'],
    [['sweep', 'wdo-regime', ...span, '--over', 'trendStopPoints=3..5:1'], 1, 'no-data'],
    [
      ['sweep', 'wdo-regime', ...span, '--over', 'training.trees.leaves=3,5', '--train-from', '2027-02-01'],
      2,
      'bad-option',
    ],
    [['sweep', 'wdo-regime', ...span, '--over', 'training.trees.leaves=3,5'], 1, 'sweep-training'],
    [['sweep', 'wdo-regime', ...span, '--over', 'training.trees.leaves=3,5', ...trainedOnTested], 1, 'sweep-training'],
    [['worker', '--queue', queue], 2, 'usage'],
    [['worker', '--queue', 'http://me:hidden%2Fword@host', '--store', 'file:///tmp'], 2, 'bad-option'],
    [['worker', '--queue', queue, '--store', 'ftp://me:hidden%2Fword@host'], 2, 'bad-option'],
    [['worker', '--queue', queue, '--store', 'file:///tmp', '--home', home], 1, 'queue-unreachable'],
    [['backtest', 'wdo-regime', ...span, '--set', 'trendStopPoints=99'], 1, 'parameter-invalid'],
  ] as const)('%j ends with %d, %s', async (args, code, error) => {
    const outcome = await qt.run(...args, '--json');
    expect(outcome.code).toBe(code);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ error: { code: error } });
    expect(outcome.stdout + outcome.stderr).not.toMatch(/hidden/);
  });
});
