// The closed list of what can be wrong with the inputs of an instrument: what it touches, how it ends, and how a person is told.

/** What features read of an instrument's events. The words are those of a feature's `inputs`. */
export type LiveInput = 'candles' | 'trades' | 'flow' | 'tape' | 'agents' | 'quotes' | 'book';

/**
 * `passing` ends by itself once the input is back: nothing was lost. `latched` lasts until the next epoch, which rebuilds the day:
 * records were wrong, so that what is computed from them is wrong or not whole.
 */
export type Recovery = 'passing' | 'latched';

export interface InputFault {
  /** Inputs that can no longer be trusted. */
  readonly inputs: readonly LiveInput[];
  readonly recovery: Recovery;
  /** What was seen, in words; `value` and `limit` are as the watch states them. */
  text(value: number, limit: number): string;
}

const ALL: readonly LiveInput[] = ['candles', 'trades', 'flow', 'tape', 'agents', 'quotes', 'book'];
const TRADED: readonly LiveInput[] = ['candles', 'trades', 'flow', 'tape', 'agents'];
const SIDES: readonly LiveInput[] = ['flow', 'tape'];
const BEST: readonly LiveInput[] = ['quotes', 'book'];

function latched(inputs: readonly LiveInput[], text: InputFault['text']): InputFault {
  return { inputs, recovery: 'latched', text };
}

function passing(inputs: readonly LiveInput[], text: InputFault['text']): InputFault {
  return { inputs, recovery: 'passing', text };
}

const seconds = (value: number): string => `${Math.round(value / 1e5) / 10} s`;

/** By name. Records that are refused enter no candle, no price and no book; they are counted. */
export const inputFaults = {
  badPrice: latched(TRADED, (value) => `a trade at the price ${value}`),
  offGrid: latched(TRADED, (value, limit) => `a trade at ${value}, which is no multiple of the tick ${limit}`),
  farPrice: latched(TRADED, (value, limit) => `a trade at ${value}, more than ${limit} points from the one before`),
  badQuantity: latched(TRADED, (value, limit) => `a trade of ${value} contracts; expected 1 to ${limit}, whole`),
  badTime: latched(ALL, (value) => `a record with the exchange time ${value}`),
  strayTimes: latched(
    TRADED,
    (value, limit) => `${value} of the last 32 trades have a wrong time (early, late or ahead); at most ${limit} may`,
  ),
  timeStandsStill: latched(
    TRADED,
    (value, limit) => `the exchange's time stands still on trades for ${seconds(value)}; at most ${seconds(limit)}`,
  ),
  clockBack: latched(ALL, (value) =>
    Number.isNaN(value) ? 'our own clock shows no time' : `our own clock went back by ${seconds(value)}`,
  ),
  tradesMissing: latched(
    TRADED,
    (value, limit) => `${value} of the last 32 trade numbers skip, repeat or are gone; at most ${limit} may`,
  ),
  tradesLost: latched(
    TRADED,
    (value, limit) => `${Math.round(value)} trades were lost at once by their numbers; at most ${limit} may`,
  ),
  priceConstant: latched(
    TRADED,
    (value, limit) => `${value} trades in a row at one price, for minutes; at most ${limit} are plausible`,
  ),
  quantityConstant: latched(
    TRADED,
    (value, limit) => `${value} trades in a row of one quantity; at most ${limit} are plausible`,
  ),
  oneSided: latched(SIDES, (value, limit) => `${value} trades in a row by one side; at most ${limit} are plausible`),
  sideGone: latched(
    SIDES,
    (value, limit) => `${value} trades in a row without an aggressor, who was told before; at most ${limit}`,
  ),
  agentsGone: latched(
    ['agents'],
    (value, limit) => `${value} trades in a row without brokers, who were told before; at most ${limit}`,
  ),
  agentsConstant: latched(
    ['agents'],
    (value, limit) => `${value} trades in a row between the same brokers; at most ${limit} are plausible`,
  ),
  badQuote: latched(BEST, (value) => `a best price of ${value}`),
  badQuoteSize: latched(BEST, (value, limit) => `${value} contracts at a best price; expected 0 to ${limit}, whole`),
  quoteSizesConstant: latched(
    BEST,
    (value, limit) => `the best prices changed ${value} times, their sizes never; at most ${limit} are plausible`,
  ),
  quotesFrozen: latched(
    BEST,
    (value, limit) => `the price traded changed ${value} times, the best prices never; at most ${limit} are plausible`,
  ),
  quotesFar: latched(
    BEST,
    (value, limit) => `${value} trades in a row far outside of the best prices; at most ${limit} are plausible`,
  ),
  crossed: latched(BEST, (value, limit) => `best bid above best ask for ${seconds(value)}; at most ${seconds(limit)}`),
  badLevel: latched(['book'], (value) => `a book level at the price ${value}`),
  badLevelSize: latched(
    ['book'],
    (value, limit) => `a book level of ${value} contracts; expected 0 to ${limit}, whole`,
  ),
  bookCrossed: latched(
    ['book'],
    (value, limit) => `the book's best bid is not below its best ask for ${seconds(value)}; at most ${seconds(limit)}`,
  ),
  bookDiffers: latched(
    ['book'],
    (value, limit) => `the book's best prices are not the quoted ones for ${seconds(value)}; at most ${seconds(limit)}`,
  ),
  levelsLost: latched(['book'], (value) => `${value} levels of the book were lost to its limit`),
  badBar: latched(TRADED, (value) => `a bar whose prices cannot be: ${value}`),
  badBarVolume: latched(TRADED, (value, limit) => `a bar of ${value} contracts; expected 0 to ${limit}, whole`),
  barRepeated: latched(TRADED, (value) => `a bar that ends ${seconds(value)} before the one before it`),
  farBar: latched(TRADED, (value, limit) => `a bar at ${value}, more than ${limit} points from the one before`),
  barsConstant: latched(
    TRADED,
    (value, limit) => `${value} bars in a row at one price, with volume; at most ${limit} are plausible`,
  ),
  barVolumeGone: latched(
    TRADED,
    (value, limit) => `${value} bars in a row without volume, which was told before; at most ${limit}`,
  ),
  barVolumeConstant: latched(
    TRADED,
    (value, limit) => `${value} bars in a row of one volume; at most ${limit} are plausible`,
  ),
  barFlowGone: latched(
    SIDES,
    (value, limit) => `${value} bars in a row without volume by side, which was told before; at most ${limit}`,
  ),
  tradesSilent: passing(TRADED, (value, limit) => `no trade for ${seconds(value)}; at most ${seconds(limit)}`),
  quotesSilent: passing(['quotes'], (value, limit) => `no quote for ${seconds(value)}; at most ${seconds(limit)}`),
  bookSilent: passing(['book'], (value, limit) => `no book for ${seconds(value)}; at most ${seconds(limit)}`),
  clockSilent: passing(ALL, (value, limit) => `no clock tick for ${seconds(value)}; at most ${seconds(limit)}`),
  locked: passing(BEST, (value, limit) => `best bid at the best ask for ${seconds(value)}; at most ${seconds(limit)}`),
} as const satisfies Readonly<Record<string, InputFault>>;

export type InputFaultKind = keyof typeof inputFaults;
