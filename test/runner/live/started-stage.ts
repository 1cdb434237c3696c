// Nothing in; a started stage that ends with its test, a strategy that enters as soon as it may, and the proof that a run replays, out.

import { expect, onTestFinished } from 'vitest';
import { readRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import type { LiveOptions, LiveRun } from '../../../src/runner/live/live-options.ts';
import { readComposition } from '../../../src/runner/read-composition.ts';
import { replay } from '../../../src/runner/replay.ts';
import { makeEngine } from '../../../src/runner/run-plan.ts';
import { buys, testStrategy } from '../../support/test-strategy.ts';
import { LiveStage } from './live-stage.ts';

/** One contract: a fill in parts would have a stop for each. */
export const eager = testStrategy(buys, { decideEverySeconds: 1, risk: { maxContracts: 1 } });

export async function startedStage(): Promise<LiveStage> {
  const stage = new LiveStage();
  onTestFinished(() => stage.close());
  await stage.start();
  return stage;
}

/** The run of a session with these options replays to the letter. */
export async function expectIdentical({ plan }: LiveOptions, run: LiveRun): Promise<void> {
  const composition = readComposition(readRunInfo(run.folder), run.folder);
  const choices = { tighterLimits: composition.tighterLimits, ...composition.session };
  const engine = makeEngine(plan, composition.engine, choices);
  const result = await replay({ folder: run.folder, engine });
  expect(result.firstDifference).toBeNull();
  expect(result.identical).toBe(true);
}
