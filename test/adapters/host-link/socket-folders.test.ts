// Folders of sockets that killed processes leave behind: cleared once nobody listens, and no other folder touched.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { prepareSocketFolder } from '../../../src/adapters/host-link/endpoint.ts';
import { LinkServer } from '../../../src/adapters/host-link/link-server.ts';
import { clearSocketFolders, socketFolder } from '../../../src/adapters/host-link/socket-folders.ts';
import { newToken } from '../../../src/adapters/host-link/token.ts';

const OLD = new Date(Date.now() - 3_600_000);
const parent = mkdtempSync(join(tmpdir(), 'sock-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

let made = 0;
/** Of this user and private, as a server makes it. */
function folder(name = `qt-${userInfo().uid}-${(made++).toString(16).padStart(16, '0')}`): string {
  const path = join(parent, name);
  mkdirSync(path, { mode: 0o700 });
  return path;
}

const age = (path: string): void => utimesSync(path, OLD, OLD);

/** A process that listens there and is killed, as by a power cut. */
async function killedAt(path: string): Promise<void> {
  const child = spawn(process.execPath, [
    ...['-e', `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`],
  ]);
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe.skipIf(process.platform === 'win32')('folders of sockets', () => {
  it('of a killed process and empty ones are cleared, and nothing else', async () => {
    const dead = folder();
    await killedAt(join(dead, 'control.sock'));
    const empty = folder();
    const alive = folder();
    const server = createServer().listen(join(alive, 'host.sock'));
    await once(server, 'listening');
    const withMore = folder();
    writeFileSync(join(withMore, 'notes.txt'), 'mine');
    const notOurs = folder('qt-notes');
    const shared = folder();
    chmodSync(shared, 0o755);
    const fresh = folder();
    for (const path of [dead, empty, alive, withMore, notOurs, shared]) age(path);
    expect(await clearSocketFolders(parent)).toBe(2);
    expect([dead, empty].map((path) => existsSync(path))).toEqual([false, false]);
    for (const path of [alive, withMore, notOurs, shared, fresh]) expect(existsSync(path), path).toBe(true);
    server.close();
  });

  it('of a process that hangs stay', async () => {
    const hung = folder();
    const path = join(hung, 'control.sock');
    const child = spawn(process.execPath, [
      ...['-e', `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`],
    ]);
    await once(child.stdout, 'data');
    child.kill('SIGSTOP');
    age(hung);
    await clearSocketFolders(parent);
    expect(existsSync(path)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('go with their server when it closes in order', async () => {
    const path = join(socketFolder('00000000deadbeef'), 'control.sock');
    const server = await LinkServer.listen({ endpoint: { kind: 'unix', path }, token: newToken(), onPeer: () => {} });
    expect(readdirSync(dirname(path))).toEqual(['control.sock']);
    await server.close();
    expect(existsSync(dirname(path))).toBe(false);
  });
});

/** Only who may give a folder away can make one of another user. */
describe.skipIf(process.getuid?.() !== 0)('a folder of sockets that another user has made first', () => {
  it('is refused with what to do, and not touched', () => {
    const squatted = socketFolder('00000000badc0ffe');
    mkdirSync(squatted, { mode: 0o700 });
    age(squatted);
    chownSync(squatted, 65_534, 65_534);
    const { mtimeMs } = statSync(squatted);
    try {
      expect(() => prepareSocketFolder({ kind: 'unix', path: join(squatted, 'host.sock') })).toThrow(
        expect.objectContaining({ code: 'host-folder-shared' }),
      );
      expect(statSync(squatted).mtimeMs).toBe(mtimeMs);
    } finally {
      rmdirSync(squatted);
    }
  });
});
