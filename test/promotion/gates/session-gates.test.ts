// Sessions of the stage before count by days, of the same code and model, certified, on their own day, and none that went wrong.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runFingerprint } from '../../../src/adapters/journal/run-fingerprint.ts';
import { createRunFolder, writeRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import type { RunInfo } from '../../../src/adapters/journal/run-info.ts';
import { RunJournal } from '../../../src/adapters/journal/run-journal.ts';
import { demoSessionsGate, paperSessionsGate, type SessionsOf } from '../../../src/promotion/gates/session-gates.ts';
import { type ParityCause, verdictOf } from '../../../src/promotion/parity/parity-certificate.ts';
import { CODE_FILE } from '../../../src/promotion/release/release-manifest.ts';
import { signatureText } from '../../../src/promotion/release/signature.ts';
import type { BuiltRelease } from '../../../src/promotion/release-builder.ts';
import { sampleRunInfo } from '../../adapters/journal/run-samples.ts';
import { sha256, TempHome } from '../support/sample-release.ts';

const MODEL = sha256('{"name":"sample"}\n');

let temp: TempHome;
let release: BuiltRelease;
let of: SessionsOf;
beforeEach(() => {
  temp = new TempHome();
  release = temp.build(undefined, { stage: 'paper' });
  of = { home: temp.home, strategy: 'sample', codeSha256: codeOf(release), modelSha256: MODEL };
});
afterEach(() => temp.remove());

const codeOf = ({ manifest }: BuiltRelease): string => manifest.files.find(({ path }) => path === CODE_FILE)!.sha256;

interface Session {
  readonly day: string;
  readonly mode?: 'paper' | 'demo';
  readonly started?: string;
  readonly of?: BuiltRelease;
  readonly isFinished?: boolean;
  /** Of what the backtest of the day did otherwise; none where it is identical. */
  readonly cause?: ParityCause;
  readonly violations?: readonly { kind: 'nakedPosition'; timeUs: null; text: string }[];
  readonly suffix?: string;
}

/** A run with nothing in its journal, and what its certificate says of it. Gives its folder. */
function session(given: Session): string {
  const { day, mode = 'paper', isFinished = true, cause, suffix = '0a1b2c' } = given;
  const startedAtUtc = `${given.started ?? day}T12:00:00.000Z`;
  const ran: RunInfo = {
    ...sampleRunInfo({ mode, strategy: 'sample', release: (given.of ?? release).id, startedAtUtc }),
    finishedAtUtc: isFinished ? startedAtUtc : null,
  };
  const folder = createRunFolder(temp.home, { ...ran, suffix });
  writeRunInfo(folder, ran);
  new RunJournal(folder, { mode: 'bulk', events: { mode, strategy: 'sample' } }).close();
  const parts = {
    replay: { isIdentical: true, decisions: 0, firstDifference: null, notices: [] },
    backtest: {
      ...{
        isIdentical: cause === undefined,
        market: 'datasets',
        decisions: { run: 0, backtest: 0, same: 0, otherInputs: 0 },
      },
      ...{ runE4: 0, backtestE4: 0, differences: [], moreDifferences: 0, notices: [] },
      causes: cause === undefined ? [] : [{ cause, count: 1, effectE4: 0 }],
    },
    violations: [...(given.violations ?? [])],
  };
  const certificate = {
    ...{ kind: 'parityCertificate', schemaVersion: 1, run: basename(folder), mode, strategy: 'sample' },
    ...{ release: ran.release, model: MODEL, provenance: 'exchange', days: [day], isFinished },
    ...{ journal: runFingerprint(folder), ...parts, verdict: verdictOf(parts) },
    slippage: { entries: 0, entryTicks: null, modelEntryTicks: null, exits: 0, exitTicksWorse: null },
    versions: { program: '1.0.0', node: process.versions.node },
  };
  const text = `${JSON.stringify(certificate, null, 2)}\n`;
  writeFileSync(join(folder, 'certificate.json'), text);
  writeFileSync(join(folder, 'certificate.sig'), signatureText(Buffer.from(text), temp.key));
  return folder;
}

const DAYS = ['2025-08-04', '2025-08-05', '2025-08-06'];

describe('the gate of paper sessions', () => {
  it('counts days whose certificate leaves nothing unexplained, of every release of the same code and model', () => {
    expect(paperSessionsGate(of, 3)).toMatchObject({ id: 'paperSessions', passed: false, value: 0, limit: 3 });
    const other = temp.build(undefined, { stage: 'demo' });
    expect(other.id).not.toBe(release.id);
    session({ day: DAYS[0]! });
    session({ day: DAYS[1]!, of: other });
    session({ day: DAYS[1]!, suffix: '0a1b2d' });
    expect(paperSessionsGate(of, 3)).toMatchObject({ passed: false, value: 2 });
    session({ day: DAYS[2]!, cause: 'latency' });
    expect(paperSessionsGate(of, 3)).toMatchObject({ passed: true, value: 3, fix: '' });
  });

  it('does not count other code, another model, another stage, or a release that is gone', () => {
    const changed = temp.build('export const strategy = 2;\n', { stage: 'paper' });
    session({ day: DAYS[0]!, of: changed });
    session({ day: DAYS[1]!, mode: 'demo' });
    session({ day: DAYS[2]! });
    expect(paperSessionsGate(of, 1).value).toBe(1);
    expect(paperSessionsGate({ ...of, modelSha256: sha256('another') }, 1).value).toBe(0);
    expect(paperSessionsGate({ ...of, codeSha256: codeOf(changed) }, 1).value).toBe(1);
    rmSync(release.dir, { recursive: true });
    expect(paperSessionsGate(of, 1).value).toBe(0);
  });

  it('does not count a day on which one run differed for no known cause, none ended, or that was played from recorded data', () => {
    session({ day: DAYS[0]! });
    session({ day: DAYS[0]!, cause: 'unknown', suffix: '0a1b2d' });
    session({ day: DAYS[1]!, isFinished: false });
    session({ day: DAYS[2]!, started: '2025-09-10' });
    const gate = paperSessionsGate(of, 1);
    expect(gate).toMatchObject({ passed: false, value: 0 });
    expect(gate.reason).toContain('2 days were not');
  });

  it('does not count a certificate that was edited, copied, or whose journal changed, and says so', () => {
    const folder = session({ day: DAYS[0]! });
    const copy = `${folder.slice(0, -6)}ffffff`;
    cpSync(folder, copy, { recursive: true });
    expect(paperSessionsGate(of, 1)).toMatchObject({ passed: true, value: 1 });
    rmSync(copy, { recursive: true });
    const file = join(folder, 'run.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('50000', '60000'));
    const gate = paperSessionsGate(of, 1);
    expect(gate).toMatchObject({ passed: false, value: 0 });
    expect(gate.reason).toMatch(/1 certificates do not hold \(.*is of other content: runSha256\)/);
  });
});

describe('the gate of demo sessions', () => {
  const naked = { kind: 'nakedPosition', timeUs: null, text: 'no stop' } as const;

  it('counts days without a violated invariant, whatever the backtest says of them', () => {
    session({ day: DAYS[0]!, mode: 'demo' });
    session({ day: DAYS[1]!, mode: 'demo', cause: 'lateData' });
    session({ day: DAYS[2]!, mode: 'demo', violations: [naked] });
    expect(demoSessionsGate(of, 3)).toMatchObject({ id: 'demoSessions', passed: false, value: 2, limit: 3 });
    expect(demoSessionsGate(of, 2)).toMatchObject({ passed: true, value: 2 });
  });
});
