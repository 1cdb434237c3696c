// Positions that have come to rest in; each told on only when the orders were read after it, so that a lost word about a fill is no difference.

export interface ExplainedPositionsOptions {
  /** Has the orders read. */
  readonly readOrders: () => void;
  /** Complete reads so far. */
  readonly readsDone: () => number;
  /** Nothing has happened to it since it was read. */
  readonly isAtRest: (instrumentId: number, quantity: number) => boolean;
  readonly tell: (instrumentId: number, quantity: number) => void;
}

interface Waiting {
  readonly quantity: number;
  readonly reads: number;
  /** Something happened since: what was read before says nothing about it. */
  isDisturbed: boolean;
}

/** Driven by `tick`. A position that is disturbed meanwhile waits for a read behind its next rest, or is replaced by what it has become. */
export class ExplainedPositions {
  private readonly options: ExplainedPositionsOptions;
  private readonly waiting = new Map<number, Waiting>();
  /** As it was told on last. */
  private readonly told = new Map<number, number>();

  constructor(options: ExplainedPositionsOptions) {
    this.options = options;
  }

  take(instrumentId: number, quantity: number): void {
    this.waiting.set(instrumentId, { quantity, reads: this.options.readsDone(), isDisturbed: false });
    this.options.readOrders();
  }

  /** As it was told on, where nothing has happened to it since; undefined otherwise. */
  quantityOf(instrumentId: number): number | undefined {
    const quantity = this.told.get(instrumentId);
    if (quantity === undefined || this.waiting.has(instrumentId)) return undefined;
    return this.options.isAtRest(instrumentId, quantity) ? quantity : undefined;
  }

  tick(): void {
    const { readsDone, isAtRest, tell } = this.options;
    for (const [instrumentId, each] of this.waiting) {
      const { quantity, reads, isDisturbed } = each;
      if (!isAtRest(instrumentId, quantity)) {
        each.isDisturbed = true;
        continue;
      }
      if (isDisturbed) this.take(instrumentId, quantity);
      if (isDisturbed || readsDone() <= reads) continue;
      this.waiting.delete(instrumentId);
      this.told.set(instrumentId, quantity);
      tell(instrumentId, quantity);
    }
  }
}
