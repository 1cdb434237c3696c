// The doctor against the simulated ProfitDLL: all is well, what is broken is named with its remedy, a hanging library is survived, secrets stay.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CheckResult, DoctorSettings } from '../../../src/runner/doctor/check.ts';
import { reportText, withoutSecrets } from '../../../src/runner/doctor/report.ts';
import { type DoctorProcess, type Examination, runDoctor } from '../../../src/runner/doctor/run-doctor.ts';
import { secrets, stage } from './doctor-stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'qt-doctor-'));
const hasCompiler = spawnSync('gcc', ['--version']).status === 0;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function examined(
  settings: DoctorSettings,
  process?: DoctorProcess,
): Promise<Examination & { readonly begun: readonly string[] }> {
  const begun: string[] = [];
  const examination = await runDoctor(settings, { begin: (title) => begun.push(title), result: () => {} }, process);
  return { ...examination, begun };
}

function result({ results }: Examination, id: string): CheckResult {
  const found = results.find((each) => each.id === id);
  if (found === undefined) throw new Error(`${id} was not told`);
  return found;
}

const states = ({ results }: Examination): Record<string, string> =>
  Object.fromEntries(results.map(({ id, state }) => [id, state]));

/** Of the login, the account and its owner. */
function holdsNoSecret(settings: DoctorSettings, examination: Examination): void {
  expect(examination.hidden).toContain('10001-7');
  const report = reportText(settings, examination, '0.0.1');
  for (const value of [...Object.values(secrets), '10001-7', '900155', 'Conceição', 'Conta do Simulador']) {
    expect(report).not.toContain(value);
    expect(report).not.toContain(JSON.stringify(value).slice(1, -1));
  }
  expect(JSON.parse(report)).toMatchObject({ program: '0.0.1', settings: { mode: 'routing' } });
}

describe.skipIf(!hasCompiler)('the doctor', () => {
  it('finds a sound installation sound, test order included, but for a clock that is a minute late', async () => {
    const settings = await stage(folder, { commands: ['set verbose 1'] });
    const examination = await examined(settings);
    expect(examination.results.filter(({ state }) => state !== 'ok').map(({ id }) => id)).toEqual(['clock']);
    expect(examination.begun).toHaveLength(11);
    expect(result(examination, 'load').figures).toMatchObject({ feed: 'native', absent: [] });
    expect(result(examination, 'login').figures?.states).toEqual(
      expect.arrayContaining([expect.stringMatching(/^\(2,4\) \d+ ms$/), expect.stringMatching(/^\(1,5\) \d+ ms$/)]),
    );
    expect(result(examination, 'clock').detail).toMatch(/^the clock of the server is 6\d s behind this machine's$/);
    expect(result(examination, 'trades').detail).toMatch(/^50 trades/);
    expect(result(examination, 'history').figures).toMatchObject({ common: 50, differing: 0 });
    expect(result(examination, 'test-order').detail).toContain('cancelled');
    holdsNoSecret(settings, examination);
  }, 60_000);

  it('leaves orders alone when none was asked for, and accounts when the login is for the market', async () => {
    const base = await stage(folder, { settings: { testOrder: undefined } });
    const examination = await examined({ ...base, login: { ...base.login, mode: 'market' } });
    expect(states(examination)).toMatchObject({
      ...{
        login: 'ok',
        trades: 'ok',
        accounts: 'not possible',
        position: 'not possible',
        'test-order': 'not possible',
        end: 'ok',
      },
    });
  }, 60_000);

  it('finds prices off the grid, and sends nothing to an account that is no simulation', async () => {
    const account = { brokerId: 1003, accountId: '0000000000000000000000000000000000000000000000000900155' };
    const settings = await stage(folder, {
      price: 5120.3,
      settings: { testOrder: { account, password: 'routing-word' } },
    });
    const examination = await examined(settings);
    expect(result(examination, 'trades')).toMatchObject({
      ...{ state: 'failed', detail: expect.stringContaining('a price lies off the grid') },
    });
    expect(result(examination, 'test-order')).toMatchObject({
      ...{ state: 'failed', detail: 'the account is not at a simulation broker: nothing was sent' },
    });
  }, 60_000);

  it('says that the password is wrong, and makes no check that needs the login', async () => {
    const base = await stage(folder);
    const examination = await examined({ ...base, login: { ...base.login, password: 'wrong' } });
    expect(result(examination, 'login')).toMatchObject({
      state: 'failed',
      fix: expect.stringContaining('password is wrong'),
    });
    expect(states(examination)).toMatchObject({ load: 'ok', clock: 'not possible', history: 'not possible' });
  }, 60_000);

  it('finds a login that takes longer than it may, though it comes', async () => {
    const settings = await stage(folder, { commands: ['block DLLInitialize 900'], settings: { loginMs: 700 } });
    const examination = await examined(settings);
    expect(result(examination, 'login')).toMatchObject({
      state: 'failed',
      detail: expect.stringMatching(/^connected only after \d+ ms$/),
    });
    expect(examination.begun).toHaveLength(2);
    expect(examination.results).toHaveLength(11);
  }, 60_000);

  it('survives a library that never comes back, and names where it hung', async () => {
    const settings = await stage(folder, { commands: ['block DLLInitialize 60000'] });
    const examination = await examined(settings, { deadlineMs: 1_500 });
    expect(result(examination, 'login')).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('did not come back'),
    });
    expect(examination.results).toHaveLength(11);
    expect(states(examination)).toMatchObject({ load: 'ok', end: 'not possible' });
  }, 60_000);

  it('survives a library that crashes', async () => {
    const settings = await stage(folder, { commands: ['after-events 5 crash segv'] });
    const examination = await examined(settings);
    const fault = examination.results.find(({ id, state }) => state === 'failed' && id !== 'clock');
    expect(fault?.detail).toMatch(/^the process ended: /);
    expect(examination.results).toHaveLength(11);
  }, 60_000);

  it('says what to do about a file that is no library', async () => {
    const file = join(folder, 'text.dll');
    writeFileSync(file, 'no library');
    const examination = await examined(await stage(folder, { settings: { dllPath: file } }));
    expect(result(examination, 'load')).toMatchObject({ state: 'failed', fix: expect.stringMatching(/./) });
  }, 60_000);
});

describe('a report', () => {
  it('loses secrets by value wherever they stand, the longest first', () => {
    const settings = {
      login: { mode: 'market', activationKey: 'abc', user: 'abcdef', password: 'x' },
      testOrder: undefined,
    } as unknown as DoctorSettings;
    const text = withoutSecrets('key=abc user=abcdef x account 123-4', settings, ['123-4']);
    expect(text).toBe('key=[secret] user=[secret] x account [hidden]');
  });
});
