// What a revoked key signed is refused everywhere and for ever, whatever is put back, whatever the clock says; and it signs nothing more.

import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pointChannel } from '../../../src/promotion/release/channels.ts';
import { openSigningKey, readTrustedKeys } from '../../../src/promotion/release/keys.ts';
import { loadRelease } from '../../../src/promotion/release/load-release.ts';
import { listReleases, showRelease } from '../../../src/promotion/release/release-list.ts';
import { revocationsFile } from '../../../src/promotion/release/revocations.ts';
import { rollback } from '../../../src/promotion/release/rollback.ts';
import { initSigningKey, signingKey } from '../../../src/promotion/release/signing-key.ts';
import { revokeKey, trustKey } from '../../../src/promotion/release/trust.ts';
import { verifyRelease } from '../../../src/promotion/release/verify-release.ts';
import type { BuiltRelease } from '../../../src/promotion/release-builder.ts';
import { asyncRefusalOf, refusalOf, TempHome } from '../support/sample-release.ts';

const AT = '2027-03-01T12:00:00.000Z';
let temp: TempHome;
let built: BuiltRelease;
beforeEach(() => {
  temp = new TempHome();
  built = temp.build();
});
afterEach(() => {
  vi.useRealTimers();
  temp.remove();
});

const revoke = (fingerprint = temp.key.fingerprint, reason = 'the notebook was stolen') =>
  revokeKey({ home: temp.home, fingerprint, at: AT, by: 'ana', reason });
const trustedFile = () => join(temp.home, 'keys', 'trusted', `${temp.key.fingerprint}.pub.pem`);
const verify = () => verifyRelease(built.dir, readTrustedKeys(temp.home));
const point = (release = built.id) => ({
  ...{ home: temp.home, strategy: 'sample', stage: 'paper' as const, release, at: AT, by: 'ana' },
  trustedKeys: readTrustedKeys(temp.home),
});

describe('a revoked key', () => {
  it('is refused with time and reason wherever a release is verified', async () => {
    const { id } = built;
    pointChannel(point());
    const later = temp.build('export const strategy = { name: "sample", later: 1 };\n');
    pointChannel(point(later.id));
    verify();
    revoke();
    const error = refusalOf(verify);
    expect(error.code).toBe('release-revoked-key');
    expect(error.message).toContain(`revoked ${AT}: the notebook was stolen`);
    const trustedKeys = readTrustedKeys(temp.home);
    expect(refusalOf(() => showRelease(temp.home, 'sample@paper', trustedKeys)).code).toBe('release-revoked-key');
    expect(refusalOf(() => pointChannel(point())).code).toBe('release-revoked-key');
    const rolled = refusalOf(() => rollback(point()));
    expect(rolled).toMatchObject({
      code: 'release-no-earlier',
      message: expect.stringContaining('the notebook was stolen'),
    });
    const listed = listReleases(temp.home, trustedKeys);
    expect(listed.map(({ fault }) => fault?.includes('revoked'))).toEqual([true, true]);
    expect(listed.some((each) => each.id === id)).toBe(true);
    const runtime = { nodeVersion: built.manifest.nodeVersion, lockfileSha256: built.manifest.lockfileSha256 };
    const loaded = await asyncRefusalOf(() => loadRelease(built.dir, { trustedKeys, runtime, exports: ['strategy'] }));
    expect(loaded.code).toBe('release-revoked-key');
  });

  it('stays refused when its file is put back, under whatever name', () => {
    const kept = join(temp.home, 'kept.pem');
    copyFileSync(trustedFile(), kept);
    copyFileSync(trustedFile(), join(temp.home, 'keys', 'trusted', 'second.pem'));
    revoke();
    expect(existsSync(trustedFile())).toBe(false);
    expect(existsSync(join(temp.home, 'keys', 'trusted', 'second.pem'))).toBe(false);
    copyFileSync(kept, trustedFile());
    expect(refusalOf(verify).code).toBe('release-revoked-key');
    renameSync(trustedFile(), join(temp.home, 'keys', 'trusted', 'aaa.pem'));
    expect(refusalOf(verify).code).toBe('release-revoked-key');
    expect(refusalOf(() => trustKey(temp.home, kept)).code).toBe('key-revoked');
  });

  it('signs nothing more here, until another is made; what that signs is good', async () => {
    revoke();
    expect(refusalOf(() => openSigningKey(temp.home)).code).toBe('key-revoked');
    expect((await asyncRefusalOf(() => signingKey(temp.home))).code).toBe('key-revoked');
    const made = await initSigningKey(temp.home, { place: 'file' });
    expect(made).toMatchObject({ isNew: true, place: 'file' });
    expect(made.fingerprint).not.toBe(temp.key.fingerprint);
    const { key } = await signingKey(temp.home);
    expect(key.fingerprint).toBe(made.fingerprint);
    rmSync(built.dir, { recursive: true });
    const again = new TempHome();
    try {
      copyFileSync(join(temp.home, 'keys', `${made.fingerprint}.pub.pem`), join(again.home, 'new.pem'));
      trustKey(again.home, join(again.home, 'new.pem'), made.fingerprint);
      expect(
        readTrustedKeys(again.home)
          .map(({ fingerprint }) => fingerprint)
          .sort(),
      ).toEqual([made.fingerprint, again.key.fingerprint].sort());
    } finally {
      again.remove();
    }
  });

  it('stays revoked with the clock set back before the revocation, or far ahead', () => {
    revoke();
    for (const now of ['1999-01-01T00:00:00Z', '2027-02-28T00:00:00Z', '2190-01-01T00:00:00Z']) {
      vi.useFakeTimers({ now: new Date(now), toFake: ['Date'] });
      expect(refusalOf(verify).code).toBe('release-revoked-key');
    }
  });

  it('keeps its first time and reason, and is found by the beginning of its fingerprint', () => {
    revoke(temp.key.fingerprint.slice(0, 8));
    const again = revoke(temp.key.fingerprint, 'another reason');
    expect(again).toMatchObject({ fingerprint: temp.key.fingerprint, reason: 'the notebook was stolen' });
    expect(JSON.parse(readFileSync(revocationsFile(temp.home), 'utf8')).revoked).toHaveLength(1);
  });

  it('that was never here is refused before it comes', () => {
    const stranger = new TempHome();
    try {
      const { fingerprint } = stranger.key;
      revoke(fingerprint);
      const file = join(stranger.home, 'keys', `${fingerprint}.pub.pem`);
      expect(refusalOf(() => trustKey(temp.home, file)).code).toBe('key-revoked');
      copyFileSync(file, join(temp.home, 'keys', 'trusted', 'by-hand.pem'));
      const theirs = stranger.build();
      expect(refusalOf(() => verifyRelease(theirs.dir, readTrustedKeys(temp.home))).code).toBe('release-revoked-key');
    } finally {
      stranger.remove();
    }
  });
});

describe('bad input', () => {
  it.each(['nothing', 'ABCDEF01', 'abc', `${'0'.repeat(63)}g`])('%s is no fingerprint', (text) => {
    expect(refusalOf(() => revoke(text)).code).toBe('key-invalid');
  });

  it('a beginning that no key here has', () => {
    const other = temp.key.fingerprint.startsWith('00000000') ? '11111111' : '00000000';
    expect(refusalOf(() => revoke(other)).code).toBe('key-missing');
  });

  it.each(['{', '{}', '{"schemaVersion":1,"revoked":[{"fingerprint":"x"}]}', ''])(
    'a list of revoked keys that reads %j trusts nobody',
    (text) => {
      writeFileSync(revocationsFile(temp.home), text);
      expect(refusalOf(verify)).toMatchObject({ code: 'key-invalid', file: revocationsFile(temp.home) });
      expect(refusalOf(() => openSigningKey(temp.home)).code).toBe('key-invalid');
    },
  );

  it('another fingerprint than its holder said is not trusted', () => {
    const file = join(temp.home, 'keys', `${temp.key.fingerprint}.pub.pem`);
    rmSync(trustedFile());
    expect(refusalOf(() => trustKey(temp.home, file, 'f'.repeat(64)))).toMatchObject({ field: 'fingerprint' });
    expect(readTrustedKeys(temp.home)).toEqual([]);
    expect(trustKey(temp.home, file)).toEqual({ fingerprint: temp.key.fingerprint, isNew: true });
    expect(trustKey(temp.home, file)).toEqual({ fingerprint: temp.key.fingerprint, isNew: false });
    verify();
  });
});
