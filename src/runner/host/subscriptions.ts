// Takes what clients and sinks want of each instrument; asks the vendor for what any of them wants, and gives up what nobody wants any more.

import type { BookOrigin } from '../../adapters/profit-dll/decode/feed-facts.ts';
import type { AssetName } from '../../adapters/profit-dll/feed/feed.ts';
import type { InstrumentTerms } from '../../core/market/instrument-terms.ts';
import { type BookRenewal, BookRenewals } from './book-renewals.ts';
import { type HostInstrument, HostInstruments } from './host-instruments.ts';
import type { SubscriptionKind, VendorPort } from './vendor/vendor-port.ts';

/** `depth`: price levels; `offers`: single orders, which give the levels too. */
export type BookWanted = 'none' | 'depth' | 'offers';

/** Give it back when the instrument is not wanted any more. */
export interface Wanted {
  readonly instrument: HostInstrument;
  readonly book: BookWanted;
}

export class Subscriptions {
  readonly instruments = new HostInstruments();
  private readonly vendor: Pick<VendorPort, 'want' | 'unwant'>;
  private readonly onChange: () => void;
  private readonly counts: Record<BookWanted, number>[] = [];
  private readonly renewals = new BookRenewals();

  constructor(vendor: Pick<VendorPort, 'want' | 'unwant'>, onChange: () => void) {
    this.vendor = vendor;
    this.onChange = onChange;
  }

  /** Undefined where the host has no room for another instrument. */
  want(ticker: string, exchange: string, terms: InstrumentTerms, book: BookWanted): Wanted | undefined {
    const instrument = this.instruments.add(ticker, exchange, terms);
    if (instrument === undefined) return undefined;
    const before = this.kindsOf(instrument.id);
    this.countsOf(instrument.id)[book] += 1;
    // whoever comes new gets another try of a book that was left off
    if (book === 'offers' && this.renewals.isOff(instrument.id)) this.renewals.forget(instrument.id);
    this.apply(instrument, before, this.kindsOf(instrument.id));
    return { instrument, book };
  }

  release({ instrument, book }: Wanted): void {
    const counts = this.countsOf(instrument.id);
    const before = this.kindsOf(instrument.id);
    counts[book] -= 1;
    if (counts.offers === 0) this.renewals.forget(instrument.id);
    this.apply(instrument, before, this.kindsOf(instrument.id));
  }

  /** Which messages make the levels: single orders where anyone wants those. */
  bookOf(hostId: number): BookOrigin {
    const counts = this.countsOf(hostId);
    if (counts.offers > 0) return 'offers';
    return counts.depth > 0 ? 'depth' : 'none';
  }

  /** The book of the instrument no longer agrees with its changes. Undefined where nobody wants it. */
  renewBook(hostId: number, nowUs: number): BookRenewal | undefined {
    const instrument = this.instruments.list[hostId];
    if (instrument === undefined || this.bookOf(hostId) !== 'offers') return undefined;
    const wasOff = this.renewals.isOff(hostId);
    const renewal = this.renewals.lost(hostId, nowUs);
    if (renewal === 'now') this.askAnew(instrument);
    if (renewal === 'off' && !wasOff) this.vendor.unwant(assetOf(instrument), 'offerBook');
    return renewal;
  }

  /** Asked about each second: books whose pause after a loss is over. */
  renewDue(nowUs: number): void {
    for (const id of this.renewals.takeDue(nowUs)) this.askAnew(this.instruments.list[id]!);
  }

  /** A new vendor process: books that were left off get another try. */
  restart(): void {
    for (const id of this.renewals.restart()) this.vendor.want(assetOf(this.instruments.list[id]!), 'offerBook');
  }

  private askAnew(instrument: HostInstrument): void {
    this.vendor.unwant(assetOf(instrument), 'offerBook');
    this.vendor.want(assetOf(instrument), 'offerBook');
  }

  /** What the vendor is asked for. */
  private kindsOf(id: number): ReadonlySet<SubscriptionKind> {
    const counts = this.countsOf(id);
    const kinds = new Set<SubscriptionKind>();
    if (counts.none + counts.depth + counts.offers > 0) kinds.add('ticker');
    if (counts.offers > 0 && !this.renewals.isOff(id)) kinds.add('offerBook');
    else if (counts.offers === 0 && counts.depth > 0) kinds.add('priceDepth');
    return kinds;
  }

  private countsOf(id: number): Record<BookWanted, number> {
    let counts = this.counts[id];
    if (counts === undefined) {
      counts = { none: 0, depth: 0, offers: 0 };
      this.counts[id] = counts;
    }
    return counts;
  }

  private apply(
    instrument: HostInstrument,
    before: ReadonlySet<SubscriptionKind>,
    after: ReadonlySet<SubscriptionKind>,
  ): void {
    // asked for first, so that nothing is missing between two books
    const wanted = [...after].filter((kind) => !before.has(kind));
    const left = [...before].filter((kind) => !after.has(kind));
    if (wanted.length > 0 || left.length > 0) this.onChange();
    const asset = assetOf(instrument);
    for (const kind of wanted) this.vendor.want(asset, kind);
    for (const kind of left) this.vendor.unwant(asset, kind);
  }
}

function assetOf({ ticker, exchange }: HostInstrument): AssetName {
  return { ticker, exchange };
}
