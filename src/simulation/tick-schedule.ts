// Takes the span of a session, the spacing of its clock ticks and the wakes asked for; gives the time of the next tick.

import { assert } from '../core/assert.ts';

/** Wakes that wait at one time. */
const MAX_WAKES = 10_000;

export class TickSchedule {
  /** Time of the next tick, microseconds UTC; Infinity when the session has no more. */
  nextUs: number;
  private readonly startUs: number;
  private readonly endUs: number;
  private readonly spacingUs: number;
  private nextRegularUs: number;
  private lastUs = -Infinity;
  /** Ascending, all distinct. */
  private readonly wakes: number[] = [];

  /** Regular ticks from `startUs` to `endUs`, both included where the spacing meets them. */
  constructor(startUs: number, endUs: number, spacingUs: number) {
    this.startUs = startUs;
    this.endUs = endUs;
    this.spacingUs = spacingUs;
    this.nextRegularUs = startUs;
    this.nextUs = startUs;
  }

  /**
   * Asks for a tick at `timeUs`; one that has passed means now, `nowUs`. A time
   * before the session means its start; nothing happens if the time has had its tick or lies after the session.
   */
  wake(timeUs: number, nowUs: number): void {
    const at = Math.max(timeUs, nowUs, this.startUs);
    if (at <= this.lastUs || at > this.endUs || this.wakes.includes(at)) return;
    assert(this.wakes.length < MAX_WAKES, `more than ${MAX_WAKES} wakes wait`);
    const found = this.wakes.findIndex((other) => other > at);
    this.wakes.splice(found < 0 ? this.wakes.length : found, 0, at);
    this.nextUs = Math.min(this.nextUs, at);
  }

  /** The tick at `nextUs` is given out. */
  taken(): void {
    this.lastUs = this.nextUs;
    if (this.nextRegularUs === this.lastUs) this.nextRegularUs += this.spacingUs;
    if (this.wakes[0] === this.lastUs) this.wakes.shift();
    const regularUs = this.nextRegularUs <= this.endUs ? this.nextRegularUs : Infinity;
    this.nextUs = Math.min(regularUs, this.wakes[0] ?? Infinity);
  }
}
