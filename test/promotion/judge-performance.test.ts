// A pass of the same bundle is taken over below live, and only of the same market: candles say nothing of ticks.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { GateRun } from '../../src/promotion/gate-run.ts';
import { judgePerformance } from '../../src/promotion/judge-performance.ts';
import { machineHere } from '../../src/promotion/performance/performance-figures.ts';
import { writePerformance } from '../../src/promotion/release/performance-record.ts';
import { sha256Of } from '../../src/promotion/release/plain-file.ts';
import type { Subject } from '../../src/promotion/subject.ts';
import type { SimulatedRun } from '../../src/runner/simulated-run.ts';
import { TempHome } from './support/sample-release.ts';

const AT = '2027-03-01T10:00:00.000Z';
const CODE = 'throw new Error("measured");\n';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

function judged(kind: string, trade: string): Promise<{ readonly at: string } | undefined> {
  const subject = { strategy: { name: 'sample' }, bundle: () => Promise.resolve(Buffer.from(CODE)) };
  const validation = {
    feeds: { kind, days: [{ day: '2027-03-01' }] },
    plan: { strategy: { instruments: { trade } }, model: undefined },
  };
  const run = new GateRun({ strategy: 'sample', stage: 'paper', waivers: new Map(), isDryRun: true });
  return judgePerformance(
    subject as unknown as Subject,
    { home: temp.home, seed: 1, capitalBrl: 50_000 },
    validation as unknown as SimulatedRun,
    run,
  );
}

it('takes over what was measured in the same market, and measures in every other', async () => {
  const { id } = temp.build(CODE);
  const record = {
    ...{ codeSha256: sha256Of(Buffer.from(CODE)), modelSha256: null, machine: machineHere(), at: AT },
    limits: { decisionP99Us: 50_000, memoryMb: 1500 },
    figures: {
      ...{ days: ['2027-03-01'], events: 10, decisions: 1, eventsPerSecond: 1000 },
      decisionUs: { p50: 1, p99: 2, max: 3 },
      memory: { usedMb: 1, residentMb: 2 },
    },
  };
  const market = { instrument: 'WDO', kind: 'candles-1m' };
  writePerformance({ strategy: 'sample', id }, temp.home, { ...record, market }, temp.key);
  expect((await judged('candles-1m', 'WDO'))?.at).toBe(AT);
  // this bundle cannot be measured, so there are no figures where it was tried
  expect(await judged('trades', 'WDO')).toBeUndefined();
  expect(await judged('candles-1m', 'WIN')).toBeUndefined();
  writePerformance({ strategy: 'sample', id }, temp.home, record, temp.key);
  expect(await judged('candles-1m', 'WDO')).toBeUndefined();
});
