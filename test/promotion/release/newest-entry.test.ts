// The newest entry of the ledger stands signed beside a release: what was recorded after the newest trial that counts cannot be cut off in silence.
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntryMark } from '../../../src/adapters/ledger/ledger-entry.ts';
import { recordTrial } from '../../../src/adapters/ledger/record-trial.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { ledgerGate } from '../../../src/promotion/gates/ledger-gate.ts';
import { ledgerFault } from '../../../src/promotion/release/ledger-fault.ts';
import { listReleases } from '../../../src/promotion/release/release-list.ts';
import { type BuiltRelease, buildRelease } from '../../../src/promotion/release-builder.ts';
import { aTrial } from '../../adapters/ledger/a-trial.ts';
import { sampleDraft, sampleFiles, TempHome } from '../support/sample-release.ts';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

const ledgerFile = () => join(temp.home, 'runs', 'ledger.jsonl');
const headFile = () => join(temp.home, 'runs', 'ledger', 'head.json');
const besides = ({ dir }: BuiltRelease) => `${dir}.ledger`;
const fault = () => ledgerFault(temp.home, verifiedLedger(temp.home));

/** As a promotion does it: the validation is recorded, the gate asked, the release built. */
function promoted(): BuiltRelease {
  const trial = aTrial({ kind: 'validation' });
  const { gate, anchor, newest } = ledgerGate(temp.home, { trial, entry: recordTrial(temp.home, trial) });
  return built(anchor, newest, !gate.passed);
}

function built(
  ledger: typeof sampleDraft.ledger,
  newestEntry: EntryMark | undefined,
  keepsNewest: boolean,
): BuiltRelease {
  const { home, key } = temp;
  return buildRelease({ home, draft: { ...sampleDraft, ledger }, files: sampleFiles(), key, newestEntry, keepsNewest });
}

/** The chain cut back to its first entries, with the head that it would have had then. */
function cutTo(seq: number): void {
  const lines = readFileSync(ledgerFile(), 'utf8').split('\n').slice(0, seq);
  writeFileSync(ledgerFile(), `${lines.join('\n')}\n`);
  const { entries } = verifiedLedger(temp.home);
  writeFileSync(headFile(), JSON.stringify({ seq, sha256: entries[seq - 1]!.sha256 }));
  expect(verifiedLedger(temp.home).fault).toBeUndefined();
}

describe('the newest entry beside a release', () => {
  it('is of any kind, is renewed by each promotion, and changes nothing of the release', () => {
    const first = promoted();
    expect(first.manifest.ledger).toMatchObject({ seq: 1, signedNewest: true });
    expect(fault()).toBeUndefined();
    const again = promoted();
    expect([again.id, again.isNew]).toEqual([first.id, false]);
    expect(JSON.parse(readFileSync(besides(first), 'utf8').split('\n')[0]!)).toMatchObject({
      release: first.id,
      seq: 2,
    });
    expect(listReleases(temp.home, [temp.key]).map(({ id, fault: broken }) => [id, broken])).toEqual([
      [first.id, undefined],
    ]);
    expect(fault()).toBeUndefined();
  });

  it('shows that entries which do not count were cut off with a doctored head', () => {
    promoted();
    const { id } = promoted();
    cutTo(1);
    expect(fault()).toMatch(
      new RegExp(`^The ledger of trials has lost entries: the release sample ${id.slice(0, 12)} .*entry 2`),
    );
    // a promotion on paper goes on with a warning, and does not sign the loss away
    promoted();
    promoted();
    expect(fault()).toContain('lost entries');
  });

  it('cannot be changed, exchanged or taken away in silence', () => {
    const release = promoted();
    const signed = readFileSync(besides(release), 'utf8');
    for (const text of [signed.replace('"seq":1', '"seq":2'), signed.split('\n')[0]!, '', `${signed} `]) {
      writeFileSync(besides(release), text);
      expect(fault()).toBe(
        `releases/sample/${release.id}.ledger, which names the newest entry of the ledger of trials when the release was promoted, is not what a trusted key signed`,
      );
    }
    rmSync(besides(release));
    expect(fault()).toContain('is missing');
    writeFileSync(besides(release), signed);
    recordTrial(temp.home, aTrial({ seed: 5 }));
    const other = promoted();
    expect(other.id).not.toBe(release.id);
    copyFileSync(besides(release), besides(other));
    expect(fault()).toContain(`${other.id}.ledger`);
  });

  it('is not asked of releases of earlier versions', () => {
    recordTrial(temp.home, aTrial());
    const { seq, sha256: head } = verifiedLedger(temp.home).head!;
    const release = built({ seq, head }, undefined, false);
    expect(existsSync(besides(release))).toBe(false);
    expect(fault()).toBeUndefined();
  });
});
