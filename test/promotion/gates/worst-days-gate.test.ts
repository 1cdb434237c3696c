// The worst days together are held against a share of the capital asked with, or of that of machine.json where it is less.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { worstDaysGate } from '../../../src/promotion/gates/worst-days-gate.ts';
import { refusalOf, TempHome } from '../support/sample-release.ts';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

const machine = (given: object): void =>
  writeFileSync(
    join(temp.home, 'machine.json'),
    JSON.stringify({ schemaVersion: 1, dllPath: '/opt/profit/ProfitDLL64.dll', ...given }),
  );
const limitAt = (askedBrl: number): unknown => worstDaysGate(temp.home, [], askedBrl).limit;

it('the limit is a share of the lesser of the two capitals', () => {
  expect(limitAt(50_000)).toBe(-10_000);
  machine({});
  expect(limitAt(50_000)).toBe(-10_000);
  machine({ capitalBrl: 20_000 });
  expect(limitAt(50_000)).toBe(-4000);
  expect(limitAt(100_000_000)).toBe(-4000);
  expect(limitAt(10_000)).toBe(-2000);
  writeFileSync(join(temp.home, 'promotion.json'), '{"schemaVersion":1,"worstDaysLoss":0.5}');
  expect(limitAt(50_000)).toBe(-10_000);
});

it('the worst twenty days count, in whatever order, and the reason names the capital', () => {
  machine({ capitalBrl: 20_000 });
  const days: readonly number[] = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? -2_000_000 : 90_000_000));
  expect(worstDaysGate(temp.home, days, 50_000)).toMatchObject({ id: 'stressWorstDays', passed: true, value: -4000 });
  const gate = worstDaysGate(temp.home, days.with(0, -2_000_001), 50_000);
  expect(gate).toMatchObject({ passed: false, value: -4000.0001, limit: -4000 });
  expect(gate.reason).toContain('of the R$ 20000.00 of machine.json');
});

it('a machine.json that is wrong is refused, not passed over', () => {
  machine({ capitalBrl: 0 });
  expect(refusalOf(() => limitAt(50_000)).code).toBe('machine-wrong');
});
