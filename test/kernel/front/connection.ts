// Addresses for a kernel in a test: free ports of this machine or socket files in a folder of their own.
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionFacts } from '../../../src/kernel/front/connection-file.ts';

export async function tcpConnection(key: string = randomUUID()): Promise<ConnectionFacts> {
  // All are held before the first is given back, else two could be the same.
  const servers = Array.from({ length: 5 }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(address === null || typeof address === 'string' ? 0 : address.port);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return connection('tcp', '127.0.0.1', ports, key);
}

export function ipcConnection(key: string = randomUUID()): ConnectionFacts {
  return connection('ipc', join(mkdtempSync(join(tmpdir(), 'kernel-')), 'k'), [1, 2, 3, 4, 5], key);
}

function connection(transport: 'tcp' | 'ipc', ip: string, ports: readonly number[], key: string): ConnectionFacts {
  const [shellPort = 0, controlPort = 0, iopubPort = 0, stdinPort = 0, heartbeatPort = 0] = ports;
  return { transport, ip, shellPort, controlPort, iopubPort, stdinPort, heartbeatPort, key };
}

/** As Jupyter writes it. */
export function connectionFileText(facts: ConnectionFacts): string {
  return JSON.stringify({
    transport: facts.transport,
    ip: facts.ip,
    shell_port: facts.shellPort,
    control_port: facts.controlPort,
    iopub_port: facts.iopubPort,
    stdin_port: facts.stdinPort,
    hb_port: facts.heartbeatPort,
    key: facts.key,
    signature_scheme: 'hmac-sha256',
    kernel_name: 'test',
  });
}
