// Sessions of a strategy that answer, hang or follow nothing: what a rollback knows of them, and says.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { LinkPeer as Peer } from '../../src/adapters/host-link/link-peer.ts';
import { LinkServer } from '../../src/adapters/host-link/link-server.ts';
import { ensureToken } from '../../src/adapters/host-link/token.ts';
import { apartOf, FollowingSessions, followersOf } from '../../src/cli/following-sessions.ts';
import { ControlOperator } from '../../src/runner/alerting/control-operator.ts';
import { controlEndpoint, writeControlFile } from '../../src/runner/live/control-file.ts';
import type { ControlStatus } from '../../src/runner/live/control-messages.ts';
import { ControlServer } from '../../src/runner/live/control-server.ts';
import { temporaryFolder } from './support/qt.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const about = { pid: process.pid, mode: 'live', strategy: 'wdo', account: '77' } as const;
const ANSWER_MS = 150;

describe('sessions that a rollback is about', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });
  const runFolder = (home: string): string => {
    const folder = join(home, 'runs', '20270301T120000Z-live-wdo-aaaaaa');
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  /** It lets in and answers nothing, as a process does whose thread hangs. */
  const hung = async (message: (peer: Peer) => void = () => {}): Promise<string> => {
    const home = temporaryFolder('following');
    const folder = runFolder(home);
    const endpoint = controlEndpoint(folder, 'local', process.platform);
    const onPeer = (peer: Peer): void => peer.handle({ message: () => message(peer), closed: () => {} });
    const server = await LinkServer.listen({ endpoint, token: ensureToken(home), onPeer });
    open.push(server);
    writeControlFile(folder, { ...about, endpoint: server.endpoint });
    return home;
  };
  const answering = async (status: Partial<ControlStatus>): Promise<string> => {
    const home = temporaryFolder('following');
    const folder = runFolder(home);
    const session = {
      status: () => ({ muted: [], positions: [], orders: [], ...status }) as never,
      ...{ operate: () => undefined, stop: () => {}, rollBack: () => '' },
    };
    open.push(await ControlServer.listen({ home, folder, about, transport: 'local', say: () => {}, session }));
    return home;
  };

  it('name one that hangs, never say that it follows, and tell what was not closed', async () => {
    const following = new FollowingSessions(await hung(), 'wdo', ANSWER_MS);
    const all = await following.look();
    const sessions = followersOf(all, 'wdo@live');
    expect(sessions).toMatchObject([{ pid: process.pid, state: 'silent' }]);
    expect(sessions[0]!.text).toMatch(/does not answer: what it runs and holds is not known.*qt stop --force.*qt kill/);
    expect(apartOf(all)).toEqual([]);
    const flatten = { command: 'flatten', by: 'ana', reason: 'nonsense' } as const;
    expect([...(await following.flatten(sessions, flatten))]).toEqual([
      [process.pid, expect.stringContaining('no ans')],
    ]);
    const awaited = { channel: 'wdo@live', release: A, isFlattening: true };
    expect(await following.until(sessions, awaited, 1)).toMatchObject([{ state: 'silent' }]);
  });

  it('name one that was started by an id, and leave one of another channel alone', async () => {
    const byId = new FollowingSessions(await answering({ channel: null, release: B }), 'wdo', ANSWER_MS);
    const all = await byId.look();
    expect(followersOf(all, 'wdo@live')).toEqual([]);
    expect(apartOf(all)).toMatchObject([{ state: 'apart', text: expect.stringContaining('qt stop ends it') }]);
    const other = await new FollowingSessions(await answering({ channel: 'wdo@demo', release: B }), 'wdo').look();
    expect([followersOf(other, 'wdo@live'), apartOf(other)]).toEqual([[], []]);
  });

  it('whose answer to a rollback of the phone is lost: not told as failed', async () => {
    const home = await hung((peer) => peer.destroy('it ended'));
    const said = await new ControlOperator(home, process.pid).operate('rollback', 'telegram:ana', 'nonsense');
    expect(said).toMatch(/^not known whether the channel has moved: \/status/);
  });

  it('are flattened where they answer and hold something', async () => {
    const holding = await answering({ channel: 'wdo@live', release: B, positions: [{} as never] });
    const following = new FollowingSessions(holding, 'wdo', ANSWER_MS);
    const sessions = followersOf(await following.look(), 'wdo@live');
    expect(sessions).toMatchObject([{ state: 'told' }]);
    const flatten = { command: 'flatten', by: 'ana', reason: 'nonsense' } as const;
    expect((await following.flatten(sessions, flatten)).size).toBe(0);
  });
});
