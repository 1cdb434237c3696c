// What is signed beside a release comes with it, proved by the keys of the machine that receives: approvals, and where the ledger stood.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Beside, besidesOf } from '../../../src/promotion/delivery/besides.ts';
import { type DeliverOptions, deliver } from '../../../src/promotion/delivery/deliver.ts';
import { FolderCarrier } from '../../../src/promotion/delivery/folder-carrier.ts';
import { coSignApprovals, listApprovals, writeApproval } from '../../../src/promotion/release/approvals.ts';
import { readChannel } from '../../../src/promotion/release/channels.ts';
import { readTrustedKeys } from '../../../src/promotion/release/keys.ts';
import { readNewestEntry, writeNewestEntry } from '../../../src/promotion/release/newest-entry.ts';
import { releaseDir } from '../../../src/promotion/release/release-folders.ts';
import { trustKey } from '../../../src/promotion/release/trust.ts';
import { type VerifiedRelease, verifyRelease } from '../../../src/promotion/release/verify-release.ts';
import { buildRelease } from '../../../src/promotion/release-builder.ts';
import {
  asyncRefusalOf,
  passedGate,
  refusalOf,
  sampleDraft,
  sampleFiles,
  sha256,
  TempHome,
} from '../support/sample-release.ts';
import { DeliveryHomes } from './support/delivery-homes.ts';

const MARK = { seq: 9, sha256: sha256('newest') };
let homes: DeliveryHomes;
let release: VerifiedRelease;
beforeEach(() => {
  homes = new DeliveryHomes();
  const { home, key } = homes.from;
  const draft = {
    ...sampleDraft,
    stage: 'paper' as const,
    ledger: { ...sampleDraft.ledger, signedNewest: true as const },
  };
  const built = buildRelease({ home, draft, files: sampleFiles(), key, newestEntry: MARK });
  release = verifyRelease(built.dir, readTrustedKeys(home));
});
afterEach(() => homes.remove());

const keysHere = () => readTrustedKeys(homes.from.home);
const keysThere = () => readTrustedKeys(homes.to.home);
const there = () => releaseDir(homes.to.home, 'sample', release.id);
const approve = (gates = [passedGate]) =>
  writeApproval(
    release,
    {
      ...({ kind: 'approval', schemaVersion: 1, strategy: 'sample', stage: 'live', provenance: 'exchange' } as const),
      ...{ release: release.id, gates, validation: sampleDraft.validation, ledger: { seq: 9, head: sha256('later') } },
      ...{ at: '2027-03-01T12:00:00.000Z', by: 'ana' },
    },
    homes.from.key,
  );
const send = (options: Partial<DeliverOptions> = {}) =>
  deliver({
    release,
    carrier: new FolderCarrier(homes.to.home),
    by: 'ana',
    besides: besidesOf(release, keysHere()),
    ...options,
  });

describe('an approval', () => {
  it('comes with the release, so that its channel can move there', async () => {
    expect((await asyncRefusalOf(() => send({ stage: 'live' }))).code).toBe('release-wrong-stage');
    approve();
    expect(await send({ stage: 'live' })).toMatchObject({ isNew: false });
    expect(readChannel(homes.to.home, 'sample', 'live')?.release).toBe(release.id);
    expect(verifyRelease(there(), keysThere(), { stage: 'live' }).id).toBe(release.id);
  });

  it('that was changed, is of another release or of a stranger is refused, and nothing is written', async () => {
    approve();
    const [approval] = besidesOf(release, keysHere());
    const other = homes.release(1000);
    const spoilt: readonly Beside[] = [
      { ...approval!, bytes: approval!.bytes.map((byte, i) => (i === 30 ? byte ^ 1 : byte)) },
      { ...approval!, request: { ...approval!.request, stage: 'demo' } as Beside['request'] },
      { ...approval!, request: { ...approval!.request, release: other.id } },
      { ...approval!, request: { ...approval!.request, signatures: '' } as Beside['request'] },
    ];
    await send({ release: other, besides: [] });
    await send({ besides: [] });
    const codes: string[] = [];
    for (const beside of spoilt) codes.push((await asyncRefusalOf(() => send({ besides: [beside] }))).code);
    expect(codes).toEqual([
      'release-bad-signature',
      'approval-wrong-release',
      'approval-wrong-release',
      'release-bad-signature',
    ]);
    const { manifest } = release;
    expect(listApprovals({ dir: there(), manifest }, keysThere())).toEqual([]);
    expect(refusalOf(() => verifyRelease(there(), keysThere(), { stage: 'live' })).code).toBe('release-wrong-stage');
  });

  it('keeps the signatures that are there over the same words, and a newer one takes its place', async () => {
    const second = new TempHome();
    try {
      for (const { home } of [homes.from, homes.to]) {
        trustKey(home, join(second.home, 'keys', `${second.key.fingerprint}.pub.pem`));
      }
      approve();
      const first = besidesOf(release, keysHere());
      coSignApprovals(release, second.key, keysHere());
      await send();
      await send({ besides: first });
      const signedBy = () =>
        listApprovals({ dir: there(), manifest: release.manifest }, keysThere()).map(
          (each) => 'signedBy' in each && each.signedBy,
        );
      expect(signedBy()).toEqual([[homes.from.key.fingerprint, second.key.fingerprint].sort()]);
      approve([passedGate, { ...passedGate, id: 'stress' }]);
      await send();
      expect(signedBy()).toEqual([[homes.from.key.fingerprint]]);
    } finally {
      second.remove();
    }
  });
});

describe('where the ledger stood', () => {
  const named = () => ({ strategy: 'sample', id: release.id });

  it('comes with the release, and an older one never replaces a newer', async () => {
    const older = besidesOf(release, keysHere());
    writeNewestEntry(named(), homes.from.home, { seq: 12, sha256: sha256('newer') }, homes.from.key);
    await send();
    expect(readNewestEntry(named(), homes.to.home, keysThere())).toMatchObject({ seq: 12 });
    await send({ besides: older });
    expect(readNewestEntry(named(), homes.to.home, keysThere())).toMatchObject({ seq: 12 });
  });

  it('that was changed is left behind here, and refused there', async () => {
    const [entry] = besidesOf(release, keysHere());
    const file = `${release.dir}.ledger`;
    const text = readFileSync(file, 'utf8').replace('"seq":9', '"seq":1');
    mkdirSync(join(homes.from.home, 'releases'), { recursive: true });
    writeFileSync(file, text);
    expect(besidesOf(release, keysHere())).toEqual([]);
    const spoilt = { ...entry!, bytes: Buffer.from(text) };
    expect((await asyncRefusalOf(() => send({ besides: [spoilt] }))).code).toBe('delivery-damaged');
    expect(readNewestEntry(named(), homes.to.home, keysThere())).toBe('missing');
  });
});
