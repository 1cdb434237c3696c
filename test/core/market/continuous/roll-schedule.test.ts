import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { contractSchedule } from '../../../../src/core/market/continuous/contract-schedule.ts';
import { calendarSchedule, scheduleOf, tradingDaysOf } from '../../../../src/core/market/continuous/roll-schedule.ts';
import { volumeSchedule } from '../../../../src/core/market/continuous/volume-schedule.ts';
import { parseContract } from '../../../../src/core/market/contract.ts';
import { describeWithRealData } from '../../../support/real-data.ts';

describe('a series by the calendar', () => {
  it('changes on the roll days', () => {
    expect(calendarSchedule('WDO', '2025-08-05', '2025-10-02')).toEqual({
      spans: [
        { contract: 'WDOU25', fromDay: '2025-08-05', toDay: '2025-08-28' },
        { contract: 'WDOV25', fromDay: '2025-08-29', toDay: '2025-09-29' },
        { contract: 'WDOX25', fromDay: '2025-09-30', toDay: '2025-10-02' },
      ],
      rolls: [
        { day: '2025-08-29', from: 'WDOU25', to: 'WDOV25', cause: 'calendar' },
        { day: '2025-09-30', from: 'WDOV25', to: 'WDOX25', cause: 'calendar' },
      ],
    });
  });

  it('has no span without a trading day', () => {
    expect(calendarSchedule('WDO', '2025-08-30', '2025-08-31')).toEqual({ spans: [], rolls: [] });
    expect(calendarSchedule('WDO', '2025-09-02', '2025-09-01').spans).toEqual([]);
    expect(() => calendarSchedule('WDO', '2027-12-01', '2028-01-05')).toThrow(RangeError);
  });

  it('cannot go back to a contract', () => {
    const shown = ['A', 'B', 'A'].map((contract, i) => ({
      day: `2025-08-0${i + 4}`,
      contract,
      cause: 'volume' as const,
    }));
    expect(() => scheduleOf(shown)).toThrow('A comes back');
  });
});

describe('the last days of a contract', () => {
  it('are known as far as the calendar reaches', () => {
    const known = (symbol: string) => {
      const { rollDay, lastTradingDay, expiryDay } = contractSchedule(parseContract(symbol)!);
      return [rollDay, lastTradingDay, expiryDay].map((day) => day !== undefined);
    };
    expect(known('WDOZ27')).toEqual([true, true, true]);
    expect(known('WDOF28')).toEqual([true, true, false]);
    expect(known('WDOG28')).toEqual([false, false, false]);
    expect(known('WING28')).toEqual([false, false, false]);
  });
});

describe('a series by volume', () => {
  const days = tradingDaysOf('2025-08-25', '2025-09-03');
  const table =
    (volumes: Readonly<Record<string, readonly (number | undefined)[]>>) => (contract: string, day: string) =>
      volumes[contract]?.[days.indexOf(day)];
  const contractsOf = (volumes: Parameters<typeof table>[0]) => {
    const found = volumeSchedule('WDO', days[0]!, days.at(-1)!, table(volumes));
    return found.spans.map(({ contract, fromDay }) => `${contract} ${fromDay}`);
  };

  it('changes on the first day on which the next contract trades more', () => {
    const volumes = { WDOU25: [90, 80, 70, 30, 10], WDOV25: [10, 20, 70, 71, 90, 99, 99, 99] };
    const found = volumeSchedule('WDO', days[0]!, days.at(-1)!, table(volumes));
    expect(found.rolls).toEqual([{ day: '2025-08-28', from: 'WDOU25', to: 'WDOV25', cause: 'volume' }]);
    expect(found.uncomparedDays).toEqual(['2025-08-29', '2025-09-01', '2025-09-02', '2025-09-03']);
  });

  it('never goes back', () => {
    const volumes = { WDOU25: [90, 10, 90, 90, 90], WDOV25: [10, 20, 30, 30, 30, 30, 30, 30] };
    expect(contractsOf(volumes)).toEqual(['WDOU25 2025-08-25', 'WDOV25 2025-08-26']);
  });

  it('leaves a contract after its last trading day, for want of volumes or of interest in the next one', () => {
    const quiet = { WDOU25: [90, 90, 90, 90, 90], WDOV25: [1, 1, 1, 1, 1, 1, 1, 1] };
    const expected = ['WDOU25 2025-08-25', 'WDOV25 2025-09-01'];
    expect(contractsOf(quiet)).toEqual(expected);
    expect(contractsOf({})).toEqual(expected);
    const { rolls, uncomparedDays } = volumeSchedule('WDO', days[0]!, days.at(-1)!, () => undefined);
    expect(rolls).toEqual([{ day: '2025-09-01', from: 'WDOU25', to: 'WDOV25', cause: 'expiry' }]);
    expect(uncomparedDays).toEqual(days);
  });

  it('takes an unknown volume for unknown, not for nothing', () => {
    const volumes = { WDOU25: [90, undefined, 90, 10, 10], WDOV25: [10, 50, 30, 30, 30, 30, 30, 30] };
    expect(contractsOf(volumes)).toEqual(['WDOU25 2025-08-25', 'WDOV25 2025-08-28']);
  });

  it('that begins on a roll day of the calendar decides between the two contracts of that day', () => {
    const begin = (old: number, fresh: number) =>
      volumeSchedule('WDO', '2025-08-29', '2025-08-29', (contract) => (contract === 'WDOU25' ? old : fresh));
    expect(begin(9, 8).spans[0]!.contract).toBe('WDOU25');
    expect(begin(8, 9).spans[0]!.contract).toBe('WDOV25');
  });
});

describeWithRealData('volumes of 2019-12-20', ['b3-bmf-minute-last-20191220/B3_NEG_DATA_20191220.json.gz'], (path) => {
  it('lead by volume to the contracts that the calendar gives', () => {
    const traded = JSON.parse(gunzipSync(readFileSync(path!)).toString()) as Record<string, { traded_qty: number }>;
    for (const root of ['WDO', 'DOL', 'WIN', 'IND'] as const) {
      const byVolume = volumeSchedule(root, '2019-12-20', '2019-12-20', (contract) => traded[contract]?.traded_qty);
      expect(byVolume.spans).toEqual(calendarSchedule(root, '2019-12-20', '2019-12-20').spans);
      // of the full index future only one contract was traded on that day
      expect(byVolume.uncomparedDays, root).toEqual(root === 'IND' ? ['2019-12-20'] : []);
    }
  });
});
