// Sessions of the stage before count by days, of the same code and model, certified, on their own day, and none that went wrong.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoSessionsGate, paperSessionsGate, type SessionsOf } from '../../../src/promotion/gates/session-gates.ts';
import type { BuiltRelease } from '../../../src/promotion/release-builder.ts';
import { certifiedSession, codeOf, SAMPLE_MODEL, type Session } from '../support/certified-session.ts';
import { sha256, TempHome } from '../support/sample-release.ts';

let temp: TempHome;
let release: BuiltRelease;
let of: SessionsOf;
beforeEach(() => {
  temp = new TempHome();
  release = temp.build(undefined, { stage: 'paper' });
  of = { home: temp.home, strategy: 'sample', codeSha256: codeOf(release), modelSha256: SAMPLE_MODEL };
});
afterEach(() => temp.remove());

type Given = Session & { readonly of?: BuiltRelease };

const session = (given: Given): string => certifiedSession(temp, given.of ?? release, given);

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
