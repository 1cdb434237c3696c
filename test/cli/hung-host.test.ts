// `qt host` against a host process that hangs: what could not be asked names it, and --force ends it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QtHere } from './support/qt-here.ts';

const source = (name: string): string => new URL(`../../src/${name}`, import.meta.url).href;

/** Has the lock and an endpoint, and takes connections that it never answers. */
const HUNG = `
  import { createServer } from 'node:net';
  const { HostLock } = await import('${source('runner/host/host-lock.ts')}');
  const { writeEndpoint } = await import('${source('adapters/host-link/endpoint.ts')}');
  const { ensureToken } = await import('${source('adapters/host-link/token.ts')}');
  const home = process.argv[1];
  HostLock.acquire(home);
  ensureToken(home);
  const server = createServer(() => {}).listen(0, '127.0.0.1', () => {
    writeEndpoint(home, { pid: process.pid, endpoint: { kind: 'tcp', address: '127.0.0.1', port: server.address().port } });
    console.log('there');
  });
`;

const qt = new QtHere();
let host: ChildProcess;

beforeEach(async () => {
  qt.open();
  host = spawn(process.execPath, ['--input-type=module', '-e', HUNG, qt.home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(host.stdout!, 'data');
});

afterEach(() => qt.close(() => host.kill('SIGKILL')));

describe.skipIf(process.platform !== 'linux')('a host that hangs', () => {
  it('is named with the way to end it, and is ended by force', { timeout: 30_000 }, async () => {
    expect(await qt.run('host', 'start')).toBe(1);
    expect(qt.err).toContain(`process ${host.pid}`);
    expect(qt.err).toContain('one that does not answer is ended by: qt host stop --force');
    qt.err = '';
    expect(await qt.run('host', 'stop')).toBe(1);
    expect(qt.err).toContain(`The host, process ${host.pid}, is there and does not answer`);
    expect(qt.err).toContain('End it: qt host stop --force; then qt host start');
    process.exitCode = undefined;
    expect(await qt.run('host', 'stop', '--force')).toBe(0);
    expect(qt.out).toContain(`The host has ended: process ${host.pid}`);
  });
});
