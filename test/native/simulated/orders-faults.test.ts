// What goes wrong on command on the order side of the simulated ProfitDLL.
import { describe, expect, it } from 'vitest';
import { runOrderScenario } from './run-order-scenario.ts';

describe.concurrent('faults of the order side of the simulated ProfitDLL', () => {
  it('rejects the next order with the code that is asked for', async () => {
    expect(await runOrderScenario('rejectNext')).toEqual({ statuses: [203, 203, 201, 8], code: 24 });
  });

  it('lets a call itself fail once', async () => {
    expect(await runOrderScenario('failNext')).toEqual({ first: '-2147483647', second: true });
  });

  it('fills after the cancel was told', async () => {
    expect(await runOrderScenario('fillAfterCancel')).toEqual({ statuses: [203, 203, 201, 0, 6, 4, 2], position: 5 });
  });

  it('fills before the cancel arrives and refuses it', async () => {
    expect(await runOrderScenario('fillBeforeCancel')).toEqual({ statuses: [203, 203, 201, 0, 6, 2] });
  });

  it('rejects a cancel and a change and leaves the order working', async () => {
    expect(await runOrderScenario('cancelReject')).toEqual([203, 203, 201, 0, 6, 0, 14, 0]);
  });

  it('answers with local id 0, so that only the message id tells whose answer it is', async () => {
    expect(await runOrderScenario('localIdZero')).toEqual({ local: ['0'], results: 4 });
  });

  it('tells a status that no table has', async () => {
    expect(await runOrderScenario('unknownStatus')).toEqual([199, 203, 201, 2]);
  });

  it('doubles callbacks without doubling the position', async () => {
    expect(await runOrderScenario('duplicates')).toEqual({
      statuses: [203, 203, 203, 203, 201, 201, 2, 2],
      position: 2,
    });
  });

  it('loses callbacks, and tells late ones when the library knows more already', async () => {
    expect(await runOrderScenario('lostAndLate')).toEqual({ seen: [], details: 2, position: 2, late: [201, 2, 2, 2] });
  });

  it('swallows a request: an id, and nothing ever after', async () => {
    expect(await runOrderScenario('swallowed')).toEqual({ isId: true, callbacks: 0, results: 0 });
  });

  it('refuses while the broker is away and tells afterwards what was missed', async () => {
    expect(await runOrderScenario('brokerAway')).toEqual({
      during: [203, 203, 201, 0],
      after: [203, 203, 201, 0, 2],
      cancel: 0,
      code: 1,
      position: 5,
    });
  });

  it('tells orders of another person without a local id', async () => {
    expect(await runOrderScenario('foreignOrder')).toMatchObject({
      orders: [
        { localId: '0', clOrdId: 'SIM.2.00000001', status: 0 },
        { localId: '0', status: 2, traded: 3, average: 5125 },
      ],
      position: -3,
    });
  });

  it('drops an order with a wrong routing password in silence and locks the password at the third', async () => {
    expect(await runOrderScenario('routingPassword')).toEqual({
      isId: true,
      seen: 0,
      right: 2,
      text: 'Senha de roteamento bloqueada',
    });
  });

  it('ends an order from outside and tells a stale state after it', async () => {
    expect(await runOrderScenario('endsOfOthers')).toEqual([203, 203, 201, 0, 205, 0]);
  });

  it('meets requests with the same faults by chance for the same seed, and its position is always the sum of its fills', async () => {
    const [first, again, other] = (await runOrderScenario('chaos')) as {
      ends: number[];
      isSum: boolean;
      told: number;
    }[];
    expect(again?.ends).toEqual(first?.ends);
    expect(again?.told).toBe(first?.told);
    expect(other?.ends).not.toEqual(first?.ends);
    expect([first?.isSum, again?.isSum, other?.isSum]).toEqual([true, true, true]);
    expect(new Set(first?.ends).size).toBeGreaterThan(2);
  });
});
