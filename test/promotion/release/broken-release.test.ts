// A release that broke its probation: history says what broke, no promotion puts it back by mistake, no rollback returns to it.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenRelease } from '../../../src/promotion/release/broken-release.ts';
import type { HistoryEntry } from '../../../src/promotion/release/channel-file.ts';
import { addHistory } from '../../../src/promotion/release/channel-file.ts';
import { channelHistory, pointChannel, readChannel } from '../../../src/promotion/release/channels.ts';
import { historyPath } from '../../../src/promotion/release/release-folders.ts';
import { earlierReleases, rollback } from '../../../src/promotion/release/rollback.ts';
import { refusalOf, TempHome } from '../support/sample-release.ts';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

const channel = () => ({
  ...({ home: temp.home, strategy: 'sample', stage: 'paper' } as const),
  ...{ trustedKeys: [temp.key], at: '2025-09-01T12:00:00Z', by: 'ana' },
});
const point = (release: string) => pointChannel({ ...channel(), release });
const build = (code: string): string => temp.build(`export const strategy = '${code}';\n`).id;
const history = (): readonly HistoryEntry[] => channelHistory(temp.home, 'sample', 'paper');
const again = { reason: 'the feed was wrong', by: 'Bia' };

describe('a release that broke its probation', () => {
  it('is rolled back with the reason, and comes back by a word only, which the history keeps', () => {
    const [a, b] = [build('a'), build('b')];
    point(a);
    point(b);
    rollback({ ...channel(), by: 'automatic', reason: 'it lost too much', broken: b });
    expect(history().at(-1)).toEqual({
      ...{ release: a, at: '2025-09-01T12:00:00Z', by: 'automatic', action: 'rollback' },
      ...{ reason: 'it lost too much', broken: b },
    });
    const refused = refusalOf(() => point(b));
    expect(refused).toMatchObject({
      code: 'release-rolled-back',
      message: expect.stringContaining('it lost too much'),
    });
    expect(refused.fix).toContain(`qt promote sample paper --release ${b.slice(0, 12)} --again`);
    expect(readChannel(temp.home, 'sample', 'paper')?.release).toBe(a);
    // another stage is another channel
    expect(pointChannel({ ...channel(), stage: 'demo', release: b }).to).toBe(b);
    expect(pointChannel({ ...channel(), release: b, again })).toEqual({ from: a, to: b });
    expect(history().at(-1)).toMatchObject({ release: b, action: 'promote', ...again });
    expect(brokenRelease(history(), b)).toBeUndefined();
    expect(readFileSync(historyPath(temp.home, 'sample', 'paper'), 'utf8')).toContain('"reason":"the feed was wrong"');
  });

  it('that stays in its channel is refused there too, and a word begins it anew where it is', () => {
    const a = build('a');
    point(a);
    addHistory(historyPath(temp.home, 'sample', 'paper'), {
      ...{ release: a, at: '2025-09-01T12:00:00Z', by: 'automatic', action: 'kept', reason: 'it threw', broken: a },
    });
    expect(refusalOf(() => point(a)).code).toBe('release-rolled-back');
    expect(pointChannel({ ...channel(), release: a, again })).toEqual({ from: a, to: a });
    expect(history().map(({ action }) => action)).toEqual(['promote', 'kept', 'promote']);
    expect(point(a)).toEqual({ from: a, to: a });
    expect(history()).toHaveLength(3);
  });

  it('is passed over by a person who rolls back, with the reason', () => {
    const [a, b, c] = [build('a'), build('b'), build('c')];
    point(a);
    point(b);
    addHistory(historyPath(temp.home, 'sample', 'paper'), {
      ...{ release: b, at: '2025-09-01T12:00:00Z', by: 'automatic', action: 'kept', reason: 'it threw', broken: b },
    });
    point(c);
    expect(earlierReleases(history(), c)).toEqual([b, a]);
    const done = rollback(channel());
    expect(done).toMatchObject({ from: c, to: a });
    expect(done.skipped).toEqual([{ release: b, reason: 'it broke its probation: it threw' }]);
  });

  it('a word about one that broke nothing is refused', () => {
    expect(refusalOf(() => pointChannel({ ...channel(), release: build('a'), again })).code).toBe('release-not-broken');
    expect(readChannel(temp.home, 'sample', 'paper')).toBeUndefined();
  });
});
