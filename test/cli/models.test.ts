// `qt models`: what is listed, shown, compared and verified of the committed model, what is caught, and files made by Python.

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { knownTraining } from '../../src/promotion/gates/known-training.ts';
import { factsOf, pythonFile } from '../research/training/export/python-facts.ts';
import { repositoryRoot, temporaryFolder, WarmQt } from './support/qt.ts';

const qt = new WarmQt();
const folder = temporaryFolder('models');
const committed = join(repositoryRoot, 'models', 'wdo-regime');

function copyOf(name: string): string {
  const to = join(folder, name);
  cpSync(committed, to, { recursive: true });
  return to;
}

function changeJson(file: string, change: (value: Record<string, unknown>) => void): void {
  const value = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  change(value);
  writeFileSync(file, JSON.stringify(value));
}

describe('qt models', () => {
  it('lists every model, and what is wrong with one that cannot be read', async () => {
    copyOf('good');
    writeFileSync(join(copyOf('bad'), 'model.json'), '{}');
    const { models } = await qt.json<{ models: readonly Record<string, unknown>[] }>('models', 'list', folder);
    expect(models.map(({ name }) => name)).toEqual([undefined, 'wdo-regime']);
    expect(models[0]!.fault).toContain('model.json');
    expect(models[1]).toMatchObject({
      provenance: 'synthetic',
      members: 5,
      inputs: 16,
      candle: '1m',
      horizonCandles: 10,
    });
    const { stdout } = await qt.run('models', 'list', folder);
    expect(stdout).toContain('NOT VALID');
    const missing = await qt.run('models', 'list', join(folder, 'nothing'));
    expect(missing.code).toBe(1);
  });

  it('shows a model with its thresholds, validation figures and trials', async () => {
    const shown = await qt.json<Record<string, never>>('--home', folder, 'models', 'show', 'wdo-regime');
    expect(shown.manifest).toMatchObject({ name: 'wdo-regime' });
    expect(shown.validation).toMatchObject({ rows: { training: 17232 } });
    expect(shown.trials).toEqual({ ofModel: 0, ofName: 0, fault: null });
    const { stdout } = await qt.run('--home', folder, 'models', 'show', 'wdo-regime');
    for (const text of [
      'thresholds fitted:',
      'validation loss of direction-few.onnx: 1.0005',
      'trials: 0 of this model',
    ]) {
      expect(stdout).toContain(text);
    }
    expect(stdout).toContain('no model card');
    expect((await qt.run('models', 'show', 'no-such')).code).toBe(1);
  });

  it('shows what the members of an exported ensemble lost out of fold, and the card beside it', async () => {
    const ensemble = copyOf('ensemble');
    const weights = { trend_up: 0.25, trend_down: 0.25, range: 0 };
    writeFileSync(
      join(ensemble, 'training.json'),
      JSON.stringify({
        schemaVersion: 2,
        rows: { training: 900, validation: 300 },
        members: [
          {
            ...{ name: 'trees', role: 'direction', kind: 'trees', weights },
            files: [{ file: 'trees-trend_up.onnx', regimes: ['trend_up'] }],
          },
        ],
        memberStatistics: [
          {
            member: 'trees',
            kind: 'trees',
            role: 'direction',
            regime: 'trend_up',
            weight: 0.25,
            rows: 120,
            loss: 0.9,
            baseline: 1,
          },
          {
            member: 'trees',
            kind: 'trees',
            role: 'direction',
            regime: 'range',
            weight: 0,
            rows: 80,
            loss: 1.05,
            baseline: 1,
          },
          {
            member: 'size',
            kind: 'ridge',
            role: 'magnitude',
            regime: 'range',
            weight: 1,
            rows: 80,
            loss: 2e-7,
            baseline: 0,
          },
        ],
        passes: { fitted: { range: { candles: 80, passing: {}, passed: 4, meanReturn: 0.0002 } } },
        ...{ paths: {}, statistics: [] },
      }),
    );
    writeFileSync(join(ensemble, 'card.md'), '# planted\n\n**No edge is claimed.**\n');
    const { stdout } = await qt.run('models', 'show', ensemble);
    for (const text of [
      'out-of-fold loss of trees-trend_up.onnx in trend_up: 0.9000, baseline 1.0000 (10.0 % better) on 120 rows\n',
      'out-of-fold loss of trees in range: 1.0500, baseline 1.0000 (5.0 % worse) on 80 rows, left out\n',
      'out-of-fold loss of size in range: 2.000e-7, baseline 0 on 80 rows\n',
      'fitted in range: 4 of 80 validation candles pass, mean move 2.00 bp before costs\n',
      'model card (card.md):\n\n# planted\n\n**No edge is claimed.**\n',
    ]) {
      expect(stdout).toContain(text);
    }
    const shown = await qt.json<Record<string, unknown>>('models', 'show', ensemble);
    expect(shown.card).toContain('No edge is claimed');
    expect((shown.validation as { memberStatistics: unknown[] }).memberStatistics).toHaveLength(3);
  });

  it('compares two models by members, thresholds and figures', async () => {
    const other = copyOf('other');
    changeJson(join(other, 'model.json'), (manifest) => {
      manifest.name = 'other';
      (manifest.thresholds as Record<string, Record<string, Record<string, number>>>).fitted!.range!.direction = 0.4;
    });
    changeJson(join(other, 'training.json'), (report) => {
      (report.members as { validation: { loss: number } }[])[0]!.validation.loss = 0.5;
    });
    const { differences, inputs } = await qt.json<Record<string, unknown>>('models', 'compare', 'wdo-regime', other);
    expect(differences).toEqual([
      { field: 'name', first: 'wdo-regime', second: 'other' },
      expect.objectContaining({ field: 'bytes' }),
      { field: 'fitted.range.direction', first: 0.3, second: 0.4 },
      {
        field: 'validation loss of direction-all.onnx',
        first: '0.9986, baseline 1.0348 (3.5 % better)',
        second: '0.5000, baseline 1.0348 (51.7 % better)',
      },
    ]);
    expect(inputs).toEqual({ onlyFirst: [], onlySecond: [], both: 16 });
  });

  it('verifies a model, and says what fails', async () => {
    const good = await qt.json<{ passed: boolean; checks: readonly { result: string }[] }>(
      ...['models', 'verify', 'wdo-regime', '--rows', '500'],
    );
    expect(good.passed).toBe(true);
    expect(good.checks.map(({ result }) => result)).toEqual(Array(11).fill('passed'));
    const damaged = copyOf('damaged');
    const bytes = readFileSync(join(damaged, 'magnitude.onnx'));
    bytes[200] = bytes[200]! ^ 1;
    writeFileSync(join(damaged, 'magnitude.onnx'), bytes);
    const { code, stdout } = await qt.run('models', 'verify', damaged, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ passed: false, checks: [{ check: 'files', result: 'failed' }] });
    const renamed = copyOf('renamed');
    changeJson(join(renamed, 'model.json'), (manifest) => {
      manifest.training = { from: '2027-03-02', to: '2027-05-03' };
    });
    const told = await qt.run('models', 'verify', renamed, '--rows', '10');
    expect(told.code).toBe(1);
    expect(told.stdout).toContain('trainingFrom is 2027-03-01, but model.json says 2027-03-02');
  });
});

describe('qt models import', () => {
  const [direction, size] = [pythonFile('sklearn-zipmap').path, pythonFile('sklearn-ridge').path];
  const facts = join(folder, 'facts.json');
  writeFileSync(facts, JSON.stringify(factsOf('sklearn-zipmap', 'sklearn-ridge')));
  const args = (out: string, ...more: string[]) => {
    return [
      '--home',
      folder,
      'models',
      'import',
      direction,
      '--magnitude',
      size,
      '--facts',
      facts,
      '--out',
      join(folder, out),
      ...more,
    ];
  };

  it('makes a model folder of two files of Python, once', async () => {
    const made = await qt.json<Record<string, unknown>>(...args('imported', '--classes', 'down,flat,up'));
    expect(made).toMatchObject({ model: join(folder, 'imported'), passed: true });
    const again = await qt.run(...args('imported'), '--json');
    expect(again.code).toBe(1);
    expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'model-exists' } });
    const listed = await qt.run('models', 'verify', join(folder, 'imported'));
    expect(listed.code).toBe(0);
    expect(listed.stdout).toContain('skipped  parity direction.onnx: LinearClassifier is not evaluated here');
    const shown = await qt.json<Record<string, unknown>>('--home', folder, 'models', 'show', join(folder, 'imported'));
    expect(shown.trials).toEqual({ ofModel: 1, ofName: 1, fault: null });
    expect(knownTraining(folder, shown.manifestSha256 as string)).toEqual({
      kind: 'madeElsewhere',
      origin: { by: 'qt models import', why: `made of ${basename(direction)} and ${basename(size)}` },
    });
  });

  it('takes a model of another home into the ledger once, with who says so and why', async () => {
    const record = ['--home', folder, 'models', 'record', copyOf('foreign')];
    const said = ['--why', 'comes with the package,\n  trained on synthetic days', '--by', 'Ana Souza'];
    const first = await qt.json<{ manifestSha256: string; recorded: boolean }>(...record, ...said);
    expect(first.recorded).toBe(true);
    expect(knownTraining(folder, first.manifestSha256)).toEqual({
      kind: 'madeElsewhere',
      origin: { by: 'Ana Souza', why: 'comes with the package, trained on synthetic days' },
    });
    expect((await qt.run(...record, ...said)).stdout).toContain('nothing was written');
    expect((await qt.run(...record, '--why', 'said already', '--by', 'x'.repeat(501))).stderr).toContain(
      '--by: expected',
    );
    expect((await qt.run(...record, '--by', 'Ana Souza')).code).toBe(2);
  });

  it("takes inputs of a strategy's own with the strategy, and verifies them with it", async () => {
    const own = factsOf('sklearn-zipmap', 'sklearn-ridge');
    const named = join(folder, 'own-facts.json');
    writeFileSync(named, JSON.stringify({ ...own, inputs: ['return_1', 'rsi_14', 'adx_14', 'bodyTicks'] }));
    const strategy = 'test/cli/support/own-package/strategies/own-inputs.ts';
    const ownArgs = [...args('own'), '--facts', named];
    const refused = await qt.run(...ownArgs, '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      error: { code: 'model-features', field: 'inputs.3', fix: expect.stringContaining('--strategy') },
    });
    const made = await qt.json<Record<string, unknown>>(...ownArgs, '--strategy', strategy);
    expect(made).toMatchObject({ passed: true, strategy: 'own-inputs' });
    const verify = ['models', 'verify', join(folder, 'own'), '--rows', '100'];
    const alone = await qt.run(...verify, '--json');
    expect(alone.code).toBe(1);
    expect(JSON.parse(alone.stdout)).toMatchObject({ error: { code: 'model-features', field: 'inputs.3' } });
    const verified = await qt.run(...verify, '--strategy', strategy);
    expect(verified.code).toBe(0);
    expect(verified.stdout).toContain('inputs as the strategy own-inputs computes them');
  });

  it('refuses with the way to export it, and writes nothing', async () => {
    const { code, stdout } = await qt.run(...args('refused', '--classes', 'down,up'), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'model-file-invalid', field: 'golden.direction.0' } });
    const output = await qt.run(...args('refused', '--output', 'output_label'), '--json');
    expect(JSON.parse(output.stdout)).toMatchObject({
      error: { code: 'model-import', fix: expect.stringContaining("'zipmap': False") },
    });
    expect((await qt.run(...args('refused', '--classes', 'down,sideways'))).code).toBe(2);
    const { models } = await qt.json<{ models: readonly { folder: string }[] }>('models', 'list', folder);
    expect(models.map(({ folder: each }) => each)).not.toContain(join(folder, 'refused'));
  });
});
