// What a retraining works by: what was typed, else machine.json, else defaults; and what is refused, with the field.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { UserError } from '../../src/adapters/user-error.ts';
import { retrainSettings } from '../../src/cli/retrain-settings.ts';
import { temporaryFolder } from './support/qt.ts';

function homeWith(retraining: object | undefined): string {
  const home = temporaryFolder('retrain-settings');
  const machine = { schemaVersion: 1, dllPath: '/opt/profit/ProfitDLL64.dll', retraining };
  writeFileSync(join(home, 'machine.json'), JSON.stringify(machine));
  return home;
}

function refusal(...given: Parameters<typeof retrainSettings>): Partial<UserError> {
  try {
    retrainSettings(...given);
    return {};
  } catch (error) {
    const { code, field, fix } = error as UserError;
    return { code, field, fix };
  }
}

describe('settings of a retraining', () => {
  const written = { strategy: 'wdo-regime', days: 60, validationDays: 15, kind: 'trades', proposal: { leastDays: 30 } };

  it('need no machine.json where a strategy is named', () => {
    const home = temporaryFolder('retrain-settings');
    expect(retrainSettings(home, 'wdo-regime', {})).toEqual({
      ...{ strategy: 'wdo-regime', days: 120, validationDays: 20, rolls: 1 },
      ...{ afterClose: '30m', timeLimit: '3h' },
    });
    const typed = { days: 30, validationDays: 5, rolls: 4, kind: 'trades', instrument: 'WDO', timeLimit: '9h' };
    expect(retrainSettings(home, 'wdo-regime', typed)).toMatchObject(typed);
  });

  it('are those of machine.json for its strategy, but for what was typed', () => {
    const home = homeWith(written);
    expect(retrainSettings(home, undefined, {})).toMatchObject(written);
    expect(retrainSettings(home, 'wdo-regime', { days: 90 })).toMatchObject({ ...written, days: 90 });
    // another strategy has nothing of them
    const other = retrainSettings(home, 'another', {});
    expect(other).toMatchObject({ strategy: 'another', days: 120, validationDays: 20 });
    expect(other.proposal).toBeUndefined();
  });

  it('are refused where nothing says what to train, or a value cannot be', () => {
    const home = homeWith(undefined);
    expect(refusal(home, undefined, {})).toMatchObject({
      code: 'retraining-not-set',
      fix: expect.stringContaining('qt retrain wdo-regime'),
    });
    const empty = temporaryFolder('retrain-settings');
    expect(refusal(empty, undefined, {})).toMatchObject({ code: 'machine-missing' });
    const bad = { code: 'bad-option' };
    expect(refusal(home, 'wdo-regime', { kind: 'quotes' })).toMatchObject({ ...bad, field: 'kind' });
    expect(refusal(home, 'wdo-regime', { rolls: 61 })).toMatchObject({ ...bad, field: 'rolls' });
    expect(refusal(home, 'wdo-regime', { timeLimit: '13h' })).toMatchObject({ ...bad, field: 'timeLimit' });
    expect(refusal(home, '../x', {})).toMatchObject({ ...bad, field: 'strategy' });
  });
});
