// Addresses to listen on in; a Redis of Debian on a free port with a password, gone with the tests, out.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

export const QUEUE_PASSWORD = 'pass/word:of@the-queue';

export interface RedisServer {
  readonly port: number;
  /** With the password, percent-encoded. */
  address(host: string): string;
  close(): Promise<void>;
}

/** Whether this machine has it: Debian's package redis-server. */
export function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

export async function startRedis(folder: string, hosts: readonly string[] = ['127.0.0.1']): Promise<RedisServer> {
  const port = await freePort();
  const settings = [
    '--save',
    '',
    '--appendonly',
    'no',
    '--requirepass',
    QUEUE_PASSWORD,
    '--maxmemory-policy',
    'noeviction',
  ];
  const child = spawn('redis-server', ['--port', String(port), '--bind', ...hosts, '--dir', folder, ...settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const chunk of child.stdout!) if (String(chunk).includes('Ready to accept connections')) break;
  return {
    port,
    address: (host) => `redis://:${encodeURIComponent(QUEUE_PASSWORD)}@${host}:${port}`,
    close: async () => {
      child.kill();
      await ended;
    },
  };
}
