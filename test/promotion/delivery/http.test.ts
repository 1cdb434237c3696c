// Over http and https: only who has the token is heard, only a proved certificate is spoken to, and no token is ever printed.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/adapters/secrets/secret.ts';
import { deliver } from '../../../src/promotion/delivery/deliver.ts';
import {
  DELIVERY_PATH,
  type DeliveryServer,
  type ServeOptions,
  serveDeliveries,
} from '../../../src/promotion/delivery/delivery-server.ts';
import { HttpCarrier } from '../../../src/promotion/delivery/http-carrier.ts';
import { Receiver } from '../../../src/promotion/delivery/receiver.ts';
import { readChannel } from '../../../src/promotion/release/channels.ts';
import { asyncRefusalOf } from '../support/sample-release.ts';
import { TOKEN } from './support/broken-delivery.ts';
import { DeliveryHomes } from './support/delivery-homes.ts';

let homes: DeliveryHomes;
let said: string[];
let server: DeliveryServer | undefined;
beforeEach(() => {
  homes = new DeliveryHomes();
  said = [];
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  homes.remove();
});

async function serve(options: Partial<ServeOptions> = {}): Promise<number> {
  const receiver = new Receiver(homes.to.home);
  const fixed = { host: '127.0.0.1', port: 0, token: new Secret(TOKEN), say: (text: string) => said.push(text) };
  server = await serveDeliveries({ receiver, ...fixed, ...options });
  return server.port;
}

async function send(url: string, { token = TOKEN, ca }: { token?: string; ca?: string } = {}) {
  const carrier = new HttpCarrier({ url: new URL(url), token: new Secret(token), ca });
  try {
    return await deliver({
      release: homes.release(50_000),
      carrier,
      stage: 'paper',
      by: 'ana',
      waitMs: 1,
      fruitlessMax: 2,
    });
  } finally {
    carrier.close();
  }
}

/** Status of one plain request. */
function statusOf(
  port: number,
  headers: Record<string, string>,
  { path = DELIVERY_PATH, method = 'POST', body = '' } = {},
) {
  return new Promise<number>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('the token', () => {
  it('opens; another, a part, a longer one or none does not, and none is told', async () => {
    const port = await serve();
    const url = `http://127.0.0.1:${port}`;
    for (const token of ['another-token-of-20-chars', TOKEN.slice(0, -1), `${TOKEN}0`, TOKEN.toUpperCase()]) {
      expect((await asyncRefusalOf(() => send(url, { token }))).code).toBe('delivery-refused');
    }
    const headers = [{}, { authorization: '' }, { authorization: TOKEN }, { authorization: `Basic ${TOKEN}` }];
    for (const header of headers) expect(await statusOf(port, header as Record<string, string>)).toBe(401);
    expect(said).toHaveLength(8);
    expect(said.join('\n')).not.toContain(TOKEN.slice(0, 8));
    expect(readChannel(homes.to.home, 'sample', 'paper')).toBeUndefined();
    expect(await send(url)).toMatchObject({ isNew: true });
    expect(readChannel(homes.to.home, 'sample', 'paper')).toBeDefined();
    expect(said.join('\n')).not.toContain(TOKEN.slice(0, 8));
  });

  it('must be long', async () => {
    const error = await asyncRefusalOf(() => serve({ token: new Secret('short') }));
    expect(error).toMatchObject({ code: 'bad-option', field: 'deliveryToken' });
    expect(error.message).not.toContain('short');
  });
});

describe('what is no delivery', () => {
  it('gets an answer, and the server goes on', async () => {
    const port = await serve();
    const authorization = `Bearer ${TOKEN}`;
    expect(await statusOf(port, { authorization }, { path: '/' })).toBe(404);
    expect(await statusOf(port, { authorization }, { method: 'GET' })).toBe(404);
    expect(await statusOf(port, { authorization }, { body: 'no frame' })).toBe(200);
    expect(await statusOf(port, { authorization }, { body: '' })).toBe(200);
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('\0\0\0\0garbage\r\n\r\n'));
      socket.on('error', () => {});
      socket.on('close', () => resolve());
      socket.resume();
    });
    expect(await send(`http://127.0.0.1:${port}`)).toMatchObject({ isNew: true });
  });

  it('of any length is not kept in memory', async () => {
    const port = await serve();
    const sent = statusOf(port, { authorization: `Bearer ${TOKEN}` }, { body: 'x'.repeat(6_000_000) });
    await expect(sent).rejects.toMatchObject({ code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/) });
    expect(await send(`http://127.0.0.1:${port}`)).toMatchObject({ isNew: true });
  });
});

describe('http without encryption', () => {
  it.each(['0.0.0.0', '192.168.0.10', '::', 'pc.example'])('is not listened for at %s', async (host) => {
    expect((await asyncRefusalOf(() => serve({ host }))).code).toBe('delivery-target');
  });

  it('a port that is taken is said', async () => {
    const port = await serve();
    const first = server;
    expect((await asyncRefusalOf(() => serve({ port }))).code).toBe('delivery-failed');
    server = first;
  });
});

function opensslAbsent(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
}

describe.skipIf(opensslAbsent())('https (skipped without openssl, which makes the certificate)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'delivery-tls-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('delivers where the certificate is proved, and not a byte where it is not', async () => {
    const [certFile, keyFile] = [join(folder, 'host.crt'), join(folder, 'host.key')];
    const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync('openssl', [...args, ...names, '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' });
    const [cert, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')];
    const port = await serve({ tls: { cert, key } });
    const unknown = await asyncRefusalOf(() => send(`https://localhost:${port}`));
    expect(unknown).toMatchObject({
      code: 'delivery-unreachable',
      message: expect.stringContaining('self-signed certificate'),
    });
    // known, but of another name
    const wrongName = await asyncRefusalOf(() => send(`https://127.0.0.1:${port}`, { ca: cert }));
    expect(wrongName.code).toBe('delivery-unreachable');
    expect(said).toEqual([]);
    expect(await send(`https://localhost:${port}`, { ca: cert })).toMatchObject({ isNew: true });
  });
});
