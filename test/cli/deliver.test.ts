// Keys, signatures and deliveries from the command line: into a folder, and to a server of its own.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointChannel, readChannel } from '../../src/promotion/release/channels.ts';
import { coSign } from '../../src/promotion/release/co-sign.ts';
import { openSigningKey, readTrustedKeys } from '../../src/promotion/release/keys.ts';
import { trustKey } from '../../src/promotion/release/trust.ts';
import type { VerifiedRelease } from '../../src/promotion/release/verify-release.ts';
import { DeliveryHomes } from '../promotion/delivery/support/delivery-homes.ts';
import { outcomeOf, repositoryRoot, startNode, temporaryFolder, WarmQt } from './support/qt.ts';

const MAIN = join(repositoryRoot, 'src', 'cli', 'main.ts');
const BYTES = 400_000;
/** Two programs are started, and a machine that does more takes its time. */
const PROCESSES_MS = 120_000;
const folder = temporaryFolder('deliver');
const homes = new DeliveryHomes();
afterAll(() => homes.remove());
const qt = new WarmQt();
let release: VerifiedRelease;

beforeAll(() => {
  release = homes.release(BYTES);
  const trustedKeys = readTrustedKeys(homes.from.home);
  const at = '2027-03-01T12:00:00Z';
  pointChannel({
    home: homes.from.home,
    strategy: 'sample',
    stage: 'paper',
    release: release.id,
    at,
    by: 'ana',
    trustedKeys,
  });
});

/** A home that trusts the key of the sender. */
function receivingHome(name: string): string {
  const home = join(folder, name);
  mkdirSync(join(home, 'keys', 'trusted'), { recursive: true });
  trustKey(home, homes.publicKey());
  return home;
}

describe('qt deliver', () => {
  it('into a folder: STRATEGY@STAGE brings the release and moves the channel there', async () => {
    const home = receivingHome('folder');
    const args = ['deliver', 'sample@paper', '--to', home, '--home', homes.from.home];
    expect(await qt.json(...args)).toMatchObject({
      release: release.id,
      strategy: 'sample',
      stage: 'paper',
      isNew: true,
      breaks: 0,
      before: null,
    });
    expect(readChannel(home, 'sample', 'paper')?.release).toBe(release.id);
    const again = await qt.run(...args);
    expect(again.stdout).toContain('was there already\nsample@paper there names it already');
    const other = receivingHome('no-channel');
    expect(await qt.json('deliver', release.id, '--to', other, '--home', homes.from.home)).toMatchObject({
      stage: null,
    });
    expect(readChannel(other, 'sample', 'paper')).toBeUndefined();
  });

  it('refuses a folder that is not there, and a home that does not trust the key', async () => {
    const run = (to: string) => qt.run('deliver', 'sample@paper', '--to', to, '--home', homes.from.home, '--json');
    const absent = await run(join(folder, 'nothing'));
    expect(absent.code).toBe(1);
    expect(JSON.parse(absent.stdout)).toMatchObject({ error: { code: 'delivery-target' } });
    const stranger = join(folder, 'stranger');
    mkdirSync(stranger);
    expect(JSON.parse((await run(stranger)).stdout)).toMatchObject({ error: { code: 'release-unknown-key' } });
    expect(existsSync(join(stranger, 'keys'))).toBe(false);
    const usage = await qt.run('deliver', 'sample@paper');
    expect(usage).toMatchObject({ code: 2, stderr: expect.stringContaining('--to') });
  });

  it('to qt deliver serve: with the token of both, ended by a signal', { timeout: PROCESSES_MS }, async () => {
    const home = receivingHome('serve');
    const environment = { QT_DELIVERY_TOKEN: 'a-token-of-the-tests-0123456789' };
    const server = startNode(MAIN, ['deliver', 'serve', '--listen', '127.0.0.1:0', '--home', home], repositoryRoot, {
      environment,
    });
    const ended = outcomeOf(server);
    const port = await new Promise<string>((resolve, reject) => {
      let text = '';
      server.stderr!.on('data', (data: string) => {
        text += data;
        const told = /127\.0\.0\.1:(\d+)/.exec(text)?.[1];
        if (told !== undefined) resolve(told);
      });
      server.on('close', () => reject(new Error(text)));
    });
    const args = ['deliver', 'sample@paper', '--to', `http://127.0.0.1:${port}`, '--home', homes.from.home, '--json'];
    const sent = await outcomeOf(startNode(MAIN, args, repositoryRoot, { environment }));
    expect({ code: sent.code, text: sent.code === 0 ? '' : sent.stdout }).toEqual({ code: 0, text: '' });
    expect(readChannel(home, 'sample', 'paper')?.release).toBe(release.id);
    server.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toContain('finished: ');
    expect(stderr).not.toContain('0123456789');
  });
});

describe('qt keys and qt releases sign', () => {
  it('a second person signs; one key is trusted, listed and revoked', async () => {
    const home = receivingHome('keys');
    const key = await qt.json('keys', 'init', '--file', '--home', home);
    expect(key).toMatchObject({ isNew: true, place: 'file' });
    await qt.json('deliver', release.id, '--to', home, '--home', homes.from.home);
    const signed = await qt.json('releases', 'sign', release.id, '--home', home);
    const both = [homes.from.key.fingerprint, key.fingerprint as string].sort();
    expect(signed).toMatchObject({ id: release.id, isNew: true, signedBy: both });
    expect((await qt.json('releases', 'show', release.id, '--home', home)).signedBy).toEqual(both);
    const file = join(home, 'keys', `${key.fingerprint}.pub.pem`);
    const other = receivingHome('other');
    expect((await qt.run('deliver', release.id, '--to', other, '--home', home, '--json')).stdout).toContain(
      'release-unknown-key',
    );
    expect(await qt.json('keys', 'trust', file, '--home', other)).toEqual({
      fingerprint: key.fingerprint,
      isNew: true,
    });
    expect(await qt.json('deliver', release.id, '--to', other, '--home', home)).toMatchObject({ isNew: true });
    const revoked = await qt.json(
      'keys',
      'revoke',
      (key.fingerprint as string).slice(0, 10),
      '--reason',
      'left',
      '--home',
      other,
    );
    expect(revoked).toMatchObject({ fingerprint: key.fingerprint, reason: 'left', releases: [{ id: release.id }] });
    const listed = await qt.json('keys', 'list', '--home', other);
    expect(listed).toMatchObject({
      own: 'none',
      trusted: [{ fingerprint: homes.from.key.fingerprint }],
      revoked: [{ fingerprint: key.fingerprint, reason: 'left' }],
    });
    expect((await qt.run('releases', 'show', release.id, '--home', other, '--json')).stdout).toContain(
      'release-revoked-key',
    );
  });

  it('a run wants as many signatures as machine.json says, before anything of the release is loaded', async () => {
    const { home } = homes.from;
    writeFileSync(
      join(home, 'machine.json'),
      JSON.stringify({ schemaVersion: 1, dllPath: 'x.dll', signatures: 2, signaturesFrom: 'paper' }),
    );
    const args = [
      'paper',
      '--release',
      release.id,
      '--from',
      '2027-03-01',
      '--to',
      '2027-03-01',
      '--home',
      home,
      '--json',
    ];
    expect((await qt.run(...args)).stdout).toContain('release-needs-signatures');
    const second = join(folder, 'second');
    mkdirSync(second);
    const { key } = openSigningKey(second);
    trustKey(home, join(second, 'keys', `${key.fingerprint}.pub.pem`));
    coSign(release.dir, key, readTrustedKeys(home));
    // the next thing that is wrong with the sample: it was built with other packages
    expect((await qt.run(...args)).stdout).toContain('release-wrong-lockfile');
  });
});
