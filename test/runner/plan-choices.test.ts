// Parameters and thresholds that a run changes: what the plan becomes, what run.json says of it, and that a replay repeats it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parametrised } from '../../src/core/signal/parametrised.ts';
import { codeFromSource } from '../../src/runner/engine-code.ts';
import { choicesOfPoint, type Point, parsePoint } from '../../src/runner/point-choices.ts';
import { readComposition } from '../../src/runner/read-composition.ts';
import { planRun, type RunPlan } from '../../src/runner/run-plan.ts';
import strategy from '../../strategies/wdo-regime.ts';
import { repositoryRoot } from '../cli/support/qt.ts';
import { buys, holds, long, testStrategy } from '../support/test-strategy.ts';
import { runDay, storeDays } from './synthetic-run.ts';

const modelFolder = join(repositoryRoot, 'models', 'wdo-regime');

const swept = parametrised({ stopPoints: { default: 5, min: 3, max: 10 } }, ({ stopPoints }) =>
  testStrategy((context) => (context.position.quantity === 0 ? long(stopPoints, 10) : holds(context))),
);

function plan(point: Point, of = swept): Promise<RunPlan> {
  return planRun({ code: codeFromSource(of), ...choicesOfPoint(point) });
}

async function modelPlan(texts: readonly string[]): Promise<RunPlan> {
  const made = await planRun({ code: codeFromSource(strategy), modelFolder, ...choicesOfPoint(parsePoint(texts)) });
  await made.model?.predictor.close();
  return made;
}

describe('choices of a plan', () => {
  it('puts parameters into the strategy', async () => {
    expect((await plan({ stopPoints: 7 })).strategy.parameters?.values).toEqual({ stopPoints: 7 });
  });

  it.each([
    [{ stopPoint: 7 }, 'parameter-unknown', 'Nearest: stopPoints'],
    [{ stopPoints: 11 }, 'parameter-invalid', 'Choose a value'],
    [{ 'thresholds.probability': 0.5 }, 'thresholds-without-model', 'Change parameters'],
    [{ 'thresholds.probability': 'high' }, 'point-invalid', 'with a number'],
    [{ model: 5 }, 'point-invalid', 'with the folder'],
  ] as const)('refuses %j', async (point, code, fix) => {
    await expect(async () => plan(point as Point)).rejects.toMatchObject({ code, fix: expect.stringContaining(fix) });
  });

  it('says that a strategy without parameters has none', async () => {
    await expect(plan({ stopPoints: 7 }, testStrategy(buys))).rejects.toMatchObject({
      code: 'parameter-unknown',
      message: 'The strategy tested has no parameters',
    });
  });

  it('changes thresholds of the preset, the more exact name last', async () => {
    const { setup, model } = await modelPlan(['thresholds.range.direction=0.5', 'thresholds.direction=0.4']);
    const { fitted } = setup.model!.thresholds;
    expect([fitted!.range.direction, fitted!.trend_up.direction, fitted!.trend_down.direction]).toEqual([
      0.5, 0.4, 0.4,
    ]);
    expect(fitted!.range.probability).toBe(model!.manifest.thresholds.fitted!.range.probability);
    expect(setup.model!.thresholds.mission).toEqual(model!.manifest.thresholds.mission);
  });

  it.each([
    ['thresholds.direction=0.29', 'threshold-below-floor'],
    ['thresholds.probability=-1', 'threshold-below-floor'],
    ['thresholds.probabilty=0.5', 'threshold-unknown'],
    ['thresholds=none', 'thresholds-unknown'],
    ['nonsense', 'point-invalid'],
  ])('refuses %s', async (text, code) => {
    await expect(modelPlan([text])).rejects.toMatchObject({ code });
  });
});

describe('a run with parameters', () => {
  let home: string;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'quantumtrader-choices-'));
    await storeDays(home, 1);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('records their values, decides by them, and says nothing where there are none', async () => {
    const run = await runDay(home, await plan({ stopPoints: 7 }));
    const { settings } = run.info;
    expect(settings.strategy.parameters).toEqual({ stopPoints: 7 });
    expect(readComposition(run.info, 'run.json').parameters).toEqual({ stopPoints: 7 });
    const [order] = run.collector.orders;
    expect(order).toBeDefined();
    const others = await runDay(home, await plan({ stopPoints: 4 }), { record: false });
    expect(others.digest).not.toBe(run.digest);
    const plain = await runDay(home, await plan({}, testStrategy(holds)), { record: false });
    expect(plain.info.settings.strategy).not.toHaveProperty('parameters');
    expect(plain.info.composition).not.toHaveProperty('parameters');
  });
});
