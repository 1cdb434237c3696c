// Connects right, wrong, slow and hostile clients to a real server and expects only the right ones to be let in.
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { connectLink, type LinkOptions } from '../../../src/adapters/host-link/connect-link.ts';
import {
  chooseEndpoint,
  type Endpoint,
  prepareSocketFolder,
  readEndpoint,
  removeEndpoint,
  writeEndpoint,
} from '../../../src/adapters/host-link/endpoint.ts';
import { FrameType, frameHead } from '../../../src/adapters/host-link/frame.ts';
import { LINK_VERSION, newNonce } from '../../../src/adapters/host-link/handshake.ts';
import type { LinkHandler, LinkPeer } from '../../../src/adapters/host-link/link-peer.ts';
import { LinkServer, type LinkServerOptions, STRANGERS_MAX } from '../../../src/adapters/host-link/link-server.ts';
import { ensureToken, newToken, readToken, tokenFile } from '../../../src/adapters/host-link/token.ts';
import { Random } from '../../../src/simulation/random.ts';

const homes: string[] = [];
const servers: LinkServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'qt-link-'));
  homes.push(home);
  return home;
}

interface Side {
  readonly server: LinkServer;
  readonly token: Buffer;
  readonly peers: LinkPeer[];
  readonly got: unknown[];
  readonly closed: string[];
  readonly refused: string[];
}

function keeping(got: unknown[], closed: string[]): LinkHandler {
  return {
    message: (message) => got.push(message),
    events: (bytes) => got.push(bytes.length),
    closed: (reason) => closed.push(reason),
  };
}

async function listen(options: Partial<LinkServerOptions> = {}): Promise<Side> {
  const token = newToken();
  const side = { token, peers: [] as LinkPeer[], got: [], closed: [] as string[], refused: [] as string[] };
  const server = await LinkServer.listen({
    endpoint: chooseEndpoint(newHome(), 'local', process.platform),
    token,
    onPeer: (peer) => {
      side.peers.push(peer);
      peer.handle(keeping(side.got, side.closed));
    },
    onRefused: (reason) => side.refused.push(reason),
    ...options,
  });
  servers.push(server);
  return { ...side, server };
}

function joinLink(side: Side, options: Partial<LinkOptions> = {}, handler = keeping([], [])): Promise<LinkPeer> {
  const wanted = {
    endpoint: side.server.endpoint,
    secret: side.token,
    role: 'reader',
    name: 'test',
    ...options,
  } as const;
  return connectLink(wanted, (peer) => peer.handle(handler));
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 500) throw new Error('it did not come to pass');
    await new Promise((done) => setTimeout(done, 5));
  }
}

function rawSocket(endpoint: Endpoint): Socket {
  if (endpoint.kind === 'tcp') throw new Error('a local socket is wanted');
  const socket = connect({ path: endpoint.path });
  socket.on('error', () => {});
  return socket;
}

const locals: readonly ('local' | 'tcp')[] = ['local', 'tcp'];

describe('the link', () => {
  for (const transport of locals) {
    it(`lets in who has the token (${transport}) and carries messages both ways in order`, async () => {
      const side = await listen({ endpoint: chooseEndpoint(newHome(), transport, process.platform) });
      const got: unknown[] = [];
      const peer = await joinLink(side, { role: 'operator', name: 'a person' }, keeping(got, []));
      for (let n = 0; n < 200; n++) peer.send({ n });
      await until(() => side.got.length === 200);
      expect(side.got).toEqual(Array.from({ length: 200 }, (_, n) => ({ n })));
      side.peers[0]!.send({ back: true });
      await until(() => got.length === 1);
      expect(side.peers[0]!.facts).toEqual({ role: 'operator', name: 'a person', key: 'home' });
    });
  }

  it('refuses a wrong token, and the token is nowhere in what is said', async () => {
    const side = await listen();
    const wrong = newToken();
    await expect(joinLink(side, { secret: wrong })).rejects.toMatchObject({ code: 'host-refused' });
    expect(side.peers).toHaveLength(0);
    expect(JSON.stringify(side.refused)).not.toContain(wrong.toString('hex'));
    expect(JSON.stringify(side.refused)).not.toContain(side.token.toString('hex'));
  });

  it('lets the vendor role in by its one-time key only, once', async () => {
    const side = await listen();
    await expect(joinLink(side, { role: 'vendor' })).rejects.toMatchObject({ code: 'host-refused' });
    const key = side.server.issueKey();
    await expect(joinLink(side, { role: 'reader', key: key.id, secret: key.secret })).rejects.toThrow('let us in');
    const vendor = { role: 'vendor', key: key.id, secret: key.secret } as const;
    await joinLink(side, vendor);
    await expect(joinLink(side, vendor)).rejects.toMatchObject({ code: 'host-refused' });
  });

  it('is not joined where what listens does not have the token, even if it says that we are let in', async () => {
    const path = join(newHome(), 'fake.sock');
    const say = (socket: Socket, message: object): void => {
      const text = Buffer.from(JSON.stringify(message));
      socket.write(Buffer.concat([frameHead(FrameType.message, text.length), text]));
    };
    const fake = createServer((socket) => {
      socket.on('error', () => {});
      say(socket, { kind: 'challenge', version: LINK_VERSION, nonce: newNonce() });
      socket.once('data', () => say(socket, { kind: 'accepted', proof: newNonce() }));
    });
    await new Promise<void>((done) => fake.listen(path, done));
    const options = { endpoint: { kind: 'unix', path }, secret: newToken(), role: 'reader', name: 'test' } as const;
    await expect(connectLink(options, () => {})).rejects.toMatchObject({ code: 'host-not-genuine' });
    fake.close();
  });

  it('ends strangers that say nothing, too much or nonsense, and goes on with others', async () => {
    const side = await listen({ handshakeMs: 150 });
    const silent = rawSocket(side.server.endpoint);
    const loud = rawSocket(side.server.endpoint);
    const closes = [silent, loud].map((socket) => new Promise((done) => socket.once('close', done)));
    loud.on('data', () => {});
    silent.on('data', () => {});
    loud.write(Buffer.alloc(100_000, 7));
    const peer = await joinLink(side);
    await Promise.all(closes);
    peer.send({ still: 'here' });
    await until(() => side.got.length === 1);
    expect(side.refused.length).toBeGreaterThanOrEqual(2);
  });

  it('survives seeded garbage in the handshake and behind it', async () => {
    const side = await listen({ handshakeMs: 200 });
    for (let seed = 1; seed <= 40; seed++) {
      const random = new Random(seed, 'hostile');
      const socket = rawSocket(side.server.endpoint);
      const text = Buffer.from(JSON.stringify({ kind: 'answer', version: LINK_VERSION, role: 'reader', seed }));
      const garbage = Buffer.from(Array.from({ length: 1 + random.float() * 400 }, () => random.float() * 256));
      socket.on('data', () => {});
      socket.write(
        seed % 2 === 0 ? garbage : Buffer.concat([frameHead(FrameType.message, text.length), text, garbage]),
      );
      setTimeout(() => socket.destroy(), 20);
    }
    const peer = await joinLink(side);
    peer.send({ ok: 1 });
    await until(() => side.got.length === 1);
    expect(side.peers).toHaveLength(1);
  });

  it('ends a peer whose message is no object, or that sends what its end does not take', async () => {
    const side = await listen();
    const closed: string[] = [];
    const peer = await joinLink(side, {}, keeping([], closed));
    peer.send([1, 2]);
    await until(() => closed.length === 1);
    expect(side.closed).toEqual(['a message is no object']);
    const other = await joinLink(side);
    other.sendRecords(Buffer.alloc(64));
    await until(() => side.closed.length === 2);
    expect(side.closed[1]).toContain('has no frames of type 3');
  });

  it('does not hold more than a bounded queue for a peer that does not read', async () => {
    const side = await listen({ queueBytesMax: 100_000 });
    const reads: unknown[] = [];
    await joinLink(side, {}, keeping(reads, []));
    const socket = rawSocket(side.server.endpoint);
    socket.pause();
    const peer = side.peers[0]!;
    // nothing is read while this turn runs, so the queue must end it
    let sent = 0;
    while (peer.send({ text: 'x'.repeat(10_000) }) && sent < 1000) sent += 1;
    expect(sent).toBeLessThan(200);
    expect(side.closed[0]).toContain('are not read');
    socket.destroy();
  });

  it('has a limit of strangers', async () => {
    const side = await listen({ handshakeMs: 1000 });
    const sockets = Array.from({ length: STRANGERS_MAX + 5 }, () => rawSocket(side.server.endpoint));
    await until(() => side.refused.some((reason) => reason.includes('connections that have not said')));
    for (const socket of sockets) socket.destroy();
    await until(() => side.refused.length >= STRANGERS_MAX);
    await joinLink(side);
  });
});

describe('what stands in the home', () => {
  it('is a token that only its owner reads, made once', () => {
    const home = newHome();
    const first = ensureToken(home);
    expect(ensureToken(home)).toEqual(first);
    expect(readToken(home)).toEqual(first);
    if (process.platform !== 'win32') expect(statSync(tokenFile(home)).mode & 0o777).toBe(0o600);
    expect(() => readToken(join(home, 'nowhere'))).toThrow('cannot be read');
  });

  it('says where the host listens', () => {
    const home = newHome();
    expect(readEndpoint(home)).toBeUndefined();
    const endpoint = chooseEndpoint(home, 'local', 'linux');
    writeEndpoint(home, { pid: 7, endpoint });
    expect(readEndpoint(home)).toEqual({ pid: 7, endpoint });
    removeEndpoint(home);
    expect(readEndpoint(home)).toBeUndefined();
  });

  it('gives a short path where the home is too deep for a socket, a pipe on Windows', () => {
    const deep = `/${'deep/'.repeat(40)}`;
    const endpoint = chooseEndpoint(deep, 'local', 'linux');
    expect(endpoint.kind === 'unix' && Buffer.byteLength(endpoint.path) <= 103).toBe(true);
    expect(chooseEndpoint(deep, 'local', 'linux')).toEqual(endpoint);
    expect(chooseEndpoint('C:\\x', 'local', 'win32')).toMatchObject({ kind: 'pipe' });
  });

  it.skipIf(process.platform === 'win32')('a folder that others can write to is refused for the socket', () => {
    const folder = join(newHome(), 'open');
    mkdirSync(folder);
    const endpoint = { kind: 'unix', path: join(folder, 'host.sock') } as const;
    expect(() => prepareSocketFolder(endpoint)).not.toThrow();
    rmSync(folder, { recursive: true });
    const before = process.umask(0);
    mkdirSync(folder, { mode: 0o777 });
    process.umask(before);
    expect(() => prepareSocketFolder(endpoint)).toThrow('can be written to by others');
    expect(existsSync(folder)).toBe(true);
  });
});
