// Limits of a release are all there and inside those of the machine that it was promoted on; and a notebook's digest is that of the validation.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { limitsOf, type RiskLimits } from '../../../src/core/risk/risk-limits.ts';
import { notebookDigestGate } from '../../../src/promotion/gates/notebook-digest-gate.ts';
import { riskLimitsGate } from '../../../src/promotion/gates/risk-limits-gate.ts';
import { readPromotionSettings } from '../../../src/promotion/promotion-settings.ts';
import strategy from '../../../strategies/wdo-regime.ts';
import { refusalOf, TempHome } from '../support/sample-release.ts';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

const limits = limitsOf(strategy);
const machine = (given: object): void =>
  writeFileSync(
    join(temp.home, 'machine.json'),
    JSON.stringify({ schemaVersion: 1, dllPath: '/opt/profit/ProfitDLL64.dll', limits: given }),
  );

it('limits pass where they are whole, with or without a machine, and where the machine is wider or the same', () => {
  expect(riskLimitsGate(temp.home, limits)).toMatchObject({ id: 'riskLimits', passed: true, value: 0, fix: '' });
  machine({ maxContracts: limits.maxContracts, flattenBeforeClose: '5m', dailyLossLimit: 0.2 });
  expect(riskLimitsGate(temp.home, limits).passed).toBe(true);
});

it('limits wider than those of the machine fail by name, in either direction', () => {
  machine({ maxContracts: 1, flattenBeforeClose: '30m', dailyLossLimit: 0.5 });
  const gate = riskLimitsGate(temp.home, limits);
  expect(gate).toMatchObject({ passed: false, value: 2 });
  expect(gate.reason).toContain('maxContracts is 2, machine.json allows 1');
  expect(gate.reason).toContain('flattenBeforeCloseUs is 900000000');
});

it('a limit that is missing or no number fails', () => {
  const { maxDrawdown: _, ...without } = limits;
  expect(riskLimitsGate(temp.home, without as RiskLimits)).toMatchObject({ passed: false, value: 1 });
  expect(riskLimitsGate(temp.home, { ...limits, riskPerTrade: Number.NaN }).reason).toContain(
    'riskPerTrade is missing',
  );
});

it('the digest of a notebook is that of the validation or the gate fails', () => {
  expect(notebookDigestGate('a1', 'a1')).toMatchObject({ passed: true, value: 'a1', limit: 'a1' });
  expect(notebookDigestGate('a1', 'a2')).toMatchObject({ passed: false, value: 'a1', limit: 'a2' });
});

it('settings of promotions have defaults, and refuse what would ask for nothing', () => {
  expect(readPromotionSettings(temp.home)).toMatchObject({
    ...{ paperSessions: 5, demoSessions: 5, worstDaysLoss: 0.2 },
  });
  const file = join(temp.home, 'promotion.json');
  writeFileSync(file, '{"schemaVersion":1,"paperSessions":10}');
  expect(readPromotionSettings(temp.home)).toMatchObject({ paperSessions: 10, demoSessions: 5 });
  for (const text of ['{"schemaVersion":1,"demoSessions":0}', '{"schemaVersion":1,"paper":1}', '{', '{}']) {
    writeFileSync(file, text);
    expect(refusalOf(() => readPromotionSettings(temp.home)).code, text).toBe('promotion-settings-invalid');
  }
});
