// Losses of books in; when each book is asked for anew, and which is left off since it does not hold, out.

const US_PER_SECOND = 1_000_000;
/** So many losses within a minute: the vendor's changes mean something else than we take them for. */
export const BOOK_LOSSES_MAX = 5;
const WINDOW_US = 60 * US_PER_SECOND;
const FIRST_PAUSE_US = US_PER_SECOND;

/** `now` and `later`: it is asked for anew. `off`: not any more. */
export type BookRenewal = 'now' | 'later' | 'off';

/** By the host's number of the instrument; times in microseconds of the host's clock. */
export class BookRenewals {
  private readonly losses = new Map<number, number[]>();
  private readonly due = new Map<number, number>();
  private readonly off = new Set<number>();

  /** The first loss within a minute is mended at once, each further one after a pause of twice the length. */
  lost(id: number, nowUs: number): BookRenewal {
    if (this.off.has(id)) return 'off';
    if (this.due.has(id)) return 'later';
    const recent = (this.losses.get(id) ?? []).filter((timeUs) => nowUs - timeUs < WINDOW_US);
    recent.push(nowUs);
    this.losses.set(id, recent);
    if (recent.length >= BOOK_LOSSES_MAX) {
      this.off.add(id);
      return 'off';
    }
    if (recent.length === 1) return 'now';
    this.due.set(id, nowUs + FIRST_PAUSE_US * 2 ** (recent.length - 2));
    return 'later';
  }

  /** Those whose pause is over, once. */
  takeDue(nowUs: number): readonly number[] {
    const ids = [...this.due].filter(([, dueUs]) => dueUs <= nowUs).map(([id]) => id);
    for (const id of ids) this.due.delete(id);
    return ids;
  }

  isOff(id: number): boolean {
    return this.off.has(id);
  }

  /** Nobody wants the book any more, or someone wants it anew. */
  forget(id: number): void {
    this.losses.delete(id);
    this.due.delete(id);
    this.off.delete(id);
  }

  /** A new vendor process: all begins anew. Gives those that were off. */
  restart(): readonly number[] {
    const ids = [...this.off];
    this.losses.clear();
    this.due.clear();
    this.off.clear();
    return ids;
  }
}
