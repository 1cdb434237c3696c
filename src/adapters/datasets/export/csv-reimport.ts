// The parts of a CSV export, as they go by, to the mapping file that imports it again and what the way back loses.

import { BOOK_ASK, QUOTE_HAS_ASK, QUOTE_HAS_BID, QUOTE_HAS_SIZES } from '../../../core/market/event-record.ts';
import { type Provenance, weakerProvenance } from '../../../core/market/provenance.ts';
import type { Adjustment, PartManifest } from '../manifest.ts';
import type { PartColumns } from '../row-buffer.ts';
import { isCandleKind, type PartKind } from '../schema.ts';

type MappedKind = 'trades' | 'quotes' | 'levels' | 'lasts' | 'candles';

/** How a mapping names a column of the file: by its name alone where it needs no more. */
const MAPPED: Readonly<Record<MappedKind, Readonly<Record<string, string>>>> = {
  trades: {
    ...{ price: 'price', quantity: 'quantity', aggressor: 'side', condition: 'condition', correction: 'correction' },
    ...{ trade_id: 'tradeId', buy_agent: 'buyAgent', sell_agent: 'sellAgent', received_us: 'received' },
    ...{ sequence: 'sequence', session_type: 'sessionType', channel: 'channel', source_condition: 'sourceCondition' },
  },
  quotes: {
    ...{ bid: 'bid', ask: 'ask', bid_size: 'bidSize', ask_size: 'askSize' },
    ...{ received_us: 'received', sequence: 'sequence' },
  },
  levels: {
    ...{ flags: 'bookSide', price: 'price', quantity: 'quantity', orders: 'orders' },
    ...{ received_us: 'received', sequence: 'sequence', previous_sequence: 'previousSequence' },
  },
  lasts: { price: 'price', received_us: 'received' },
  candles: {
    ...{ open: 'open', high: 'high', low: 'low', close: 'close', volume: 'volume', trades: 'trades' },
    ...{ turnover: 'turnover', buy_volume: 'buyVolume', sell_volume: 'sellVolume', buy_trades: 'buyTrades' },
    ...{ sell_trades: 'sellTrades', rlp_volume: 'rlpVolume', settlement: 'settlement', open_interest: 'openInterest' },
  },
};

const EVEN = ['0', '2', '4', '6'];
const ODD = ['1', '3', '5', '7'];

/** Columns of which the mapping must say more than the name. */
const DETAILS: Readonly<Record<string, object>> = {
  aggressor: { unknown: ['0'], buyer: ['1'], seller: ['2'] },
  condition: { regular: ['0'], auction: ['1'], cross: ['2'], rlp: ['3'], other: ['4'] },
  correction: { trade: ['0'], removal: ['1'] },
  flags: { bid: EVEN, ask: ODD },
  received_us: { format: 'epochMicros' },
};

/** What an import makes of the other columns; sizes that no quote has are none again. */
const MADE_AGAIN: ReadonlySet<string> = new Set([
  ...['time_us', 'order', 'flags', 'bid_size', 'ask_size'],
  ...['open_time_us', 'close_time_us'],
]);

export class CsvReimport {
  private readonly kind: PartKind;
  /** Undefined for kinds that no mapping describes. */
  private readonly mappedKind: MappedKind | undefined;
  private readonly present: ReadonlySet<string>;
  private readonly lost = new Set<string>();
  /** Columns that some row or part has no value in, and so cannot be mapped. */
  private readonly partial = new Set<string>();
  private readonly adjustments = new Set<Adjustment>();
  private provenance: Provenance = 'exchange';
  private sizedQuotes = 0;
  private bareQuotes = 0;

  /** `present` are the columns of schema.ts in the file. */
  constructor(kind: PartKind, present: ReadonlySet<string>) {
    this.kind = kind;
    this.mappedKind = isCandleKind(kind) ? 'candles' : kind in MAPPED ? (kind as MappedKind) : undefined;
    this.present = present;
  }

  see(columns: PartColumns, manifest: PartManifest): void {
    this.provenance = weakerProvenance(this.provenance, manifest.provenance);
    this.adjustments.add(manifest.adjusted);
    for (const name of this.present) if (columns[name] === undefined) this.partial.add(name);
    if (columns.order?.some((order, row) => order !== row)) this.lost.add('order');
    if (columns.trades?.includes(-1)) this.partial.add('trades');
    if (columns.orders?.includes(-1)) this.partial.add('orders');
    if (this.kind === 'levels' && columns.flags!.some((flags) => (flags & ~BOOK_ASK) !== 0)) this.lost.add('flags');
    if (this.kind === 'quotes') this.seeQuotes(columns);
  }

  mapping(): object | undefined {
    if (this.mappedKind === undefined) return undefined;
    const [adjusted] = this.adjustments.size === 1 ? this.adjustments : [];
    const isAdjusted = adjusted === 'ratio' || adjusted === 'difference';
    const isCandles = this.mappedKind === 'candles';
    const columns = Object.entries(MAPPED[this.mappedKind])
      .filter(([name]) => this.carries(name))
      .map(([name, mapped]) => [mapped, name in DETAILS ? { column: name, ...DETAILS[name] } : name]);
    return {
      name: `export-${this.mappedKind}`,
      kind: this.mappedKind,
      provenance: this.provenance,
      ...(isAdjusted ? { adjusted } : {}),
      ...(isCandles ? { interval: this.kind.replace(/^candles-/, '') } : {}),
      columns: {
        datetime: { column: isCandles ? 'open_time_us' : 'time_us', format: 'epochMicros' },
        contract: 'instrument',
        ...Object.fromEntries(columns),
      },
    };
  }

  /** Columns of the parts that an import by the mapping does not give back as they were. */
  notCarried(): readonly string[] {
    const isBack = (name: string): boolean => !this.lost.has(name) && (MADE_AGAIN.has(name) || this.carries(name));
    return [...this.present].filter((name) => !isBack(name));
  }

  private carries(name: string): boolean {
    const isMapped = this.mappedKind !== undefined && name in MAPPED[this.mappedKind];
    if (name.endsWith('_size') && this.sizedQuotes === 0) return false;
    return isMapped && this.present.has(name) && !this.partial.has(name);
  }

  /** An import marks the sides that have a price. */
  private seeQuotes({ flags, bid, ask, bid_size, ask_size }: PartColumns): void {
    for (let row = 0; row < flags!.length; row++) {
      const isSized = (flags![row]! & QUOTE_HAS_SIZES) !== 0;
      const sides = (bid![row]! > 0 ? QUOTE_HAS_BID : 0) | (ask![row]! > 0 ? QUOTE_HAS_ASK : 0);
      if ((sides | (isSized ? QUOTE_HAS_SIZES : 0)) !== flags![row]) this.lost.add('flags');
      if (!isSized && (bid_size![row] !== 0 || ask_size![row] !== 0)) this.lost.add('bid_size').add('ask_size');
      if (isSized) this.sizedQuotes++;
      else this.bareQuotes++;
    }
    // it takes all sizes for valid, or none
    if (this.sizedQuotes > 0 && this.bareQuotes > 0) this.lost.add('flags');
  }
}
