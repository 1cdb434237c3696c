// Trades with their brokers in; what each broker bought and sold over the last candles of the session out.

import type { Candle } from '../../candles/candle.ts';
import { ABSENT, NumberTable } from '../../candles/number-table.ts';
import type { TapeTrade } from '../../candles/tape-trade.ts';
import type { SessionContext } from '../session-context.ts';
import type { SharedParts } from '../shared-parts.ts';

/** Brokers of one session; trades of further ones count as trades without a broker. A day of options on stocks has about 70. */
export const MOST_AGENTS = 512;
/** Share of a candle's trades that may lack a broker, or have one that is not told, without making the candle unusable. */
const MOST_UNKNOWN = 0.01;

const OPEN_US = 0;
const TOLD = 1;
/** Contracts of the open candle, and of the window, in trades of which both brokers are known. */
const OPEN_VOLUME = 2;
const VOLUME = 3;

/**
 * Brokers are numbered by places 0 to `agents` − 1 in the order in which the session shows them. Trades of every kind count, those
 * without both brokers in nothing. A candle of which trades are missing (a bar, a hole in the tape) or too many lack a broker begins
 * the window anew. Contracts are whole, so that sums which lose an old candle stay exact.
 */
export class AgentWindow {
  readonly candles: number;
  /** Candles in a row that are usable, this session. */
  row = 0;
  /** Trades of the window. */
  trades = 0;
  readonly codes = new Int32Array(MOST_AGENTS);
  /** Contracts of the window by place. */
  readonly bought = new Float64Array(MOST_AGENTS);
  readonly sold = new Float64Array(MOST_AGENTS);
  /** Candles of the window in which a broker traded, by place. */
  readonly present = new Int32Array(MOST_AGENTS);
  private readonly places = new NumberTable();
  private readonly sums = new Float64Array(4);
  private openTrades = 0;
  private openUnknown = 0;
  private readonly openBought = new Float64Array(MOST_AGENTS);
  private readonly openSold = new Float64Array(MOST_AGENTS);
  private readonly isTouched = new Uint8Array(MOST_AGENTS);
  private readonly touched = new Int32Array(MOST_AGENTS);
  private touchedCount = 0;
  /** Tables of the candles of the window: places, what they bought and sold, how many; one after the other in a ring. */
  private readonly tablePlaces: Int32Array;
  private readonly tableBought: Float64Array;
  private readonly tableSold: Float64Array;
  private readonly tableLengths: Int32Array;
  private readonly tableTrades: Int32Array;
  private readonly tableVolumes: Float64Array;
  private next = 0;

  constructor(candles: number) {
    this.candles = candles;
    this.tablePlaces = new Int32Array(candles * MOST_AGENTS);
    this.tableBought = new Float64Array(candles * MOST_AGENTS);
    this.tableSold = new Float64Array(candles * MOST_AGENTS);
    this.tableLengths = new Int32Array(candles);
    this.tableTrades = new Int32Array(candles);
    this.tableVolumes = new Float64Array(candles);
  }

  get ready(): boolean {
    return this.row >= this.candles;
  }

  /** Brokers seen this session. */
  get agents(): number {
    return this.places.size;
  }

  /** Contracts of the window. */
  get volume(): number {
    return this.sums[VOLUME]!;
  }

  onTrade(trade: TapeTrade, session: SessionContext): void {
    const { sums } = this;
    if (session.openUs !== sums[OPEN_US]) this.begin(session);
    const { quantity, buyAgent, sellAgent } = trade;
    sums[TOLD] = sums[TOLD]! + quantity;
    this.openTrades += 1;
    const buyer = buyAgent === 0 || sellAgent === 0 ? ABSENT : this.placeOf(buyAgent);
    const seller = buyer === ABSENT ? ABSENT : this.placeOf(sellAgent);
    if (seller === ABSENT) {
      this.openUnknown += 1;
      return;
    }
    sums[OPEN_VOLUME] = sums[OPEN_VOLUME]! + quantity;
    this.openBought[buyer] = this.openBought[buyer]! + quantity;
    this.openSold[seller] = this.openSold[seller]! + quantity;
    if (this.isTouched[buyer] === 0) this.touch(buyer);
    if (this.isTouched[seller] === 0) this.touch(seller);
  }

  onCandle(candle: Candle, session: SessionContext): void {
    const { sums } = this;
    if (session.openUs !== sums[OPEN_US]) this.begin(session);
    if (candle.firstOfSession) this.forget();
    const isTold = sums[TOLD]! > 0 && sums[TOLD] === candle.volume;
    if (isTold && this.openUnknown <= MOST_UNKNOWN * this.openTrades) this.close();
    else this.forget();
    this.openCandle();
  }

  /** Writes what the marked places bought less what they sold into `nets`, candle by candle, oldest first; only where `ready`. */
  writeNets(isMarked: Uint8Array, nets: Float64Array): void {
    const { tablePlaces, tableBought, tableSold, tableLengths } = this;
    let candle = this.next;
    for (let k = 0; k < this.candles; k++) {
      const start = candle * MOST_AGENTS;
      const end = start + tableLengths[candle]!;
      let net = 0;
      for (let at = start; at < end; at++) {
        if (isMarked[tablePlaces[at]!] === 1) net += tableBought[at]! - tableSold[at]!;
      }
      nets[k] = net;
      candle = candle + 1 === this.candles ? 0 : candle + 1;
    }
  }

  /** Takes the open candle into the window in place of its oldest. */
  private close(): void {
    const { next, touched, tablePlaces, tableBought, tableSold, bought, sold } = this;
    if (this.ready) this.drop(next);
    const start = next * MOST_AGENTS;
    for (let k = 0; k < this.touchedCount; k++) {
      const place = touched[k]!;
      const at = start + k;
      tablePlaces[at] = place;
      tableBought[at] = this.openBought[place]!;
      tableSold[at] = this.openSold[place]!;
      bought[place] = bought[place]! + this.openBought[place]!;
      sold[place] = sold[place]! + this.openSold[place]!;
      this.present[place] = this.present[place]! + 1;
    }
    this.tableLengths[next] = this.touchedCount;
    this.tableTrades[next] = this.openTrades - this.openUnknown;
    this.tableVolumes[next] = this.sums[OPEN_VOLUME]!;
    this.trades += this.openTrades - this.openUnknown;
    this.sums[VOLUME] = this.sums[VOLUME]! + this.sums[OPEN_VOLUME]!;
    this.next = next + 1 === this.candles ? 0 : next + 1;
    this.row += 1;
  }

  private drop(candle: number): void {
    const { tablePlaces, tableBought, tableSold, bought, sold, present } = this;
    const start = candle * MOST_AGENTS;
    const end = start + this.tableLengths[candle]!;
    for (let at = start; at < end; at++) {
      const place = tablePlaces[at]!;
      bought[place] = bought[place]! - tableBought[at]!;
      sold[place] = sold[place]! - tableSold[at]!;
      present[place] = present[place]! - 1;
    }
    this.trades -= this.tableTrades[candle]!;
    this.sums[VOLUME] = this.sums[VOLUME]! - this.tableVolumes[candle]!;
  }

  /** The place of a broker, a new one where it has none yet; `ABSENT` where there is no room. */
  private placeOf(code: number): number {
    const known = this.places.get(code);
    if (known !== ABSENT) return known;
    const place = this.places.size;
    if (place === MOST_AGENTS) return ABSENT;
    this.places.set(code, place);
    this.codes[place] = code;
    return place;
  }

  private touch(place: number): void {
    this.isTouched[place] = 1;
    this.touched[this.touchedCount] = place;
    this.touchedCount += 1;
  }

  private openCandle(): void {
    for (let k = 0; k < this.touchedCount; k++) {
      const place = this.touched[k]!;
      this.isTouched[place] = 0;
      this.openBought[place] = 0;
      this.openSold[place] = 0;
    }
    this.touchedCount = 0;
    this.openTrades = 0;
    this.openUnknown = 0;
    this.sums[TOLD] = 0;
    this.sums[OPEN_VOLUME] = 0;
  }

  /** Empties the window; the open candle and the places stay. */
  private forget(): void {
    if (this.row === 0) return;
    this.row = 0;
    this.trades = 0;
    this.next = 0;
    this.sums[VOLUME] = 0;
    this.bought.fill(0);
    this.sold.fill(0);
    this.present.fill(0);
  }

  private begin(session: SessionContext): void {
    this.forget();
    this.openCandle();
    this.places.clear();
    this.sums[OPEN_US] = session.openUs;
  }
}

export function agentWindow(shared: SharedParts, candles: number): AgentWindow {
  return shared.part(`brokers of ${candles} candles`, () => new AgentWindow(candles), {
    trade: (part, trade, session) => part.onTrade(trade, session),
    candle: (part, candle, session) => part.onCandle(candle, session),
  });
}
