// Cheats with code, with sessions that count for a promotion, and with what is signed: each ends in the refusal of its row.
import { copyFileSync, cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { bundleStrategy } from '../../../src/promotion/bundle.ts';
import { demoSessionsGate, paperSessionsGate, type SessionsOf } from '../../../src/promotion/gates/session-gates.ts';
import { strategyTestsGate } from '../../../src/promotion/gates/strategy-tests-gate.ts';
import { typesGate } from '../../../src/promotion/gates/types-gate.ts';
import { writeApproval } from '../../../src/promotion/release/approvals.ts';
import { pointChannel } from '../../../src/promotion/release/channels.ts';
import { gatesText } from '../../../src/promotion/release/gates-file.ts';
import { readTrustedKeys } from '../../../src/promotion/release/keys.ts';
import { loadRelease } from '../../../src/promotion/release/load-release.ts';
import { resolveRelease } from '../../../src/promotion/release/resolve-release.ts';
import { signatureText } from '../../../src/promotion/release/signature.ts';
import type { Stage } from '../../../src/promotion/release/stage.ts';
import { revokeKey } from '../../../src/promotion/release/trust.ts';
import { verifyRelease } from '../../../src/promotion/release/verify-release.ts';
import { type BuiltRelease, buildRelease } from '../../../src/promotion/release-builder.ts';
import { certifiedSession, codeOf, SAMPLE_MODEL, type Session } from '../support/certified-session.ts';
import { SamplePackage } from '../support/sample-package.ts';
import { overwrite, passedGate, sampleDraft, sampleFiles, sha256, TempHome } from '../support/sample-release.ts';
import { byGate, type Refusal, refusedIn, refuses } from './support/refusal-table.ts';

const AT = '2025-10-01T12:00:00.000Z';
let temp: TempHome;
let release: BuiltRelease;
beforeEach(() => {
  temp = new TempHome();
  release = temp.build(undefined, { stage: 'paper' });
});
afterEach(() => temp.remove());

describe('code', () => {
  let sample: SamplePackage;
  beforeEach(() => {
    sample = new SamplePackage();
  });
  afterEach(() => sample.remove());

  const HEAD = "import { defineStrategy } from 'quantumtrader';\n";
  const TAIL = "export default defineStrategy({ name: 'sample' });\n";
  const tests = async (): Promise<Refusal> => byGate(temp.home, await strategyTestsGate(sample.root, 'sample'));
  /** Each of them alone. */
  async function bundled(...lines: readonly string[]): Promise<Refusal> {
    const refusals: Refusal[] = [];
    for (const line of lines) {
      sample.write('strategies/sample.ts', `${HEAD}${line}\n${TAIL}`);
      refusals.push(await refusedIn(temp.home, () => bundleStrategy(sample.bundle())));
    }
    expect(new Set(refusals.map(({ by }) => by)).size).toBe(1);
    return refusals[0]!;
  }

  refuses(39, async () => {
    const file = sample.write('strategies/sample.ts', `${HEAD}export const limit: number = 'none';\n${TAIL}`);
    return byGate(temp.home, await typesGate(sample.root, file));
  });
  refuses(40, () => {
    const body = "import { expect, it } from 'vitest';\nit('stops', () => expect(1).toBe(2));\n";
    sample.write('test/strategies/sample.test.ts', body);
    return tests();
  });
  refuses(41, tests);
  refuses(44, () => bundled('export const now = Date.now();', 'export const draw = Math.random();'));
  refuses(45, () =>
    bundled("export const asked = fetch('https://a.b');", "export const s = new WebSocket('wss://a.b');"),
  );
  refuses(46, () =>
    bundled(
      "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;",
      "import ky from 'ky';\nexport const get = ky;",
      "import { read } from '../src/adapters/disk.ts';\nexport const own = read;",
    ),
  );
  refuses(47, () => bundled("export const made = eval('1');", 'export const path = import.meta.url;'));
});

describe('sessions', () => {
  const DAY = '2025-08-04';
  const naked = { kind: 'nakedPosition', timeUs: null, text: 'no stop' } as const;
  let of: SessionsOf;
  beforeEach(() => {
    of = { home: temp.home, strategy: 'sample', codeSha256: codeOf(release), modelSha256: SAMPLE_MODEL };
  });

  const session = (given: Partial<Session> = {}, ran = release): string =>
    certifiedSession(temp, ran, { day: DAY, mode: 'demo', ...given });
  /** Of the five days that are asked by default, `days` are counted: the cheat adds none. */
  function counted(days: number): Promise<Refusal> {
    const gate = demoSessionsGate(of, 5);
    expect(gate.value, gate.reason).toBe(days);
    return byGate(temp.home, gate);
  }

  refuses(57, () => counted(0));
  refuses(58, () => {
    const folder = session();
    for (const day of ['05', '06', '07', '08']) {
      cpSync(folder, folder.replace('20250804', `202508${day}`), { recursive: true });
    }
    return counted(1);
  });
  refuses(59, () => {
    for (const suffix of ['0a1b2c', '0a1b2d', '0a1b2e', '0a1b2f', '0a1b30']) session({ suffix });
    return counted(1);
  });
  refuses(60, () => {
    session({ started: '2025-09-10' });
    return counted(0);
  });
  refuses(61, () => {
    const stranger = new TempHome();
    session({ signer: stranger });
    stranger.remove();
    return counted(0);
  });
  refuses(62, () => {
    const file = join(session({ violations: [naked] }), 'certificate.json');
    const { violations, ...certificate } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    expect(violations).toHaveLength(1);
    writeFileSync(file, `${JSON.stringify({ ...certificate, violations: [], verdict: 'identical' }, null, 2)}\n`);
    return counted(0);
  });
  refuses(63, async () => {
    session();
    expect(demoSessionsGate(of, 1).passed).toBe(true);
    const refusal = await byGate(temp.home, demoSessionsGate({ ...of, codeSha256: sha256('other code') }, 1));
    expect(await byGate(temp.home, demoSessionsGate({ ...of, modelSha256: sha256('other model') }, 1))).toEqual(
      refusal,
    );
    return refusal;
  });
  refuses(64, () => {
    session({ mode: 'paper', replaysIdentical: false });
    const gate = paperSessionsGate(of, 1);
    expect(gate.value).toBe(0);
    return byGate(temp.home, gate);
  });
});

describe('what is signed', () => {
  const inside = (path: string): string => join(release.dir, ...path.split('/'));
  const edit = (file: string, from: string, to: string): void => {
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(from);
    overwrite(file, text.replace(from, to));
  };
  const verified = (dir: string, expected: { stage?: Stage; signatures?: number } = {}): Promise<Refusal> =>
    refusedIn(temp.home, () => verifyRelease(dir, readTrustedKeys(temp.home), { strategy: 'sample', ...expected }));
  const point = (stage: Stage, id: string): (() => unknown) => {
    const trustedKeys = readTrustedKeys(temp.home);
    return () =>
      pointChannel({ home: temp.home, strategy: 'sample', stage, release: id, at: AT, by: 'ana', trustedKeys });
  };
  const approvalFile = (id: string, stage: Stage, end = 'json'): string =>
    join(temp.home, 'releases', 'approvals', 'sample', `${id}.${stage}.${end}`);
  const approve = (of: BuiltRelease, stage: Stage): void => {
    const approval = {
      ...({ kind: 'approval', schemaVersion: 1, strategy: 'sample', provenance: 'exchange' } as const),
      ...{ release: of.id, stage, gates: [passedGate], validation: sampleDraft.validation },
      ...{ ledger: { seq: 9, head: sha256('later') }, at: AT, by: 'ana' },
    };
    writeApproval(of, approval, temp.key);
  };

  refuses(56, () => {
    const waived = { ...passedGate, id: 'leakCheck', passed: false, waived: { by: 'Ana', reason: 'no time' } };
    const files = sampleFiles().set('gates.json', new TextEncoder().encode(gatesText([waived])));
    return refusedIn(temp.home, () => buildRelease({ home: temp.home, draft: sampleDraft, files, key: temp.key }));
  });
  refuses(65, () => {
    edit(inside('models/sample/model.json'), '"sample"', '"sampl3"');
    return verified(release.dir);
  });
  refuses(66, () => {
    edit(inside('gates.json'), '"passed": true', '"passed":  true');
    return verified(release.dir);
  });
  refuses(67, () => {
    edit(inside('release.json'), '"maxContracts": 2', '"maxContracts": 9');
    const dir = join(dirname(release.dir), sha256(readFileSync(inside('release.json'))));
    renameSync(release.dir, dir);
    return verified(dir);
  });
  refuses(68, () => refusedIn(temp.home, point('live', release.id)));
  refuses(69, async () => {
    const live = temp.build('export const strategy = 1;\n', { stage: 'live' });
    point('live', live.id)();
    edit(join(temp.home, 'releases', 'channels', 'sample.live.json'), live.id, release.id);
    const { dir, strategy, stage } = resolveRelease(temp.home, 'sample@live');
    const trustedKeys = readTrustedKeys(temp.home);
    const { nodeVersion, lockfileSha256 } = release.manifest;
    const runtime = { nodeVersion, lockfileSha256 };
    return refusedIn(temp.home, () =>
      loadRelease(dir, { trustedKeys, runtime, exports: ['strategy'], strategy, stage }),
    );
  });
  refuses(70, () => {
    const other = temp.build(undefined, { strategy: 'other', stage: 'paper' });
    cpSync(other.dir, join(temp.home, 'releases', 'sample', other.id), { recursive: true });
    return refusedIn(temp.home, point('paper', other.id));
  });
  refuses(71, () => {
    const other = temp.build('export const strategy = 1;\n', { stage: 'paper' });
    approve(other, 'live');
    for (const end of ['json', 'sig']) {
      copyFileSync(approvalFile(other.id, 'live', end), approvalFile(release.id, 'live', end));
    }
    return verified(release.dir, { stage: 'live' });
  });
  refuses(72, () => {
    approve(release, 'demo');
    for (const end of ['json', 'sig']) {
      copyFileSync(approvalFile(release.id, 'demo', end), approvalFile(release.id, 'live', end));
    }
    return verified(release.dir, { stage: 'live' });
  });
  refuses(73, () => {
    approve(release, 'demo');
    edit(approvalFile(release.id, 'demo'), '"by": "ana"', '"by": "eva"');
    return verified(release.dir, { stage: 'demo' });
  });
  refuses(74, () => {
    const { fingerprint } = temp.key;
    revokeKey({ home: temp.home, fingerprint, at: AT, by: 'ana', reason: 'stolen' });
    const bytes = readFileSync(inside('release.json'));
    overwrite(inside('release.sig'), signatureText(bytes, temp.key));
    const trusted = join(temp.home, 'keys', 'trusted');
    mkdirSync(trusted, { recursive: true });
    copyFileSync(join(temp.home, 'keys', `${fingerprint}.pub.pem`), join(trusted, `${fingerprint}.pub.pem`));
    return verified(release.dir);
  });
  refuses(75, () => {
    const { fingerprint } = temp.key;
    // the same key under two names is one person
    const trusted = join(temp.home, 'keys', 'trusted');
    copyFileSync(join(trusted, `${fingerprint}.pub.pem`), join(trusted, 'second.pub.pem'));
    return verified(release.dir, { stage: 'paper', signatures: 2 });
  });
  refuses(76, () => {
    overwrite(inside('release.sig'), readFileSync(inside('release.sig'), 'latin1').repeat(2));
    return verified(release.dir, { stage: 'paper', signatures: 2 });
  });
  refuses(77, () => {
    const draft = { ...sampleDraft, provenance: 'synthetic' } as const;
    const model = { ...sampleDraft.model!, provenance: 'synthetic' } as const;
    return refusedIn(temp.home, () =>
      buildRelease({ home: temp.home, draft: { ...draft, model }, files: sampleFiles(), key: temp.key }),
    );
  });
  refuses(79, () => {
    const broken = temp.build('export const strategy = 1;\n', { stage: 'paper' });
    point('paper', release.id)();
    point('paper', broken.id)();
    const trustedKeys = readTrustedKeys(temp.home);
    const back = { home: temp.home, strategy: 'sample', stage: 'paper', at: AT, by: 'the watch', trustedKeys } as const;
    pointChannel(
      { ...back, release: release.id, broken: broken.id, reason: 'it lost more than its limit' },
      'rollback',
    );
    return refusedIn(temp.home, point('paper', broken.id));
  });
});
