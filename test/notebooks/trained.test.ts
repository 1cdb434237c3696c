// Runs the notebooks on models in a home without data; what they conclude is what their own numbers and the ledger of trials say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadModel } from '../../src/adapters/onnx/load-model.ts';
import { readModelFolder } from '../../src/adapters/onnx/model-folders.ts';
import { featureById } from '../../src/core/catalogue/catalogue.ts';
import { findNotebook, notebookFilesIn } from '../../src/promotion/notebook/find-notebook.ts';
import { soundLedger } from '../../src/research/trials/sound-ledger.ts';
import { packageRoot } from '../../src/runner/package-root.ts';
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

describe('08, an ensemble per regime', () => {
  const folder = join(home, 'cache/synthetic/models/notebook-ensemble');

  it('has put the tested days away, and writes a model that trading loads', async () => {
    expect(of('08').text).toContain('put away: 2027-03-04, 2027-03-05.');
    const { predictor, manifest } = await loadModel(folder, { features: featureById });
    await predictor.close();
    expect(manifest.training).toEqual({ from: '2027-03-01', to: '2027-03-03' });
    expect(manifest.provenance).toBe('synthetic');
    const checks = of('08').outputWith(/^check +file +result/);
    expect(checks).toContain('passed');
    expect(checks).not.toMatch(/failed|skipped/);
    const files = [...of('08').rowsOf(/^file +deviation/)].filter(([file]) => file.endsWith('.onnx'));
    expect(files.map(([file]) => file)).toEqual(manifest.members.map(({ file }) => file));
    for (const [, cells] of files) expect(Number(cells[1])).toBeLessThan(1e-6);
  });

  it('names the cells that made the model, so that an edit after the run shows', async () => {
    const { notebook } = (await readModelFolder(folder)).manifest;
    const path = 'notebooks/08-ensemble-and-export.ipynb';
    const found = findNotebook(notebookFilesIn([home, packageRoot], { path, cells: [] }), notebook!)!;
    expect(notebook).toEqual({ path, cells: found.cells.slice(0, 7).map(({ sha256 }) => sha256) });
    expect(found.cells[6]!.firstLine).toBe("import { join } from 'node:path';");
  });

  it('counts as better what its losses say', () => {
    const lines = of('08')
      .outputWith(/^split +from/)
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/))
      .filter((cells) => cells.length === 8 && cells[1]!.startsWith('2027'));
    const better = lines.filter((cells) => Number(cells[5]) < Number(cells[6])).length;
    expect(of('08').text).toContain(`better than knowing nothing in ${better} of ${lines.length} lines`);
  });

  it('shows no edge where a gate refuses, and has the run in the ledger as tried, its stresses as checks', () => {
    expect(of('08').text).toMatch(/^NO +Only 2 days: at least 32 are needed\.$/m);
    expect(of('08').text).toMatch(/^\*\*No edge after costs was (found|shown): .+\*\*$/m);
    expect(readFileSync(join(folder, 'card.md'), 'utf8').trim()).toBe(
      of('08').outputWith('# notebook-ensemble').trim(),
    );
    const cases = [...of('08').rowsOf(/^case +trades/)].filter(([, cells]) => cells.length === 3);
    expect(cases).toHaveLength(10);
    const { entries } = soundLedger(join(home, 'cache/synthetic'));
    // each run of a strategy that is no file has its beginning there, too
    const ended = entries.filter(({ trial }) => trial.strategy === 'notebook-ensemble' && trial.outcome !== 'began');
    const own = ended.map(({ trial }) => trial.kind);
    // the training before it has files, and its export
    expect(own.slice(0, 3)).toEqual(['training', 'training', 'backtest']);
    expect(own.slice(3).every((kind) => kind === 'check')).toBe(true);
  });
});
