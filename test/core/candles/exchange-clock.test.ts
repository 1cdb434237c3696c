// Received and exchange times in; the estimate of the fixed delay between the two clocks.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOCK_LEAD_MAX_US, ExchangeClock } from '../../../src/core/candles/exchange-clock.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const SECOND = 1_000_000;

describe('the clock of the exchange', () => {
  it('is not known before anything was seen of it, nor after a reset', () => {
    const clock = new ExchangeClock();
    expect(clock.isKnown).toBe(false);
    clock.observe(10, 4);
    expect([clock.isKnown, clock.offsetUs]).toEqual([true, 6]);
    clock.reset();
    expect(clock.isKnown).toBe(false);
    clock.observe(20, 11);
    expect(clock.offsetUs).toBe(9);
  });

  it('runs behind ours by the smallest delay seen', () => {
    const clock = new ExchangeClock();
    for (const delay of [9, 5, 7, 30]) clock.observe(SECOND + delay, SECOND);
    expect(clock.offsetUs).toBe(5);
  });

  it('may run before ours', () => {
    const clock = new ExchangeClock();
    clock.observe(SECOND, 2 * SECOND);
    expect(clock.offsetUs).toBe(-SECOND);
  });

  it('does not believe a stamp more than five seconds ahead of ours', () => {
    const clock = new ExchangeClock();
    expect(CLOCK_LEAD_MAX_US).toBe(5 * SECOND);
    expect(clock.observe(SECOND, SECOND + CLOCK_LEAD_MAX_US + 1)).toBe(false);
    expect(clock.isKnown).toBe(false);
    expect(clock.observe(SECOND, SECOND + CLOCK_LEAD_MAX_US)).toBe(true);
    expect([clock.isKnown, clock.offsetUs]).toEqual([true, -CLOCK_LEAD_MAX_US]);
    clock.reset();
    clock.observe(2 * SECOND, 2 * SECOND - 7);
    clock.observe(3 * SECOND, 3 * SECOND + 3600 * SECOND);
    expect(clock.offsetUs).toBe(7);
  });

  it('stays known when a wrong stamp is all that comes for a minute', () => {
    const clock = new ExchangeClock();
    clock.observe(0, -7);
    for (let second = 1; second <= 90; second++) clock.observe(second * SECOND, (second + 3600) * SECOND);
    expect([clock.isKnown, clock.offsetUs]).toEqual([true, 7]);
  });

  it('corrects a first record that was old with the next one that is not', () => {
    const clock = new ExchangeClock();
    clock.observe(600 * SECOND, 0);
    expect(clock.offsetUs).toBe(600 * SECOND);
    clock.observe(601 * SECOND, 601 * SECOND - 20);
    expect(clock.offsetUs).toBe(20);
  });

  it('forgets a delay after 60 seconds at the latest, and never before 30', () => {
    const clock = new ExchangeClock();
    clock.observe(0, -5);
    for (let second = 1; second <= 90; second++) {
      clock.observe(second * SECOND, second * SECOND - 50);
      if (second < 30) expect(clock.offsetUs).toBe(5);
      if (second >= 60) expect(clock.offsetUs).toBe(50);
    }
  });

  it('does not care for a constant difference of the clocks', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 * SECOND }), fc.nat({ max: 20_000 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(steps, fc.integer({ min: -1e9, max: CLOCK_LEAD_MAX_US }), (all, difference) => {
        const one = new ExchangeClock();
        const other = new ExchangeClock();
        let receivedUs = 0;
        for (const [step, delay] of all) {
          receivedUs += step;
          one.observe(receivedUs, receivedUs - delay);
          other.observe(receivedUs, receivedUs - delay + difference);
          expect(other.offsetUs).toBe(one.offsetUs - difference);
        }
      }),
      { seed: 4, numRuns: propertyRuns(200) },
    );
  });
});
