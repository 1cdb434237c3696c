// Prices go in row by row; how often each was seen and where first comes out, and from that the median of a day.

/** More distinct prices are only counted together: no instrument has as many in a day. */
const MAX_DISTINCT_PRICES = 1 << 20;

const FIRST_PLACES = 256;
const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer);

export interface SeenPrice {
  readonly price: number;
  readonly count: number;
  /** Part's row number and time of the first row with the price. */
  readonly row: number;
  readonly timeUs: number;
}

/** Finite prices only; each costs a look into a hash table, so callers count equal neighbours first. */
export class PriceCounts {
  /** Prices counted, equal ones too. */
  total = 0;
  distinct = 0;
  /** Prices that came when there was no more room. */
  overflow = 0;
  private readonly limit: number;
  private prices = new Float64Array(FIRST_PLACES).fill(Number.NaN);
  private counts = new Float64Array(FIRST_PLACES);
  private rows = new Float64Array(FIRST_PLACES);
  private times = new Float64Array(FIRST_PLACES);

  constructor(limit = MAX_DISTINCT_PRICES) {
    this.limit = limit;
  }

  /** A price that stood in `count` rows, of which `row` is the first. */
  add(price: number, count: number, row: number, timeUs: number): void {
    this.total += count;
    const place = this.placeOf(price);
    if (this.prices[place] === price) this.counts[place]! += count;
    else this.addNew(place, price, count, row, timeUs);
  }

  /** Every distinct price, ascending. */
  sorted(): readonly SeenPrice[] {
    const seen: SeenPrice[] = [];
    for (const [place, price] of this.prices.entries()) {
      if (Number.isNaN(price)) continue;
      seen.push({ price, count: this.counts[place]!, row: this.rows[place]!, timeUs: this.times[place]! });
    }
    return seen.sort((a, b) => a.price - b.price);
  }

  private addNew(place: number, price: number, count: number, row: number, timeUs: number): void {
    if (this.distinct === this.limit) {
      this.overflow += count;
      return;
    }
    this.prices[place] = price;
    this.counts[place] = count;
    this.rows[place] = row;
    this.times[place] = timeUs;
    this.distinct++;
    if (2 * this.distinct > this.prices.length) this.grow();
  }

  private placeOf(price: number): number {
    const mask = this.prices.length - 1;
    bits[0] = price;
    let hash = Math.imul(words[0]! ^ Math.imul(words[1]!, 0x9e37_79b1), 0x85eb_ca6b);
    hash ^= hash >>> 15;
    let place = hash & mask;
    let there = this.prices[place]!;
    // an empty place is NaN
    while (!Number.isNaN(there) && there !== price) {
      place = (place + 1) & mask;
      there = this.prices[place]!;
    }
    return place;
  }

  private grow(): void {
    const { prices, counts, rows, times } = this;
    const places = prices.length * 2;
    this.prices = new Float64Array(places).fill(Number.NaN);
    this.counts = new Float64Array(places);
    this.rows = new Float64Array(places);
    this.times = new Float64Array(places);
    for (const [old, price] of prices.entries()) {
      if (Number.isNaN(price)) continue;
      const place = this.placeOf(price);
      this.prices[place] = price;
      this.counts[place] = counts[old]!;
      this.rows[place] = rows[old]!;
      this.times[place] = times[old]!;
    }
  }
}

/** The price below which a share of the counted prices lies, 0.5 for the median; of at least one, ascending. */
export function quantileOf(sorted: readonly SeenPrice[], share: number): number {
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  let left = Math.floor(share * total);
  for (const { price, count } of sorted) {
    left -= count;
    if (left < 0) return price;
  }
  return sorted[sorted.length - 1]!.price;
}
