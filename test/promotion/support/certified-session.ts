// A home, a release and what a session was like in; its run folder with nothing in the journal, and the signed certificate of it, out.
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runFingerprint } from '../../../src/adapters/journal/run-fingerprint.ts';
import { createRunFolder, writeRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import type { RunInfo } from '../../../src/adapters/journal/run-info.ts';
import { RunJournal } from '../../../src/adapters/journal/run-journal.ts';
import {
  type ParityCause,
  type ParityCertificate,
  verdictOf,
} from '../../../src/promotion/parity/parity-certificate.ts';
import { CODE_FILE } from '../../../src/promotion/release/release-manifest.ts';
import { signatureText } from '../../../src/promotion/release/signature.ts';
import type { BuiltRelease } from '../../../src/promotion/release-builder.ts';
import { sampleRunInfo } from '../../adapters/journal/run-samples.ts';
import { sha256, type TempHome } from './sample-release.ts';

/** Of the model in `sampleFiles`. */
export const SAMPLE_MODEL: string = sha256('{"name":"sample"}\n');

const DIFFERENCE = { index: 0, timeUs: 0, path: 'wanted', expected: 'hold', actual: 'long' };

export function codeOf({ manifest }: BuiltRelease): string {
  return manifest.files.find(({ path }) => path === CODE_FILE)!.sha256;
}

export interface Session {
  readonly day: string;
  readonly mode?: 'paper' | 'demo';
  /** Another day than its own. */
  readonly started?: string;
  readonly isFinished?: boolean;
  readonly replaysIdentical?: boolean;
  /** Of what the backtest of the day did otherwise; none where it is identical. */
  readonly cause?: ParityCause;
  readonly violations?: readonly { kind: 'nakedPosition'; timeUs: null; text: string }[];
  readonly suffix?: string;
  /** Whose key signs the certificate, in place of the home's. */
  readonly signer?: TempHome;
}

/** Gives the folder of the run. */
export function certifiedSession({ home, key }: TempHome, { id }: BuiltRelease, given: Session): string {
  const { day, mode = 'paper', isFinished = true, replaysIdentical = true, cause, suffix = '0a1b2c' } = given;
  const startedAtUtc = `${given.started ?? day}T12:00:00.000Z`;
  const ran: RunInfo = {
    ...sampleRunInfo({ mode, strategy: 'sample', release: id, startedAtUtc }),
    finishedAtUtc: isFinished ? startedAtUtc : null,
  };
  const folder = createRunFolder(home, { ...ran, suffix });
  writeRunInfo(folder, ran);
  new RunJournal(folder, { mode: 'bulk', events: { mode, strategy: 'sample' } }).close();
  const parts: Pick<ParityCertificate, 'replay' | 'backtest' | 'violations'> = {
    replay: {
      ...{ isIdentical: replaysIdentical, decisions: 0, notices: [] },
      firstDifference: replaysIdentical ? null : DIFFERENCE,
    },
    backtest: {
      ...{ isIdentical: cause === undefined, market: 'datasets' },
      decisions: { run: 0, backtest: 0, same: 0, otherInputs: 0 },
      ...{ runE4: 0, backtestE4: 0, differences: [], moreDifferences: 0, notices: [] },
      causes: cause === undefined ? [] : [{ cause, count: 1, effectE4: 0 }],
    },
    violations: [...(given.violations ?? [])],
  };
  const certificate = {
    ...{ kind: 'parityCertificate', schemaVersion: 1, run: basename(folder), mode, strategy: 'sample' },
    ...{ release: ran.release, model: SAMPLE_MODEL, provenance: 'exchange', days: [day], isFinished },
    ...{ journal: runFingerprint(folder), ...parts, verdict: verdictOf(parts) },
    slippage: { entries: 0, entryTicks: null, modelEntryTicks: null, exits: 0, exitTicksWorse: null },
    versions: { program: '1.0.0', node: process.versions.node },
  };
  const text = `${JSON.stringify(certificate, null, 2)}\n`;
  writeFileSync(join(folder, 'certificate.json'), text);
  writeFileSync(join(folder, 'certificate.sig'), signatureText(Buffer.from(text), given.signer?.key ?? key));
  return folder;
}
