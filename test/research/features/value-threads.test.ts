// Values do not depend on which thread made them: of the catalogue alone, of one's own alone, of both.
import { expect, it } from 'vitest';
import { defineFeature, ema, type FeatureSpec, lastValid, rsi, volatility } from '../../../src/index.ts';
import { candleBlock } from '../../../src/research/features/candle-block.ts';
import { candleValues } from '../../../src/research/features/value-threads.ts';
import { toySessions } from '../training/toy-sessions.ts';

const block = candleBlock(
  toySessions(5, 120, 7).map(({ session, candles }) => ({ session, candles, before: candles.slice(0, 30) })),
);
const third = defineFeature(
  { id: 'third', meaning: 'every third close', unit: 'points', warmup: 1, sessionRule: 'continue' },
  () => {
    let n = 0;
    return (out, candle) => {
      if (n++ % 3 === 0) out.set(candle.close);
    };
  },
);
const ofCatalogue = [rsi(), ema({ period: 20 })];
const own = [lastValid(third, { candles: 1 }), volatility({ candles: 17 })];

it.each<readonly [string, readonly FeatureSpec[]]>([
  ['of the catalogue', ofCatalogue],
  ['of one’s own and other parameters', own],
  ['of both, in any order', [own[0]!, ofCatalogue[0]!, own[1]!, ofCatalogue[1]!]],
])('are the same on one thread and on several: %s', async (_name, specs) => {
  const one = await candleValues(specs, block, 1);
  for (const threads of [2, 3, 8]) {
    const several = await candleValues(specs, block, threads, 1);
    expect(several.values).toEqual(one.values);
    expect(several.ready).toEqual(one.ready);
    expect(several.filled).toEqual(one.filled);
  }
  expect(one.filled.some((share) => share > 0)).toBe(specs.includes(own[0]!));
  expect(one.ready.some((is) => is === 1)).toBe(true);
});
