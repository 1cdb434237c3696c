// Runs the notebooks on models in a home without data; what they conclude is what their own numbers and the ledger of trials say.
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { soundLedger } from '../../src/research/trials/sound-ledger.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { notebookNames, type RanNotebook, RUNNING_MS, ranNotebook } from './ran-notebooks.ts';

const names = notebookNames.filter((name) => name > '06');
vi.setConfig({ testTimeout: RUNNING_MS, hookTimeout: names.length * RUNNING_MS });

const home = temporaryFolder('notebooks-trained');
const ran = new Map<string, RanNotebook>();
const of = (number: string): RanNotebook => [...ran].find(([name]) => name.startsWith(number))![1];

beforeAll(async () => {
  for (const name of names) ran.set(name, await ranNotebook(name, home));
});

it('say first that their data are made up', () => {
  for (const each of ran.values()) {
    expect(each.text.trimStart()).toMatch(/^SYNTHETIC data\.\nWDOFUT \(WDOJ27\), 5 trading days/);
  }
});

describe('06, labels and training', () => {
  it('counts each label once, and none twice in the folds', () => {
    const ended = [...of('06').rowsOf(/^ended_by +rows/)].filter(([, cells]) => cells.length === 3);
    const labelled = ended.reduce((sum, [, cells]) => sum + Number(cells[1]), 0);
    const worth = /^(\d+) labels are worth (\d+) that do not overlap/m.exec(of('06').text)!;
    expect(labelled).toBe(Number(worth[1]));
    expect(Number(worth[2])).toBeLessThan(labelled / 3);
    const folds = [...of('06').rowsOf(/^tested +training/)].filter(([day]) => day.startsWith('2027-03'));
    expect(folds.reduce((sum, [, cells]) => sum + Number(cells[2]), 0)).toBe(labelled);
    for (const [, [, training, test, purged, embargoed]] of folds) {
      expect(Number(training) + Number(test) + Number(purged) + Number(embargoed)).toBe(labelled);
    }
  });

  it('concludes what its losses say, and has them in the ledger', () => {
    const losses = of('06').rowsOf(/^kind +known +unknown/);
    const unknown = ['logistic', 'trees'].map((kind) => Number(losses.get(kind)![2]));
    const nothing = Number(losses.get('trees')![3]);
    expect(Number(losses.get('trees')![1])).toBeLessThan(Number(losses.get('trees')![2]));
    expect(of('06').text.includes('nothing was learned')).toBe(Math.min(...unknown) >= nothing);
    const { entries } = soundLedger(join(home, 'cache/synthetic'));
    for (const [at, kind] of ['logistic', 'trees'].entries()) {
      const { trial } = entries.find((entry) => entry.trial.strategy === `notebook-${kind}`)!;
      expect(trial).toMatchObject({ kind: 'training', data: { provenance: 'synthetic' } });
      expect(trial.result.measures.unknown).toBeCloseTo(unknown[at]!, 5);
    }
  });

  it('scores the calibrated rows beside the others, and draws what it relies on', () => {
    const scores = of('06').rowsOf(/^calibration +rows/);
    expect(scores.get('platt')![1]).toBe(scores.get('as trained')![1]);
    expect(of('06').outputWith('Permutation importance')).toContain('7 bars');
    expect(of('06').pictures).toHaveLength(2);
  });
});

describe('07, validation', () => {
  it('refuses the best of a hundred rules on noise, which looks well', () => {
    const figures = of('07').rowsOf(/^figure +value/);
    const value = (name: string) => Number(figures.get(name)![1]);
    expect(value('Sharpe ratio of a year')).toBeGreaterThan(2);
    expect(of('07').outputWith('Best of 100 on noise')).toContain(value('Sharpe ratio of a year').toFixed(2));
    expect(value('probabilistic')).toBeGreaterThan(0.95);
    expect(value('deflated')).toBeLessThan(0.95);
    expect(value('effective')).toBeLessThan(100);
    expect(of('07').text).toMatch(/^NO +Deflated Sharpe ratio/m);
    expect(of('07').text).toContain('Refused, as it should be.');
  });

  it('has a walk forward beside the paths of all splits', () => {
    expect(of('07').text).toContain('10 combined splits: 4 histories of 5 days');
    const histories = of('07').rowsOf(/^history +trades/);
    const paths = [1, 2, 3, 4].map((path) => histories.get(`path ${path}`)!);
    expect(Number(histories.get('walk forward')![1])).toBeLessThan(Number(paths[0]![1]));
    const paying = paths.filter((cells) => Number(cells[3]) > 0).length;
    expect(of('07').text).toContain(`${paying} of 4 paths end above 0 after costs`);
    expect(of('07').text.includes('All of them: a reason')).toBe(paying === 4);
  });

  it('has counted its trials, and counts them once', async () => {
    expect(of('07').text).toContain('The ledger has 8 trials of it on these 5 days, and 0 repetitions of them.');
    const again = await ranNotebook(names.find((name) => name.startsWith('07'))!, home);
    expect(again.text).toContain('The ledger has 8 trials of it on these 5 days, and 8 repetitions of them.');
    expect(of('07').text).toContain('NO  Only 5 days: at least 32 are needed.');
  });
});
