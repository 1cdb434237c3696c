// Certificates of runs that must be identical, that were doctored, and whose folder was changed after the signature.
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { runFingerprint } from '../../../src/adapters/journal/run-fingerprint.ts';
import { instrumentOf } from '../../../src/core/market/instrument-table.ts';
import { certifyRun } from '../../../src/promotion/parity/certify-run.ts';
import { findViolations } from '../../../src/promotion/parity/find-violations.ts';
import type { ParityCertificate } from '../../../src/promotion/parity/parity-certificate.ts';
import { type ReadCertificates, readCertificates } from '../../../src/promotion/parity/read-certificates.ts';
import { openSigningKey } from '../../../src/promotion/release/keys.ts';
import { signatureText } from '../../../src/promotion/release/signature.ts';
import { dayReport } from '../../../src/runner/day-report/day-report.ts';
import { replay } from '../../../src/runner/replay.ts';
import { makeEngine, type RunPlan } from '../../../src/runner/run-plan.ts';
import type { SimulatedRun } from '../../../src/runner/simulated-run.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { engineSettingsOf, planOf, runDay, storeDays } from '../../runner/synthetic-run.ts';

const home = temporaryFolder('certify');
let plan: RunPlan;
let run: SimulatedRun;
let certificate: ParityCertificate;

beforeAll(async () => {
  await storeDays(home, 3);
  plan = await planOf();
  run = await runDay(home, plan, { mode: 'paper' });
  certificate = await certified(run.folder!);
});

afterAll(async () => {
  await plan.model?.predictor.close();
});

async function certified(folder: string): Promise<ParityCertificate> {
  const replayed = await replay({ folder, engine: makeEngine(plan, engineSettingsOf(run)) });
  const report = await dayReport({ folder, store: openStore(home), plan, replay: replayed });
  return certifyRun(report, instrumentOf, openSigningKey(home).key);
}

/** A copy in a home of its own that trusts the same key. */
function copied(name: string): { readonly home: string; readonly folder: string } {
  const other = temporaryFolder(`certify-${name}`);
  cpSync(join(home, 'keys'), join(other, 'keys'), { recursive: true });
  const folder = join(other, 'runs', basename(run.folder!));
  cpSync(run.folder!, folder, { recursive: true });
  return { home: other, folder };
}

function changeJournal(folder: string, sql: string): void {
  const database = new DatabaseSync(join(folder, 'journal.sqlite'));
  database.exec(sql);
  database.close();
}

function refusals({ certificates, refused }: ReadCertificates): readonly string[] {
  expect(certificates).toEqual([]);
  return refused.map(({ code }) => code);
}

describe('a run that does what its release does', () => {
  it('is identical, by day, with the digest of each epoch and its own prices', () => {
    expect(certificate).toMatchObject({
      ...{ verdict: 'identical', mode: 'paper', days: ['2027-03-01'], isFinished: true, violations: [] },
      replay: { isIdentical: true, decisions: run.collector.decisions, firstDifference: null },
      backtest: { isIdentical: true, market: 'datasets', causes: [], differences: [] },
    });
    const { epochs } = certificate.journal;
    expect(epochs.reduce((sum, { decisions }) => sum + decisions, 0)).toBe(run.collector.decisions);
    expect(certificate.journal.eventsSha256).toBe(run.info.eventsSha256);
    const { slippage } = certificate;
    expect(slippage.entries).toBeGreaterThan(0);
    expect(slippage.entryTicks).toBe(slippage.modelEntryTicks);
    expect(slippage.exitTicksWorse).toBe(0);
  });

  it('has the same text each time', async () => {
    const file = join(run.folder!, 'certificate.json');
    const before = readFileSync(file, 'utf8');
    await certified(run.folder!);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('is read by strategy, mode and release, and by nothing else', () => {
    expect(readCertificates(home)).toEqual({ certificates: [certificate], refused: [] });
    const strategy = 'wdo-regime';
    expect(readCertificates(home, { strategy, mode: 'paper' }).certificates).toHaveLength(1);
    expect(readCertificates(home, { strategy: 'other' }).certificates).toEqual([]);
    expect(readCertificates(home, { mode: 'demo' }).certificates).toEqual([]);
    expect(readCertificates(home, { release: '0'.repeat(64) }).certificates).toEqual([]);
  });

  it('keeps its fingerprint where the journal is only packed anew', () => {
    const { home: other, folder } = copied('packed');
    changeJournal(folder, 'PRAGMA journal_mode = DELETE; VACUUM');
    expect(readFileSync(join(folder, 'journal.sqlite')).equals(readFileSync(join(run.folder!, 'journal.sqlite')))).toBe(
      false,
    );
    expect(runFingerprint(folder)).toEqual(runFingerprint(run.folder!));
    expect(readCertificates(other).certificates).toHaveLength(1);
  });
});

describe('a certificate is refused', () => {
  const cases: readonly (readonly [string, string, (folder: string, home: string) => void])[] = [
    ['one word was edited', 'release-bad-signature', (folder) => edit(folder, '"identical"', '"explained"')],
    ['a blank was added', 'release-bad-signature', (folder) => edit(folder, '"days"', ' "days"')],
    ['its signature is gone', 'certificate-unsigned', (folder) => rmSync(join(folder, 'certificate.sig'))],
    [
      'the key is not trusted here',
      'release-unknown-key',
      (_folder, other) => rmSync(join(other, 'keys', 'trusted'), { recursive: true }),
    ],
    [
      'a decision was taken out of the journal',
      'certificate-journal-changed',
      (folder) => changeJournal(folder, 'DELETE FROM decision WHERE id = 3'),
    ],
    [
      'a row was put into the journal',
      'certificate-journal-changed',
      (folder) => changeJournal(folder, "INSERT INTO operator VALUES (NULL, 5, 5, 'pause', '{}')"),
    ],
    [
      'run.json was edited',
      'certificate-journal-changed',
      (folder) => {
        const file = join(folder, 'run.json');
        writeFileSync(file, readFileSync(file, 'utf8').replace('"capitalBrl": 50000', '"capitalBrl": 60000'));
      },
    ],
    [
      'it stands in the folder of another run',
      'certificate-wrong-run',
      (folder) => renameSync(folder, folder.replace(/[0-9a-f]{6}$/, 'ffffff')),
    ],
    [
      'a byte of the events was changed',
      'event-log-damaged',
      (folder) => {
        const file = join(folder, 'events-0001.bin');
        const bytes = readFileSync(file);
        bytes[bytes.length - 100]! ^= 1;
        writeFileSync(file, bytes);
      },
    ],
    ['the journal is gone', 'journal-invalid', (folder) => rmSync(join(folder, 'journal.sqlite'))],
  ];

  it.each(cases)('where %s: %s', (_name, code, change) => {
    const { home: other, folder } = copied('refused');
    expect(readCertificates(other).certificates).toHaveLength(1);
    change(folder, other);
    expect(refusals(readCertificates(other))).toEqual([code]);
  });

  it('where its verdict does not follow from the rest, also with a good signature', () => {
    const { home: other, folder } = copied('verdict');
    edit(folder, '"violations": []', '"violations": [{"kind":"error","timeUs":null,"text":"x"}]');
    signAgain(folder);
    expect(refusals(readCertificates(other))).toEqual(['certificate-invalid']);
  });

  it('where a signature of something else stands beside it', () => {
    const { home: other, folder } = copied('other-signature');
    writeFileSync(join(folder, 'certificate.sig'), signatureText(Buffer.from('{}\n'), openSigningKey(home).key));
    expect(refusals(readCertificates(other))).toEqual(['release-bad-signature']);
  });
});

describe('a journal that was doctored before it was certified', () => {
  it('by the outcome of a decision: the replay differs and the cause is unknown', async () => {
    const { folder } = copied('outcome');
    const outcome = `'{"kind":"flat","reason":"x"}'`;
    changeJournal(folder, `UPDATE decision SET outcome = ${outcome}, outcome_kind = 'flat' WHERE id = 40`);
    const doctored = await certified(folder);
    expect(doctored.verdict).toBe('unexplained');
    expect(doctored.replay).toMatchObject({ isIdentical: false, firstDifference: { index: 39, path: 'outcome.kind' } });
    expect(doctored.backtest.causes.map(({ cause }) => cause)).toEqual(['unknown']);
  });

  it('by an alert that the engine never gave: it counts as a violation all the same', async () => {
    const { folder } = copied('alert');
    changeJournal(folder, "INSERT INTO alert VALUES (NULL, 9, 9, 'critical', 'stopLate', 'no stop in 1 s')");
    const doctored = await certified(folder);
    expect(doctored.verdict).toBe('unexplained');
    expect(doctored.violations).toEqual([{ kind: 'nakedPosition', timeUs: 9, text: 'stopLate: no stop in 1 s' }]);
  });

  it('by a stop that was lost: a violation unless an exit or another stop followed within a second', () => {
    const { folder } = copied('stop-lost');
    const database = new DatabaseSync(join(folder, 'journal.sqlite'));
    const rows = database.prepare("SELECT seq, time_us, body FROM command WHERE kind = 'submit' ORDER BY id").all();
    database.close();
    const stop = rows.find(({ body }) => String(body).includes('"role":"stop"'))!;
    const lost = (timeUs: number): string =>
      `DELETE FROM alert; INSERT INTO alert VALUES (NULL, ${stop.seq}, ${timeUs}, 'critical', 'stopLost', 'crossed')`;
    const kinds = (): readonly string[] => findViolations(folder, { isFinished: true }).map(({ kind }) => kind);
    changeJournal(folder, lost(Number(stop.time_us)));
    expect(kinds()).toEqual([]);
    changeJournal(folder, `${lost(Number(stop.time_us))}; DELETE FROM command WHERE seq >= ${stop.seq}`);
    expect(kinds()).toContain('nakedPosition');
  });
});

function edit(folder: string, from: string, to: string): void {
  const file = join(folder, 'certificate.json');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

function signAgain(folder: string): void {
  const bytes = readFileSync(join(folder, 'certificate.json'));
  writeFileSync(join(folder, 'certificate.sig'), signatureText(bytes, openSigningKey(home).key));
}
