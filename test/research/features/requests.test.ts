// What a script may ask of columns: a strategy's own, days that are missing, and calls that cannot be meant, each refused in words.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { onInstrument } from '../../../src/core/signal/strategy.ts';
import { ema, featureById, hold, lastValid, rsi, ruleRegime, type Strategy } from '../../../src/index.ts';
import { JUPYTER_DISPLAY } from '../../../src/research/display/jupyter-display.ts';
import { features } from '../../../src/research/features/features.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { joinMeta } from '../../../src/research/frames/frame-meta.ts';
import { tradingData } from '../../../src/research/frames/trading-data.ts';
import { codeFromSource } from '../../../src/runner/engine-code.ts';
import { planRun } from '../../../src/runner/run-plan.ts';
import wdoRegime from '../../../strategies/wdo-regime.ts';
import { userErrorOf } from '../../adapters/datasets/scratch.ts';
import { planOf, runDay, storeDays } from '../../runner/synthetic-run.ts';
import { testStrategy } from '../../support/test-strategy.ts';

const home = mkdtempSync(join(tmpdir(), 'qt-requests-'));
const store = openStore(home);
const [DAY, SECOND_DAY, LATER] = ['2027-03-01', '2027-03-02', '2027-03-04'];
const SPAN = { instrument: 'WDOFUT', from: SECOND_DAY, to: SECOND_DAY, cache: false } as const;

beforeAll(async () => {
  await storeDays(home, 11, 2);
});

describe('the columns of a strategy', () => {
  it('are by default to the bit those that it decides on: its features, candle and warm-up, its regime counted', async () => {
    // the regime's start shows longer than that of any feature
    const strategy = testStrategy(() => hold('looks only'), {
      features: { fast: ema({ period: 9 }), strength: rsi({ period: 5 }) },
      regime: ruleRegime(),
      candle: '2m',
    }) as Strategy;
    const plan = await planRun({ code: codeFromSource(strategy) });
    const seen = new Map<number, Readonly<Record<string, number | null>>>();
    const run = await runDay(home, plan, {
      ...{ from: SECOND_DAY, to: SECOND_DAY },
      observer: {
        ...{ onEvent() {}, onAlert() {}, onCommand() {} },
        onDecision: ({ inputs }) => seen.set(inputs.candleCloseUs!, inputs.features),
      },
    });
    expect(run.info.composition).toMatchObject({ warmupCandles: plan.warmupCandles });
    const frame = await features(store, undefined, { from: SECOND_DAY, to: SECOND_DAY, strategy, cache: false });
    expect(frame.names).toEqual(['close_time', 'ema_9', 'rsi_5']);
    expect(frame.meta.instrument).toBe('WDOFUT');
    let compared = 0;
    for (let row = 0; row < frame.rows; row++) {
      const values = seen.get(frame.times[row]!);
      if (values === undefined) continue;
      compared++;
      for (const id of ['ema_9', 'rsi_5']) expect(frame.at(row, id) ?? null).toBe(values[id]);
    }
    expect(compared).toBe(seen.size);
    const shorter = await features(store, strategy.features, { ...SPAN, candle: '2m' });
    expect(shorter.at(0, 'ema_9')).not.toBe(frame.at(0, 'ema_9'));
  });

  it('are also what only its model reads, and a plan stands for the strategy', async () => {
    const plan = await planOf();
    await plan.model?.predictor.close();
    const span = { from: SECOND_DAY, to: SECOND_DAY, cache: false } as const;
    const frame = await features(store, undefined, { ...span, strategy: wdoRegime });
    const planned = await features(store, undefined, { ...span, strategy: plan });
    expect(frame.names).toEqual(expect.arrayContaining([...plan.model!.manifest.inputs]));
    expect(planned.toArrays()).toEqual(frame.toArrays());
  });
});

describe('days that the store lacks', () => {
  it('are named in the frame, also from disk, in Arrow, in joins and on the screen', async () => {
    const request = { ...SPAN, to: LATER, cache: true } as const;
    const missing = ['2027-03-03', LATER];
    const whole = await features(store, [rsi()], { ...request, to: SECOND_DAY });
    expect(whole.meta.missing).toBeUndefined();
    const frame = await features(store, [rsi()], request);
    const again = await features(store, [rsi()], request);
    for (const { meta } of [frame, again, Frame.fromArrowIpc(frame.toArrowIpc()), frame.head(3)]) {
      expect(meta.missing).toEqual(missing);
    }
    expect(joinMeta([whole.meta, frame.meta, frame.meta]).missing).toEqual(missing);
    expect(joinMeta([whole.meta])).not.toHaveProperty('missing');
    const shown = frame[JUPYTER_DISPLAY]()['text/plain'];
    expect(shown).toContain(`NO DATA for 2 trading days (${missing.join(' ')})`);
    const { candles } = await tradingData(store, { ...SPAN_OF_DATA, to: LATER, features: [rsi()], indicators: [] });
    expect(candles.meta.missing).toEqual(missing);
  });

  it('are not why a span is refused that ends before it begins', async () => {
    const reversed = { from: SECOND_DAY, to: DAY } as const;
    const error = {
      code: 'bad-option',
      field: 'to',
      message: `The span ends before it begins: from ${SECOND_DAY} to ${DAY}`,
    };
    expect(await userErrorOf(features(store, [rsi()], { ...SPAN, ...reversed }))).toMatchObject(error);
    expect(await userErrorOf(tradingData(store, { ...SPAN_OF_DATA, ...reversed }))).toMatchObject(error);
  });
});

const SPAN_OF_DATA = { instrument: 'WDOFUT', from: SECOND_DAY, to: SECOND_DAY, candle: '1m' } as const;

describe('a call that no compiler saw', () => {
  const asked = (specs: unknown, more: object = {}) =>
    userErrorOf(features(store, specs as never, { ...SPAN, ...more } as never));

  it('may give an object of features', async () => {
    const frame = await features(store, { strength: rsi() }, SPAN);
    expect(frame.names).toEqual(['close_time', 'rsi_14']);
  });

  it.each([
    ['an id', ['rsi_14'], 'features[0] is no feature but the text "rsi_14"', /Nearest ids: rsi_14/],
    ['a mistyped id', 'rsi14', 'features must be a list or an object of features, is the text "rsi14"', /rsi_14/],
    ['a maker', { a: ema }, 'features.a is no feature but the function ', /rsi\(\)/],
    ['an unknown id', [featureById('rsi_13')], 'features[0] is no feature but undefined', /featureById/],
    ['nothing', undefined, 'features must be a list or an object of features, is undefined', /featureById/],
    ['one feature', rsi(), 'is the one feature rsi_14', /\[rsi\(\)/],
  ])('is refused with %s in place of features', async (_what, specs, message, fix) => {
    const error = await asked(specs);
    expect(error).toMatchObject({ code: 'bad-option', message: expect.stringContaining(message) });
    expect(error.fix).toMatch(fix);
  });

  it('is refused where a number or a field cannot be', async () => {
    for (const warmupCandles of [-1, 1.5, Number.NaN, '300']) {
      expect(await asked([rsi()], { warmupCandles })).toMatchObject({ code: 'bad-option', field: 'warmupCandles' });
    }
    expect(await asked([rsi()], { threads: 0 })).toMatchObject({ code: 'bad-option', field: 'threads' });
    expect(await asked([rsi()], { warmupAcrossRoll: 'sum' })).toMatchObject({ field: 'warmupAcrossRoll' });
    expect(await asked([rsi()], { warmupCandels: 3 })).toMatchObject({ fix: 'Did you mean warmupCandles?' });
    expect(await asked([rsi()], { instrument: undefined })).toMatchObject({ field: 'instrument' });
    const data = (more: object) => userErrorOf(tradingData(store, { ...SPAN_OF_DATA, ...more } as never));
    expect(await data({ warmupCandles: -1 })).toMatchObject({ code: 'bad-option', field: 'warmupCandles' });
    expect(await data({ feature: [rsi()] })).toMatchObject({ fix: 'Did you mean features?' });
    expect(await data({ indicators: ['rsi_14'] })).toMatchObject({ field: 'indicators[0]' });
    const twoWays = { indicators: [rsi()], features: [lastValid(rsi(), { candles: 2 })] };
    expect(await data(twoWays)).toMatchObject({ code: 'bad-option', message: 'rsi_14 is asked for in two ways' });
  });

  it('leaves a feature of another instrument to a frame of its own', async () => {
    expect(await asked([onInstrument('lead', rsi())])).toMatchObject({ message: 'rsi_14 is for the instrument lead' });
  });
});
