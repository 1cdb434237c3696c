// Symbols and times of days around rolls, holidays, closes and ends; the contract that is recorded then.
import { describe, expect, it } from 'vitest';
import { localToUtcUs } from '../../../src/core/market/civil-time.ts';
import { captureTarget, lastCaptureDay } from '../../../src/runner/capture/capture-wish.ts';

function at(day: string, hour = 12, minute = 0): number {
  const [year, month, date] = day.split('-').map(Number);
  return localToUtcUs(year!, month!, date!, hour, minute, 0, 0);
}

function target(symbol: string, nowUs: number, untilDay?: string) {
  return captureTarget({ symbol, book: 'price', untilDay }, nowUs);
}

describe('what is recorded', () => {
  it('is the contract of the day, and the next one from the roll on', () => {
    for (const symbol of ['WDO', 'WDOFUT']) {
      expect(target(symbol, at('2025-08-28'))).toEqual({ kind: 'record', contract: 'WDOU25', exchange: 'F' });
      expect(target(symbol, at('2025-08-29'))).toEqual({ kind: 'record', contract: 'WDOV25', exchange: 'F' });
    }
    expect(target('WDOU25', at('2025-08-29'))).toMatchObject({ kind: 'record', contract: 'WDOU25' });
    expect(target('WDOU25', at('2025-09-01'))).toMatchObject({
      kind: 'over',
      reason: 'WDOU25 was last traded on 2025-08-29',
    });
  });

  it('is nothing on days without trading and after the session', () => {
    expect(target('WDO', at('2025-08-09'))).toEqual({
      kind: 'rest',
      reason: '2025-08-09 is no trading day: recording begins on 2025-08-11',
    });
    expect(target('WDO', at('2025-08-05', 0, 1))).toMatchObject({ kind: 'record' });
    expect(target('WDO', at('2025-08-05', 19, 20))).toMatchObject({ kind: 'record' });
    expect(target('WDO', at('2025-08-05', 23, 59))).toMatchObject({ kind: 'rest' });
  });

  it('ends with the last day', () => {
    expect(target('WDO', at('2025-08-06'), '2025-08-06')).toMatchObject({ kind: 'record' });
    expect(target('WDO', at('2025-08-06', 23), '2025-08-06')).toMatchObject({ kind: 'over' });
    expect(target('WDO', at('2025-08-07'), '2025-08-06')).toMatchObject({ kind: 'over' });
  });

  it('is a ticker that the calendar does not know as it stands', () => {
    expect(target('PETR4', at('2025-08-09'))).toEqual({ kind: 'record', contract: 'PETR4', exchange: 'B' });
  });

  it('needs the calendar for a root only', () => {
    expect(target('WDO', at('2035-03-01'))).toMatchObject({
      kind: 'rest',
      reason: expect.stringContaining('calendar'),
    });
    expect(target('WDOJ35', at('2035-03-01'))).toMatchObject({ kind: 'record', contract: 'WDOJ35' });
  });
});

it('counts trading days, today where its session is not over', () => {
  expect(lastCaptureDay('WDO', 1, at('2025-08-05'))).toBe('2025-08-05');
  expect(lastCaptureDay('WDO', 1, at('2025-08-05', 23))).toBe('2025-08-06');
  expect(lastCaptureDay('WDO', 4, at('2025-08-05'))).toBe('2025-08-08');
  expect(lastCaptureDay('WDO', 5, at('2025-08-05'))).toBe('2025-08-11');
});
