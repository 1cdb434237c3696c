// Takes a monotonic clock and UTC; gives microseconds UTC that never go back, and says when UTC was set anew.

import type { HostReanchor } from './host-sink.ts';

/** UTC may drift from the monotonic clock by this before the anchor is set anew, microseconds. */
const DRIFT_MAX_US = 250_000;
/** The clock stands still at most this long for UTC that was set back; what is set back further is told and not followed. */
const STAND_STILL_MAX_US = 2_000_000;

const NS_PER_US = 1000n;

export interface ClockSource {
  /** Nanoseconds of the clock that also stamps the records of the feed. */
  monotonicNs(): bigint;
  /** Microseconds UTC as the system has them now. */
  utcUs(): number;
}

const systemClock: ClockSource = {
  monotonicNs: () => process.hrtime.bigint(),
  utcUs: () => Date.now() * 1000,
};

export class HostClock {
  private readonly source: ClockSource;
  private anchorNs: bigint;
  private anchorUs: number;
  private lastUs: number;
  private lastFeedUs: number;
  private anchorNsNumber: number;
  private toldBackUs = 0;

  constructor(source: ClockSource = systemClock) {
    this.source = source;
    this.anchorNs = source.monotonicNs();
    this.anchorUs = Math.floor(source.utcUs());
    this.anchorNsNumber = Number(this.anchorNs);
    this.lastUs = this.anchorUs;
    this.lastFeedUs = -Infinity;
  }

  /** Whole microseconds UTC, never before one that was given out. */
  nowUs(): number {
    const us = this.anchorUs + Number((this.source.monotonicNs() - this.anchorNs) / NS_PER_US);
    if (us > this.lastUs) this.lastUs = us;
    return this.lastUs;
  }

  /** When a record of the feed was received: its nanoseconds as microseconds UTC, never descending. Allocates nothing. */
  readonly atFeedNs = (timeNs: number): number => {
    const us = this.anchorUs + Math.floor((timeNs - this.anchorNsNumber) / 1000);
    if (us > this.lastFeedUs) this.lastFeedUs = us;
    return this.lastFeedUs;
  };

  /**
   * Compares with UTC; ask about each second. Sets a new anchor where they are more than `DRIFT_MAX_US` apart: ahead at once,
   * back by standing still until UTC has come so far.
   */
  check(): HostReanchor | undefined {
    const monotonicNs = this.source.monotonicNs();
    const utcUs = Math.floor(this.source.utcUs());
    const rawUs = this.anchorUs + Number((monotonicNs - this.anchorNs) / NS_PER_US);
    const correctionUs = utcUs - rawUs;
    if (Math.abs(correctionUs) <= DRIFT_MAX_US) {
      this.toldBackUs = 0;
      return undefined;
    }
    if (correctionUs < -STAND_STILL_MAX_US) return this.tellBack(correctionUs);
    this.anchorNs = monotonicNs;
    this.anchorNsNumber = Number(monotonicNs);
    this.anchorUs = utcUs;
    const reason =
      correctionUs > 0 ? 'the clock of the system was set forward' : 'the clock of the system was set back';
    return { timeUs: this.nowUs(), correctionUs, reason };
  }

  /** Once for each change: the clock goes on as it was, since hours could not be given out twice. */
  private tellBack(correctionUs: number): HostReanchor | undefined {
    if (Math.abs(correctionUs - this.toldBackUs) <= DRIFT_MAX_US) return undefined;
    this.toldBackUs = correctionUs;
    const reason =
      'the clock of the system was set back too far to follow; the host keeps its own until it is started anew';
    return { timeUs: this.nowUs(), correctionUs: 0, reason };
  }
}
