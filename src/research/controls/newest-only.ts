// Wishes to do the same work anew in; the work, never twice at once and never for a wish that a newer one has replaced, out.

export class NewestOnly {
  readonly #work: () => Promise<void>;
  #wishes = 0;
  #working: Promise<void> = Promise.resolve();

  /** The work never rejects. */
  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Resolves when the work was done for this wish, or is left to a newer one. */
  async wish(): Promise<void> {
    this.#wishes += 1;
    const mine = this.#wishes;
    await this.#working;
    // Messages that have already come are taken first.
    await new Promise((resolve) => setImmediate(resolve));
    if (mine !== this.#wishes) return;
    this.#working = this.#work();
    await this.#working;
  }
}
