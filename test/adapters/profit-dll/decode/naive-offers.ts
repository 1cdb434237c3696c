// A book of offers as two plain lists, worst first, in; the vendor's messages about what happens to it, and its levels, out.
import type { Random } from '../../../../src/simulation/random.ts';
import type { RawEntry, RawOffer, RawRecords } from './raw-records.ts';

interface Offer {
  readonly id: number;
  readonly price: number;
  readonly quantity: number;
}

/** Plays the vendor: changes its own lists, and tells each change by position from the end and by difference of quantity. */
export class NaiveVendorBook {
  readonly lists: [Offer[], Offer[]] = [[], []];
  private nextId = 1;

  /** Worst first: bids ascend, asks descend; a later offer of the same price stands farther from the end. */
  private place(side: number, price: number): number {
    const list = this.lists[side]!;
    const isWorse = (other: number): boolean => (side === 0 ? other < price : other > price);
    let at = 0;
    while (at < list.length && isWorse(list[at]!.price)) at += 1;
    return at;
  }

  add(side: number, price: number, quantity: number, id = this.nextId++): RawOffer {
    const list = this.lists[side]!;
    const at = this.place(side, price);
    const offer = { action: 0, side, position: list.length - at, price, quantity, id, agent: 8 };
    list.splice(at, 0, { id, price, quantity });
    return offer;
  }

  edit(side: number, at: number, quantity: number): RawOffer {
    const list = this.lists[side]!;
    const old = list[at]!;
    list[at] = { ...old, quantity };
    return { action: 1, side, position: list.length - 1 - at, quantity: quantity - old.quantity };
  }

  remove(side: number, at: number): RawOffer {
    const list = this.lists[side]!;
    list.splice(at, 1);
    return { action: 2, side, position: list.length - at };
  }

  /** The best `count` offers are gone. */
  removeBest(side: number, count: number): RawOffer {
    const list = this.lists[side]!;
    list.splice(list.length - count, count);
    return { action: 3, side, position: count - 1 };
  }

  entries(side: number): readonly RawEntry[] {
    return this.lists[side]!.map(({ id, price, quantity }) => ({ id, price, quantity }));
  }

  /** The whole book in pages of at most so many offers, one side after the other; a side without offers is not told. */
  tell(raw: RawRecords, asset: number, most: number): void {
    for (const side of [0, 1]) {
      const entries = this.entries(side);
      for (let from = 0; from < entries.length; from += most) {
        const flags = (from === 0 ? 2 : 0) | (from + most >= entries.length ? 1 : 0);
        raw.page(asset, side, flags, entries.slice(from, from + most));
      }
    }
  }

  /** What may happen next. Prices stay near 5450; an edit leaves at least `least` contracts. */
  step(random: Random, least = 1): RawOffer {
    const side = random.integer(2);
    const list = this.lists[side]!;
    const action = random.integer(10);
    if (list.length < 5 || action < 5) {
      const away = random.integer(12) * 0.5;
      return this.add(side, side === 0 ? 5450 - away : 5450.5 + away, 1 + random.integer(50));
    }
    const at = random.integer(list.length);
    if (action < 7) return this.edit(side, at, least + random.integer(40));
    return action < 9 ? this.remove(side, at) : this.removeBest(side, 1 + random.integer(3));
  }

  /** Price to contracts and offers, from the lowest price up; a level without contracts is none. */
  levels(side: number): readonly (readonly [price: number, quantity: number, offers: number])[] {
    const totals = new Map<number, [number, number]>();
    for (const { price, quantity } of this.lists[side]!) {
      const [contracts, offers] = totals.get(price) ?? [0, 0];
      totals.set(price, [contracts + quantity, offers + 1]);
    }
    return [...totals]
      .map(([price, [quantity, offers]]) => [price, quantity, offers] as const)
      .filter(([, quantity]) => quantity > 0)
      .sort((a, b) => a[0] - b[0]);
  }
}
