// Files of settings, good and wrong; each fault is told with its field and a way out, and never with a secret.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkMachineFiles } from '../../../src/adapters/machine/machine-files.ts';
import {
  parseMachineSettings,
  readMachineSettings,
  workingFolderOf,
} from '../../../src/adapters/machine/machine-settings.ts';
import { UserError } from '../../../src/adapters/user-error.ts';

const least = { schemaVersion: 1, dllPath: '/opt/profit/ProfitDLL64.dll' };

function fault(value: object): UserError {
  try {
    parseMachineSettings(JSON.stringify(value), 'machine.json');
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('settings of a machine', () => {
  it('need the library and nothing else', () => {
    const settings = parseMachineSettings(JSON.stringify(least), 'machine.json');
    expect(settings).toMatchObject({
      login: 'market',
      feed: 'auto',
      transport: 'local',
      versionBytes: {},
      windows: [],
    });
    expect(workingFolderOf(settings)).toBe('/opt/profit');
    expect(workingFolderOf({ ...settings, workingFolder: '/var/profit' })).toBe('/var/profit');
  });

  it('say whether the library is a stand-in', () => {
    const of = (value: object) => parseMachineSettings(JSON.stringify({ ...least, ...value }), 'machine.json');
    expect([of({}).simulated, of({ simulated: true }).simulated]).toEqual([false, true]);
  });

  it('are as the example of the documentation says', () => {
    const page = readFileSync(new URL('../../../docs/machine.md', import.meta.url), 'utf8');
    const example = /```json\n([\s\S]*?)```/.exec(page)![1]!;
    expect(parseMachineSettings(example, 'machine.json')).toMatchObject({ login: 'routing', capitalBrl: 50_000 });
  });

  it('say what is trained anew between sessions, or that nothing is', () => {
    const retraining = (value: object) =>
      parseMachineSettings(JSON.stringify({ ...least, retraining: value }), 'machine.json').retraining;
    expect(parseMachineSettings(JSON.stringify(least), 'machine.json').retraining).toBeUndefined();
    expect(retraining({ strategy: 'wdo-regime', days: 120, kind: 'trades' })).toEqual({
      ...{ strategy: 'wdo-regime', days: 120, kind: 'trades' },
      ...{ afterClose: '30m', timeLimit: '3h', validationDays: 20, rolls: 1 },
    });
    const wrong = (value: object) => fault({ ...least, retraining: { strategy: 'wdo-regime', days: 9, ...value } });
    expect(wrong({ day: 9 })).toMatchObject({ field: 'retraining.day', fix: expect.stringContaining('days') });
    expect(wrong({ timeLimit: '13h' }).message).toContain('is 12h at most');
    expect(wrong({ afterClose: '500v' }).message).toContain('write a span as 30m');
    expect(wrong({ strategy: '../x' }).message).toContain('is no name of a strategy');
    expect(wrong({ kind: 'quotes' }).message).toContain('trades, or candles');
    expect(wrong({ rolls: 0 })).toMatchObject({ field: 'retraining.rolls' });
    expect(wrong({ proposal: { requireGates: 'yes' } })).toMatchObject({ field: 'retraining.proposal.requireGates' });
  });

  it('refuse what they do not know, and name what was probably meant', () => {
    expect(fault({ ...least, dlPath: 'x' })).toMatchObject({
      code: 'machine-wrong',
      field: 'dlPath',
      fix: expect.stringContaining('Did you mean dllPath?'),
    });
    expect(fault({ ...least, limits: { maxContract: 1 } })).toMatchObject({
      field: 'limits.maxContract',
      fix: expect.stringContaining('maxContracts'),
    });
    expect(fault({ ...least, fees: { WDO: { exchangeFeeBrl: 1, brokerageBrl: 1, other: 1 } } })).toMatchObject({
      field: 'fees.WDO.other',
      fix: expect.stringContaining('brokerageBrl'),
    });
    expect(fault({ ...least, windows: [{ from: '09:00', to: '10:00', day: 1 }] })).toMatchObject({
      field: 'windows.0.day',
      fix: expect.stringContaining('from, to'),
    });
  });

  it('name a required setting that is written wrongly, and say what a value must be without the words of the parser', () => {
    expect(fault({ schemaVersion: 1, dlPath: 'x' })).toMatchObject({ field: 'dlPath' });
    const words = (value: object): string => fault({ ...least, ...value }).message.replace('machine.json: ', '');
    expect(fault({ schemaVersion: 1 }).message).toBe('machine.json: dllPath: is missing');
    expect(words({ capitalBrl: 'much' })).toBe('capitalBrl: must be a number, and is a text');
    expect(words({ login: 'both' })).toBe('login: must be "market" or "routing"');
    expect(words({ account: [] })).toBe('account: must be an object in { }, and is a list');
    expect(words({ account: { broker: 1.5, account: '1' } })).toContain('account.broker: must be a whole number');
    expect(words({ capitalBrl: -1 })).toMatch(/^capitalBrl: must be (above|at least) 0$/);
    expect(words({ dllPath: '' })).toBe('dllPath: is empty');
    expect(words({ limits: { dailyLossLimit: 5 } })).toContain('0.02 is two per cent');
    expect(words({ fees: { DAX: {} } })).not.toMatch(/Invalid|expected/);
    expect(words({ versionBytes: { X: 1 } })).not.toMatch(/Invalid|expected/);
  });

  it('name a library or a folder that does not exist', () => {
    const home = mkdtempSync(join(tmpdir(), 'qt-machine-'));
    const file = join(home, 'Profit.dll');
    const settings = parseMachineSettings(JSON.stringify({ ...least, dllPath: file }), 'machine.json');
    expect(() => checkMachineFiles(settings, home)).toThrow(`There is no ProfitDLL at this path: ${file}`);
    writeFileSync(file, '');
    checkMachineFiles(settings, home);
    expect(() => checkMachineFiles({ ...settings, dllPath: home }, home)).toThrow('There is no ProfitDLL');
    const folder = join(home, 'not-there');
    expect(() => checkMachineFiles({ ...settings, workingFolder: folder }, home)).toThrow(
      expect.objectContaining({ code: 'folder-missing', field: 'workingFolder' }),
    );
    rmSync(home, { recursive: true });
  });

  it('refuse values that cannot be meant, with the field', () => {
    expect(fault({ ...least, capitalBrl: -1 }).field).toBe('capitalBrl');
    expect(fault({ ...least, limits: { dailyLossLimit: 5 } }).field).toBe('limits.dailyLossLimit');
    expect(fault({ ...least, windows: [{ from: '10:00', to: '09:00' }] }).field).toBe('windows.0.to');
    expect(fault({ ...least, versionBytes: { TConnectorSendOrder: 256 } }).field).toBe(
      'versionBytes.TConnectorSendOrder',
    );
    expect(fault({ schemaVersion: 1 }).field).toBe('dllPath');
  });

  it('refuse secrets at any depth, without showing them', () => {
    for (const key of [
      'password',
      'senha',
      'activationKey',
      'routingPassword',
      'apiToken',
      'user',
      'assinaturaEletronica',
    ]) {
      for (const value of [
        { ...least, [key]: 'do-not-show' },
        { ...least, account: { broker: 1, account: '1', [key]: 'do-not-show' } },
      ]) {
        const error = fault(value);
        expect(error).toMatchObject({ code: 'machine-secret', fix: expect.stringContaining('qt secrets set') });
        expect(JSON.stringify(error) + error.stack).not.toContain('do-not-show');
      }
    }
  });

  it('tell where a file is no JSON without quoting it', () => {
    const text = '{\n "schemaVersion": 1,\n "password": do-not-show }';
    expect(() => parseMachineSettings(text, 'machine.json')).toThrow('machine.json: it is not JSON');
    try {
      parseMachineSettings(text, 'machine.json');
    } catch (error) {
      expect(String((error as Error).stack) + JSON.stringify(error)).not.toContain('do-not');
    }
  });

  it('tell the line in which a file is no JSON', () => {
    const lineOf = (text: string): number | undefined => {
      try {
        parseMachineSettings(text, 'machine.json');
      } catch (error) {
        expect((error as UserError).message).toContain(`see line ${(error as UserError).line}`);
        return (error as UserError).line;
      }
      return undefined;
    };
    expect(lineOf('{\n "a": 1,\n "b": x }')).toBe(3);
    expect(lineOf('{\n "a": 1,\n}')).toBe(3);
    expect(lineOf('{\n "a": 1\n "b": 2\n}')).toBe(3);
    expect(lineOf('{\n "a": "C:\\Profit",\n "b": 2\n}')).toBe(2);
    expect(lineOf('{\n "a": "text\n}')).toBe(2);
    expect(lineOf('{\n "a": 1')).toBe(2);
    expect(lineOf('')).toBe(1);
  });

  it('are read from the home folder', () => {
    const home = mkdtempSync(join(tmpdir(), 'qt-machine-'));
    expect(() => readMachineSettings(home)).toThrow(expect.objectContaining({ code: 'machine-missing' }));
    writeFileSync(join(home, 'machine.json'), `\uFEFF${JSON.stringify(least)}`);
    expect(readMachineSettings(home).dllPath).toBe(least.dllPath);
  });
});
