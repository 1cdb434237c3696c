// An order's life in the simulated ProfitDLL, seen by a right client.
import { describe, expect, it } from 'vitest';
import { runOrderScenario } from './run-order-scenario.ts';

describe.concurrent('the life of an order in the simulated ProfitDLL', () => {
  it('tells a market order as 203, 203, 201, 2 with the permanent id last', async () => {
    const seen = (await runOrderScenario('marketOrder')) as {
      answer: string;
      messageId: string;
      orders: { status: number; clOrdId?: string; traded: number; average: number; result: number }[];
      results: { localId: string; messageId: string; code: number }[];
      lists: string[];
    };
    expect(seen.orders.map((order) => order.status)).toEqual([203, 203, 201, 2]);
    expect(seen.orders.map((order) => order.clOrdId)).toEqual([undefined, undefined, '', 'SIM.1.00000001']);
    expect(seen.orders.at(-1)).toMatchObject({ traded: 2, average: 5120.5, result: 0 });
    expect(seen.results.map((result) => result.code)).toEqual([2, 4, 8, 10]);
    expect(seen.results.map((result) => result.localId)).toEqual(['0', seen.answer, seen.answer, seen.answer]);
    expect(new Set(seen.results.map((result) => result.messageId))).toEqual(new Set([seen.messageId]));
    expect(seen.lists).toContain('WDOV26');
  });

  it('fills a resting limit order from the tape, at its price, and only when the tape reaches it', async () => {
    const orders = (await runOrderScenario('limitOrder')) as { status: number; traded: number; average: number }[];
    expect(orders.slice(3).map(({ status, traded, average }) => [status, traded, average])).toEqual([
      [0, 0, 0],
      [1, 2, 5119],
      [2, 5, 5119],
    ]);
  });

  it('fills a limit order that crosses the touch at the touch', async () => {
    expect(await runOrderScenario('marketableLimit')).toMatchObject({ status: 2, traded: 5, average: 5120 });
  });

  it('wakes a stop-limit order on the tape and then obeys its limit', async () => {
    expect(await runOrderScenario('stopLimit')).toMatchObject({
      before: [203, 203, 201, 0],
      last: { status: 2, average: 5117.5 },
    });
  });

  it('fills in the sizes that a test asks for', async () => {
    expect(await runOrderScenario('partialSizes')).toEqual([1, 4, 6, 10]);
  });

  it('refuses the continuous name with 204', async () => {
    expect(await runOrderScenario('aggregatorTicker')).toMatchObject({
      statuses: [203, 203, 204],
      text: 'Ordem invalida',
    });
  });

  it('rejects prices off the grid or outside the limits and quantities off the lot', async () => {
    const seen = (await runOrderScenario('offGrid')) as { codes: number[]; texts: string[] };
    expect(seen.codes).toEqual([9, 7, 9]);
    expect(new Set(seen.texts).size).toBe(3);
  });

  it('tags orders after SetDayTrade, which some brokers demand', async () => {
    expect(await runOrderScenario('dayTrade')).toEqual({ first: [203, 8], second: 2 });
  });
});

describe.concurrent('changes and cancels in the simulated ProfitDLL', () => {
  it('changes by 14, 5 and back to working, and matches again', async () => {
    const seen = (await runOrderScenario('change')) as { answer: number; messageId: string };
    expect(seen).toMatchObject({
      answer: 0,
      statuses: [203, 203, 201, 0, 14, 5, 0, 2],
      last: { traded: 3, average: 5120.5 },
    });
    expect(BigInt(seen.messageId)).toBeGreaterThan(0n);
  });

  it('cancels by the local id and by the permanent one', async () => {
    const path = [203, 203, 201, 0, 6, 4];
    expect(await runOrderScenario('cancelByEitherId')).toEqual({ answers: [0, 0], statuses: [path, path] });
  });

  it('keeps what was traded when the rest is cancelled', async () => {
    expect(await runOrderScenario('cancelPartial')).toMatchObject({ status: 4, traded: 2, leaves: 0 });
  });

  it('tells in a result that an ended order cannot be cancelled, and in the answer that there is no such order', async () => {
    const notFound = -2147483636;
    expect(await runOrderScenario('cancelEnded')).toEqual({
      answer: 0,
      code: 5,
      unknown: notFound,
      otherAccount: notFound,
    });
  });

  it('cancels all of an asset, and all of the account', async () => {
    expect(await runOrderScenario('cancelMany')).toEqual({
      first: 0,
      second: 0,
      between: [203, 203, 201, 0],
      last: [203, 203, 201, 0, 6, 4],
    });
  });

  it('zeroes an open position and refuses to zero a flat one', async () => {
    expect(await runOrderScenario('zero')).toMatchObject({
      flat: -2147483645,
      flatLater: -2147483637,
      last: { status: 2, traded: 3, average: 5120 },
    });
  });
});
