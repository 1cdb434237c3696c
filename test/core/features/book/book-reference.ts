// The measures of the book as slow, obvious sums over what was told.

import type { BookLog, Closed, Side, Told } from './book-log.ts';

type Value = number | undefined;

const isUsable = ({ bids, asks }: Told, levels: number): boolean =>
  bids.length >= levels && asks.length >= levels && bids[0]![0] <= asks[0]![0];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function share(bids: number, asks: number): number {
  return (bids - asks) / (bids + asks);
}

/** The book as it stands at each candle of the log, undefined before the session told one. */
function standing(log: BookLog): readonly (Told | undefined)[] {
  return log.flatMap((each, at) => {
    if (each.kind === 'book') return [];
    const last = log.slice(0, at).findLast((one): one is Told => one.kind === 'book');
    return [last?.session.openUs === each.session.openUs ? last : undefined];
  });
}

function ofBook(levels: number, measure: (book: Told) => Value) {
  return (log: BookLog): readonly Value[] =>
    standing(log).map((book) => (book !== undefined && isUsable(book, levels) ? measure(book) : undefined));
}

function imbalance(levels: number) {
  const sizes = (side: Side) => sum(side.slice(0, levels).map(([, size]) => size));
  return ofBook(levels, ({ bids, asks }) => share(sizes(bids), sizes(asks)));
}

const pressure = (levels: number) => {
  const weighed = (side: Side) =>
    sum(side.slice(0, levels).map(([ticks, size]) => size / (1 + Math.abs(ticks - side[0]![0]))));
  return ofBook(levels, ({ bids, asks }) => share(weighed(bids), weighed(asks)));
};

function slope(of: 'bids' | 'asks', levels: number) {
  return ofBook(1, (book) => {
    const side = book[of].slice(0, levels);
    if (side.length < levels) return undefined;
    const x = side.map(([ticks]) => Math.abs(ticks - side[0]![0]));
    const y = side.map(([, size]) => Math.log(size));
    const [meanX, meanY] = [sum(x) / levels, sum(y) / levels];
    return sum(x.map((each, at) => (each - meanX) * (y[at]! - meanY))) / sum(x.map((each) => (each - meanX) ** 2));
  });
}

/** What was told in the time of each candle, and before it in the session, with the candle. */
function spans(log: BookLog): readonly { candle: Closed; before: Told[]; during: Told[]; beginUs: number }[] {
  const closed = log.filter((each): each is Closed => each.kind === 'candle');
  return closed.map((candle, at) => {
    const begin = candle.candle.firstOfSession ? -1 : log.indexOf(closed[at - 1]!);
    const end = log.indexOf(candle);
    const told = (from: number, to: number) =>
      log
        .slice(from, to)
        .filter((each): each is Told => each.kind === 'book' && each.session.openUs === candle.session.openUs);
    const endUs = candle.candle.firstOfSession ? candle.session.openUs : closed[at - 1]!.candle.closeTimeUs;
    const [before, since] = [told(0, begin + 1), told(begin + 1, end)];
    const { openTimeUs } = candle.candle;
    if (openTimeUs <= endUs) return { candle, before, during: since, beginUs: endUs };
    // intervals without a trade lie in between
    return {
      ...{ candle, beginUs: openTimeUs },
      before: [...before, ...since.filter(({ timeUs }) => timeUs <= openTimeUs)],
      during: since.filter(({ timeUs }) => timeUs > openTimeUs),
    };
  });
}

/** The four indicators of the paper, at one level. */
function event(from: Told, to: Told, level: number): number {
  const [b0, q0] = from.bids[level]!;
  const [b1, q1] = to.bids[level]!;
  const [a0, r0] = from.asks[level]!;
  const [a1, r1] = to.asks[level]!;
  return (b1 >= b0 ? q1 : 0) - (b1 <= b0 ? q0 : 0) - (a1 <= a0 ? r1 : 0) + (a1 >= a0 ? r0 : 0);
}

function moves(log: BookLog, levels: number, ofPair: (from: Told, to: Told) => number): readonly Value[] {
  return spans(log).map(({ candle, before, during, beginUs }) => {
    const { openUs } = candle.session;
    const usable = (books: readonly Told[]) => books.filter((book) => isUsable(book, levels));
    const sinceCleared = (books: readonly Told[]) =>
      books.slice(
        Math.max(
          0,
          books.findLastIndex((book) => book.cleared),
        ),
      );
    const all = [...before, ...during];
    if (all.length === 0 || !isUsable(all.at(-1)!, levels)) return undefined;
    const known = usable(sinceCleared(before)).at(-1);
    const beginsSession = candle.candle.firstOfSession && beginUs === openUs;
    if (known === undefined && !beginsSession) return undefined;
    const breaks = during.filter(
      (book, at) =>
        book.cleared && book.timeUs >= openUs && (known !== undefined || usable(during.slice(0, at)).length > 0),
    );
    if (breaks.length > 0) return undefined;
    const books = [
      ...(known === undefined ? [] : [known]),
      ...usable(known === undefined ? sinceCleared(during) : during),
    ];
    return sum(books.slice(1).map((to, at) => (to.timeUs < openUs ? 0 : ofPair(books[at]!, to))));
  });
}

function ofi(levels: number) {
  return (log: BookLog): readonly Value[] =>
    moves(log, levels, (from, to) => sum(Array.from({ length: levels }, (_, level) => event(from, to, level))));
}

function addedTo(from: Side, to: Side, better: (to: number, from: number) => boolean): number {
  const [[price0, size0], [price1, size1]] = [from[0]!, to[0]!];
  if (price1 === price0) return Math.max(0, size1 - size0);
  return better(price1, price0) ? size1 : 0;
}

function depletion(log: BookLog): readonly Value[] {
  const added = moves(
    log,
    1,
    (from, to) =>
      addedTo(from.bids, to.bids, (now, then) => now > then) + addedTo(from.asks, to.asks, (now, then) => now < then),
  );
  return spans(log).map(({ candle: { candle } }, at) =>
    added[at] === undefined || added[at] === 0 || !candle.hasFlow
      ? undefined
      : (candle.buyVolume + candle.sellVolume) / added[at],
  );
}

function intensity(log: BookLog): readonly Value[] {
  return spans(log).map(({ candle: { candle, session }, before, during, beginUs }) => {
    const beginsSession = candle.firstOfSession && beginUs === session.openUs;
    if (before.length === 0 && !(beginsSession && during.length > 0)) return undefined;
    const counted = during.filter(({ timeUs }) => timeUs >= session.openUs);
    return counted.length / ((candle.closeTimeUs - beginUs) / 1e6);
  });
}

/** By feature id. */
export const references: Readonly<Record<string, (log: BookLog, tick: number) => readonly Value[]>> = {
  spreadTicks: ofBook(1, ({ bids, asks }) => asks[0]![0] - bids[0]![0]),
  mid: (log, tick) => ofBook(1, ({ bids, asks }) => ((asks[0]![0] + bids[0]![0]) * tick) / 2)(log),
  micropriceDistance: (log, tick) =>
    ofBook(1, ({ bids, asks }) => {
      const [[bid, bidSize], [ask, askSize]] = [bids[0]!, asks[0]!];
      return ((bid * askSize + ask * bidSize) / (bidSize + askSize) - (bid + ask) / 2) * tick;
    })(log),
  depthImbalance_1: imbalance(1),
  depthImbalance_5: imbalance(5),
  depthImbalance_10: imbalance(10),
  bookPressure_5: pressure(5),
  bookSlope_bid: slope('bids', 5),
  bookSlope_ask: slope('asks', 5),
  ofi_1: ofi(1),
  ofi_5: ofi(5),
  queueDepletion: depletion,
  quoteIntensity: intensity,
};
