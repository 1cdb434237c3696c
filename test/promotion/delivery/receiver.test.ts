// The machine that receives decides by its own keys: what it refuses leaves nothing, what it has does not travel, what is damaged never appears.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Carrier } from '../../../src/promotion/delivery/carrier.ts';
import { type DeliverOptions, deliver } from '../../../src/promotion/delivery/deliver.ts';
import { ConnectionLost } from '../../../src/promotion/delivery/delivery-error.ts';
import { FolderCarrier } from '../../../src/promotion/delivery/folder-carrier.ts';
import type { DeliveryAnswer, DeliveryRequest } from '../../../src/promotion/delivery/message.ts';
import { Receiver } from '../../../src/promotion/delivery/receiver.ts';
import { channelHistory, pointChannel, readChannel } from '../../../src/promotion/release/channels.ts';
import { coSign } from '../../../src/promotion/release/co-sign.ts';
import { readTrustedKeys } from '../../../src/promotion/release/keys.ts';
import { channelPath, releaseDir } from '../../../src/promotion/release/release-folders.ts';
import { resolveRelease } from '../../../src/promotion/release/resolve-release.ts';
import { rollback } from '../../../src/promotion/release/rollback.ts';
import { revokeKey, trustKey } from '../../../src/promotion/release/trust.ts';
import { type VerifiedRelease, verifyRelease } from '../../../src/promotion/release/verify-release.ts';
import { asyncRefusalOf, overwrite, refusalOf, snapshot, TempHome } from '../support/sample-release.ts';
import { DeliveryHomes } from './support/delivery-homes.ts';

const BYTES = 600_000;
let homes: DeliveryHomes;
beforeEach(() => {
  homes = new DeliveryHomes();
});
afterEach(() => homes.remove());

const send = (release: VerifiedRelease, options: Partial<DeliverOptions> = {}) =>
  deliver({ release, carrier: new FolderCarrier(homes.to.home), by: 'ana', waitMs: 1, ...options });
const refused = async (release: VerifiedRelease, options: Partial<DeliverOptions> = {}) =>
  (await asyncRefusalOf(() => send(release, options))).code;
const folderThere = ({ id }: VerifiedRelease) => releaseDir(homes.to.home, 'sample', id);
const releasesThere = () => readdirSync(join(homes.to.home, 'releases'), { recursive: true }).map(String);

/** Passes everything on; `spoil` may change a request or its bytes, or throw. */
function through(spoil: (request: DeliveryRequest, bytes: Uint8Array) => Uint8Array): Carrier {
  const inner = new FolderCarrier(homes.to.home);
  return {
    ask: async (request, bytes = new Uint8Array(0)): Promise<DeliveryAnswer> =>
      inner.ask(request, spoil(request, bytes)),
    close: () => {},
  };
}

describe('a release that is trusted', () => {
  it('appears whole, verified and read-only, and the channel moves last', async () => {
    const release = homes.release(BYTES);
    const delivered = await send(release, { stage: 'live' });
    expect(delivered).toMatchObject({ isNew: true, breaks: 0, before: undefined });
    expect(delivered.sentBytes).toBe(delivered.totalBytes);
    const there = verifyRelease(folderThere(release), readTrustedKeys(homes.to.home), { stage: 'live' });
    expect(there.id).toBe(release.id);
    expect(Object.values(snapshot(there.dir))).toEqual(Object.values(snapshot(release.dir)));
    expect(readChannel(homes.to.home, 'sample', 'live')).toMatchObject({ release: release.id, by: 'ana (delivered)' });
    expect(readdirSync(join(homes.to.home, 'releases', '.incoming'))).toEqual([]);
  });

  it('is not sent again; of another one only what is new travels', async () => {
    const first = homes.release(BYTES);
    await send(first, { stage: 'paper' });
    expect(await send(first, { stage: 'paper' })).toMatchObject({ isNew: false, sentBytes: 0, before: first.id });
    const code = "export const strategy = { name: 'sample', changed: true };\n";
    const second = homes.release(BYTES, { code });
    const delivered = await send(second, { stage: 'paper' });
    expect(delivered).toMatchObject({ isNew: true, sentBytes: code.length, before: first.id });
    expect(channelHistory(homes.to.home, 'sample', 'paper').map(({ release }) => release)).toEqual([
      first.id,
      second.id,
    ]);
    const trustedKeys = readTrustedKeys(homes.to.home);
    const options = {
      home: homes.to.home,
      strategy: 'sample',
      stage: 'paper' as const,
      at: '2027-03-01T12:00:00Z',
      by: 'ana',
    };
    expect(rollback({ ...options, trustedKeys })).toMatchObject({ from: second.id, to: first.id });
  });

  it('whose shared file is damaged there is sent whole instead', async () => {
    const first = homes.release(BYTES);
    await send(first);
    overwrite(join(folderThere(first), 'models', 'sample', 'large.onnx'), new Uint8Array(BYTES));
    const second = homes.release(BYTES, { code: 'export const strategy = { other: 1 };\n' });
    expect((await send(second)).sentBytes).toBeGreaterThan(BYTES);
    verifyRelease(folderThere(second), readTrustedKeys(homes.to.home));
  });

  it('goes on in another run after a break, also where the machine there was started anew', async () => {
    const release = homes.release(BYTES);
    let chunks = 0;
    const carrier = through((request, bytes) => {
      if (request.kind === 'chunk') chunks += 1;
      if (chunks > 2) throw new ConnectionLost('cut');
      return bytes;
    });
    const error = await asyncRefusalOf(() => send(release, { carrier, fruitlessMax: 2 }));
    expect(error).toMatchObject({ code: 'delivery-unreachable', message: expect.stringContaining('cut') });
    expect(existsSync(folderThere(release))).toBe(false);
    const delivered = await send(release);
    expect(delivered.sentBytes).toBeLessThan(delivered.totalBytes);
    verifyRelease(folderThere(release), readTrustedKeys(homes.to.home));
  });

  it('that was damaged on the way or on the disk there is sent again, and appears only when right', async () => {
    const release = homes.release(BYTES);
    let isSpoilt = false;
    const carrier = through((request, bytes) => {
      if (request.kind !== 'chunk' || isSpoilt) return bytes;
      isSpoilt = true;
      const changed = Uint8Array.from(bytes);
      changed[changed.length - 1]! ^= 1;
      return changed;
    });
    expect(await send(release, { carrier })).toMatchObject({ isNew: true });
    verifyRelease(folderThere(release), readTrustedKeys(homes.to.home));
    const second = homes.release(BYTES, { seed: 2 });
    const always = through((request, bytes) => (request.kind === 'chunk' ? bytes.map((byte) => byte ^ 1) : bytes));
    expect(await refused(second, { carrier: always })).toBe('delivery-damaged');
    expect(existsSync(folderThere(second))).toBe(false);
  });
});

describe('what is refused', () => {
  it('a release of a key that is not trusted there, before a byte of it comes', async () => {
    const release = homes.release(BYTES);
    rmSync(join(homes.to.home, 'keys', 'trusted'), { recursive: true });
    mkdirSync(join(homes.to.home, 'keys', 'trusted'));
    expect(await refused(release, { stage: 'paper' })).toBe('release-unknown-key');
    expect(releasesThere()).toEqual([]);
    expect(readTrustedKeys(homes.to.home)).toEqual([]);
  });

  it('a release of a key that was revoked there', async () => {
    const release = homes.release(BYTES);
    const { fingerprint } = homes.from.key;
    revokeKey({ home: homes.to.home, fingerprint, at: '2027-03-01T12:00:00Z', by: 'ana', reason: 'stolen' });
    expect(await refused(release)).toBe('release-revoked-key');
    expect(releasesThere()).toEqual([]);
  });

  it('a manifest, a signature or a name other than those that were signed', async () => {
    const release = homes.release(BYTES);
    const changed = through((request, bytes) =>
      request.kind === 'offer' ? bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) : bytes,
    );
    expect(await refused(release, { carrier: changed })).toBe('delivery-damaged');
    const receiver = new Receiver(homes.to.home);
    const manifest = readFileSync(join(release.dir, 'release.json'));
    const signatures = readFileSync(join(release.dir, 'release.sig'), 'latin1');
    const offer = (fields: object) =>
      receiver.answer(
        JSON.stringify({ kind: 'offer', strategy: 'sample', release: release.id, signatures, ...fields }),
        manifest,
      );
    const forged = signatures.replace(/.\n$/, (end) => (end[0] === '0' ? '1\n' : '0\n'));
    expect(offer({ signatures: forged })).toMatchObject({ kind: 'refused', error: { code: 'release-bad-signature' } });
    expect(offer({ signatures: '' })).toMatchObject({ error: { code: 'release-bad-signature' } });
    expect(offer({ strategy: 'other' })).toMatchObject({ error: { code: 'delivery-protocol' } });
    expect(offer({ strategy: '../evil' })).toMatchObject({ error: { code: 'delivery-protocol' } });
    expect(releasesThere()).toEqual([]);
  });

  it('chunks that belong to nothing, are too many or leave a hole', () => {
    const release = homes.release(BYTES);
    const receiver = new Receiver(homes.to.home);
    const ask = (request: object, bytes = new Uint8Array(10)) => receiver.answer(JSON.stringify(request), bytes);
    const { sha256, size } = release.manifest.files.find(({ path }) => path.endsWith('large.onnx'))!;
    const chunk = { kind: 'chunk', release: release.id, sha256, offset: 0 };
    expect(ask(chunk)).toMatchObject({ error: { code: 'delivery-incomplete' } });
    const signatures = readFileSync(join(release.dir, 'release.sig'), 'latin1');
    const manifest = readFileSync(join(release.dir, 'release.json'));
    expect(ask({ kind: 'offer', strategy: 'sample', release: release.id, signatures }, manifest).kind).toBe('offered');
    expect(ask({ ...chunk, sha256: '0'.repeat(64) })).toMatchObject({ error: { code: 'delivery-protocol' } });
    expect(ask({ ...chunk, offset: size - 5 })).toMatchObject({ error: { code: 'delivery-protocol' } });
    expect(ask({ ...chunk, offset: -1 })).toMatchObject({ error: { code: 'delivery-protocol' } });
    expect(ask({ ...chunk, offset: 1000 })).toEqual({ kind: 'durable', have: 0 });
    expect(ask(chunk)).toEqual({ kind: 'durable', have: 10 });
    expect(ask(chunk)).toEqual({ kind: 'durable', have: 10 });
    expect(ask({ kind: 'finish', release: release.id })).toMatchObject({ error: { code: 'delivery-incomplete' } });
    expect(ask({ kind: 'else' })).toMatchObject({ error: { code: 'delivery-protocol' } });
    expect(existsSync(folderThere(release))).toBe(false);
  });

  it('a channel to a release that is not there, of another strategy, or too easy for the stage', () => {
    const release = homes.release(1000);
    const receiver = new Receiver(homes.to.home);
    const point = { kind: 'point', strategy: 'sample', release: release.id, stage: 'paper', by: 'ana' };
    expect(receiver.answer(JSON.stringify(point), new Uint8Array(0))).toMatchObject({
      error: { code: 'release-missing' },
    });
    expect(readChannel(homes.to.home, 'sample', 'paper')).toBeUndefined();
  });
});

describe('a sender that cannot write the files there', () => {
  const pointing = (receiver: Receiver, { id }: VerifiedRelease, stage = 'live') =>
    receiver.answer(
      JSON.stringify({ kind: 'point', strategy: 'sample', release: id, stage, by: 'ana' }),
      new Uint8Array(0),
    );
  const releaseThere = () => readChannel(homes.to.home, 'sample', 'live')?.release;

  it('moves a channel on, and never back to a release that it has left', async () => {
    const [first, second, third] = [1, 2, 3].map((seed) => homes.release(1000, { seed }));
    for (const release of [first!, second!, third!]) await send(release);
    const receiver = new Receiver(homes.to.home);
    expect(pointing(receiver, first!)).toEqual({ kind: 'pointed', from: null });
    expect(pointing(receiver, second!)).toEqual({ kind: 'pointed', from: first!.id });
    // the same once more, as after a break before the answer
    expect(pointing(receiver, second!)).toEqual({ kind: 'pointed', from: second!.id });
    const history = channelHistory(homes.to.home, 'sample', 'live');
    expect(pointing(receiver, first!)).toMatchObject({ kind: 'refused', error: { code: 'delivery-returns' } });
    expect(releaseThere()).toBe(second!.id);
    expect(channelHistory(homes.to.home, 'sample', 'live')).toEqual(history);
    // each stage has a history of its own
    expect(pointing(receiver, first!, 'paper')).toEqual({ kind: 'pointed', from: null });
    expect(pointing(receiver, third!)).toEqual({ kind: 'pointed', from: second!.id });
  });

  it('cannot undo a rollback; a person at the machine can, by a delivery into its own folder', async () => {
    const [good, bad] = [1, 2].map((seed) => homes.release(1000, { seed }));
    for (const release of [good!, bad!]) await send(release, { stage: 'live' });
    const trustedKeys = readTrustedKeys(homes.to.home);
    const at = '2027-03-01T12:00:00Z';
    rollback({ home: homes.to.home, strategy: 'sample', stage: 'live', at, by: 'rui', trustedKeys });
    expect(releaseThere()).toBe(good!.id);
    const receiver = new Receiver(homes.to.home);
    expect(pointing(receiver, bad!)).toMatchObject({ kind: 'refused', error: { code: 'delivery-returns' } });
    rmSync(channelPath(homes.to.home, 'sample', 'live'));
    expect(pointing(receiver, bad!)).toMatchObject({ kind: 'refused', error: { code: 'delivery-returns' } });
    expect(releaseThere()).toBeUndefined();
    const there = verifyRelease(folderThere(bad!), trustedKeys);
    expect(await send(there, { stage: 'live' })).toMatchObject({ isNew: false, sentBytes: 0 });
    expect(releaseThere()).toBe(bad!.id);
  });
});

describe('a channel file that was stolen or edited', () => {
  it('brings in no release that is not signed by a key of this machine', async () => {
    const good = homes.release(1000);
    await send(good, { stage: 'live' });
    const stranger = new TempHome();
    try {
      const theirs = stranger.build('export const strategy = { name: "sample", evil: 1 };\n');
      cpSync(theirs.dir, releaseDir(homes.to.home, 'sample', theirs.id), { recursive: true });
      const channel = JSON.stringify({ release: theirs.id, at: '2027-03-01T12:00:00Z', by: 'nobody' });
      writeFileSync(channelPath(homes.to.home, 'sample', 'live'), channel);
      const { dir } = resolveRelease(homes.to.home, 'sample@live');
      const trustedKeys = readTrustedKeys(homes.to.home);
      expect(refusalOf(() => verifyRelease(dir, trustedKeys, { stage: 'live' })).code).toBe('release-unknown-key');
      const options = {
        home: homes.to.home,
        strategy: 'sample',
        stage: 'live' as const,
        at: '2027-03-01T12:00:00Z',
        by: 'ana',
      };
      expect(refusalOf(() => pointChannel({ ...options, release: theirs.id, trustedKeys })).code).toBe(
        'release-unknown-key',
      );
      // a whole home that was stolen with its channel, mounted as the place a release comes from
      expect(resolveRelease(homes.to.home, join(stranger.home, 'releases', 'sample', theirs.id)).dir).toBe(theirs.dir);
      expect(refusalOf(() => verifyRelease(theirs.dir, trustedKeys)).code).toBe('release-unknown-key');
    } finally {
      stranger.remove();
    }
  });
});

describe('two signatures', () => {
  it('are wanted before the channel moves there; the second comes by another delivery', async () => {
    const machine = { schemaVersion: 1, dllPath: 'x.dll', signatures: 2 };
    writeFileSync(join(homes.to.home, 'machine.json'), JSON.stringify(machine));
    const second = new TempHome();
    try {
      const key = join(second.home, 'keys', `${second.key.fingerprint}.pub.pem`);
      trustKey(homes.to.home, key);
      trustKey(homes.from.home, key);
      const release = homes.release(BYTES);
      expect(await refused(release, { stage: 'live' })).toBe('release-needs-signatures');
      expect(readChannel(homes.to.home, 'sample', 'live')).toBeUndefined();
      expect((await send(release, { stage: 'paper' })).isNew).toBe(false);
      coSign(release.dir, second.key, readTrustedKeys(homes.from.home));
      expect(await send(release, { stage: 'live' })).toMatchObject({ isNew: false, sentBytes: 0 });
      expect(readChannel(homes.to.home, 'sample', 'live')?.release).toBe(release.id);
      const there = verifyRelease(folderThere(release), readTrustedKeys(homes.to.home), { signatures: 2 });
      expect(there.signedBy).toHaveLength(2);
    } finally {
      second.remove();
    }
  });
});
