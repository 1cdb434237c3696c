// Edits of trades in; whether the same edit was told shortly before out.

/** Edits that are remembered: they are rare, and a reconnection repeats only the last ones. */
const REMEMBERED_EDITS = 256;

const FIELDS = 5;

/** A ring of the last edits; allocates nothing. */
export class RecentEdits {
  private readonly fields = new Float64Array(REMEMBERED_EDITS * FIELDS).fill(-1);
  private next = 0;

  /** Remembers the edit unless it is a repetition: an edit that gives a trade other values is none. */
  isRepeated(timeUs: number, number: number, price: number, quantity: number, type: number): boolean {
    const { fields } = this;
    // from the newest back: the last word about a trade counts, and an edit may take an earlier one back
    for (let k = 1; k <= REMEMBERED_EDITS; k++) {
      const at = ((this.next - k + REMEMBERED_EDITS) % REMEMBERED_EDITS) * FIELDS;
      if (fields[at] !== number || fields[at + 1] !== timeUs) continue;
      if (fields[at + 2] === price && fields[at + 3] === quantity && fields[at + 4] === type) return true;
      break;
    }
    const to = this.next * FIELDS;
    fields[to] = number;
    fields[to + 1] = timeUs;
    fields[to + 2] = price;
    fields[to + 3] = quantity;
    fields[to + 4] = type;
    this.next = (this.next + 1) % REMEMBERED_EDITS;
    return false;
  }
}
