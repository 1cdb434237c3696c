// A ledger that lost entries shows by releases and approvals of its own home; what came from another home is told apart, and hides no loss.
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordTrial } from '../../../src/adapters/ledger/record-trial.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { besidesOf } from '../../../src/promotion/delivery/besides.ts';
import { ledgerGate } from '../../../src/promotion/gates/ledger-gate.ts';
import { writeApproval } from '../../../src/promotion/release/approvals.ts';
import { coSign } from '../../../src/promotion/release/co-sign.ts';
import { publicKeyFile, readTrustedKeys } from '../../../src/promotion/release/keys.ts';
import { ledgerFault, otherLedgers } from '../../../src/promotion/release/ledger-fault.ts';
import { trustKey } from '../../../src/promotion/release/trust.ts';
import { verifyRelease } from '../../../src/promotion/release/verify-release.ts';
import { type BuiltRelease, buildRelease } from '../../../src/promotion/release-builder.ts';
import { aTrial } from '../../adapters/ledger/a-trial.ts';
import { passedGate, sampleDraft, sampleFiles, TempHome } from '../support/sample-release.ts';

let here: TempHome;
let there: TempHome;
beforeEach(() => {
  here = new TempHome();
  there = new TempHome();
});
afterEach(() => {
  here.remove();
  there.remove();
});

const fault = ({ home }: TempHome): string | undefined => ledgerFault(home, verifiedLedger(home));
const others = ({ home }: TempHome): readonly string[] =>
  otherLedgers(home, verifiedLedger(home)).map(({ what }) => what);
const short = ({ id }: BuiltRelease): string => id.slice(0, 12);

/** As a promotion does it. */
function promoted({ home, key }: TempHome, seed = 1): BuiltRelease {
  const trial = aTrial({ kind: 'validation', strategy: 'sample', seed });
  const { gate, anchor, newest } = ledgerGate(home, { trial, entry: recordTrial(home, trial) });
  const draft = { ...sampleDraft, stage: 'paper', ledger: anchor } as const;
  return buildRelease({ home, draft, files: sampleFiles(), key, newestEntry: newest, keepsNewest: !gate.passed });
}

/** As `approve` does it, with checks after the gate. */
function approved({ home, key }: TempHome, release: BuiltRelease): number {
  const { seq, sha256: head } = recordTrial(home, aTrial({ kind: 'check', strategy: 'sample', seed: 77 }));
  const { sha256: first } = verifiedLedger(home).entries[0]!;
  writeApproval(
    release,
    {
      ...({ kind: 'approval', schemaVersion: 1, stage: 'demo', provenance: 'exchange' } as const),
      ...{ strategy: 'sample', release: release.id, gates: [passedGate], validation: sampleDraft.validation },
      ...{ ledger: { seq, head, first, key: key.fingerprint }, at: '2025-09-01T12:00:00.000Z', by: 'ana' },
    },
    key,
  );
  return seq;
}

/** All that a delivery brings, from `there` to `here`. */
function delivered(release: BuiltRelease): BuiltRelease {
  trustKey(here.home, publicKeyFile(there.home, there.key.fingerprint));
  const name = join('releases', 'sample', release.id);
  cpSync(join(there.home, name), join(here.home, name), { recursive: true });
  cpSync(join(there.home, `${name}.ledger`), join(here.home, `${name}.ledger`));
  const dir = join(here.home, name);
  expect(besidesOf(verifyRelease(dir, readTrustedKeys(here.home)), readTrustedKeys(here.home)).length).toBeGreaterThan(
    0,
  );
  return { ...release, dir };
}

function beginAnew({ home }: TempHome): void {
  rmSync(join(home, 'runs'), { recursive: true });
  recordTrial(home, aTrial({ seed: 99 }));
}

function cutTo({ home }: TempHome, seq: number): void {
  const file = join(home, 'runs', 'ledger.jsonl');
  writeFileSync(file, `${readFileSync(file, 'utf8').split('\n').slice(0, seq).join('\n')}\n`);
  const { sha256 } = verifiedLedger(home).entries[seq - 1]!;
  writeFileSync(join(home, 'runs', 'ledger', 'head.json'), JSON.stringify({ seq, sha256 }));
  expect(verifiedLedger(home).fault).toBeUndefined();
}

describe('an approval', () => {
  it('names the newest entry of the ledger: what is cut off later shows', () => {
    const release = promoted(here);
    const seq = approved(here, release);
    expect([seq, fault(here)]).toEqual([2, undefined]);
    cutTo(here, 1);
    const lost = `The ledger of trials has lost entries: the approval of sample ${short(release)} for demo was written when it had entry 2`;
    expect(fault(here)).toContain(lost);
    // also where its release is gone
    rmSync(release.dir, { recursive: true });
    rmSync(`${release.dir}.ledger`);
    expect(fault(here)).toContain(lost);
  });

  it('proves nothing where nobody signed it, and is of another home by its key, however many signed', () => {
    const release = promoted(there);
    approved(there, release);
    recordTrial(here.home, aTrial({ seed: 4 }));
    const arrived = delivered(release);
    const approvals = join('releases', 'approvals');
    cpSync(join(there.home, approvals), join(here.home, approvals), { recursive: true });
    expect([fault(here), others(here)]).toEqual([
      ...[undefined, [`the release sample ${short(release)}`, `the approval of sample ${short(release)} for demo`]],
    ]);
    trustKey(there.home, publicKeyFile(here.home, here.key.fingerprint));
    coSign(arrived.dir, here.key, readTrustedKeys(here.home));
    expect(fault(here)).toBeUndefined();
    expect(others(here)).toHaveLength(2);
    const file = join(here.home, approvals, 'sample', `${release.id}.demo.json`);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"seq": 2', '"seq": 1'));
    expect(others(here)).toHaveLength(1);
  });
});

describe('a release of another home', () => {
  it('is no loss, whatever this home has recorded, and is told', () => {
    const release = promoted(there);
    delivered(release);
    expect([fault(here), others(here)]).toEqual([undefined, [`the release sample ${short(release)}`]]);
    recordTrial(here.home, aTrial());
    expect([fault(here), others(here)]).toEqual([undefined, [`the release sample ${short(release)}`]]);
    expect([fault(there), others(there)]).toEqual([undefined, []]);
  });

  it('keeps its strategy from being promoted here: what was tried for it cannot be counted', () => {
    const release = promoted(there);
    delivered(release);
    const gateOf = (strategy: string) => {
      const trial = aTrial({ kind: 'validation', strategy });
      return ledgerGate(here.home, { trial, entry: recordTrial(here.home, trial) }).gate;
    };
    const { passed, reason } = gateOf('sample');
    expect([passed, reason]).toEqual([
      false,
      `What was tried for the release sample ${short(release)} stands in the ledger of trials of another home, which nobody can count here`,
    ]);
    expect(gateOf('another').passed).toBe(true);
  });

  it('hides no loss of this one', () => {
    const [own, other] = [promoted(here), promoted(there, 2)];
    delivered(other);
    expect(fault(here)).toBeUndefined();
    beginAnew(here);
    expect(fault(here)).toContain(`the release sample ${short(own)} was made when it had entry 1`);
    expect(others(here)).toEqual([`the release sample ${short(other)}`]);
  });
});

describe('a ledger that was begun anew', () => {
  it('shows by each release that a key of the home signed, and by its approvals', () => {
    const release = promoted(here);
    approved(here, release);
    beginAnew(here);
    expect(fault(here)).toContain(`the release sample ${short(release)} was made when`);
    rmSync(release.dir, { recursive: true });
    expect(fault(here)).toContain(`the approval of sample ${short(release)} for demo was written when`);
    expect(others(here)).toEqual([]);
  });

  it('shows where another trusted key signed the mark beside the release, or signed the release too', () => {
    const release = promoted(here);
    trustKey(here.home, publicKeyFile(there.home, there.key.fingerprint));
    const mark = `${release.dir}.ledger`;
    const ofHere = readFileSync(mark);
    trustKey(there.home, publicKeyFile(here.home, here.key.fingerprint));
    cpSync(release.dir, join(there.home, 'releases', 'sample', release.id), { recursive: true });
    const { manifest } = release;
    // signed there over the very same release
    const { files: _files, ...draft } = manifest;
    const again = { home: there.home, draft: draft as typeof sampleDraft, files: sampleFiles(), key: there.key };
    buildRelease({ ...again, newestEntry: verifiedLedger(here.home).head! });
    cpSync(join(there.home, 'releases', 'sample', `${release.id}.ledger`), mark);
    expect(readFileSync(mark).equals(ofHere)).toBe(false);
    beginAnew(here);
    expect(fault(here)).toContain(`the release sample ${short(release)} was made when`);
    writeFileSync(mark, ofHere);
    coSign(release.dir, there.key, readTrustedKeys(here.home));
    expect(fault(here)).toContain(`the release sample ${short(release)} was made when`);
  });

  it('shows where the mark beside the release is gone, and nobody knows whose the signature is', () => {
    const release = promoted(here);
    rmSync(`${release.dir}.ledger`);
    beginAnew(here);
    expect(fault(here)).toContain(`the release sample ${short(release)} was made when`);
    const trusted = join(dirname(publicKeyFile(here.home, here.key.fingerprint)), 'trusted');
    renameSync(trusted, `${trusted}-away`);
    expect(fault(here)).toContain(`the release sample ${short(release)} was made when`);
  });
});
