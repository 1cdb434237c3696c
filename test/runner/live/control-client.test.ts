// A session whose process hangs or is gone in; what whoever asks it is told: of the session, never of the host.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ensureToken } from '../../../src/adapters/host-link/token.ts';
import { ControlClient } from '../../../src/runner/live/control-client.ts';
import type { RunningSession } from '../../../src/runner/live/control-file.ts';

const homes: string[] = [];
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

function sessionAt(): { home: string; session: RunningSession; path: string } {
  const home = mkdtempSync(join(tmpdir(), 'qt-silent-'));
  homes.push(home);
  ensureToken(home);
  const path = join(home, 's.sock');
  const about = { pid: process.pid, mode: 'live', strategy: 'tested', account: null } as const;
  return { home, path, session: { ...about, folder: home, endpoint: { kind: 'unix', path } } };
}

describe('a session that cannot be asked', () => {
  it('hangs: the system takes the connection, and nobody speaks', async () => {
    const { home, session, path } = sessionAt();
    const server = createServer(() => {});
    servers.push(server);
    await new Promise<void>((done) => server.listen(path, done));
    await expect(ControlClient.connect(home, session, 'a test', 200)).rejects.toThrow(/^no answer in 200 ms$/);
  });

  it('is gone: nothing listens', async () => {
    const { home, session } = sessionAt();
    await expect(ControlClient.connect(home, session, 'a test', 200)).rejects.toThrow(
      /^nothing listens there any more/,
    );
  });
});
