// Ticker and exchange as the vendor names them in, the same small number each time out; says which are new to the reader.

/** More than all the vendor lists: a number is never taken back. */
const ASSETS_MAX = 32_768;

export interface NamedAsset {
  readonly ticker: string;
  readonly exchange: string;
  readonly feed: number;
}

interface Entry {
  readonly number: number;
  isAnnounced: boolean;
  /** Whether a batch of depth updates has begun and not ended. */
  isInBatch: boolean;
}

export class AssetNumbers {
  readonly #entries = new Map<string, Entry>();

  get count(): number {
    return this.#entries.size;
  }

  /** Undefined for no asset, or where the table is full. */
  entry({ ticker, exchange }: NamedAsset): Entry | undefined {
    if (ticker === '') return undefined;
    const key = `${ticker}\0${exchange}`;
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    if (this.#entries.size === ASSETS_MAX) return undefined;
    const entry = { number: this.#entries.size + 1, isAnnounced: false, isInBatch: false };
    this.#entries.set(key, entry);
    return entry;
  }

  /** Forgets batches that began and did not end, as after a lost connection. */
  endBatches(): void {
    for (const entry of this.#entries.values()) entry.isInBatch = false;
  }
}
