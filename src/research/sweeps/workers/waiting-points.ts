// Points that wait, each with the work that others may share with it, in; the one that a free thread takes next out.

interface Waiting<T> {
  readonly work: string;
  readonly item: T;
}

/** Threads keep days, features and models of their own: what one has made ready is not there in another. */
export class WaitingPoints<T> {
  private readonly waiting: Waiting<T>[] = [];
  /** Threads that have done some work, by the work. */
  private readonly doneBy = new Map<string, Set<number>>();

  /** `work`: equal for points for which a thread makes the same ready. */
  add(work: string, item: T): void {
    this.waiting.push({ work, item });
  }

  /**
   * Of what waits the first whose work this thread has done before, else the first whose work none has, else the first: no thread is
   * idle while something waits. Undefined where nothing does.
   */
  take(thread: number): T | undefined {
    const own = this.waiting.findIndex(({ work }) => this.doneBy.get(work)?.has(thread));
    const fresh = own >= 0 ? own : this.waiting.findIndex(({ work }) => !this.doneBy.has(work));
    const [taken] = this.waiting.splice(Math.max(0, fresh), 1);
    if (taken === undefined) return undefined;
    const threads = this.doneBy.get(taken.work) ?? new Set();
    this.doneBy.set(taken.work, threads.add(thread));
    return taken.item;
  }

  /** Takes all that wait, in their order. */
  takeAll(): readonly T[] {
    return this.waiting.splice(0).map(({ item }) => item);
  }
}
