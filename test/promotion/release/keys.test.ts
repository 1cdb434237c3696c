// Keys are made once, private to their owner, and never shown; only Ed25519 public keys are trusted.

import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSigningKey, readTrustedKeys } from '../../../src/promotion/release/keys.ts';
import { refusalOf } from '../support/sample-release.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'keys-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const privateFile = (): string => join(home, 'keys', 'signing.key.pem');

describe('openSigningKey', () => {
  it('makes a key on first use with a notice, and gives the same one afterwards without', () => {
    const first = openSigningKey(home);
    expect(first.notice).toContain(privateFile());
    const second = openSigningKey(home);
    expect(second.notice).toBeUndefined();
    expect(second.key.fingerprint).toBe(first.key.fingerprint);
    const publicName = `${first.key.fingerprint}.pub.pem`;
    expect(readdirSync(join(home, 'keys')).sort()).toEqual([publicName, 'signing.key.pem', 'trusted'].sort());
    expect(readdirSync(join(home, 'keys', 'trusted'))).toEqual([publicName]);
  });

  it('keeps the private key in PKCS8, in a file that only its owner can read', () => {
    openSigningKey(home);
    expect(createPrivateKey(readFileSync(privateFile())).asymmetricKeyType).toBe('ed25519');
    expect(readFileSync(privateFile(), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    if (process.platform !== 'win32') expect(statSync(privateFile()).mode & 0o777).toBe(0o600);
  });

  it('shows nothing of the private key, in its notice, when printed or as JSON', () => {
    const opened = openSigningKey(home);
    const secret = readFileSync(privateFile(), 'utf8').split('\n')[1]!;
    for (const text of [opened.notice!, inspect(opened, { depth: 10, showHidden: true }), JSON.stringify(opened)]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain('PRIVATE KEY-----');
    }
  });

  it.skipIf(process.platform === 'win32')('refuses a private key that others can read', () => {
    openSigningKey(home);
    chmodSync(privateFile(), 0o640);
    expect(refusalOf(() => openSigningKey(home))).toMatchObject({ code: 'key-exposed', file: privateFile() });
  });

  it('refuses a damaged file and a key of another kind, without showing what is in it', () => {
    openSigningKey(home);
    const pem = readFileSync(privateFile(), 'utf8');
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    for (const text of [pem.slice(0, 60), 'nothing', '', rsa]) {
      writeFileSync(privateFile(), text);
      const error = refusalOf(() => openSigningKey(home));
      expect(error.code).toBe('key-invalid');
      expect(error.cause).toBeUndefined();
      if (text.length > 40) expect(JSON.stringify(error) + error.message).not.toContain(text.slice(28, 40));
    }
  });
});

describe('readTrustedKeys', () => {
  const trusted = (name: string): string => join(home, 'keys', 'trusted', name);

  it('gives the keys of all .pem files and of nothing else', () => {
    expect(readTrustedKeys(home)).toEqual([]);
    const { key } = openSigningKey(home);
    const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
    writeFileSync(trusted('colleague.pem'), other);
    writeFileSync(trusted('notes.txt'), 'not a key');
    const keys = readTrustedKeys(home);
    expect(keys).toHaveLength(2);
    expect(keys.map((each) => each.fingerprint)).toContain(key.fingerprint);
  });

  it('refuses what is no Ed25519 public key, naming the file', () => {
    openSigningKey(home);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });
    for (const text of ['', 'x', rsa]) {
      writeFileSync(trusted('bad.pem'), text);
      expect(refusalOf(() => readTrustedKeys(home))).toMatchObject({ code: 'key-invalid', file: trusted('bad.pem') });
    }
  });

  it('refuses a private key among them', () => {
    openSigningKey(home);
    copyFileSync(privateFile(), trusted('oops.pem'));
    expect(refusalOf(() => readTrustedKeys(home)).code).toBe('key-exposed');
    expect(existsSync(trusted('oops.pem'))).toBe(true);
  });
});
