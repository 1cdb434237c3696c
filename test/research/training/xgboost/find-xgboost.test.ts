// Where the library is looked for on each system, and what is said where there is none.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findXgboost } from '../../../../src/research/training/xgboost/find-xgboost.ts';
import { xgboostLibrary } from '../../../../src/research/training/xgboost/xgboost-library.ts';

describe('findXgboost', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'quantumtrader-xgboost-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function file(...parts: readonly string[]): string {
    const path = join(root, ...parts);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'no library');
    return path;
  }

  it('finds the DLL in the wheel of a Python on Windows', () => {
    const path = file(
      'Local',
      'Programs',
      'Python',
      'Python312',
      'Lib',
      'site-packages',
      'xgboost',
      'lib',
      'xgboost.dll',
    );
    const environment = { LOCALAPPDATA: join(root, 'Local') };
    expect(findXgboost(undefined, { platform: 'win32', environment, home: root })).toBe(path);
  });

  it('finds the library of an active environment before those of the system', () => {
    const path = file('venv', 'lib', 'python3.11', 'site-packages', 'xgboost', 'lib', 'libxgboost.so');
    const environment = { VIRTUAL_ENV: join(root, 'venv') };
    const places = { platform: 'darwin', environment, home: join(root, 'nobody') } as const;
    expect(() => findXgboost(undefined, places)).toThrow(/No XGBoost library/);
    const direct = file('venv', 'lib', 'libxgboost.so');
    expect(findXgboost(undefined, { ...places, platform: 'linux' })).toBe(direct);
    rmSync(direct);
    const found = findXgboost(undefined, { ...places, platform: 'linux' });
    // a library of the system, where there is one, goes before a wheel
    expect([path, '/usr/lib/x86_64-linux-gnu/libxgboost.so.0']).toContain(found);
  });

  it('takes the option before the variable, and says how to get one where it is missing', () => {
    const [option, variable] = [file('a.so'), file('b.so')];
    const places = { platform: 'linux', environment: { QT_XGBOOST: variable }, home: root } as const;
    expect(findXgboost(option, places)).toBe(option);
    expect(findXgboost(undefined, places)).toBe(variable);
    const absent = { ...places, environment: { QT_XGBOOST: join(root, 'c.so') } };
    const thrown = (platform: NodeJS.Platform) => {
      try {
        return findXgboost(undefined, { ...absent, platform });
      } catch (error) {
        return error;
      }
    };
    expect(thrown('linux')).toMatchObject({ code: 'xgboost-missing', fix: expect.stringContaining('libxgboost0') });
    expect(thrown('win32')).toMatchObject({
      code: 'xgboost-missing',
      fix: expect.stringContaining('pip install xgboost'),
    });
  });

  it('a file that is no library is an error that names it', () => {
    const path = file('d.so');
    expect(() => xgboostLibrary(path)).toThrow(/d\.so is no XGBoost that can be loaded/);
  });
});
