// Definitions of strategies: what is refused and how the refusal is worded, and what the compiler refuses of decide().
import { describe, expect, expectTypeOf, it } from 'vitest';
import { onInstrument, type RiskSettings } from '../../../src/core/signal/strategy.ts';
import {
  defineFeature,
  defineStrategy,
  ema,
  flat,
  hold,
  lastValid,
  rsi,
  type Strategy,
  target,
} from '../../../src/index.ts';
import { fixedRegime } from '../../support/fixed-regime.ts';

const risk: RiskSettings = {
  riskPerTrade: 0.02,
  maxPositions: 1,
  maxContracts: 2,
  dailyLossLimit: 0.05,
  flattenBeforeClose: '15m',
};
const plain = {
  name: 'plain',
  instruments: { trade: 'WDOFUT', lead: 'DOLFUT' },
  candle: '1m',
  features: { slope: ema.slope({ period: 20 }) },
  regime: fixedRegime('range'),
  decide: () => hold('always'),
  risk,
} as const;

/** The message that a changed definition is refused with. */
function refusal(changes: object): string {
  try {
    defineStrategy({ ...plain, ...changes } as Strategy);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return (error as Error).message;
  }
  return 'not refused';
}

describe('the definition of a strategy', () => {
  it('is given back as it is, frozen', () => {
    const strategy = defineStrategy(plain);
    expect(strategy).toEqual(plain);
    expect(Object.isFrozen(strategy)).toBe(true);
  });

  it('is refused with the field that is wrong and what is expected there', () => {
    expect(refusal({ name: 'Wdo Regime' })).toBe(
      'strategy Wdo Regime: name must be kebab-case, at most 40 characters, is "Wdo Regime"',
    );
    expect(refusal({ candle: '1 minute' })).toBe(
      'strategy plain: candle must be an interval such as 1m, 5m, 500v or 200t, is "1 minute"',
    );
    expect(refusal({ decideEverySeconds: 0 })).toMatch(
      /: decideEverySeconds must be a whole number of seconds from 1, is 0/,
    );
    expect(refusal({ decideEverySeconds: 2.5 })).toMatch(/: decideEverySeconds /);
    expect(refusal({ features: { slope: onInstrument('leader', ema.slope({ period: 20 })) } })).toBe(
      'strategy plain: features.slope must be on one of the instruments trade, lead, is "leader"',
    );
  });

  it('is refused for each limit of risk that is missing, not a number or out of its range', () => {
    const wrong: Readonly<Record<keyof RiskSettings, readonly unknown[]>> = {
      riskPerTrade: [0, -0.01, 0.051, Number.NaN, undefined],
      dailyLossLimit: [0, 0.51, Number.NaN, undefined],
      maxPositions: [0, 1.5, Number.NaN, undefined],
      maxContracts: [0, -1, 2.5, undefined],
      flattenBeforeClose: ['15', '500v', '', undefined],
      maxGrossContracts: [0, 1.5, Number.NaN, null],
      maxNetExposureBrl: [0, -1, Number.NaN, Number.POSITIVE_INFINITY],
      maxOrderContracts: [0, -1, 1.5],
      maxDrawdown: [0, -0.1, 0.51, Number.NaN],
      lossStreak: [{ trades: 0 }, { trades: 2.5 }, {}, { trades: 3, coolDown: '30' }],
      collarTicks: [0, -1, 0.5, Number.NaN],
      ordersPerMinute: [0, -1, 1.5, Number.NaN],
      noEntryBeforeClose: ['15', '500v', ''],
      minDaysToRoll: [-1, 0.5, 31],
    };
    for (const [field, values] of Object.entries(wrong)) {
      for (const value of values) {
        expect(refusal({ risk: { ...risk, [field]: value } })).toMatch(
          new RegExp(`^strategy plain: risk.${field}(\\.\\w+)? must be `),
        );
      }
    }
  });

  it('is refused for a way of placing orders that is none', () => {
    const wrong: readonly (readonly [object, string])[] = [
      [{ stopLimitOffsetTicks: -1 }, 'stopLimitOffsetTicks'],
      [{ stopSlippageTicks: 0.5 }, 'stopSlippageTicks'],
      [{ entry: { kind: 'iceberg' } }, 'entry.kind'],
      [{ entry: { kind: 'limit', offsetTicks: 0.5 } }, 'entry.offsetTicks'],
      [{ entry: { kind: 'limit', chaseEveryMs: 99 } }, 'entry.chaseEveryMs'],
      [{ entry: { kind: 'limit', maxTicks: -1 } }, 'entry.maxTicks'],
      [{ entry: { kind: 'limit', restMs: 0 } }, 'entry.restMs'],
      [{ entry: { kind: 'limit', atEnd: 'hope' } }, 'entry.atEnd'],
      [{ entry: { kind: 'passiveThenAggressive', take: 'stop' } }, 'entry.take'],
      [{ entry: { kind: 'slices', everyMs: 500 } }, 'entry.contracts'],
      [{ entry: { kind: 'slices', contracts: 1 } }, 'entry.everyMs'],
    ];
    for (const [execution, field] of wrong) {
      expect(refusal({ execution })).toMatch(new RegExp(`^strategy plain: execution.${field} must be `));
    }
    for (const entry of [
      { kind: 'market' },
      { kind: 'limit' },
      { kind: 'limit', offsetTicks: -2, chaseEveryMs: 1000, maxTicks: 6, restMs: 30_000, atEnd: 'take' },
      { kind: 'passiveThenAggressive', restMs: 500, maxTicks: 2, take: 'market' },
      { kind: 'slices', contracts: 2, everyMs: 500 },
    ]) {
      expect(refusal({ execution: { entry } })).toBe('not refused');
    }
  });

  it('is refused where one id stands for two features', () => {
    const carried = lastValid(rsi(), { candles: 50 });
    expect(refusal({ features: { a: carried, b: rsi() } })).toBe(
      'strategy plain: features.b must be the feature that features.a is, or have another id, is "rsi_14"',
    );
    expect(refusal({ features: { a: rsi(), b: rsi(), c: onInstrument('lead', carried) } })).toBe('not refused');
    const own = (id: string) =>
      defineFeature({ id, meaning: id, unit: '', warmup: 1, sessionRule: 'continue' }, () => (out) => out.set(1));
    expect(refusal({ features: { mine: own('rsi_14') } })).toMatch(
      /^strategy plain: features.mine must be of an id that the catalogue does not have.*, is "rsi_14"$/,
    );
    const mine = own('mine');
    expect(refusal({ features: { mine, again: mine } })).toBe('not refused');
    expect(refusal({ features: { mine, again: own('mine') } })).toMatch(/features.again must be the feature that/);
  });

  it('takes the ends of the ranges', () => {
    expect(refusal({ risk: { ...risk, riskPerTrade: 0.05, dailyLossLimit: 0.5 } })).toBe('not refused');
    expect(refusal({ decideEverySeconds: 1 })).toBe('not refused');
  });
});

describe('decide()', () => {
  it('knows the features by the names the strategy gave them', () => {
    const strategy = defineStrategy({
      ...plain,
      decide({ features, position }) {
        expectTypeOf(features.slope).toEqualTypeOf<number>();
        if (position.quantity !== 0) return flat('out');
        return target(features.slope > 0 ? 1 : -1, { stopPoints: 5, targetPoints: 10 }, 'slope');
      },
    });
    expectTypeOf(strategy.features).toHaveProperty('slope');
  });

  it('does not compile with a mistyped feature, regime, direction or distance', () => {
    defineStrategy({
      ...plain,
      decide({ features, regime }) {
        // @ts-expect-error: the strategy has no feature of this name
        const value: unknown = features.slpoe;
        // @ts-expect-error: there is no such regime
        if (regime.kind === 'trending') return hold('never');
        // @ts-expect-error: a direction is -1, 0 or 1
        if (value !== undefined) return target(2, { stopPoints: 5, targetPoints: 10 }, '');
        // @ts-expect-error: the distance of the target is missing
        return target(1, { stopPoints: 5 }, '');
      },
    });
    expectTypeOf(plain.features).not.toHaveProperty('slpoe');
  });

  it('does not compile without a reason or a result', () => {
    // @ts-expect-error: why must be said
    expectTypeOf(hold).toBeCallableWith();
    // @ts-expect-error: every path must return what is wanted
    const withoutResult: Strategy = { ...plain, decide: () => undefined };
    expect(withoutResult.name).toBe('plain');
  });
});
