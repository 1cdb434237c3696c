// The first word of the venue after a restart in; when it has had time to say everything out.

/** Orders of an earlier process: nothing is sent before the venue has spoken, or a stop would be there twice. The guardian covers. */
export class RestoreWait {
  /** Orders that had not ended when they were last heard of. */
  readonly orderIds: readonly string[];
  private readonly spanUs: number;
  private untilUs = Infinity;

  /** `spanUs`: the venue tells the orders of the day in one go; this long after its first word it is done. */
  constructor(orderIds: readonly string[], spanUs: number) {
    this.orderIds = orderIds;
    this.spanUs = spanUs;
  }

  /** Gives when the wait ends, once: at the first word. */
  hear(nowUs: number): number | undefined {
    if (this.untilUs !== Infinity) return undefined;
    this.untilUs = nowUs + this.spanUs;
    return this.untilUs;
  }

  isOver(nowUs: number): boolean {
    return nowUs >= this.untilUs;
  }
}
