// Sets of features: columns, readiness, schema, refusals; and the ids that an error message proposes.

import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../src/core/assert.ts';
import { catalogue, featureById, nearestFeatureIds } from '../../../src/core/catalogue/catalogue.ts';
import {
  defineFeature,
  ema,
  FeatureSet,
  type FeatureStep,
  type MissingPolicy,
  orderFlowImbalance,
  returns,
  volatility,
} from '../../../src/core/features/index.ts';
import { randomCandles, type Step } from './candles.ts';

const steps = randomCandles(320, 21);

function rows(set: FeatureSet, over: readonly Step[]): (number | undefined)[][] {
  return over.map(({ candle, session }) => {
    set.update(candle, session);
    return set.ids.map((_, column) => set.at(column));
  });
}

describe('a feature set', () => {
  it('names its columns, waits for its slowest feature and counts what is ready', () => {
    const set = new FeatureSet({ move: returns({ candles: 5 }), slope: ema.slope({ period: 20 }), one: returns() });
    expect(set.names).toEqual(['move', 'slope', 'one']);
    expect(set.ids).toEqual(['return_5', 'emaSlope_20', 'return_1']);
    expect(set.warmup).toBe(21);
    const ready = steps.slice(0, 21).map(({ candle, session }) => {
      set.update(candle, session);
      return set.readyCount;
    });
    expect(ready).toEqual([0, 1, 1, 1, 1, ...Array.from({ length: 15 }, () => 2), 3]);
  });

  it('gives the values that its features give alone, whatever their order', () => {
    const forward = new FeatureSet(Object.fromEntries(catalogue));
    const backward = new FeatureSet(Object.fromEntries([...catalogue].reverse()));
    const there = rows(forward, steps);
    const back = rows(backward, steps).map((row) => [...row].reverse());
    expect(back).toEqual(there);
    const alone = featureById('volatility_20')!.create();
    const column = forward.ids.indexOf('volatility_20');
    steps.forEach(({ candle, session }, t) => {
      alone.update(candle, session);
      expect(there[t]![column]).toBe(alone.ready ? alone.value : undefined);
    });
  });

  it('gives the same in one batch as in two', () => {
    const make = () => new FeatureSet(Object.fromEntries(catalogue));
    const inTwo = make();
    const first = rows(inTwo, steps.slice(0, 123));
    expect([...first, ...rows(inTwo, steps.slice(123))]).toEqual(rows(make(), steps));
  });

  it('overwrites one vector and marks what is not ready', () => {
    const set = new FeatureSet({ flow: orderFlowImbalance({ candles: 1 }), move: returns() });
    const { values, ready } = set;
    set.update(steps[0]!.candle, steps[0]!.session);
    expect([...ready]).toEqual([1, 0]);
    set.update({ ...steps[1]!.candle, hasFlow: false }, steps[1]!.session);
    expect([...ready]).toEqual([0, 1]);
    expect(set.at(0)).toBeUndefined();
    expect(set.values).toBe(values);
    expect(set.ready).toBe(ready);
  });

  it('refuses two names for one feature, naming both', () => {
    const twice = { fast: returns({ candles: 2 }), quick: returns({ candles: 2 }) };
    expect(() => new FeatureSet(twice)).toThrow(
      new RangeError('feature return_2 is given twice, as fast and as quick'),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('stops on a feature that gives %s', (bad) => {
    const definition = { id: 'bad', meaning: '', group: '', unit: '', warmup: 1, sessionRule: 'continue' } as const;
    const set = new FeatureSet({ bad: defineFeature(definition, () => (out) => out.set(bad)) });
    expect(() => set.update(steps[0]!.candle, steps[0]!.session)).toThrow(InvariantError);
    expect(() => set.update(steps[0]!.candle, steps[0]!.session)).toThrow(`feature bad gave ${bad}`);
  });

  it('can be empty', () => {
    const set = new FeatureSet({});
    set.update(steps[0]!.candle, steps[0]!.session);
    expect([set.readyCount, set.warmup, set.schemaText]).toEqual([0, 0, '[]']);
  });
});

describe('a decision between two candles', () => {
  type Say = number | 'clear' | 'nothing';
  const definition = { id: 'told', meaning: '', group: '', unit: '', warmup: 1, sessionRule: 'continue' } as const;

  /** A set of a feature that says at each candle, and between two, what it is told to. */
  function toldSet(missing: MissingPolicy) {
    let say: Say = 'nothing';
    const speak: FeatureStep = (out) => {
      if (say === 'clear') out.clear();
      else if (say !== 'nothing') out.set(say);
    };
    const told = defineFeature({ ...definition, missing }, () => ({ candle: speak, now: speak }));
    const steady = defineFeature({ ...definition, id: 'steady' }, () => (out) => out.set(5));
    const set = new FeatureSet({ told, steady });
    const { candle, session } = steps[0]!;
    const state = () => [set.at(0), set.ready[0] === 1 ? set.ages[0] : undefined, set.readyCount, set.filledCount];
    return {
      close(next: Say) {
        say = next;
        set.update(candle, session);
        return state();
      },
      ask(next: Say) {
        say = next;
        set.refresh(candle, session);
        return state();
      },
    };
  }

  it('takes a fresh value, keeps the last one where nothing is said and has none where it was cleared', () => {
    const { close, ask } = toldSet({ kind: 'notReady' });
    expect(close(1)).toEqual([1, 0, 2, 0]);
    expect(ask('nothing')).toEqual([1, 0, 2, 0]);
    expect(ask(2)).toEqual([2, 0, 2, 0]);
    expect(ask('nothing')).toEqual([2, 0, 2, 0]);
    expect(ask('clear')).toEqual([undefined, undefined, 1, 0]);
    expect(ask('clear')).toEqual([undefined, undefined, 1, 0]);
    expect(ask('nothing')).toEqual([undefined, undefined, 1, 0]);
    expect(ask(3)).toEqual([3, 0, 2, 0]);
  });

  it('forgets at a candle that it was cleared', () => {
    const { close, ask } = toldSet({ kind: 'notReady' });
    close(1);
    ask('clear');
    expect(close('nothing')).toEqual([undefined, undefined, 1, 0]);
    expect(close(4)).toEqual([4, 0, 2, 0]);
    expect(close('clear')).toEqual([undefined, undefined, 1, 0]);
    expect(ask('nothing')).toEqual([undefined, undefined, 1, 0]);
  });

  it('never lets a value from between two candles be carried on to the next', () => {
    const { close, ask } = toldSet({ kind: 'lastValid', candles: 2 });
    expect(close(1)).toEqual([1, 0, 2, 0]);
    expect(ask(7)).toEqual([7, 0, 2, 0]);
    expect(close('nothing')).toEqual([1, 1, 2, 1]);
    expect(ask(8)).toEqual([8, 0, 2, 0]);
    expect(close('nothing')).toEqual([1, 2, 2, 1]);
    expect(ask(9)).toEqual([9, 0, 2, 0]);
    expect(close('nothing')).toEqual([undefined, undefined, 1, 0]);
    expect(ask(9)).toEqual([9, 0, 2, 0]);
    expect(close('nothing')).toEqual([undefined, undefined, 1, 0]);
  });

  it('shows of a cleared feature what its policy would if the candle closed now', () => {
    const { close, ask } = toldSet({ kind: 'lastValid', candles: 2 });
    close(1);
    expect(ask(7)).toEqual([7, 0, 2, 0]);
    expect(ask('clear')).toEqual([1, 1, 2, 1]);
    expect(ask('clear')).toEqual([1, 1, 2, 1]);
    expect(close('nothing')).toEqual([1, 1, 2, 1]);
    expect(ask('clear')).toEqual([1, 2, 2, 1]);
    expect(close('nothing')).toEqual([1, 2, 2, 1]);
    expect(ask('clear')).toEqual([undefined, undefined, 1, 0]);
  });
});

describe('the schema text', () => {
  const schema = (features: Parameters<typeof rows>[0]) => features.schemaText;

  it('is canonical JSON of ids, sorted parameters and versions in column order', () => {
    const set = new FeatureSet({ alignment: ema.alignment(), move: returns({ candles: 5 }) });
    expect(set.schemaText).toBe(
      '[{"id":"emaAlignment","parameters":{"fast":9,"middle":20,"slow":50},"version":1},' +
        '{"id":"return_5","parameters":{"candles":5},"version":1}]',
    );
  });

  it('depends on order and parameters and not on the names a strategy gave', () => {
    const [a, b] = [returns({ candles: 5 }), volatility({ candles: 20 })];
    const text = schema(new FeatureSet({ a, b }));
    expect(schema(new FeatureSet({ x: a, y: b }))).toBe(text);
    expect(schema(new FeatureSet({ b, a }))).not.toBe(text);
    expect(schema(new FeatureSet({ a, b: volatility({ candles: 21 }) }))).not.toBe(text);
  });
});

describe('the catalogue by id', () => {
  it('finds a feature by its id and nothing else', () => {
    expect(featureById('emaSlope_20')?.meta.warmup).toBe(21);
    expect(featureById('emaslope_20')).toBeUndefined();
  });

  it('proposes the ids most like a mistyped one', () => {
    expect(nearestFeatureIds('emaslope20')[0]).toBe('emaSlope_20');
    expect(nearestFeatureIds('volatilty_20')[0]).toBe('volatility_20');
    expect(nearestFeatureIds('zzzzzzzzzzzzzzzzzzzzzzzzzzzz')).toEqual([]);
  });
});
