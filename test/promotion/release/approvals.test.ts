// A release may run at a harder stage than it was built for by a signed approval of exactly that, and by nothing that only looks like one.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Approval } from '../../../src/promotion/release/approval.ts';
import { coSignApprovals, listApprovals, writeApproval } from '../../../src/promotion/release/approvals.ts';
import { pointChannel, readChannel } from '../../../src/promotion/release/channels.ts';
import { readTrustedKeys } from '../../../src/promotion/release/keys.ts';
import { releaseRefs } from '../../../src/promotion/release/release-folders.ts';
import { rollback } from '../../../src/promotion/release/rollback.ts';
import { signatureText } from '../../../src/promotion/release/signature.ts';
import type { Stage } from '../../../src/promotion/release/stage.ts';
import { verifyRelease } from '../../../src/promotion/release/verify-release.ts';
import type { BuiltRelease } from '../../../src/promotion/release-builder.ts';
import { Random } from '../../../src/simulation/random.ts';
import { passedGate, refusalOf, sampleDraft, sha256, TempHome } from '../support/sample-release.ts';

let temp: TempHome;
let release: BuiltRelease;
beforeEach(() => {
  temp = new TempHome();
  release = temp.build(undefined, { stage: 'paper' });
});
afterEach(() => temp.remove());

const approvalOf = (of: BuiltRelease, stage: Stage, changes: Partial<Approval> = {}): Approval => ({
  ...({ kind: 'approval', schemaVersion: 1 } as const),
  ...{ strategy: 'sample', release: of.id, stage, gates: [passedGate], provenance: 'exchange' },
  validation: sampleDraft.validation,
  ledger: { seq: 9, head: sha256('later') },
  ...{ at: '2025-09-01T12:00:00.000Z', by: 'ana' },
  ...changes,
});
const approve = (stage: Stage, of = release): void => writeApproval(of, approvalOf(of, stage), temp.key);
const fileOf = (stage: Stage, { id }: BuiltRelease = release, end = 'json'): string =>
  join(temp.home, 'releases', 'approvals', 'sample', `${id}.${stage}.${end}`);
const verified = (stage: Stage, signatures = 1): unknown =>
  verifyRelease(release.dir, readTrustedKeys(temp.home), { strategy: 'sample', stage, signatures });
const refused = (stage: Stage, signatures?: number): string => refusalOf(() => verified(stage, signatures)).code;
/** Signed with the key of the home, whatever it says. */
const forge = (stage: Stage, text: string): void => {
  mkdirSync(dirname(fileOf(stage)), { recursive: true });
  writeFileSync(fileOf(stage), text);
  writeFileSync(fileOf(stage, release, 'sig'), signatureText(Buffer.from(text), temp.key));
};

describe('an approval', () => {
  it('lets a release run at its stage and at easier ones, without a byte of the release changed', () => {
    expect([refused('demo'), refused('live')]).toEqual(['release-wrong-stage', 'release-wrong-stage']);
    approve('demo');
    expect(verified('demo')).toMatchObject({ id: release.id, manifest: { stage: 'paper' } });
    expect(refused('live')).toBe('release-wrong-stage');
    approve('live');
    rmSync(fileOf('demo'));
    expect(verified('demo')).toMatchObject({ id: release.id });
    expect(verified('live')).toMatchObject({ id: release.id });
    // the folder beside the strategies is no strategy
    expect(releaseRefs(temp.home).map(({ id }) => id)).toEqual([release.id]);
  });

  it('opens the channel of its stage, and the way back', () => {
    const trustedKeys = readTrustedKeys(temp.home);
    const at = '2025-09-01T12:00:00.000Z';
    const channel = { home: temp.home, strategy: 'sample', stage: 'live', at, by: 'ana', trustedKeys } as const;
    const other = temp.build('export const strategy = 1;\n', { stage: 'paper' });
    expect(refusalOf(() => pointChannel({ ...channel, release: release.id })).code).toBe('release-wrong-stage');
    approve('live');
    approve('live', other);
    pointChannel({ ...channel, release: release.id });
    pointChannel({ ...channel, release: other.id });
    expect(rollback(channel)).toMatchObject({ from: other.id, to: release.id });
    expect(readChannel(temp.home, 'sample', 'live')?.release).toBe(release.id);
    // one whose approval is gone is passed over
    pointChannel({ ...channel, release: other.id });
    rmSync(fileOf('live'));
    expect(refusalOf(() => rollback(channel)).code).toBe('release-no-earlier');
  });

  it('changed in any of 200 places is refused, in text and in signature', () => {
    approve('demo');
    const random = new Random(20_260_901, 'bytes');
    for (const end of ['json', 'sig']) {
      const file = fileOf('demo', release, end);
      const was = readFileSync(file);
      for (let count = 0; count < 100; count++) {
        const bytes = Buffer.from(was);
        bytes[Math.floor(random.float() * bytes.length)]! ^= 1 << Math.floor(random.float() * 7);
        writeFileSync(file, bytes);
        expect(['release-bad-signature', 'release-unknown-key']).toContain(refused('demo'));
      }
      writeFileSync(file, was);
    }
    expect(verified('demo')).toBeDefined();
  });

  it('of another release, another stage or another strategy is refused, though it is signed', () => {
    const other = temp.build('export const strategy = 1;\n', { stage: 'paper' });
    approve('demo', other);
    for (const end of ['json', 'sig']) copyFileSync(fileOf('demo', other, end), fileOf('demo', release, end));
    expect(refused('demo')).toBe('approval-wrong-release');
    approve('demo');
    for (const end of ['json', 'sig']) copyFileSync(fileOf('demo', release, end), fileOf('live', release, end));
    expect(refused('live')).toBe('approval-wrong-release');
    writeFileSync(fileOf('live'), '');
    rmSync(fileOf('live'));
    forge('live', JSON.stringify(approvalOf(release, 'live', { strategy: 'another' })));
    expect(refused('live')).toBe('approval-wrong-release');
  });

  it('of an unknown key, without a signature, of failed gates, or that is another signed file is refused', () => {
    const stranger = new TempHome();
    writeApproval(release, approvalOf(release, 'demo'), stranger.key);
    stranger.remove();
    expect(refused('demo')).toBe('release-unknown-key');
    approve('demo');
    rmSync(fileOf('demo', release, 'sig'));
    expect(refused('demo')).toBe('approval-invalid');
    const failed = { ...passedGate, passed: false };
    const texts = [
      JSON.stringify(approvalOf(release, 'demo', { gates: [failed] })),
      JSON.stringify({ ...approvalOf(release, 'demo'), more: 1 }),
      JSON.stringify({ ...approvalOf(release, 'demo'), kind: 'newestEntry' }),
      readFileSync(join(release.dir, 'release.json'), 'utf8'),
      'no JSON',
    ];
    for (const text of texts) {
      forge('demo', text);
      expect(refused('demo'), text.slice(0, 40)).toBe('approval-invalid');
    }
    // a waiver is shown, and stops nothing
    const waived = { ...failed, waived: { by: 'ana', reason: 'so' } };
    forge('demo', JSON.stringify(approvalOf(release, 'demo', { gates: [waived] })));
    expect(verified('demo')).toBeDefined();
  });

  it('opens live to nothing that rests on other data than those of the exchange', () => {
    const model = { ...sampleDraft.model!, provenance: 'synthetic' } as const;
    release = temp.build(undefined, { stage: 'paper', provenance: 'synthetic', model });
    approve('live');
    expect(refused('live')).toBe('provenance-not-live');
    expect(refused('demo')).toBe('provenance-not-live');
    approve('demo');
    expect(verified('demo')).toBeDefined();
    release = temp.build(undefined, { stage: 'paper' });
    forge('live', JSON.stringify(approvalOf(release, 'live', { provenance: 'simulated' })));
    expect(refused('live')).toBe('provenance-not-live');
  });

  it('wants as many signatures as the release', () => {
    const second = new TempHome();
    const [key] = readTrustedKeys(second.home);
    copyFileSync(key!.file, join(temp.home, 'keys', 'trusted', `${key!.fingerprint}.pub.pem`));
    const bytes = readFileSync(join(release.dir, 'release.json'));
    const lines = [signatureText(bytes, temp.key), signatureText(bytes, second.key)].sort();
    rmSync(join(release.dir, 'release.sig'));
    writeFileSync(join(release.dir, 'release.sig'), lines.join(''));
    approve('demo');
    expect(refused('demo', 2)).toBe('release-needs-signatures');
    expect(coSignApprovals(release, second.key, readTrustedKeys(temp.home))).toEqual(['demo']);
    expect(verified('demo', 2)).toBeDefined();
    expect(coSignApprovals(release, second.key, readTrustedKeys(temp.home))).toEqual([]);
    second.remove();
  });

  it('is listed with its gates, or with why it is none', () => {
    approve('demo');
    approve('live');
    writeFileSync(fileOf('live', release, 'sig'), 'nothing\n');
    const [demo, live, ...others] = listApprovals(release, readTrustedKeys(temp.home));
    expect(demo).toMatchObject({ stage: 'demo', approval: { by: 'ana', gates: [{ id: 'types' }] } });
    expect(live).toMatchObject({ stage: 'live', fault: expect.stringContaining('is not a signature') as string });
    expect(others).toEqual([]);
  });
});
