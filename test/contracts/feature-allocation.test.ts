// No feature of the catalogue allocates at an update once it has warmed up; nor does the whole catalogue as one set.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { emptyCandle } from '../../src/core/candles/candle.ts';
import { catalogue } from '../../src/core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../../src/core/features/feature.ts';
import { FeatureSet } from '../../src/core/features/feature-set.ts';
import { checkData, MOST_BYTES } from '../../src/research/feature-checks/feature-check.ts';
import { candlesOf } from '../../src/research/feature-checks/feature-events.ts';
import { eventsFor, readsTicks } from '../../src/research/feature-checks/feature-rules.ts';
import { bytesOfPasses, measuredCost } from '../../src/research/feature-checks/measured-cost.ts';
import { candleBlock, readCandle } from '../../src/research/features/candle-block.ts';
import { specsById } from '../../src/research/features/compute-values.ts';

const isNightly = process.env.QT_NIGHTLY === '1';
const data = checkData();
const specs = [...catalogue.values()];
/** Trades and books are slow to warm up with: of their features one in eight here, all of them at night. */
const measured = specs.filter((spec, at) => isNightly || !readsTicks(spec) || at % 8 === 0);

const alone = fileURLToPath(new URL('../support/cost-alone.ts', import.meta.url));

/** What hundreds of features before it taught the compiler may make it box a number: what counts is a process of its own. */
function bytesOf(spec: FeatureSpec): number {
  const { bytes } = measuredCost(spec, eventsFor(spec, data));
  return bytes <= MOST_BYTES
    ? bytes
    : Number(execFileSync(process.execPath, [alone, spec.meta.id], { encoding: 'utf8' }));
}

describe('an update, once warmed up, allocates nothing', () => {
  // what the first one compiles is common to all
  measuredCost(specs[0]!, data.candles);

  it.each(measured.map((spec) => [spec.meta.id, spec] as const))('%s', (_id, spec) => {
    expect(bytesOf(spec)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('in the whole catalogue as one set: less than two bytes for each of its columns', () => {
    const set = new FeatureSet(specsById(specs));
    const block = candleBlock([
      {
        session: candlesOf(data.candles)[0]!.session,
        candles: candlesOf(data.candles).map(({ candle }) => candle),
        before: [],
      },
    ]);
    const { session, start, end } = block.sessions[0]!;
    const candle = emptyCandle();
    const bytes = bytesOfPasses(() => {
      for (let at = start; at < end; at++) {
        readCandle(block, at, candle);
        set.update(candle, session);
      }
    });
    expect(bytes / (end - start) / specs.length).toBeLessThan(2);
  });
});
