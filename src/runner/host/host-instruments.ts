// Takes the names of instruments as the vendor knows them; gives each a number that stays its own while the host runs.

import type { InstrumentTerms } from '../../core/market/instrument-terms.ts';

/** An instrument of the host. `id` is its place in the list, and what stands in the events that the host decodes. */
export interface HostInstrument {
  readonly id: number;
  /** As the vendor writes it: the dated contract, e.g. WDOU25. */
  readonly ticker: string;
  /** The vendor's letter of the market: F futures, B equities. */
  readonly exchange: string;
  /** Price grid, lot and time zone: prices are checked on it where records are decoded. */
  readonly terms: InstrumentTerms;
}

/** Instruments one host may hold; a vendor session follows far fewer. */
export const HOST_INSTRUMENTS_MAX = 512;

/** Ids are given in the order of the first request and never again to another instrument. */
export class HostInstruments {
  private readonly items: HostInstrument[] = [];
  private readonly ids = new Map<string, number>();

  /** In the order of ids. The same array grows: whoever holds it sees new ones. */
  get list(): readonly HostInstrument[] {
    return this.items;
  }

  /** Undefined where nobody asked for it yet. Allocates a key: keep the id, do not ask for each event. */
  find(ticker: string, exchange: string): HostInstrument | undefined {
    const id = this.ids.get(keyOf(ticker, exchange));
    return id === undefined ? undefined : this.items[id];
  }

  /** The one that is there already, or a new one; undefined where there is no room for another. */
  add(ticker: string, exchange: string, terms: InstrumentTerms): HostInstrument | undefined {
    const known = this.find(ticker, exchange);
    if (known !== undefined) return known;
    if (this.items.length === HOST_INSTRUMENTS_MAX) return undefined;
    const instrument: HostInstrument = { id: this.items.length, ticker, exchange, terms };
    this.items.push(instrument);
    this.ids.set(keyOf(ticker, exchange), instrument.id);
    return instrument;
  }
}

function keyOf(ticker: string, exchange: string): string {
  return `${ticker}\0${exchange}`;
}
