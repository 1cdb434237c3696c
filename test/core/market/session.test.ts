import { describe, expect, it } from 'vitest';
import { dayNumberOf, formatDay } from '../../../src/core/market/civil-day.ts';
import { formatLocalTime, localToUtcUs, US_PER_MINUTE } from '../../../src/core/market/civil-time.ts';
import type { Root } from '../../../src/core/market/instrument.ts';
import { minutesToClose, phaseAt, type Session, sessionOf } from '../../../src/core/market/session.ts';
import { isTradingDay } from '../../../src/core/market/trading-calendar.ts';

function sessionOn(root: Root, day: string | number): Session {
  const session = sessionOf(root, day);
  if (session === undefined) throw new Error(`no session on ${day}`);
  return session;
}

function hours(root: Root, day: string): string {
  const { openUs, closeUs } = sessionOn(root, day);
  return `${formatLocalTime(openUs).slice(11, 16)}-${formatLocalTime(closeUs).slice(11, 16)}`;
}

describe('session', () => {
  it.each([
    ['2015-07-01', '09:00-18:00', 'all year until 2016-10'],
    ['2016-01-05', '09:00-18:00', 'all year until 2016-10, Brazilian summer too'],
    ['2016-10-17', '09:00-18:15', 'Brazilian summer before the US winter'],
    ['2017-07-03', '09:00-18:00', 'US summer'],
    ['2018-02-14', '13:00-18:15', 'Ash Wednesday'],
    ['2018-03-09', '09:00-18:15', 'US winter after the Brazilian summer'],
    ['2018-03-12', '09:00-18:00', 'US summer begins'],
    ['2018-11-01', '09:00-19:00', 'one special day'],
    ['2018-11-05', '09:00-18:15', 'both changed'],
    ['2020-03-06', '09:00-18:15', 'last winter of the quarter hour'],
    ['2020-03-09', '09:00-18:00', 'US summer'],
    ['2020-11-03', '09:00-18:30', 'US winter'],
    ['2021-11-05', '09:00-18:00', 'last day of US summer'],
    ['2021-11-08', '09:00-18:30', 'US winter'],
    ['2024-06-03', '09:00-18:30', 'all year from here on'],
    ['2025-08-05', '09:00-18:30', 'US summer'],
    ['2026-02-18', '13:00-18:30', 'Ash Wednesday'],
    ['2026-04-06', '09:00-18:30', 'US summer'],
  ])('of the dollar on %s is %s (%s)', (day, expected) => {
    expect([hours('WDO', day), hours('DOL', day)]).toEqual([expected, expected]);
  });

  it('does not exist on holidays and weekends', () => {
    expect(sessionOf('WDO', '2020-11-02')).toBeUndefined();
    expect(sessionOf('WIN', '2025-08-09')).toBeUndefined();
  });

  it('takes the earlier close where two are possible, unless told otherwise', () => {
    expect(hours('WDO', '2023-07-03')).toBe('09:00-18:00');
    expect(sessionOn('WDO', '2023-07-03').closeEvidence).toBe('assumed');
    const later = sessionOf('WDO', '2023-07-03', { uncertainClose: 'later' })!;
    expect(later.closeUs).toBe(localToUtcUs(2023, 7, 3, 18, 30));
    for (const certain of ['2022-04-29', '2024-06-03', '2021-07-01', '2023-01-05']) {
      expect(sessionOf('WDO', certain, { uncertainClose: 'later' })).toEqual(sessionOf('WDO', certain));
    }
  });

  it('ends the index five minutes before the dollar, with a closing call between', () => {
    expect(hours('WIN', '2021-08-18')).toBe('09:00-17:55');
    expect(hours('IND', '2021-11-08')).toBe('09:00-18:25');
    expect(sessionOn('WIN', '2021-11-08').closingCallEndUs).toBe(localToUtcUs(2021, 11, 8, 18, 30));
    expect('closingCallEndUs' in sessionOn('WDO', '2021-11-08')).toBe(false);
  });

  it('opens at 09:00 local under Brazilian summer time too', () => {
    expect(sessionOn('WDO', '2018-01-02').openUs).toBe(Date.UTC(2018, 0, 2, 11) * 1000);
    expect(sessionOn('WDO', '2018-07-02').openUs).toBe(Date.UTC(2018, 6, 2, 12) * 1000);
  });

  it('exists on every trading day from 2008 to 2027 and on no other, with its times in order', () => {
    for (let day = dayNumberOf(2008, 1, 1); day <= dayNumberOf(2027, 12, 31); day += 1) {
      for (const root of ['WDO', 'WIN'] as const) {
        const session = sessionOf(root, day);
        expect(session !== undefined, formatDay(day)).toBe(isTradingDay(day));
        if (session === undefined) continue;
        const { preOpenUs, openUs, closeUs, closingCallEndUs = closeUs + 1 } = session;
        expect(preOpenUs < openUs && openUs < closeUs && closeUs < closingCallEndUs, formatDay(day)).toBe(true);
        expect(session.isoDay).toBe(formatDay(day));
      }
    }
  });

  it('goes through its phases, each with its first microsecond and without its last', () => {
    const win = sessionOn('WIN', '2025-08-05');
    const at = (hour: number, minute: number): number => localToUtcUs(2025, 8, 5, hour, minute);
    expect(phaseAt(win, at(8, 55) - 1)).toBe('closed');
    expect(phaseAt(win, at(8, 55))).toBe('auction');
    expect(phaseAt(win, at(9, 0) - 1)).toBe('auction');
    expect(phaseAt(win, at(9, 0))).toBe('open');
    expect(phaseAt(win, at(18, 25) - 1)).toBe('open');
    expect(phaseAt(win, at(18, 25))).toBe('closingCall');
    expect(phaseAt(win, at(18, 30) - 1)).toBe('closingCall');
    expect(phaseAt(win, at(18, 30))).toBe('closed');
    expect(phaseAt(win, at(12, 0) + 1440 * US_PER_MINUTE)).toBe('closed');
    const wdo = sessionOn('WDO', '2025-08-05');
    expect(phaseAt(wdo, at(18, 30) - 1)).toBe('open');
    expect(phaseAt(wdo, at(18, 30))).toBe('closed');
  });

  it('counts the minutes to the close', () => {
    const session = sessionOn('WDO', '2025-08-05');
    expect(minutesToClose(session, localToUtcUs(2025, 8, 5, 9))).toBe(570);
    expect(minutesToClose(session, localToUtcUs(2025, 8, 5, 18, 29, 30))).toBe(0.5);
    expect(minutesToClose(session, localToUtcUs(2025, 8, 5, 18, 31))).toBe(-1);
  });

  it('refuses days outside the calendar', () => {
    expect(() => sessionOf('WDO', '2007-12-28')).toThrow(RangeError);
    expect(() => sessionOf('WDO', '2028-01-03')).toThrow(RangeError);
  });
});
