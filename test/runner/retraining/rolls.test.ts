// Rolls of a recipe: one that cannot be trained says why and does not stop the others, and none is begun after the end was asked for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { retrainingSettings } from '../../../src/adapters/machine/retraining-settings.ts';
import type { RetrainingDays } from '../../../src/runner/retraining/retraining-days.ts';
import { rollBack } from '../../../src/runner/retraining/rolls.ts';
import { runRelease } from '../../../src/runner/retraining/running-release.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';

const spanOf = (month: string): RetrainingDays => ({
  training: { from: `2027-${month}-01`, to: `2027-${month}-10`, sessions: 7 },
  validation: { from: `2027-${month}-11`, to: `2027-${month}-12`, sessions: 2 },
});

it('tell why there is none, and so does a release that cannot be run', async () => {
  const folder = temporaryFolder('rolls');
  const ending = new AbortController();
  const said: string[] = [];
  const work = {
    ...{ folder, strategy: 'wdo-regime', model: 'wdo-regime', source: { symbol: 'WDO', kind: 'candles-1m' } },
    settings: retrainingSettings.parse({ strategy: 'wdo-regime', days: 7 }),
    step: { home: folder, logFile: join(folder, 'log.txt'), signal: ending.signal },
    say: (text: string) => {
      said.push(text);
      // asked to end while the second one is at work
      if (said.length === 2) setTimeout(() => ending.abort('a session begins'), 50);
    },
  };
  const days = spanOf('06').validation;
  const run = await runRelease({ ...work, say: () => {} }, 'f'.repeat(64), days, 'running');
  expect(run).toEqual({
    release: 'f'.repeat(64),
    figures: expect.stringMatching(/^qt paper: .*release/),
    journal: undefined,
  });
  const rolls = await rollBack(work, ['05', '04', '03'].map(spanOf));
  expect(rolls.map(({ validation }) => validation.from)).toEqual(['2027-05-11', '2027-04-11', '2027-03-11']);
  const [untrained, ended, unbegun] = rolls.map(({ figures }) => figures);
  expect(untrained).toMatch(/qt train: .*WDO/);
  expect(ended).toMatch(/a session begins/);
  expect(unbegun).toBe('a session begins');
  expect(said).toEqual([
    'Roll 2 of 4: a model of 2027-05-01 to 2027-05-10, over 2027-05-11 to 2027-05-12',
    'Roll 3 of 4: a model of 2027-04-01 to 2027-04-10, over 2027-04-11 to 2027-04-12',
  ]);
  expect(readFileSync(join(folder, 'log.txt'), 'utf8')).not.toContain('2027-03-11');
}, 60_000);
