// `qt host` against a host process that hangs: what could not be asked names it, and --force ends it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { newHome, removeHome } from '../runner/host/test-host.ts';

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

let out = '';
let err = '';
let home = '';
let host: ChildProcess;

beforeEach(async () => {
  out = '';
  err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  home = newHome();
  host = spawn(process.execPath, ['--input-type=module', '-e', HUNG, home], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(host.stdout!, 'data');
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  host.kill('SIGKILL');
  removeHome(home);
});

const run = (...args: string[]): Promise<number> => main([...args, '--home', home]);

describe.skipIf(process.platform !== 'linux')('a host that hangs', () => {
  it('is named with the way to end it, and is ended by force', { timeout: 30_000 }, async () => {
    expect(await run('host', 'start')).toBe(1);
    expect(err).toContain(`process ${host.pid}`);
    expect(err).toContain('one that does not answer is ended by: qt host stop --force');
    err = '';
    expect(await run('host', 'stop')).toBe(1);
    expect(err).toContain(`The host, process ${host.pid}, is there and does not answer`);
    expect(err).toContain('End it: qt host stop --force; then qt host start');
    process.exitCode = undefined;
    expect(await run('host', 'stop', '--force')).toBe(0);
    expect(out).toContain(`The host has ended: process ${host.pid}`);
  });
});
