// The contract that every feature of the catalogue keeps, one run of rules over all of them.

import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue/catalogue.ts';
import type { FeatureInput, FeatureSpec } from '../../../src/core/features/feature.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { REAL_FILE, randomCandles, realCandles, type Step } from './candles.ts';

type Values = (number | undefined)[];

const PER_SESSION = 90;
const steps = randomCandles(420, 5, PER_SESSION);

function run(spec: FeatureSpec, over: readonly Step[]): Values {
  const feature = spec.create();
  return over.map(({ candle, session }) => {
    feature.update(candle, session);
    return feature.ready ? feature.value : undefined;
  });
}

function changed(over: readonly Step[], change: (step: Step, index: number) => Partial<Step['candle']>): Step[] {
  return over.map((step, index) => ({ ...step, candle: { ...step.candle, ...change(step, index) } }));
}

/** Bit-equal; says the first place that differs. */
function expectSame(actual: Values, expected: Values): void {
  const at = actual.findIndex((value, t) => !Object.is(value, expected[t]));
  if (at >= 0) throw new Error(`candle ${at + 1}: ${actual[at]}, not ${expected[at]}`);
  expect(actual.length).toBe(expected.length);
}

function expectSound(spec: FeatureSpec, values: Values): void {
  const { range } = spec.meta;
  values.forEach((value, t) => {
    if (value === undefined) return;
    if (!Number.isFinite(value)) throw new Error(`candle ${t + 1}: ${value}`);
    if (range !== undefined && (value < range[0] || value > range[1])) throw new Error(`candle ${t + 1}: ${value}`);
  });
}

const withInput = (input: FeatureInput) => [...catalogue.values()].filter(({ meta }) => meta.inputs.includes(input));
const withRule = (rule: string) => [...catalogue.values()].filter(({ meta }) => meta.sessionRule === rule);

describe('every feature of the catalogue', () => {
  it('is one of at least 170, each under its own id', () => {
    expect(catalogue.size).toBeGreaterThanOrEqual(170);
    for (const [id, spec] of catalogue) expect(spec.meta.id).toBe(id);
  });

  it.each([...catalogue])('%s has its first value at exactly the warm-up candle', (_id, spec) => {
    const values = run(spec, steps);
    expect(values.findIndex((value) => value !== undefined)).toBe(spec.meta.warmup - 1);
    expectSound(spec, values);
  });

  it.each([...catalogue])('%s made anew gives the same values, whatever an earlier one has seen', (_id, spec) => {
    const used = spec.create();
    for (const { candle, session } of steps) used.update(candle, session);
    const once = run(spec, steps);
    used.update(steps[0]!.candle, steps[0]!.session);
    expectSame(run(spec, steps), once);
  });

  it.each([...catalogue])('%s knows nothing of later candles', (_id, spec) => {
    const cut = 330;
    const later = changed(steps, ({ candle }, index) =>
      index < cut ? {} : { close: candle.close * 2, high: candle.high * 3, low: 1, volume: 7, hasFlow: false },
    );
    expectSame(run(spec, later).slice(0, cut), run(spec, steps).slice(0, cut));
  });

  it.each([...catalogue])('%s keeps no candle: one object overwritten gives the same values', (_id, spec) => {
    const shared = { ...steps[0]!.candle };
    const feature = spec.create();
    const values = steps.map(({ candle, session }) => {
      Object.assign(shared, candle);
      feature.update(shared, session);
      return feature.ready ? feature.value : undefined;
    });
    expectSame(values, run(spec, steps));
  });

  it.each([...catalogue])('%s stays finite where the market stands still and where it jumps', (_id, spec) => {
    const first = steps[0]!.candle.close;
    const flat = changed(steps, () => ({ open: first, high: first, low: first, close: first }));
    expectSound(spec, run(spec, flat));
    const empty = { volume: 0, trades: 0, buyVolume: 0, sellVolume: 0, buyTrades: 0, sellTrades: 0, rlpVolume: 0 };
    expectSound(
      spec,
      run(
        spec,
        changed(flat, () => empty),
      ),
    );
    const mixed = changed(steps, ({ candle }, index) => {
      if (index % 7 === 0) return { ...empty, open: first, high: first, low: first, close: first };
      return index % 31 === 0 ? { close: candle.close * 10, high: candle.high * 20, volume: 1e9 } : {};
    });
    expectSound(spec, run(spec, mixed));
    const still = changed(steps, (_step, index) =>
      index < 200 ? {} : { open: first, high: first, low: first, close: first },
    );
    expectSound(spec, run(spec, still));
  });
});

describe('a price of 0', () => {
  it.each([...catalogue])('never makes %s infinite', (_id, spec) => {
    const zeros = changed(steps, (_step, index) => (index % 40 === 20 ? { open: 0, high: 0, low: 0, close: 0 } : {}));
    expectSound(spec, run(spec, zeros));
  });
});

describe('a feature whose input is missing', () => {
  const bare = changed(steps, () => ({ hasFlow: false, hasTrades: false }));

  it.each(withInput('flow').map((spec) => [spec.meta.id, spec] as const))(
    '%s is never ready without flow',
    (_id, spec) => {
      expect(run(spec, bare).every((value) => value === undefined)).toBe(true);
    },
  );

  it.each(withInput('trades').map((spec) => [spec.meta.id, spec] as const))(
    '%s is never ready without trades',
    (_id, spec) => {
      expect(run(spec, bare).every((value) => value === undefined)).toBe(true);
    },
  );

  it.each([...catalogue].filter(([, { meta }]) => !meta.inputs.includes('flow') && !meta.inputs.includes('trades')))(
    '%s needs neither flow nor trades',
    (_id, spec) => {
      expectSame(run(spec, bare), run(spec, steps));
    },
  );

  it.each(withInput('flow').map((spec) => [spec.meta.id, spec] as const))(
    '%s loses its value at a candle without flow until its window is whole again',
    (_id, spec) => {
      const hole = 200;
      const values = run(
        spec,
        changed(steps, (_step, index) => (index === hole ? { hasFlow: false } : {})),
      );
      expect(values[hole]).toBeUndefined();
      const back = values.findIndex((value, t) => t > hole && value !== undefined);
      // the prices go on, so a window over moves is whole one candle sooner than from the very start
      const window = spec.meta.parameters.candles ?? 1;
      const sessionStart = Math.ceil((hole + 1) / PER_SESSION) * PER_SESSION;
      expect(back).toBe(spec.meta.sessionRule === 'reset' ? sessionStart : hole + window);
    },
  );
});

describe('the rule at the start of a session', () => {
  // momentumPct leaves the gap out of its numerator; its denominator is a close as traded, so a shift of prices shows in it
  const gapless = withRule('skipGap').filter(({ meta }) => !meta.id.startsWith('momentumPct'));

  it.each(withRule('continue').map((spec) => [spec.meta.id, spec] as const))(
    '%s continues: the start of a session changes nothing',
    (_id, spec) => {
      const joined = changed(steps, () => ({ firstOfSession: false }));
      expectSame(run(spec, joined), run(spec, steps));
    },
  );

  it.each(withRule('reset').map((spec) => [spec.meta.id, spec] as const))(
    '%s resets: a session gives what it gives alone',
    (_id, spec) => {
      const whole = run(spec, steps).slice(2 * PER_SESSION, 3 * PER_SESSION);
      expectSame(whole, run(spec, steps.slice(2 * PER_SESSION, 3 * PER_SESSION)));
    },
  );

  it.each(gapless.map((spec) => [spec.meta.id, spec] as const))(
    '%s leaves out the move between sessions',
    (id, spec) => {
      const inPoints = /^(momentum|trend|obv|delta|kyle|efficiency)/.test(id);
      const isShifted = (index: number) => index >= 2 * PER_SESSION && index < 4 * PER_SESSION;
      const moved = changed(steps, ({ candle }, index) => {
        if (!isShifted(index)) return {};
        const move = (price: number) => (inPoints ? price + 400 : price * 1.25);
        return { open: move(candle.open), high: move(candle.high), low: move(candle.low), close: move(candle.close) };
      });
      const [before, after] = [run(spec, steps), run(spec, moved)];
      before.forEach((value, t) => {
        if (value === undefined || after[t] === undefined) expect(after[t]).toBe(value);
        else expect(Math.abs(after[t] - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
      });
    },
  );

  it('a first candle ever has no return, whether it begins a session or not', () => {
    for (const firstOfSession of [true, false]) {
      const begun = changed(steps.slice(0, 2), (_step, index) => (index === 0 ? { firstOfSession } : {}));
      const [first, second] = run(catalogue.get('return_1')!, begun);
      expect(first).toBeUndefined();
      expect(second).toBe(begun[1]!.candle.close / begun[0]!.candle.close - 1);
    }
  });

  it('the return of the first candle of a session is close over its own open', () => {
    const { open, close } = steps[PER_SESSION]!.candle;
    expect(run(catalogue.get('return_1')!, steps)[PER_SESSION]).toBeCloseTo(close / open - 1, 15);
    expect(run(catalogue.get('momentum_1')!, steps)[PER_SESSION]).toBe(close - open);
    const before = steps[PER_SESSION - 1]!.candle.close;
    expect(run(catalogue.get('momentumPct_1')!, steps)[PER_SESSION]).toBe((close - open) / before);
  });

  it('sums of a session have no value when state begins in the middle of one', () => {
    for (const id of ['vwap', 'vwapDistance', 'cumulativeDelta']) {
      const values = run(catalogue.get(id)!, steps.slice(10));
      expect(values.findIndex((value) => value !== undefined)).toBe(PER_SESSION - 10);
    }
  });
});

describeWithRealData('every feature on real WDO minutes', [REAL_FILE], (path) => {
  it('is sound, and has its first value at the warm-up candle where bars are enough', () => {
    const real = realCandles(path!, 'WDOX25', 1500);
    for (const spec of catalogue.values()) {
      const values = run(spec, real);
      expectSound(spec, values);
      const isOfBars = spec.meta.inputs.every((input) => input === 'candles' || input === 'clock');
      expect([spec.meta.id, values.some((value) => value !== undefined)]).toEqual([spec.meta.id, isOfBars]);
    }
  });
});
