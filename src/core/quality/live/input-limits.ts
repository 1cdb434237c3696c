// Nothing in; the limits of what inputs may do, each with what was measured when it was set.

/*
 * Measured on: DOLK20, a day of ticks in April 2020; WDO, half a year of minutes in 2025; seven days of stock options of B3's trade
 * files (instruments with 300 trades a day and more), which are far less liquid than any future; ten minutes of WDO's best prices;
 * synthetic days.
 */

/** Points. The Bovespa index stands at some 130,000; what is beyond this was read from another field. */
export const PRICE_MOST = 1e7;
/** Contracts in one trade: a third of a day of WIN. The largest seen is 2,000,000, of an option; 6,900 of a future. */
export const QUANTITY_MOST = 5_000_000;
/** Contracts at one level of the book. */
export const SIZE_MOST = 10_000_000;
/** Contracts in one bar. The largest seen in a minute of WDO is 134,716; bars may be of a day. */
export const BAR_VOLUME_MOST = 1e9;

/** From one trade to the next, share of the price. The most seen is 0.11 % in a future. */
export const FAR_SHARE = 0.015;
/** And so many mean moves, where that is more: the most seen is 80 of them. */
export const FAR_MOVES = 120;
/** And so many ticks, where that is more: a price of a few ticks, as options have, jumps by large shares. */
export const FAR_TICKS = 40;
/** Moves after which their mean is known. */
export const MOVES_KNOWN = 50;
/** Share of the price from the last candle before the session, out of an auction and after a halt. B3's limits of a day are below. */
export const FAR_SHARE_AUCTION = 0.2;
/** From one bar to the next, share of the price. A minute of WDO moved 0.8 % at most, half an hour of DOL 3 %. */
export const FAR_SHARE_BAR = 0.06;
/** Far prices in a row that agree with each other: the market did move; price and stops follow it, though the fault stays. */
export const FAR_CONFIRMED = 5;

/** Microseconds a trade may be stamped before the one before it, none was so at all. */
export const TIME_BACK_US = 10_000_000;
/** Microseconds that a trade may be later under way than the fastest of the session was. */
export const TIME_LATE_US = 30_000_000;
/** Microseconds that a stamp may lie before the opening or after the close: a wrong zone is three hours. */
export const TIME_OUTSIDE_US = 7_200_000_000;
/** Wrong stamps among the last 32 trades. One or two are stray prints, which cost a candle a trade and are told at the close. */
export const STRAY_MOST = 3;
/** Microseconds of our clock for which trades may all have one exchange time. */
export const TIME_STILL_US = 20_000_000;

/** Microseconds that our own clock may go back. It never does, but by a new anchor, which is told. */
export const CLOCK_BACK_US = 10_000_000;

/** Trade numbers in even steps after which uneven ones are noticed. */
export const STEPS_KNOWN = 64;
/** Uneven steps among the last 32. Trades that the exchange cancelled leave single ones. */
export const UNEVEN_MOST = 7;
/** Trades lost at once by their numbers. */
export const LOST_MOST = 20;

/** Trades in a row at one price (the most seen is 144), and how long they must have lasted, microseconds. */
export const SAME_PRICE_MOST = 500;
export const SAME_PRICE_US = 300_000_000;
/** Trades in a row of one quantity: the most seen is 114, but a single contract is what most trades of a mini contract are of. */
export const SAME_QUANTITY_MOST = 1500;
/** Trades in a row by one side: the most seen is 88. */
export const SAME_SIDE_MOST = 400;
/** Trades with a side, or with brokers, after which their absence is noticed, and how many in a row may lack it. */
export const TOLD_KNOWN = 100;
export const UNTOLD_MOST = 100;
/** Trades in a row between the same two brokers: the most seen is 105. */
export const SAME_AGENTS_MOST = 400;

/** Changes of the best prices in a row with the same sizes on both sides: the most seen is 1. */
export const SAME_SIZES_MOST = 50;
/** Changes of the traded price without one of the best prices (the most seen is 71, in one burst), and microseconds they last. */
export const FROZEN_QUOTES_MOST = 200;
export const FROZEN_QUOTES_US = 30_000_000;
/** Trades in a row outside of the best prices by more than this share of the price, and microseconds they last. */
export const QUOTES_FAR_SHARE = 0.002;
export const QUOTES_FAR_MOST = 50;
export const QUOTES_FAR_US = 10_000_000;
/** A best price further than this share from the last trade was read from another field. Before an auction they differ by 5 %. */
export const QUOTE_SHARE_MOST = 0.3;
/** Microseconds of continuous trading in which the best prices may be crossed: sides that are told one by one cross for moments. */
export const CROSSED_US = 10_000_000;
/** Microseconds for which best bid and ask may be equal. */
export const LOCKED_US = 60_000_000;
/** Microseconds for which the best levels of the book may differ from the quotes. */
export const DIFFERS_US = 30_000_000;

/** Bars in a row at one price with volume: none were seen. */
export const SAME_BARS_MOST = 20;
/** Bars in a row of one volume: two were seen. */
export const SAME_VOLUME_MOST = 200;
/** Bars with volume, or volume by side, after which its absence is noticed, and how many in a row may lack it. */
export const BARS_KNOWN = 10;
export const BARS_UNTOLD_MOST = 2;

/** Microseconds without a trade, and without a quote or a change of the book; three times the longest of the session if that is more. */
export const TRADES_SILENT_US = 300_000_000;
export const QUOTES_SILENT_US = 180_000_000;
export const SILENCE_FACTOR = 3;
