// How many histograms there is room for in; places for those of leaves out, taken from the least promising leaf where none is free.

import type { GrownLeaf } from './grown-tree.ts';

/** A leaf that loses its place is summed anew when it is split: slower, the same numbers. */
export class HistogramSlots {
  readonly #free: number[];

  /** At least 3: a parent, and the two places for its children. */
  constructor(slots: number) {
    this.#free = Array.from({ length: slots }, (_, at) => slots - 1 - at);
  }

  take(leaves: readonly GrownLeaf[]): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const held = leaves.filter(({ slot }) => slot >= 0);
    const least = held.reduce((a, b) => ((b.split?.gain ?? -1) < (a.split?.gain ?? -1) ? b : a));
    const { slot } = least;
    least.slot = -1;
    return slot;
  }

  give(slot: number): void {
    if (slot >= 0) this.#free.push(slot);
  }
}
