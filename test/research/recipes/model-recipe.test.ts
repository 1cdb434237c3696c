// Recipes as text, by path and with faults: what is written is read again, what is wrong is named.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/adapters/user-error.ts';
import {
  checkedRecipe,
  parseRecipe,
  type RecipeWish,
  recipeSha256,
  recipeText,
} from '../../../src/research/recipes/model-recipe.ts';
import { recipePaths } from '../../../src/research/recipes/recipe-paths.ts';
import { type RecipeValue, recipeWith } from '../../../src/research/recipes/recipe-with.ts';
import { QUICK } from './recipe-market.ts';

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
const whole = (min: number, max: number) => fc.integer({ min, max });
const distance = fc.oneof(
  fc.record({ points: positive }),
  fc.record({ ticks: positive }),
  fc.record({
    times: positive,
    of: fc.constantFrom('atr_14', 'volatility_20'),
    unit: optional(fc.constantFrom('points' as const, 'fraction' as const)),
  }),
);
const window = {
  flattenBeforeClose: optional(fc.constantFrom('15m', '0m')),
  atFlatten: optional(fc.constantFrom('exit' as const, 'drop' as const)),
};
const labels = fc.oneof(
  fc.record({
    kind: fc.constant('forwardReturn' as const),
    candles: whole(1, 100),
    neutralPoints: positive,
    ...window,
  }),
  fc.record({
    kind: fc.constant('tripleBarrier' as const),
    up: distance,
    down: distance,
    candles: whole(1, 100),
    ...window,
  }),
  fc.record({
    kind: fc.constant('trendScanning' as const),
    min: whole(3, 10),
    max: whole(10, 90),
    leastTValue: positive,
  }),
);
const embargo = optional(
  fc.oneof(
    fc.record({ sessions: whole(0, 5) }),
    fc.record({ candles: whole(0, 50) }),
    fc.record({ shareOfSessions: fc.double({ min: 0, max: 0.5, noNaN: true }) }),
  ),
);
const splits = fc.oneof(
  fc.record({ kind: fc.constant('purgedKFold' as const), folds: whole(2, 9), embargo }),
  fc.record({
    kind: fc.constant('walkForward' as const),
    train: whole(1, 90),
    test: whole(1, 20),
    embargo,
    window: optional(fc.constantFrom('rolling' as const, 'anchored' as const)),
  }),
  fc.record({
    kind: fc.constant('combinatorialPurged' as const),
    groups: whole(3, 9),
    testGroups: whole(1, 2),
    embargo,
  }),
);
const trees = fc.record({
  rounds: optional(whole(1, 500)),
  leaves: optional(whole(2, 64)),
  learningRate: optional(fc.double({ min: 0.01, max: 1, noNaN: true })),
  l2: optional(positive),
});
const wishes: fc.Arbitrary<RecipeWish> = fc.record({
  name: fc.constantFrom('quick', 'wdo-regime', '9-lives'),
  candle: optional(fc.constantFrom('1m', '5m', '500v')),
  kind: optional(fc.constantFrom('trades', 'candles-1m')),
  features: optional(fc.shuffledSubarray(['rsi_14', 'adx_14', 'atr_14'], { minLength: 1 })),
  warmupCandles: optional(whole(1, 1000)),
  labels,
  weights: optional(
    fc.record({
      kind: optional(fc.constantFrom('equal' as const, 'averageUniqueness' as const)),
      oldest: optional(fc.double({ min: -0.9, max: 1, noNaN: true })),
    }),
  ),
  splits,
  regime: optional(
    fc.record({
      id: fc.constant('rule'),
      parameters: fc.dictionary(fc.constantFrom('adxEnter', 'adxLeave', 'confirm'), positive),
    }),
  ),
  members: fc
    .record({ options: optional(trees), hidden: optional(fc.array(whole(1, 64), { minLength: 1, maxLength: 3 })) })
    .map(({ options, hidden }) => [
      { name: 'trees', role: 'direction' as const, kind: 'trees' as const, options },
      {
        name: 'net',
        role: 'direction' as const,
        kind: 'mlp' as const,
        options: { hidden },
        calibration: 'none' as const,
      },
      { name: 'size', role: 'magnitude' as const, kind: 'forest' as const },
    ]),
  weighting: optional(fc.constantFrom('equal' as const, 'stacked' as const, 'loss' as const)),
  costPoints: positive,
  leastTrades: optional(whole(1, 100)),
  seed: optional(whole(0, 1e6)),
});

/** The same value with the keys of every object in another order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, turned(each)]),
  );
}

function refusal(act: () => unknown): {
  readonly code: string;
  readonly field: string | undefined;
  readonly message: string;
  readonly fix: string;
} {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError)
      return error as UserError & { readonly field: string | undefined; readonly fix: string };
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a recipe as text', () => {
  it('is read again as it was written, and is one text whatever the order of its fields', () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        const recipe = checkedRecipe(wish);
        const text = recipeText(recipe);
        const read = parseRecipe(text, 'recipe.json');
        expect(recipeText(read)).toBe(text);
        expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(recipe)));
        const other = checkedRecipe(turned(JSON.parse(text)));
        expect(recipeText(other)).toBe(text);
        expect(recipeSha256(other)).toBe(recipeSha256(recipe));
        expect(JSON.parse(text).schemaVersion).toBe(1);
      }),
      { numRuns: 200 },
    );
  });

  it('is another text when anything in it is another', () => {
    const hashes = new Set([
      recipeSha256(checkedRecipe(QUICK)),
      ...[{ seed: 4 }, { costPoints: 2 }, { features: ['rsi_14', 'emaSlope_20', 'adx_14', 'atr_14'] }].map((change) =>
        recipeSha256(checkedRecipe({ ...QUICK, ...change })),
      ),
    ]);
    expect(hashes.size).toBe(4);
  });
});

describe('a wrong recipe', () => {
  const cases: readonly (readonly [string, unknown, string | undefined, RegExp])[] = [
    ['nothing', null, undefined, /expected object/],
    ['an unknown field', { ...QUICK, horizon: 5 }, 'horizon', /Unrecognized key: "horizon"/],
    [
      'an unknown option',
      { ...QUICK, members: [{ ...QUICK.members[1], options: { leafs: 3 } }] },
      'members.0.options.leafs',
      /leafs/,
    ],
    ['another version', { ...QUICK, schemaVersion: 2 }, 'schemaVersion', /1/],
    [
      'an option of another kind',
      { ...QUICK, members: [{ ...QUICK.members[0], options: { leaves: 3 } }] },
      'members.0.options.leaves',
      /leaves/,
    ],
    [
      'an option out of range',
      { ...QUICK, members: [{ ...QUICK.members[1], options: { leaves: 1 } }] },
      'members.0.options.leaves',
      />=2/,
    ],
    [
      'an objective that is code',
      { ...QUICK, members: [{ ...QUICK.members[1], options: { objective: { loss: 1 } } }] },
      'members.0.options.objective',
      /squared/,
    ],
    [
      'a kind that is none',
      { ...QUICK, members: [{ ...QUICK.members[1], kind: 'svm' }] },
      'members.0.kind',
      /trees, forest/,
    ],
    [
      'labels that are none',
      { ...QUICK, labels: { kind: 'metaLabel' } },
      'labels.kind',
      /forwardReturn, tripleBarrier/,
    ],
    [
      'a distance that is none',
      { ...QUICK, labels: { kind: 'tripleBarrier', up: 5, down: { points: 5 }, candles: 3 } },
      'labels.up',
      /"points": 5/,
    ],
    [
      'windows that cross',
      { ...QUICK, labels: { kind: 'trendScanning', min: 9, max: 8, leastTValue: 0 } },
      'labels.max',
      /below min/,
    ],
    [
      'an embargo of two kinds',
      { ...QUICK, splits: { kind: 'purgedKFold', folds: 2, embargo: { sessions: 1, candles: 2 } } },
      'splits.embargo',
      /sessions/,
    ],
    ['a candle that is none', { ...QUICK, candle: '1x' }, 'candle', /interval/],
    ['parts that are none', { ...QUICK, kind: 'quotes-1m' }, 'kind', /kind/],
    [
      'a member called as a field',
      { ...QUICK, members: [{ ...QUICK.members[0], name: 'labels' }, QUICK.members[2]] },
      'members',
      /called labels/,
    ],
    [
      'one of two called as their role',
      { ...QUICK, members: [{ ...QUICK.members[0], name: 'direction' }, ...QUICK.members.slice(1)] },
      'members',
      /called direction/,
    ],
  ];
  it.each(cases)('%s is named', (_, wish, field, says) => {
    const error = refusal(() => checkedRecipe(wish, 'my.json'));
    expect([error.code, error.field]).toEqual(['recipe-invalid', field]);
    expect(error.message).toMatch(says);
    expect(error.message).toContain('my.json');
  });

  it('is named where its members make no ensemble, and where it is no JSON', () => {
    expect(refusal(() => checkedRecipe({ ...QUICK, members: QUICK.members.slice(0, 2) }))).toMatchObject({
      code: 'bad-recipe',
      field: 'regimes',
    });
    expect(refusal(() => parseRecipe('{', 'my.json'))).toMatchObject({ code: 'recipe-invalid', file: 'my.json' });
  });
});

describe('a recipe with other values', () => {
  const recipe = checkedRecipe(QUICK);

  it('has them where the path says, of a member or of all that know the option, and nothing else is other', () => {
    const given: Readonly<Record<string, RecipeValue>> = {
      'trees.leaves': 7,
      'labels.candles': 9,
      weighting: 'equal',
      'splits.embargo.sessions': 1,
      'direction.l2': 0.5,
      'weights.oldest': 0.25,
    };
    const changed = recipeWith(recipe, given);
    const expected = JSON.parse(recipeText(recipe));
    expected.members[1].options.leaves = 7;
    expected.labels.candles = 9;
    expected.weighting = 'equal';
    expected.splits.embargo = { sessions: 1 };
    for (const at of [0, 1]) expected.members[at].options.l2 = 0.5;
    expected.weights.oldest = 0.25;
    expect(JSON.parse(recipeText(changed))).toEqual(expected);
    expect(recipeText(recipe)).toBe(recipeText(checkedRecipe(QUICK)));
    expect(recipeText(recipeWith(recipe, {}))).toBe(recipeText(recipe));
    const net = checkedRecipe({
      ...QUICK,
      members: [{ name: 'direction', role: 'direction', kind: 'mlp' }, QUICK.members[2]],
    });
    expect(recipeWith(net, { 'direction.hidden': 16 }).members[0]).toMatchObject({ options: { hidden: [16] } });
  });

  it('can have at each path what already stands there', () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        const one = checkedRecipe(wish);
        const plain = JSON.parse(recipeText(one));
        for (const [path, places] of recipePaths(one)) {
          const values = places.map((place) => place.reduce((inside, key) => inside?.[key], plain));
          const [value] = values;
          const isSame = values.every((each) => each === value);
          if (value === undefined || typeof value === 'object' || !isSame) continue;
          expect(recipeText(recipeWith(one, { [path]: value }))).toBe(recipeText(one));
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    'trees.leafs',
    'candle',
    'features',
    'regime.id',
    'members',
    'net.leaves',
    'labels.kind',
    '__proto__.x',
    'size.calibration',
    '',
  ])('names what there is in place of %s', (path) => {
    const error = refusal(() => recipeWith(recipe, { [path]: 1 }));
    expect([error.code, error.field]).toEqual(['recipe-path', path]);
    for (const known of [
      'labels.candles',
      'trees.leaves',
      'direction.learningRate',
      'splits.folds',
      'weighting',
      'line.calibration',
    ]) {
      expect(error.fix).toContain(known);
    }
  });

  it.each<readonly [string, RecipeValue]>([
    ['trees.leaves', 1],
    ['trees.leaves', 'many'],
    ['direction.learningRate', 2],
    ['weighting', 'best'],
    ['labels.candles', 0.5],
    ['line.calibration', 'magic'],
    ['seed', true],
  ])('refuses %s = %s by its path', (path, value) => {
    const error = refusal(() => recipeWith(recipe, { 'trees.rounds': 5, [path]: value }));
    expect([error.code, error.field]).toEqual(['recipe-invalid', path]);
    expect(error.message).toContain(`${path} = ${String(value)}`);
  });
});
