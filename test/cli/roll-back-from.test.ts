// A rollback that is asked for twice, from what a session runs: the channel moves once, unless a person says once more.
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { reasonText } from '../../src/cli/arguments.ts';
import { ChannelFollower } from '../../src/cli/channel-follower.ts';
import { type RolledBackFrom, rollBackFrom } from '../../src/cli/roll-back-from.ts';
import { rolledBackText } from '../../src/cli/rolled-back-text.ts';
import { pointChannel, readChannel } from '../../src/promotion/release/channels.ts';
import { channelPath } from '../../src/promotion/release/release-folders.ts';
import { refusalOf, TempHome } from '../promotion/support/sample-release.ts';

let temp: TempHome;
let ids: { readonly a: string; readonly b: string; readonly c: string };
const named = (): string => readChannel(temp.home, 'sample', 'paper')!.release;
const channel = () => ({
  ...({ home: temp.home, strategy: 'sample', stage: 'paper', trustedKeys: [temp.key] } as const),
  ...{ at: '2025-09-01T12:00:00Z', by: 'ana' },
});
const back = (running: readonly string[], isOnceMore = false, isUnsure = false): RolledBackFrom =>
  rollBackFrom({ ...channel(), at: '2025-09-01T13:00:00Z', reason: 'nonsense', running, isUnsure, isOnceMore });

beforeAll(() => {
  temp = new TempHome();
  const [a, b, c] = ['a', 'b', 'c'].map((code) => temp.build(`export const strategy = '${code}';\n`).id);
  ids = { a: a!, b: b!, c: c! };
});
beforeEach(() => {
  rmSync(join(temp.home, 'releases', 'channels'), { recursive: true, force: true });
  for (const release of [ids.a, ids.b, ids.c]) pointChannel({ ...channel(), release });
});
afterAll(() => temp.remove());

describe('a rollback from what runs', () => {
  it('moves once while the session has not taken it, and says who moved it', () => {
    expect(back([ids.c])).toMatchObject({ from: ids.c, to: ids.b, onItsWay: null });
    const again = back([ids.c]);
    expect(again).toMatchObject({ from: ids.c, to: ids.b, onItsWay: 'by ana at 2025-09-01T13:00:00Z: nonsense' });
    expect(rolledBackText('sample@paper', again).join('; ')).toMatch(/on its way already, by ana.*--once-more/);
    // one of two sessions has taken it
    expect(back([ids.b, ids.c]).onItsWay).not.toBeNull();
    // one that hangs does not say
    expect(back([], false, true).onItsWay).not.toBeNull();
    expect(named()).toBe(ids.b);
    expect(back([ids.c], true)).toMatchObject({ from: ids.b, to: ids.a, onItsWay: null });
  });

  it('goes on from the release that was taken, and where nothing runs', () => {
    back([ids.c]);
    expect(back([ids.b])).toMatchObject({ from: ids.b, to: ids.a });
    pointChannel({ ...channel(), at: '2025-09-01T14:00:00Z', release: ids.c });
    expect(back([])).toMatchObject({ from: ids.c, to: ids.a });
  });

  it('does not move a channel that was promoted to what runs nowhere yet', () => {
    expect(refusalOf(() => back([ids.b])).code).toBe('channel-moved');
    expect(named()).toBe(ids.c);
    expect(back([ids.b, ids.c])).toMatchObject({ from: ids.c, to: ids.b });
  });

  it('of the phone, asked twice, moves once too', () => {
    const first = { release: ids.c, plan: undefined as never };
    const about = { home: temp.home, store: undefined as never, strategy: 'sample', stage: 'paper' } as const;
    const follower = new ChannelFollower({ ...about, runsAt: 'paper', instrument: undefined, first });
    expect(follower.rollBack('telegram:ana', 'nonsense')).toContain(' -> ');
    expect(named()).toBe(ids.b);
    expect(follower.rollBack('telegram:ana', 'nonsense')).toContain('on its way already');
    expect(named()).toBe(ids.b);
    // the channel moved since it was looked at: what runs goes on
    expect(follower.take()).toBe(first);
  });
});

it('of the phone gives way to whoever moves the channel: the thread of the session does not stand still', () => {
  const first = { release: ids.c, plan: undefined as never };
  const about = { home: temp.home, store: undefined as never, strategy: 'sample', stage: 'paper' } as const;
  const follower = new ChannelFollower({ ...about, runsAt: 'paper', instrument: undefined, first });
  const lock = new DatabaseSync(`${channelPath(temp.home, 'sample', 'paper')}.lock.sqlite`);
  lock.exec('BEGIN IMMEDIATE');
  // half a minute of waiting would run into the time that a test has
  expect(refusalOf(() => follower.rollBack('telegram:ana', 'nonsense'))).toMatchObject({
    code: 'channel-busy',
    fix: 'Try again in a moment',
  });
  expect(named()).toBe(ids.c);
  lock.close();
  expect(follower.rollBack('telegram:ana', 'nonsense')).toContain(' -> ');
});

it('a release that was refused is proved again after a minute, and on another day', async () => {
  const first = { release: ids.a, plan: undefined as never };
  const about = { home: temp.home, store: undefined as never, strategy: 'sample', stage: 'paper' } as const;
  const follower = new ChannelFollower({ ...about, runsAt: 'paper', instrument: undefined, first });
  const folder = join(temp.home, 'releases', 'sample', ids.c);
  const proved = async (day: string): Promise<string> => {
    follower.look();
    await follower.prove(day);
    expect(follower.look()?.state).toBe('refused');
    return follower.look()!.why;
  };
  renameSync(folder, `${folder}-away`);
  const gone = await proved('2025-09-01');
  renameSync(`${folder}-away`, folder);
  expect(await proved('2025-09-01')).toBe(gone);
  const other = await proved('2025-09-02');
  expect(other).not.toBe(gone);
  renameSync(folder, `${folder}-away`);
  expect(await proved('2025-09-02')).toBe(other);
  const now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 61_000);
  expect(await proved('2025-09-02')).toBe(gone);
  clock.mockRestore();
  renameSync(`${folder}-away`, folder);
});

it('a reason is cut to what the history takes, and is not empty', () => {
  expect(reasonText(` ${'x'.repeat(600)}`)).toBe('x'.repeat(500));
  expect(() => reasonText('  ')).toThrow('say why');
});
