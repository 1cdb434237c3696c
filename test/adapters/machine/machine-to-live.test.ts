// Settings of a machine and a day; limits, windows without risk, fees and brackets of that day, each at its bounds.
import { describe, expect, it } from 'vitest';
import { idleLimits } from '../../../src/adapters/machine/machine-limits.ts';
import { parseMachineSettings } from '../../../src/adapters/machine/machine-settings.ts';
import { feesAt, machineToLive } from '../../../src/adapters/machine/machine-to-live.ts';
import { UserError } from '../../../src/adapters/user-error.ts';
import { dayNumberOf } from '../../../src/core/market/civil-day.ts';
import { utcUsOf } from '../../../src/core/market/civil-time.ts';
import { type RiskLimits, riskLimitFields } from '../../../src/core/risk/risk-limits.ts';

const MINUTE_US = 60_000_000;
/** A Monday. */
const DAY = '2027-03-01';
const at = (hour: number, minute = 0): number => utcUsOf(dayNumberOf(2027, 3, 1), (hour * 60 + minute) * MINUTE_US);

function settings(more: object) {
  return parseMachineSettings(JSON.stringify({ schemaVersion: 1, dllPath: '/p.dll', ...more }), 'machine.json');
}

function live(more: object, day = DAY) {
  return machineToLive(settings(more), day, undefined);
}

function fault(more: object): UserError {
  try {
    settings(more);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('settings of a machine on one day', () => {
  it('without anything set tighten nothing, and keep the account to ourselves', () => {
    expect(live({})).toMatchObject({
      ...{ capitalBrl: undefined, tighterLimits: {}, noRiskWindows: [], fees: {}, watch: {} },
      engine: { accountUse: 'exclusive', lossLatchEnds: 'person' },
      guard: { stopDeadlineMs: 1000, silentMs: 2000, accountUse: 'exclusive' },
    });
  });

  it('give limits in the units of the engine, and only those that are set', () => {
    const limits = { riskPerTrade: 0.01, maxContracts: 0, flattenBeforeClose: '20m' };
    expect(live({ limits }).tighterLimits).toEqual({
      ...{ riskPerTrade: 0.01, maxContracts: 0, flattenBeforeCloseUs: 20 * MINUTE_US },
    });
  });

  it('can tighten every limit of risk', () => {
    const limits = {
      ...{ riskPerTrade: 0.01, dailyLossLimit: 0.02, maxPositions: 1, maxContracts: 2, flattenBeforeClose: '20m' },
      ...{
        stopSlippageTicks: 4,
        maxGrossContracts: 3,
        maxOrderContracts: 1,
        maxNetExposureBrl: 1e6,
        maxDrawdown: 0.03,
      },
      ...{ lossStreak: { trades: 3, coolDown: '30m' }, collarTicks: 10, ordersPerMinute: 5 },
      ...{ noEntryBeforeClose: '30m', minDaysToRoll: 1 },
    };
    const { tighterLimits } = live({ limits });
    expect(Object.keys(tighterLimits).toSorted()).toEqual([...riskLimitFields].toSorted());
    expect(tighterLimits).toMatchObject({
      lossStreakTrades: 3,
      coolDownUs: 30 * MINUTE_US,
      noEntryBeforeCloseUs: 30 * MINUTE_US,
    });
    expect(fault({ limits: { lossStreak: { trades: 3 } } }).field).toBe('limits.lossStreak.coolDown');
  });

  it('give the watches that are set in the units of a live run', () => {
    expect(live({ watch: { clockDriftMs: 500, diskFreeGib: 2, marketSilentSeconds: 30 } }).watch).toEqual({
      ...{ clockDriftMs: 500, diskFreeBytes: 2 * 1024 ** 3, marketSilentMs: 30_000 },
    });
  });

  it('forbid new risk outside the trading times', () => {
    const windows = [
      { from: '14:00', to: '17:30' },
      { from: '09:05', to: '12:00' },
    ];
    expect(live({ windows }).noRiskWindows.map(({ fromUs, toUs }) => [fromUs, toUs])).toEqual([
      [at(0), at(9, 5)],
      [at(12), at(14)],
      [at(17, 30), at(0) + 24 * 60 * MINUTE_US],
    ]);
  });

  it('forbid it in the spans of the date, of the weekday and of every day, and in no others', () => {
    const noRiskWindows = [
      { from: '13:00', to: '13:10', reason: 'PTAX' },
      { date: DAY, from: '09:30', to: '10:00', reason: 'payroll' },
      { date: '2027-03-02', from: '10:00', to: '10:30', reason: 'another day' },
      { weekday: 'monday', from: '08:25', to: '08:40', reason: 'Focus' },
      { weekday: 'friday', from: '09:00', to: '09:10', reason: 'another weekday' },
    ];
    expect(live({ noRiskWindows }).noRiskWindows).toEqual([
      { fromUs: at(8, 25), toUs: at(8, 40), reason: 'Focus' },
      { fromUs: at(9, 30), toUs: at(10), reason: 'payroll' },
      { fromUs: at(13), toUs: at(13, 10), reason: 'PTAX' },
    ]);
  });

  it('refuse a span that ends before it begins, a date that is none, and a date with a weekday', () => {
    const span = (more: object) => fault({ noRiskWindows: [{ from: '10:00', to: '11:00', reason: 'r', ...more }] });
    expect(span({ to: '09:00' })).toMatchObject({ field: 'noRiskWindows.0.to' });
    expect(span({ date: '2027-02-30' })).toMatchObject({ field: 'noRiskWindows.0.date' });
    expect(span({ date: DAY, weekday: 'monday' })).toMatchObject({ field: 'noRiskWindows.0.weekday' });
    expect(span({ weekday: 'segunda' }).message).toContain('must be "sunday"');
  });

  it('take the fees of the last change up to the day', () => {
    const changes = [
      { from: '2027-03-01', exchangeFeeBrl: 0.7, brokerageBrl: 0.3 },
      { from: '2027-06-01', exchangeFeeBrl: 0.8, brokerageBrl: 0.2 },
    ];
    const machine = settings({ fees: { WDO: { exchangeFeeBrl: 0.6, brokerageBrl: 0.4, changes } } });
    const feesOf = (day: string) => feesAt(machine, 'WDO', day);
    expect(feesOf('2027-02-28')).toEqual({ exchangeFeeBrl: 0.6, brokerageBrl: 0.4 });
    expect(feesOf('2027-03-01')).toEqual({ exchangeFeeBrl: 0.7, brokerageBrl: 0.3 });
    expect(feesOf('2028-01-01')).toEqual({ exchangeFeeBrl: 0.8, brokerageBrl: 0.2 });
    expect(feesAt(machine, 'WIN', '2027-03-01')).toBeUndefined();
    expect(fault({ fees: { WDO: { exchangeFeeBrl: 1, brokerageBrl: 1, changes: changes.toReversed() } } }).field).toBe(
      'fees.WDO.changes',
    );
  });

  it('set deadlines of brackets, and take what the broker allows from its examination only', () => {
    const machine = settings({ brackets: { stopDeadlineMs: 250, beyondTriggerTicks: 4 } });
    expect(machineToLive(machine, DAY, undefined).engine.brackets).toMatchObject({
      ...{ stopDeadlineUs: 250_000, triggeredFillUs: 300_000, beyondTriggerTicks: 4 },
      ...{ changeStop: false, bothExitsWorking: true },
    });
    const found = { schemaVersion: 1, account: '1:2', at: '2027-02-01T12:00:00Z', dllSha256: 'a'.repeat(64) } as const;
    const broker = { ...found, changeStop: true, bothExitsWorking: false };
    expect(machineToLive(machine, DAY, broker).engine.brackets).toMatchObject({
      ...{ changeStop: true, bothExitsWorking: false },
    });
    expect(fault({ brackets: { changeStop: true } }).field).toBe('brackets.changeStop');
    expect(fault({ brackets: { stopDeadlineMs: 1000 } }).field).toBe('guard.stopDeadlineMs');
    expect(fault({ guard: { stopDeadlineMs: 500 } }).field).toBe('guard.stopDeadlineMs');
    expect(fault({ guard: { silenceMs: 500 } }).fix).toContain('silentMs');
  });
});

describe('limits of a machine', () => {
  it('that are wider than those of the release are named: nothing holds them', () => {
    const { limits } = settings({
      limits: { maxContracts: 99, dailyLossLimit: 0.9, flattenBeforeClose: '1m', riskPerTrade: 0.001, maxPositions: 1 },
    });
    const release: RiskLimits = {
      ...{ riskPerTrade: 0.01, dailyLossLimit: 0.03, maxPositions: 1, maxContracts: 2 },
      flattenBeforeCloseUs: 900_000_000,
    } as unknown as RiskLimits;
    expect(idleLimits(limits, release)).toEqual([
      "limits.dailyLossLimit of machine.json has no effect: 0.9 is wider than the release's 0.03",
      "limits.maxContracts of machine.json has no effect: 99 is wider than the release's 2",
      "limits.flattenBeforeClose of machine.json has no effect: 60 s is wider than the release's 900 s",
    ]);
    const streak = settings({ limits: { lossStreak: { trades: 3, coolDown: '30m' } } }).limits;
    expect(idleLimits(streak, release)).toEqual([]);
  });
});
