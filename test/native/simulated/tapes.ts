// Small tapes for the tests of the simulated ProfitDLL, with the truth that belongs to them.
import { SimulatedTape, type TapeOfferEntry, type TapeTrade } from '../../support/simulated-tape.ts';

/** 2020-08-03 09:00 on the exchange's wall clock. */
export const openingMs: number = Date.UTC(2020, 7, 3, 9);
const assets = [
  { ticker: 'WDOU20', exchange: 'F' },
  { ticker: 'WDOFUT', exchange: 'F', dated: 'WDOU20' },
];

export function newTape(): SimulatedTape {
  return new SimulatedTape(assets);
}

export function sampleTrades(count: number, startMs: number = openingMs): readonly TapeTrade[] {
  return Array.from({ length: count }, (_, index) => {
    const price = 5200 + 0.5 * (index % 7);
    const quantity = 1 + (index % 3);
    return {
      localMs: startMs + index * 10,
      number: index + 1,
      price,
      quantity,
      volume: price * quantity * 10,
      buyAgent: 3,
      sellAgent: 72,
      tradeType: 2 + (index % 2),
    };
  });
}

export function tradeTape(trades: readonly TapeTrade[]): SimulatedTape {
  const tape = newTape();
  for (const trade of trades) tape.trade(1, trade);
  return tape;
}

/** The line that a client prints for a trade that it read correctly. */
export function tradeLine(trade: TapeTrade, ticker: string): string {
  const time = new Date(trade.localMs).toISOString().slice(0, -1);
  const volume = (trade.volume ?? trade.price * trade.quantity).toFixed(2);
  const flags = trade.edit === true ? 1 : 0;
  return `${ticker} ${trade.number} ${trade.price.toFixed(4)} ${trade.quantity} ${volume} ${trade.buyAgent} ${trade.sellAgent} ${trade.tradeType} ${flags} ${time}`;
}

export interface OfferTruth {
  readonly tape: SimulatedTape;
  /** Lines of the final book as a right client prints it. */
  readonly lines: readonly string[];
}

interface Entry {
  price: number;
  quantity: number;
  offerId: bigint;
  agent: number;
}

/** A book that is given in full and then changed in every way; the truth is kept here by plain list operations. */
export function offerTape(): OfferTruth {
  const tape = newTape();
  const sides: Entry[][] = [0, 1].map((side) =>
    Array.from({ length: 6 }, (_, index) => ({
      price: side === 0 ? 5197 + 0.5 * index : 5203 - 0.5 * index,
      quantity: 10 + index,
      offerId: 2n ** 40n + BigInt(side * 100 + index),
      agent: 3,
    })),
  );
  const page = (side: number, flags: number): void => {
    const entries: TapeOfferEntry[] = (sides[side] as Entry[]).map((entry) => ({ ...entry, localMs: openingMs }));
    tape.offerPage(1, openingMs, side, flags, entries);
  };
  page(0, 2);
  page(1, 3);
  const [buys, sells] = sides as [Entry[], Entry[]];
  let localMs = openingMs;
  const next = { localMs: openingMs };
  next.localMs = ++localMs;
  // A new best buyer, one behind the best, a delta on the best seller, a reduction, a deletion in the middle, two taken off the top.
  tape.offer(1, {
    ...next,
    action: 0,
    side: 0,
    position: 0,
    price: 5200,
    quantity: 4,
    offerId: 9n,
    agent: 8,
    withDate: true,
  });
  buys.push({ price: 5200, quantity: 4, offerId: 9n, agent: 8 });
  tape.offer(1, { ...next, action: 0, side: 0, position: 1, price: 5200, quantity: 6, offerId: 10n, agent: 16 });
  buys.splice(buys.length - 1, 0, { price: 5200, quantity: 6, offerId: 10n, agent: 16 });
  tape.offer(1, { ...next, action: 1, side: 1, position: 0, quantity: 5 });
  (sells.at(-1) as Entry).quantity += 5;
  tape.offer(1, { ...next, action: 1, side: 1, position: 2, quantity: -3, agent: 114 });
  Object.assign(sells.at(-3) as Entry, { quantity: (sells.at(-3) as Entry).quantity - 3, agent: 114 });
  tape.offer(1, { ...next, action: 2, side: 0, position: 3 });
  buys.splice(buys.length - 4, 1);
  tape.offer(1, { ...next, action: 3, side: 1, position: 1 });
  sells.splice(sells.length - 2);
  const truth = [buys, sells].flatMap((list, side) =>
    list.map((o) => `${side} ${o.price.toFixed(4)} ${o.quantity} ${o.offerId} ${o.agent}`),
  );
  return { tape, lines: truth };
}
