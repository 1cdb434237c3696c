// The time at which a message arrived in; the same for everyone who decodes a part of it out.

/** A number that crosses a call may be an object made for it: one place that all look at is none. */
export class Arrival {
  private readonly time = new Float64Array(1);

  /** Microseconds UTC. */
  get us(): number {
    return this.time[0]!;
  }

  set us(timeUs: number) {
    this.time[0] = timeUs;
  }
}
