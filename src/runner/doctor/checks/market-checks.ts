// The market: a subscription, the plausibility of its trades, the book, and one day of history against the live tape.

import { instrumentOf } from '../../../core/market/instrument-table.ts';
import { DAY_MS, localMsOf, midnightOf, nowLocalMs, vendorTimeAt } from '../brasilia-clock.ts';
import { type Check, failed, type LoadedBench, notPossible, type Outcome, ok, within } from '../check.ts';
import type { SeenDepth } from '../feed-watch.ts';
import { agreementOf, plausibilityOf } from '../trade-plausibility.ts';

const MINUTE_MS = 60_000;
const HISTORY_MS = 10 * MINUTE_MS;
/** Days that are tried until one has trades: weekends and holidays have none. */
const HISTORY_DAYS = 5;
const CLOSED_FIX = 'Run it again while the market is open (09:05 to 17:30 in Brasilia), for at least two minutes';

const subscribe: Check = {
  id: 'subscribe',
  title: 'One ticker can be subscribed to',
  needs: ['login'],
  deadlineMs: () => 2 * MINUTE_MS,
  async run({ library, watch, settings }) {
    const { asset } = settings;
    await library.subscribe('Ticker', asset);
    // builds before 4.0.0.31 have no depth: the check of the book says that there was none
    if (library.facts.present.includes('SubscribePriceDepth')) await library.subscribe('PriceDepth', asset);
    await library.requestTickerInfo(asset);
    const any = (): number =>
      watch.count('trade') + watch.count('tinyBook') + watch.count('daily') + watch.count('assetInfo');
    await within(15_000, () => any() > 0 || watch.count('invalidTicker') > 0);
    const figures = { trades: watch.count('trade'), quotes: watch.count('tinyBook'), depths: watch.count('depth') };
    if (watch.count('invalidTicker') > 0) {
      return failed(
        `${asset.ticker} is no ticker of exchange ${asset.exchange}`,
        'Name another with --ticker and --exchange',
      );
    }
    if (any() > 0) return ok(`${asset.ticker} answers`, figures);
    return notPossible(`${asset.ticker} said nothing within 15 s`, CLOSED_FIX, figures);
  },
};

const trades: Check = {
  id: 'trades',
  title: 'The first trades have plausible prices, quantities and times',
  needs: ['subscribe'],
  deadlineMs: ({ watchMs }) => watchMs + MINUTE_MS,
  async run({ library, watch, settings }) {
    await within(settings.watchMs, () => false);
    const serverMs = localMsOf(await library.getServerClock());
    const grid = instrumentOf(settings.asset.ticker);
    const seen = plausibilityOf(watch.trades, { grid, nowLocalMs: serverMs, aheadMs: 5_000 });
    const { trades: count, placeholders, leftovers, faults } = seen;
    const figures = { trades: count, placeholders, leftovers, damaged: watch.damaged, ...seen.figures };
    if (faults.length > 0) {
      const fix = 'Send this report: the layout of trades may have changed with the build. Do not trade with it';
      return failed(faults.join('; '), fix, figures);
    }
    if (count === 0) return notPossible('no trade of today was seen', CLOSED_FIX, figures);
    return ok(`${count} trades in ${Math.round(settings.watchMs / 1000)} s, all plausible`, figures);
  },
};

/** The vendor's −infinity of an auction is no price. */
function isOrdered({ buy, sell }: SeenDepth): boolean {
  const [bids, asks] = [buy, sell].map((side) => side.filter(Number.isFinite));
  const falls = bids!.every((price, level) => level === 0 || price < bids![level - 1]!);
  const rises = asks!.every((price, level) => level === 0 || price > asks![level - 1]!);
  return falls && rises;
}

const book: Check = {
  id: 'book',
  title: 'The book is consistent',
  needs: ['subscribe'],
  deadlineMs: () => MINUTE_MS,
  async run({ watch }) {
    const { depths, best } = watch;
    const last = depths.at(-1);
    const crossed = depths.filter(({ buy, sell }) => (buy[0] ?? 0) >= (sell[0] ?? Number.POSITIVE_INFINITY)).length;
    const unordered = depths.filter((depth) => !isOrdered(depth)).length;
    const figures = { depths: depths.length, crossed, unordered };
    if (last === undefined) return notPossible('no depth of the book was seen', CLOSED_FIX, figures);
    const fix = 'Send this report: positions or sides of the book may be read wrongly. Do not trade with it';
    if (unordered > 0) return failed(`${unordered} of ${depths.length} books are out of order`, fix, figures);
    // an auction may cross for a while; a book that always does has its sides exchanged
    if (crossed > depths.length / 2) return failed(`${crossed} of ${depths.length} books are crossed`, fix, figures);
    const sides = [last.buy[0], last.sell[0]];
    const isAgreed = sides.every(
      (price, side) => best[side] === undefined || price === undefined || near(price, best[side]),
    );
    if (!isAgreed) return failed(`the best prices ${sides} differ from the quotes ${best}`, fix, figures);
    return ok(`${depths.length} books, in order, in line with the quotes`, figures);
  },
};

/** Quotes and book arrive one after the other: a step of half a per cent would be more than that. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.005 * Math.abs(b);
}

/** Both signs of the end, or one of them and quiet. */
async function downloaded(bench: LoadedBench, fromMs: number, toMs: number): Promise<boolean> {
  const { library, watch, settings } = bench;
  watch.forgetHistory();
  await library.requestHistoryTrades(settings.asset, vendorTimeAt(fromMs), vendorTimeAt(toMs));
  let last = -1;
  let quietSince = performance.now();
  return await within(HISTORY_MS / HISTORY_DAYS, () => {
    if (watch.history.length !== last) quietSince = performance.now();
    last = watch.history.length;
    return (watch.hasLastPacket || watch.progress === 100) && performance.now() - quietSince > settings.quietMs;
  });
}

const history: Check = {
  id: 'history',
  title: 'One day of history, compared with the live tape',
  needs: ['subscribe'],
  deadlineMs: () => HISTORY_MS + MINUTE_MS,
  async run(bench) {
    const { watch, library } = bench;
    // of a session with wrong clocks the server's is the one that history is asked by
    const serverMs = localMsOf(await library.getServerClock().catch(() => vendorTimeAt(nowLocalMs())));
    const today = midnightOf(serverMs);
    for (let back = 0; back < HISTORY_DAYS; back += 1) {
      const from = today - back * DAY_MS;
      const began = performance.now();
      const isOver = await downloaded(bench, from, from + DAY_MS);
      const figures = {
        day: new Date(from).toISOString().slice(0, 10),
        trades: watch.history.length,
        ...agreedFigures(bench),
      };
      const tookMs = Math.round(performance.now() - began);
      if (!isOver) return failed('the history request did not end', 'Try again later, or with another ticker', figures);
      if (watch.history.length > 0) return judged(bench, { ...figures, tookMs });
    }
    const fix = 'Name the dated contract, or the continuous one, with --ticker: builds differ in which has history';
    return notPossible(`no trades in the last ${HISTORY_DAYS} days`, fix);
  },
};

function agreedFigures({ watch }: LoadedBench): {
  readonly common: number;
  readonly differing: number;
  readonly missing: number;
} {
  const { common, differing, missing } = agreementOf(watch.trades, watch.history);
  return { common, differing, missing };
}

function judged({ watch }: LoadedBench, figures: Readonly<Record<string, number | string>>): Outcome {
  const { common, differing, missing, example } = agreementOf(watch.trades, watch.history);
  if (differing > 0) {
    return failed(
      `history and live tape differ: ${example}`,
      'History of this ticker may be adjusted: do not use it',
      figures,
    );
  }
  const day = `${watch.history.length} trades of ${figures.day}`;
  if (common === 0) return ok(`${day}; nothing of the live tape lies in it to compare`, figures);
  return ok(`${day}; ${common} of them were seen live and are equal, ${missing} live ones are not in it`, figures);
}

export const MARKET_CHECKS = { subscribe, trades, book, history };
