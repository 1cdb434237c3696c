// Trades, and the best prices around them, to the aggressor that a rule finds for each; for sources that do not tell it.

/**
 * `quoteRule`: at or above the ask of the last quote before the trade the buyer, at or below its bid the seller, nothing
 * between them: the quote test of Lee and Ready (1991), taken at the quotes rather than at their middle. `tickRule`: above
 * the last other price the buyer, below it the seller, so that an unchanged price keeps the side of the trade before.
 */
export type SideRule = 'quoteRule' | 'tickRule';

/** Columns of a dataset part by name, all of one length: see the kinds `trades` and `quotes`. */
type Columns = Readonly<Record<string, Float64Array>>;

const UNDECIDED = 0;
const BUYER = 1;
const SELLER = 2;
const REGULAR = 0;
const HAS_BID = 1;
const HAS_ASK = 2;

/**
 * 0 undecided, 1 buyer, 2 seller for each trade. Trades other than regular ones (auctions, crosses, RLP) and rows that
 * remove a trade have no aggressor. Without quotes the quote rule decides nothing. `order` aligns both kinds.
 */
export function inferSides(rule: SideRule, trades: Columns, quotes: Columns | undefined): Float64Array {
  const sides =
    rule === 'tickRule' ? byTick(trades) : quotes === undefined ? undecided(trades) : byQuote(trades, quotes);
  const { condition, correction } = trades;
  for (let row = 0; row < sides.length; row++) {
    if ((condition?.[row] ?? REGULAR) !== REGULAR || isRemoval(correction, row)) sides[row] = UNDECIDED;
  }
  return sides;
}

function undecided(trades: Columns): Float64Array {
  return new Float64Array(trades.price!.length);
}

function isRemoval(correction: Float64Array | undefined, row: number): boolean {
  return correction?.[row] === 1;
}

function byTick(trades: Columns): Float64Array {
  const sides = undecided(trades);
  const price = trades.price!;
  let last = Number.NaN;
  let side = UNDECIDED;
  for (let row = 0; row < price.length; row++) {
    if (isRemoval(trades.correction, row)) continue;
    if (price[row]! > last) side = BUYER;
    else if (price[row]! < last) side = SELLER;
    last = price[row]!;
    sides[row] = side;
  }
  return sides;
}

function byQuote(trades: Columns, quotes: Columns): Float64Array {
  const sides = undecided(trades);
  const price = trades.price!;
  const order = trades.order!;
  const quoteOrder = quotes.order!;
  const flags = quotes.flags!;
  const bid = quotes.bid!;
  const ask = quotes.ask!;
  let next = 0;
  for (let row = 0; row < price.length; row++) {
    while (next < quoteOrder.length && quoteOrder[next]! < order[row]!) next++;
    const quote = next - 1;
    if (quote < 0) continue;
    const valid = flags[quote]!;
    const atAsk = (valid & HAS_ASK) !== 0 && price[row]! >= ask[quote]!;
    const atBid = (valid & HAS_BID) !== 0 && price[row]! <= bid[quote]!;
    // a locked or crossed book takes a trade for both
    if (atAsk !== atBid) sides[row] = atAsk ? BUYER : SELLER;
  }
  return sides;
}
