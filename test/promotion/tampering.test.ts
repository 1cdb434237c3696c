// Whatever is changed, added, taken away or exchanged in a signed release is refused, through every door, with the reason that fits.

import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordTrial } from '../../src/adapters/ledger/record-trial.ts';
import { verifiedLedger } from '../../src/adapters/ledger/verify-ledger.ts';
import { UserError } from '../../src/adapters/user-error.ts';
import { deliver } from '../../src/promotion/delivery/deliver.ts';
import { FolderCarrier } from '../../src/promotion/delivery/folder-carrier.ts';
import { pointChannel } from '../../src/promotion/release/channels.ts';
import { coSign } from '../../src/promotion/release/co-sign.ts';
import { readTrustedKeys } from '../../src/promotion/release/keys.ts';
import { ledgerFault } from '../../src/promotion/release/ledger-fault.ts';
import { loadRelease } from '../../src/promotion/release/load-release.ts';
import { releaseDir } from '../../src/promotion/release/release-folders.ts';
import { resolveRelease } from '../../src/promotion/release/resolve-release.ts';
import { rollback } from '../../src/promotion/release/rollback.ts';
import { signatureText } from '../../src/promotion/release/signature.ts';
import { revokeKey, trustKey } from '../../src/promotion/release/trust.ts';
import { verifyRelease } from '../../src/promotion/release/verify-release.ts';
import { type BuiltRelease, buildRelease } from '../../src/promotion/release-builder.ts';
import { Random } from '../../src/simulation/random.ts';
import { aTrial } from '../adapters/ledger/a-trial.ts';
import { DeliveryHomes } from './delivery/support/delivery-homes.ts';
import { codesOf, type Flip, wronglyJudged } from './support/flips.ts';
import {
  asyncRefusalOf,
  overwrite,
  refusalOf,
  sampleDraft,
  sampleFiles,
  sha256,
  TempHome,
} from './support/sample-release.ts';

const FLIPS = 2000;
const FILES: readonly string[] = ['release.json', 'release.sig', ...sampleFiles().keys()];
let temp: TempHome;
let stranger: TempHome;
let a: BuiltRelease;
let b: BuiltRelease;
beforeEach(() => {
  temp = new TempHome();
  stranger = new TempHome();
  a = temp.build();
  b = temp.build("export const strategy = { name: 'sample', second: true };\n", { stage: 'paper' });
});
afterEach(() => {
  vi.useRealTimers();
  temp.remove();
  stranger.remove();
});

const keys = () => readTrustedKeys(temp.home);
const inA = (path: string) => join(a.dir, ...path.split('/'));
const inB = (path: string) => join(b.dir, ...path.split('/'));
const copy = (from: string, to: string) => overwrite(to, readFileSync(from));

describe('2,000 flipped bytes', () => {
  it('spread over every file, are all refused with the right reason', () => {
    coSign(a.dir, stranger.key, [...keys(), stranger.key]);
    const random = new Random(9, 'flips');
    const draw = (below: number): number => Math.floor((random.uint32() / 2 ** 32) * below);
    const sizes = FILES.map((file) => ({ file, size: readFileSync(inA(file)).length }));
    const flips = Array.from({ length: FLIPS }, (_, i): Flip => {
      const { file, size } = sizes[i % sizes.length]!;
      return { file, place: draw(size), mask: 1 + draw(255) };
    });
    const trusted = [...keys(), stranger.key];
    expect(wronglyJudged(a.dir, trusted, flips)).toEqual([]);
    // and the release itself is as it was
    expect(verifyRelease(a.dir, trusted).id).toBe(a.id);
  });
});

/** What somebody does to release `a`, and the codes that each is refused with. Gives the folder where it is another one. */
const DEEDS: Readonly<Record<string, readonly [deed: () => unknown, ...codes: string[]]>> = {
  'a file more beside the others': [() => writeFileSync(inA('more.txt'), ''), 'release-extra-file'],
  'a file more beside the code': [() => writeFileSync(inA('code/more.mjs'), 'x'), 'release-extra-file'],
  'a file of the other release more': [
    () => copy(inB('golden.json'), inA('models/sample/golden.json')),
    'release-extra-file',
  ],
  'a second signature file': [() => copy(inA('release.sig'), inA('release.2.sig')), 'release-extra-file'],
  'an empty folder more': [
    () => {
      mkdirSync(inA('empty'));
    },
    'release-extra-file',
  ],
  'the code of another signed release': [
    () => copy(inB('code/strategy.mjs'), inA('code/strategy.mjs')),
    'release-hash-mismatch',
  ],
  'the manifest of another signed release': [
    () => copy(inB('release.json'), inA('release.json')),
    'release-wrong-name',
  ],
  'the signature of another signed release': [
    () => copy(inB('release.sig'), inA('release.sig')),
    'release-bad-signature',
  ],
  'manifest and signature of another signed release': [
    () => {
      copy(inB('release.json'), inA('release.json'));
      copy(inB('release.sig'), inA('release.sig'));
    },
    'release-wrong-name',
  ],
  'manifest, signature and name of another signed release over these files': [
    () => {
      copy(inB('release.json'), inA('release.json'));
      copy(inB('release.sig'), inA('release.sig'));
      rmSync(b.dir, { recursive: true });
      renameSync(a.dir, b.dir);
      return b.dir;
    },
    'release-hash-mismatch',
  ],
  'all files of another signed release under this name': [
    () => {
      rmSync(a.dir, { recursive: true });
      cpSync(b.dir, a.dir, { recursive: true });
    },
    'release-wrong-name',
  ],
  'a new signature by a key that is not trusted': [
    () => overwrite(inA('release.sig'), signatureText(readFileSync(inA('release.json')), stranger.key)),
    'release-unknown-key',
  ],
  'a new signature beside the old one, by a key that is not trusted': [
    () => void coSign(a.dir, stranger.key, [...keys(), stranger.key]),
    'release-unknown-key',
  ],
  'an old signature over a manifest with other limits': [
    () => {
      const text = readFileSync(inA('release.json'), 'utf8').replace('"maxContracts": 2', '"maxContracts": 9');
      overwrite(inA('release.json'), text);
      const dir = join(dirname(a.dir), sha256(text));
      renameSync(a.dir, dir);
      return dir;
    },
    'release-bad-signature',
  ],
  'no signature': [() => overwrite(inA('release.sig'), ''), 'release-bad-signature'],
  'a signature twice': [
    () => overwrite(inA('release.sig'), readFileSync(inA('release.sig'), 'latin1').repeat(2)),
    'release-bad-signature',
  ],
  'a key that was revoked': [() => revoke(), 'release-revoked-key'],
  'a key that was revoked, and put back': [
    () => {
      const file = join(temp.home, 'keys', 'trusted', `${temp.key.fingerprint}.pub.pem`);
      const pem = readFileSync(file);
      revoke();
      writeFileSync(file, pem);
    },
    'release-revoked-key',
  ],
  'a key that was revoked, and the clock set back before that': [
    () => {
      revoke();
      const before = new Date('2001-01-01T00:00:00Z');
      for (const file of FILES) utimesSync(inA(file), before, before);
      vi.useFakeTimers({ now: before, toFake: ['Date'] });
    },
    'release-revoked-key',
  ],
  'a key that is no longer trusted': [
    () => rmSync(join(temp.home, 'keys', 'trusted'), { recursive: true }),
    'release-unknown-key',
  ],
  ...Object.fromEntries(
    FILES.map((file) => [`${file} gone`, [() => rmSync(inA(file)), 'release-missing-file']] as const),
  ),
  ...Object.fromEntries(
    FILES.map((file) => [`${file} empty`, [() => overwrite(inA(file), ''), ...codesOf(file)]] as const),
  ),
  ...Object.fromEntries(
    FILES.map((file) => [
      `${file} longer by a byte`,
      [() => overwrite(inA(file), Buffer.concat([readFileSync(inA(file)), Buffer.from(' ')])), ...codesOf(file)],
    ]),
  ),
};

function revoke(): void {
  const { fingerprint } = temp.key;
  revokeKey({ home: temp.home, fingerprint, at: '2027-03-01T12:00:00Z', by: 'ana', reason: 'stolen' });
}

describe('a release with', () => {
  it.each(Object.keys(DEEDS))('%s is refused: to be run, to be pointed to, to be delivered', async (name) => {
    const [deed, ...codes] = DEEDS[name]!;
    const moved = deed();
    const dir = typeof moved === 'string' ? moved : a.dir;
    const trustedKeys = keys();
    const runtime = { nodeVersion: a.manifest.nodeVersion, lockfileSha256: a.manifest.lockfileSha256 };
    expect(codes).toContain(refusalOf(() => verifyRelease(dir, trustedKeys)).code);
    expect(codes).toContain((await asyncRefusalOf(() => loadRelease(dir, { trustedKeys, runtime, exports: [] }))).code);
    const at = '2027-03-01T12:00:00.000Z';
    const channel = { home: temp.home, strategy: 'sample', stage: 'paper', at, by: 'ana', trustedKeys } as const;
    const release = dir === b.dir ? b.id : dir.slice(-64);
    expect(codes).toContain(refusalOf(() => pointChannel({ ...channel, release })).code);
  });

  it('an older date, or a clock far ahead or behind, is judged as before: time proves nothing', () => {
    for (const now of ['1999-01-01T00:00:00Z', '2190-01-01T00:00:00Z']) {
      vi.useFakeTimers({ now: new Date(now), toFake: ['Date'] });
      for (const file of FILES) utimesSync(inA(file), new Date(now), new Date(now));
      expect(verifyRelease(a.dir, keys()).id).toBe(a.id);
    }
  });

  it('a file that is exchanged on the way to another machine never appears there', async () => {
    const homes = new DeliveryHomes();
    try {
      const release = homes.release(50_000);
      const large = join(release.dir, 'models', 'sample', 'large.onnx');
      overwrite(large, Buffer.from(readFileSync(large)).reverse());
      const carrier = new FolderCarrier(homes.to.home);
      const error = await asyncRefusalOf(() => deliver({ release, carrier, by: 'ana', stage: 'paper' }));
      expect(error.code).toBe('delivery-damaged');
      const there = releaseDir(homes.to.home, 'sample', release.id);
      expect(refusalOf(() => verifyRelease(there, readTrustedKeys(homes.to.home))).code).toBe('release-missing');
    } finally {
      homes.remove();
    }
  });

  it('a key that was trusted meanwhile opens what it signed, and only that', () => {
    const theirs = stranger.build('export const strategy = { theirs: true };\n');
    expect(refusalOf(() => verifyRelease(theirs.dir, keys())).code).toBe('release-unknown-key');
    trustKey(temp.home, join(stranger.home, 'keys', `${stranger.key.fingerprint}.pub.pem`));
    expect(verifyRelease(theirs.dir, keys()).signedBy).toEqual([stranger.key.fingerprint]);
  });
});

describe('beside the releases, every byte flipped', () => {
  const AT = '2027-03-01T12:00:00.000Z';
  const channel = { strategy: 'sample', stage: 'paper', at: AT, by: 'ana' } as const;

  /** Each byte once, in a bit that depends on its place; the file is as before when it ends. */
  function* flipped(file: string): Generator<number> {
    const was = readFileSync(file);
    for (let place = 0; place < was.length; place++) {
      const bytes = Buffer.from(was);
      bytes[place]! ^= 1 << (place % 8);
      writeFileSync(file, bytes);
      yield place;
    }
    writeFileSync(file, was);
  }

  it('of the file that names the newest entry of the ledger: the ledger is not taken for whole', () => {
    const { home, key } = temp;
    const entry = recordTrial(home, aTrial());
    const ledger = { seq: entry.seq, head: entry.sha256, signedNewest: true } as const;
    const release = buildRelease({
      ...{ home, key, newestEntry: entry },
      ...{ draft: { ...sampleDraft, ledger }, files: sampleFiles('export const strategy = 3;\n') },
    });
    rmSync(a.dir, { recursive: true });
    rmSync(b.dir, { recursive: true });
    const fault = (): string | undefined => ledgerFault(home, verifiedLedger(home));
    expect(fault()).toBeUndefined();
    const taken: number[] = [];
    for (const place of flipped(`${release.dir}.ledger`)) if (fault() === undefined) taken.push(place);
    expect(taken).toEqual([]);
    expect(fault()).toBeUndefined();
  });

  it('of the file of a channel: it is refused, or names the same release still', () => {
    pointChannel({ ...channel, home: temp.home, release: a.id, trustedKeys: keys() });
    const others: string[] = [];
    for (const place of flipped(join(temp.home, 'releases', 'channels', 'sample.paper.json'))) {
      const named = namedOr(() => {
        const { dir } = resolveRelease(temp.home, 'sample@paper');
        return verifyRelease(dir, keys(), { strategy: 'sample', stage: 'paper' }).id;
      });
      if (![a.id, 'channel-invalid', 'release-missing'].includes(named)) others.push(`${place}: ${named}`);
    }
    expect(others).toEqual([]);
  });

  it('of the history of a channel: rolling back is refused, or goes to a release that was promoted there', () => {
    const trustedKeys = keys();
    const files = ['sample.paper.json', 'sample.paper.history.jsonl'].map((name) =>
      join(temp.home, 'releases', 'channels', name),
    );
    for (const { id } of [b, a]) pointChannel({ ...channel, home: temp.home, release: id, trustedKeys });
    const kept = files.map((file) => readFileSync(file));
    const others: string[] = [];
    for (const place of flipped(files[1]!)) {
      const to = namedOr(() => rollback({ ...channel, home: temp.home, trustedKeys }).to);
      if (![b.id, 'channel-invalid', 'release-no-earlier'].includes(to)) others.push(`${place}: ${to}`);
      writeFileSync(files[0]!, kept[0]!);
    }
    writeFileSync(files[1]!, kept[1]!);
    expect(others).toEqual([]);
  });
});

/** Its answer, or the code that it is refused with. */
function namedOr(work: () => string): string {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError) return error.code;
    throw error;
  }
}
