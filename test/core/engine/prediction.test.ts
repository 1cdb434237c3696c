// Decisions of a strategy with a model: what is asked, what each answer or silence leads to, and which gates hold it back.
import { describe, expect, it } from 'vitest';
import type { StrategySetup } from '../../../src/core/engine/strategy-setup.ts';
import type { ModelManifest } from '../../../src/core/prediction/model-manifest.ts';
import { hold, target } from '../../../src/core/signal/wanted.ts';
import { commandWords, type EngineSession, outcomesOf, runSession, tapeFeed } from '../../support/engine-session.ts';
import { type Answer, FakePredictor, fakeModel, predictionOf } from '../../support/fake-model.ts';
import { quiet } from '../../support/quiet-tape.ts';
import { at, plainSettings } from '../../support/tape.ts';
import { type Decide, setupOf, type TestStrategy } from '../../support/test-strategy.ts';

const follows: Decide = ({ prediction, position }) => {
  if (position.quantity !== 0) return hold('the bracket decides');
  return target(prediction!.direction > 0 ? 1 : -1, { stopPoints: 5, targetPoints: 10 }, 'the model');
};

function withModel(model: ModelManifest | undefined, changes: TestStrategy = {}): StrategySetup {
  return { ...setupOf(follows, { model: 'fake', ...changes }), model };
}

async function run(answer: (index: number) => Answer, changes: Partial<EngineSession> = {}) {
  const predictor = new FakePredictor((_, index) => answer(index));
  const result = await runSession({
    setups: [withModel(fakeModel(['return_1', 'sma_5']))],
    feeds: [tapeFeed(quiet(330))],
    predictors: new Map([['tested', predictor]]),
    ...changes,
  });
  const reasons = result.decisions.map(
    ({ outcome }) => `${outcome.kind === 'hold' ? outcome.code : outcome.kind}: ${outcome.reason}`,
  );
  return { ...result, reasons, requests: predictor.requests };
}

describe('a model', () => {
  it('is asked with its inputs in order, in float32, and the regime; its answer becomes the decision', async () => {
    const { requests, decisions, commands } = await run(() => predictionOf(0.5));
    expect(requests[0]).toEqual({
      strategyId: 'tested',
      requestSeq: decisions[0]!.seq - 1,
      regime: 'trend_up',
      inputs: Float32Array.from([0, 5500]),
    });
    expect(outcomesOf(decisions)).toEqual(['enter buy 4', 'strategyHold', 'strategyHold', 'strategyHold', 'nearClose']);
    expect(commandWords(commands).slice(0, 3)).toEqual(['entry', 'stop', 'target']);
    expect(decisions[0]!.inputs.prediction).toEqual(predictionOf(0.5));
    expect(decisions[0]!.gates).toHaveLength(6);
    expect(decisions[0]!.gates.every(({ passed }) => passed)).toBe(true);
  });

  it('that is not loaded is a HOLD', async () => {
    const { reasons } = await run(() => predictionOf(0.5), { setups: [withModel(undefined)] });
    expect(reasons[0]).toBe('noModel: model fake is not loaded');
  });

  it('that nobody computes is a HOLD', async () => {
    const { reasons } = await run(() => predictionOf(0.5), { predictors: new Map() });
    expect(reasons[0]).toBe('predictionFailed: no model is loaded');
  });

  it('that fails is a HOLD, with its reason, and is asked again at the next candle', async () => {
    const { reasons } = await run((index) =>
      index === 0 ? { kind: 'failed', reason: 'a.onnx: gave no output' } : predictionOf(0.5),
    );
    expect(reasons.slice(0, 2)).toEqual(['predictionFailed: a.onnx: gave no output', 'enter: the model']);
  });

  it('that does not answer in time is a HOLD', async () => {
    const { reasons } = await run(() => ({ kind: 'failed', reason: 'timeout' }));
    expect(reasons[0]).toBe('predictionTimedOut: timeout');
  });

  it('is not asked while it has not answered, and its late answer is not taken for another', async () => {
    const timedOut = { kind: 'predictionTimedOut', strategyId: 'tested', reason: 'timeout' } as const;
    const probe = await run(() => predictionOf(0.5));
    const { requestSeq } = probe.requests[0]!;
    // each answer takes 70 s: the first question is given up at 65 s, its answer comes when the second waits
    const { reasons, commands } = await run((index) => predictionOf(index === 0 ? -0.9 : 0.1), {
      settings: { predictionTimeoutUs: 100_000_000 },
      simulation: plainSettings({ predictionLatencyUs: 70_000_000 }),
      injections: [{ atUs: at(65), event: { ...timedOut, requestSeq } }],
    });
    expect(reasons[0]).toBe('predictionTimedOut: timeout');
    expect(reasons.filter((text) => text.startsWith('weakDirection'))).not.toHaveLength(0);
    expect(reasons.some((text) => text.startsWith('againstRegime'))).toBe(false);
    expect(commands).toEqual([]);
  });

  it('says so when it is still being asked', async () => {
    const { reasons } = await run(() => predictionOf(0.5), {
      settings: { predictionTimeoutUs: 100_000_000 },
      simulation: plainSettings({ predictionLatencyUs: 70_000_000 }),
    });
    expect(reasons[0]).toMatch(/^predictionPending: asked at seq \d+$/);
    expect(reasons[1]).toBe('enter: the model');
  });

  it('is given up after the time that is set, 60 s unless told, without anyone saying so', async () => {
    for (const [settings, seconds] of [
      [{}, 60],
      [{ predictionTimeoutUs: 5_000_000 }, 5],
    ] as const) {
      const { reasons, decisions, commands } = await run(() => predictionOf(0.5), {
        settings,
        simulation: plainSettings({ predictionLatencyUs: 65_000_000 }),
      });
      const given = decisions.find(({ outcome }) => outcome.kind === 'hold' && outcome.code === 'predictionTimedOut')!;
      expect(given.outcome.reason).toBe('timeout');
      // asked just after the minute, given up at the first tick after its time
      expect(given.timeUs - at(60)).toBeGreaterThan(seconds * 1e6);
      expect(given.timeUs - at(60)).toBeLessThanOrEqual((seconds + 1) * 1e6);
      // the decision is that of the candle it was asked at, and its answer, when it comes, is none
      expect(given.inputs.candleCloseUs).toBe(at(60));
      expect(reasons.some((text) => text.startsWith('enter'))).toBe(false);
      expect(commands).toEqual([]);
    }
  });

  it('is asked again after it was given up', async () => {
    const { requests, reasons } = await run(() => predictionOf(0.5), {
      settings: { predictionTimeoutUs: 5_000_000 },
      simulation: plainSettings({ predictionLatencyUs: 65_000_000 }),
    });
    expect(requests).toHaveLength(4);
    expect(new Set(requests.map(({ requestSeq }) => requestSeq)).size).toBe(4);
    expect(reasons.filter((text) => text === 'predictionTimedOut: timeout')).toHaveLength(4);
  });

  it('is not waited for across a gap: its answer is ignored', async () => {
    const { reasons, commands } = await run(() => predictionOf(0.5), {
      simulation: plainSettings({ predictionLatencyUs: 20_000_000 }),
      injections: [
        { atUs: at(65), event: { kind: 'gap', lostRecords: 1, reason: 'lost' } },
        { atUs: at(66), event: { kind: 'backfillComplete', reason: 'whole' } },
        { atUs: at(119), event: { kind: 'gap', lostRecords: 1, reason: 'lost' } },
      ],
    });
    expect(commands).toEqual([]);
    expect(reasons.every((text) => text.startsWith('muted'))).toBe(true);
  });

  it('answers too late when nothing may be opened any more', async () => {
    const { reasons, commands } = await run(() => predictionOf(0.5), {
      feeds: [tapeFeed(quiet(150))],
      simulation: plainSettings({ predictionLatencyUs: 40_000_000 }),
    });
    expect(reasons[0]).toBe('nearClose: flat 1m before the close');
    expect(commands).toEqual([]);
  });

  it('is not asked where an input is missing or unlike anything in training', async () => {
    const missing = await run(() => predictionOf(0.5), {
      setups: [withModel(fakeModel(['sma_200']))],
      feeds: [tapeFeed(quiet(150, 60))],
    });
    expect(missing.reasons[0]).toBe('missingInput: sma_200');
    const ranges = [
      [-1, 1],
      [5000, 5450],
    ] as const;
    const outside = await run(() => predictionOf(0.5), {
      setups: [withModel(fakeModel(['return_1', 'sma_5'], { ranges }))],
    });
    expect(outside.reasons[0]).toBe('outsideTraining: sma_5');
    expect([missing.requests, outside.requests]).toEqual([[], []]);
    // a tenth of the range beyond its end is still like it
    const slack = fakeModel(['return_1', 'sma_5'], { ranges: [ranges[0], [5000, 5455]] });
    expect((await run(() => predictionOf(0.5), { setups: [withModel(slack)] })).requests).not.toHaveLength(0);
  });

  it('holds with the first gate that failed, all of them told', async () => {
    const { decisions, reasons } = await run(() => predictionOf(0.2, { confidence: 0.1 }));
    expect(reasons[0]).toBe('weakDirection: direction 0.2 against 0.3');
    expect(decisions[0]!.gates.filter(({ passed }) => !passed).map(({ gate }) => gate)).toEqual([
      'direction',
      'confidence',
    ]);
  });

  it('may not go against the trend', async () => {
    expect((await run(() => predictionOf(-0.8))).reasons[0]).toMatch(/^againstRegime: /);
  });

  it('is told with the candle it was asked at, whatever closed while it thought', async () => {
    for (const answer of [predictionOf(0.1), { kind: 'failed', reason: 'timeout' } as const]) {
      const { decisions } = await run(() => answer, {
        settings: { predictionTimeoutUs: 100_000_000 },
        simulation: plainSettings({ predictionLatencyUs: 61_000_000 }),
      });
      const concluded = decisions.find(
        ({ gates, outcome }) => gates.length > 0 || (outcome.kind === 'hold' && outcome.code === 'predictionTimedOut'),
      )!;
      expect(concluded.timeUs).toBeGreaterThan(at(120));
      expect(concluded.inputs.candleCloseUs).toBe(at(60));
    }
  });

  it('is asked by the threshold preset that the strategy names, which must exist', async () => {
    const setups = [withModel(fakeModel([]), { thresholds: 'mission' })];
    await expect(runSession({ setups, feeds: [] })).rejects.toThrow(/model has no thresholds mission/);
  });
});
