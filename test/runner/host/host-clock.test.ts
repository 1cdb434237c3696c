// Moves UTC and the monotonic clock apart and expects time that never goes back, and a word about each new anchor.
import { describe, expect, it } from 'vitest';
import { HostClock } from '../../../src/runner/host/host-clock.ts';
import { Random } from '../../../src/simulation/random.ts';

class Source {
  ns = 5_000_000_000n;
  us = 1_754_402_400_000_000;

  monotonicNs(): bigint {
    return this.ns;
  }

  utcUs(): number {
    return this.us;
  }

  pass(us: number): void {
    this.ns += BigInt(us) * 1000n;
    this.us += us;
  }
}

describe('the clock of the host', () => {
  it('is UTC at the anchor plus what the monotonic clock says, also for records of the feed', () => {
    const source = new Source();
    const startUs = source.us;
    const clock = new HostClock(source);
    source.pass(1_234_567);
    expect(clock.nowUs()).toBe(startUs + 1_234_567);
    expect(clock.atFeedNs(5_000_000_000 + 1_000_999)).toBe(startUs + 1000);
    expect(clock.check()).toBeUndefined();
  });

  it('follows UTC that was set forward, and says so', () => {
    const source = new Source();
    const clock = new HostClock(source);
    source.pass(1000);
    source.us += 3_600_000_000;
    expect(clock.check()).toMatchObject({ correctionUs: 3_600_000_000, timeUs: source.us });
    expect(clock.nowUs()).toBe(source.us);
    expect(clock.check()).toBeUndefined();
  });

  it('stands still for a second that was set back, and keeps its own time where it was hours', () => {
    const source = new Source();
    const clock = new HostClock(source);
    const beforeUs = clock.nowUs();
    source.us -= 1_000_000;
    expect(clock.check()).toMatchObject({ correctionUs: -1_000_000, timeUs: beforeUs });
    source.pass(400_000);
    expect(clock.nowUs()).toBe(beforeUs);
    source.pass(700_000);
    expect(clock.nowUs()).toBe(beforeUs + 100_000);
    source.us -= 7_200_000_000;
    expect(clock.check()).toMatchObject({ correctionUs: 0 });
    expect(clock.check()).toBeUndefined();
    source.pass(50);
    expect(clock.nowUs()).toBe(beforeUs + 100_050);
  });

  it('never goes back, whatever the clocks do', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = new Random(seed, 'clock');
      const source = new Source();
      const clock = new HostClock(source);
      let last = clock.nowUs();
      let lastFeed = -Infinity;
      for (let step = 0; step < 300; step++) {
        source.pass(random.integer(2_000_000));
        if (random.chance(0.1)) source.us += Math.floor((random.float() - 0.5) * 20_000_000);
        if (random.chance(0.3)) last = Math.max(last, clock.check()?.timeUs ?? last);
        const now = clock.nowUs();
        const feed = clock.atFeedNs(Number(source.ns) - random.integer(5_000_000));
        expect(now).toBeGreaterThanOrEqual(last);
        expect(feed).toBeGreaterThanOrEqual(lastFeed);
        expect(Number.isInteger(now) && Number.isInteger(feed)).toBe(true);
        last = now;
        lastFeed = feed;
      }
    }
  });
});
