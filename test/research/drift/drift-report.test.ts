// Journals of live days against the profile of their model and against other runs: what moved is found, what did not is not, what cannot be said is told.
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ModelFolder, readModelFolder } from '../../../src/adapters/onnx/model-folders.ts';
import { UserError } from '../../../src/adapters/user-error.ts';
import { calibrationDrift } from '../../../src/research/drift/calibration-drift.ts';
import { judgeDrift } from '../../../src/research/drift/drift-finding.ts';
import { driftFigure, driftFrame } from '../../../src/research/drift/drift-frame.ts';
import { driftReport } from '../../../src/research/drift/drift-report.ts';
import { driftRuns } from '../../../src/research/drift/drift-runs.ts';
import type { JournalSample } from '../../../src/research/drift/journal-sample.ts';
import { realisedRows } from '../../../src/research/drift/realised-rows.ts';
import { Random } from '../../../src/simulation/random.ts';
import { repositoryRoot, temporaryFolder } from '../../cli/support/qt.ts';
import { plannedJournal } from './drift-journals.ts';

const home = temporaryFolder('drift');
let model: ModelFolder;
let reference: string;
let quiet: string;
let moved: string;

async function codeOf(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof UserError) return error.code;
    throw error;
  }
  return 'nothing was thrown';
}

beforeAll(async () => {
  model = await readModelFolder(join(repositoryRoot, 'models', 'wdo-regime'));
  const plan = { model, days: 20 } as const;
  reference = plannedJournal(home, {
    ...plan,
    days: 40,
    seed: 1,
    mode: 'backtest',
    firstDay: '2027-01-04',
    suffix: '000001',
  });
  quiet = plannedJournal(home, { ...plan, seed: 2, suffix: '000002' });
  moved = plannedJournal(home, { ...plan, seed: 3, moved: { rsi_14: 0.9 }, firstDay: '2027-04-01', suffix: '000003' });
});

describe('drift of journals', () => {
  it('names the input that moved, against the profile and against runs', async () => {
    for (const held of [undefined, [reference]]) {
      const report = await driftReport({ runs: [moved], model, reference: held, neutralPoints: 1 });
      const [first, ...others] = report.findings.filter(({ subject }) => subject === 'input');
      expect(first).toMatchObject({ name: 'rsi_14', severity: 'strong' });
      // 20 days with half a deviation in common: the error of the mean is about 0.12
      expect(Math.abs(first!.shift!.shift - 0.9)).toBeLessThan(0.4);
      expect(first!.psi === undefined).toBe(held === undefined);
      if (held !== undefined) expect(first!.psi!).toBeGreaterThan(0.25);
      expect(others.every(({ severity }) => severity === 'none')).toBe(true);
      expect(report).toMatchObject({ days: 20, candles: 800, from: '2027-04-01', to: '2027-04-20', repeated: 0 });
    }
  });

  it('names none of days like those before', async () => {
    const report = await driftReport({ runs: [quiet], model, reference: [reference] });
    const inputs = report.findings.filter(({ subject }) => subject === 'input' || subject === 'prediction');
    expect(inputs).toHaveLength(model.manifest.inputs.length + 3);
    expect(inputs.filter(({ severity }) => severity !== 'none')).toEqual([]);
    // of the journals: members always passed the first gate and never the second
    expect(report.findings.find(({ name }) => name === 'probability')).toMatchObject({
      shift: { mean: 0, reference: 0 },
    });
  });

  it('counts a candle of two runs once, and keeps to the days that are wanted', async () => {
    const report = await driftReport({ runs: [quiet, quiet], model, from: '2027-03-03', to: '2027-03-08' });
    expect(report).toMatchObject({ days: 6, candles: 240, repeated: 240, from: '2027-03-03', to: '2027-03-08' });
  });

  it('says nothing of few days, and why', async () => {
    const report = await driftReport({ runs: [moved], model, from: '2027-04-01', to: '2027-04-03' });
    expect(new Set(report.findings.map(({ severity }) => severity))).toEqual(new Set(['unknown']));
    expect(report.notices.join()).toContain('3 days are too few to say anything: 5 at least');
  });

  it('judges no input where the model has no profile and no runs are held against it', async () => {
    const manifest = { ...model.manifest, schemaVersion: 1 as const, profile: undefined };
    const bare = await driftReport({ runs: [moved], model: { ...model, manifest } });
    const inputs = bare.findings.filter(({ subject }) => subject === 'input');
    expect(inputs.every(({ severity, shift }) => severity === 'unknown' && shift === undefined)).toBe(true);
    expect(bare.heldAgainst).toBe('nothing');
    expect(bare.notices.join()).toContain('no profile');
    const held = await driftReport({ runs: [moved], model: { ...model, manifest }, reference: [reference] });
    expect(held.findings.find(({ name }) => name === 'rsi_14')!.severity).toBe('strong');
  });

  it('refuses runs of another model, days without decisions, and a home without runs', async () => {
    const other = plannedJournal(home, { model, days: 1, seed: 4, manifestSha256: 'c'.repeat(64), suffix: '000004' });
    expect(await codeOf(() => driftReport({ runs: [quiet, other], model }))).toBe('drift-other-model');
    expect(await codeOf(() => driftReport({ runs: [quiet], model, from: '2028-01-01' }))).toBe('drift-no-days');
    expect(await codeOf(() => driftRuns(temporaryFolder('drift-none'), 'wdo-regime'))).toBe('drift-no-runs');
    expect(await codeOf(() => driftReport({ runs: [join(home, 'runs', 'none')], model }))).toBe('run-missing');
  });

  it('shows itself as a frame and as bars', async () => {
    const report = await driftReport({ runs: [moved], model, reference: [reference] });
    const frame = driftFrame(report);
    expect(frame.rows).toBe(report.findings.length);
    expect([frame.at(0, 'name'), frame.at(0, 'severity')]).toEqual([
      report.findings[0]!.name,
      report.findings[0]!.severity,
    ]);
    expect(frame.at(0, 'psi')).toBe(report.findings[0]!.psi);
    expect(driftFigure(report).toSvg()).toContain('rsi_14');
  });
});

/** Steps of −2, 0 and 2 points with these shares; the model always says `said`. */
function walk(shares: readonly number[], said: readonly number[], seed: number): JournalSample {
  const random = new Random(seed, 'walk');
  const [rows, perDay] = [4000, 100];
  const price = new Float64Array(rows);
  let at = 5500;
  for (let row = 0; row < rows; row += 1) {
    price[row] = at;
    const draw = random.float();
    at += draw < shares[0]! ? -2 : draw < shares[0]! + shares[1]! ? 0 : 2;
  }
  const always = (value: number): Float64Array => new Float64Array(rows).fill(value);
  return {
    ...{
      rows,
      price,
      days: [],
      inputs: new Map(),
      gates: new Map(),
      regime: [],
      entered: new Int8Array(rows),
      repeated: 0,
    },
    day: Uint32Array.from({ length: rows }, (_, row) => Math.floor(row / perDay)),
    closeUs: Float64Array.from({ length: rows }, (_, row) => row * 60e6),
    said: {
      ...{ direction: always(0), magnitude: always(0), confidence: always(0) },
      ...{ down: always(said[0]!), flat: always(said[1]!), up: always(said[2]!) },
    },
  };
}

describe('calibration by what came', () => {
  const scored = (shares: readonly number[], said: readonly number[], seed: number) => {
    const sample = walk(shares, said, seed);
    return calibrationDrift(sample, realisedRows(sample, 1, 60e6, 1), [0.3, 0.4, 0.3]);
  };

  it('finds nothing where what was said came', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const { scores, figures } = scored([0.3, 0.4, 0.3], [0.3, 0.4, 0.3], seed);
      expect(figures.map(({ name }) => name)).toEqual(['down', 'flat', 'up', 'log loss']);
      expect(judgeOf(figures)).toEqual(['none', 'none', 'none', 'none']);
      // Brier of shares said of themselves: 1 − Σ p², and log loss their entropy
      expect(scores!.brier).toBeCloseTo(0.66, 1);
      expect(scores!.logLoss).toBeCloseTo(-0.6 * Math.log(0.3) - 0.4 * Math.log(0.4), 1);
      // 40 days of 99 candles with a next one
      expect(scores!.rows).toBe(3960);
    }
  });

  it('finds each class whose probability is off, and that nothing is known any more', () => {
    const { figures } = scored([0.3, 0.4, 0.3], [0.1, 0.35, 0.55], 1);
    expect(judgeOf(figures)).toEqual(['strong', 'watch', 'strong', 'strong']);
    expect(figures[2]!.shift!.shift).toBeCloseTo(0.25, 1);
  });

  it('takes no outcome over a missing candle or from one session to the next', () => {
    const sample = walk([0.3, 0.4, 0.3], [0.3, 0.4, 0.3], 1);
    sample.closeUs[50] = 50.5 * 60e6;
    const { outcome } = realisedRows(sample, 2, 60e6, 1);
    expect([48, 50, 98, 99].map((row) => outcome[row])).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    for (const row of [0, 47, 51, 100]) {
      const points = sample.price[row + 2]! - sample.price[row]!;
      expect(outcome[row]).toBe(points > 1 ? 2 : points < -1 ? 0 : 1);
    }
  });
});

function judgeOf(figures: Parameters<typeof judgeDrift>[0]): readonly string[] {
  const found = judgeDrift(figures);
  return figures.map(({ name }) => found.find((each) => each.name === name)!.severity);
}
