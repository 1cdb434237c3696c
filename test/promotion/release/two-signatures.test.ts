// Two persons sign one release: its id stays, both signatures are proved, and machines that want two refuse one.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pointChannel } from '../../../src/promotion/release/channels.ts';
import { coSign } from '../../../src/promotion/release/co-sign.ts';
import { readTrustedKeys } from '../../../src/promotion/release/keys.ts';
import { rollback } from '../../../src/promotion/release/rollback.ts';
import { signerOf, signersOf } from '../../../src/promotion/release/signature.ts';
import { signaturesNeeded } from '../../../src/promotion/release/signatures-needed.ts';
import { revokeKey, trustKey } from '../../../src/promotion/release/trust.ts';
import { verifyRelease } from '../../../src/promotion/release/verify-release.ts';
import type { BuiltRelease } from '../../../src/promotion/release-builder.ts';
import { overwrite, refusalOf, TempHome } from '../support/sample-release.ts';

let temp: TempHome;
let second: TempHome;
let built: BuiltRelease;
beforeEach(() => {
  temp = new TempHome();
  second = new TempHome();
  built = temp.build();
  trustKey(temp.home, join(second.home, 'keys', `${second.key.fingerprint}.pub.pem`));
});
afterEach(() => {
  temp.remove();
  second.remove();
});

const keys = () => readTrustedKeys(temp.home);
const signatureFile = () => join(built.dir, 'release.sig');
const verifyTwo = () => verifyRelease(built.dir, keys(), { signatures: 2 });
const both = () => [temp.key.fingerprint, second.key.fingerprint].sort();

describe('a second signature', () => {
  it('is added to release.sig and leaves id and every other file as they were', () => {
    const manifest = readFileSync(join(built.dir, 'release.json'));
    expect(refusalOf(verifyTwo).code).toBe('release-needs-signatures');
    const signed = coSign(built.dir, second.key, keys());
    expect(signed).toMatchObject({ id: built.id, isNew: true, signedBy: both() });
    expect(readFileSync(join(built.dir, 'release.json'))).toEqual(manifest);
    expect(verifyTwo()).toMatchObject({ id: built.id, signedBy: both() });
    expect(coSign(built.dir, second.key, keys()).isNew).toBe(false);
    expect(readFileSync(signatureFile(), 'latin1').split('\n')).toHaveLength(3);
  });

  it('of the same person does not count as two, however it is written', () => {
    expect(coSign(built.dir, temp.key, keys()).isNew).toBe(false);
    const line = readFileSync(signatureFile(), 'latin1');
    for (const text of [line + line, `${line}\n`, line + line.toUpperCase(), ` ${line}`, line.trimEnd(), '']) {
      overwrite(signatureFile(), text);
      expect(refusalOf(verifyTwo).code).toBe('release-bad-signature');
    }
  });

  it('in another order, above the eighth, or by a key that is not trusted is refused', () => {
    coSign(built.dir, second.key, keys());
    const lines = readFileSync(signatureFile(), 'latin1').split(/(?<=\n)/);
    overwrite(signatureFile(), lines.toReversed().join(''));
    expect(refusalOf(verifyTwo).code).toBe('release-bad-signature');
    overwrite(signatureFile(), lines[0]!.repeat(9));
    expect(refusalOf(verifyTwo).code).toBe('release-hash-mismatch');
    overwrite(signatureFile(), lines.join(''));
    expect(refusalOf(() => verifyRelease(built.dir, [temp.key])).code).toBe('release-unknown-key');
    expect(
      refusalOf(() => signerOf(readFileSync(join(built.dir, 'release.json')), lines.join(''), keys(), 'x')).code,
    ).toBe('release-bad-signature');
    expect(signersOf(readFileSync(join(built.dir, 'release.json')), lines.join(''), keys(), 'x')).toHaveLength(2);
  });

  it('holds in every byte: each flip is refused', () => {
    coSign(built.dir, second.key, keys());
    const bytes = readFileSync(signatureFile());
    const trusted = keys();
    for (let place = 0; place < bytes.length; place++) {
      const flipped = Buffer.from(bytes);
      flipped[place]! ^= 1 << (place % 8);
      overwrite(signatureFile(), flipped);
      const { code } = refusalOf(() => verifyRelease(built.dir, trusted));
      expect(['release-bad-signature', 'release-unknown-key']).toContain(code);
    }
  });

  it('of a key that is revoked takes the release with it', () => {
    coSign(built.dir, second.key, keys());
    const { fingerprint } = second.key;
    revokeKey({ home: temp.home, fingerprint, at: '2027-03-01T12:00:00Z', by: 'ana', reason: 'left the firm' });
    expect(refusalOf(() => verifyRelease(built.dir, keys())).code).toBe('release-revoked-key');
  });

  it('is not given to what is damaged or of a stranger', () => {
    expect(refusalOf(() => coSign(built.dir, second.key, readTrustedKeys(second.home))).code).toBe(
      'release-unknown-key',
    );
    overwrite(join(built.dir, 'golden.json'), '{}');
    expect(refusalOf(() => coSign(built.dir, second.key, keys())).code).toBe('release-hash-mismatch');
  });

  it('stays when the very same release is promoted again', () => {
    coSign(built.dir, second.key, keys());
    expect(temp.build()).toMatchObject({ id: built.id, isNew: false });
    expect(verifyTwo().signedBy).toEqual(both());
  });
});

describe('signatures of machine.json', () => {
  const machine = (settings: object): void =>
    writeFileSync(join(temp.home, 'machine.json'), JSON.stringify({ schemaVersion: 1, dllPath: 'x.dll', ...settings }));
  const needed = () => (['paper', 'demo', 'live'] as const).map((stage) => signaturesNeeded(temp.home, stage));

  it('are one where nothing is said, and count from the stage that is said', () => {
    expect(needed()).toEqual([1, 1, 1]);
    machine({});
    expect(needed()).toEqual([1, 1, 1]);
    machine({ signatures: 2 });
    expect(needed()).toEqual([1, 2, 2]);
    machine({ signatures: 3, signaturesFrom: 'live' });
    expect(needed()).toEqual([1, 1, 3]);
    machine({ signatures: 2, signaturesFrom: 'paper' });
    expect(needed()).toEqual([2, 2, 2]);
  });

  it('are asked of what a rollback goes back to; where machine.json cannot be read the channel moves all the same', () => {
    const [first, last] = ['a', 'b'].map((name) => temp.build(`export const strategy = '${name}';\n`));
    const who = { at: '2025-09-01T12:00:00Z', by: 'ana' };
    const channel = { home: temp.home, strategy: 'sample', stage: 'live', trustedKeys: keys(), ...who } as const;
    coSign(built.dir, second.key, keys());
    for (const { id } of [built, first!, last!]) pointChannel({ ...channel, release: id });
    machine({ signatures: 2 });
    const done = rollback(channel);
    expect(done).toMatchObject({ from: last!.id, to: built.id, changes: expect.any(Array) });
    expect(done.skipped).toEqual([
      { release: first!.id, reason: expect.stringContaining('1 of the 2 signatures that this machine wants') },
    ]);
    pointChannel({ ...channel, release: first!.id });
    pointChannel({ ...channel, release: last!.id });
    machine({ signatures: 'two' });
    expect(rollback(channel).to).toBe(first!.id);
  });

  it.each([{ signatures: 0 }, { signatures: '2' }, { signatures: 9 }, { signaturesFrom: 'shadow' }, { signature: 2 }])(
    '%j is refused, and with it every run',
    (settings) => {
      machine(settings);
      expect(refusalOf(() => signaturesNeeded(temp.home, 'live')).code).toMatch(/^machine-(wrong|secret)$/);
    },
  );
});
