// A synthetic day through the simulated exchange: what a naive trader pays, and where resting orders fill.
import { describe, expect, it } from 'vitest';
import { Position } from '../../src/core/account/position.ts';
import { rootInstrument } from '../../src/core/market/instrument-table.ts';
import { tickAt } from '../../src/core/market/price-grid.ts';
import { sessionOf } from '../../src/core/market/session.ts';
import { simulationSettings } from '../../src/simulation/settings.ts';
import { syntheticDay } from '../../src/simulation/synthetic-market.ts';
import { fillsOf, play, statusesOf, submit, Tape } from '../support/tape.ts';

const wdo = rootInstrument('WDO');
const session = sessionOf('WDO', '2025-08-05')!;
const hours = (session.closeUs - session.openUs) / 3600e6;

function feed() {
  const market = syntheticDay({
    seed: 5,
    root: 'WDO',
    contract: 'WDOU25',
    isoDay: '2025-08-05',
    session,
    startPrice: 5500,
    edge: 0,
  });
  const { openUs, closeUs } = session;
  return {
    ...new Tape({ seconds: hours * 3600 }).feed(),
    market,
    sessions: [{ auctionUs: session.preOpenUs, openUs, closeUs }],
  };
}

describe('a synthetic day through the exchange', () => {
  it('costs a trader who buys and sells at once the spread and the fees', async () => {
    const rounds = 200;
    const orders = Array.from({ length: 2 * rounds }, (_, index) => ({
      seconds: 60 + Math.floor(index / 2) * 120 + (index % 2),
      command: submit({ clientOrderId: `o${index}`, side: index % 2 === 0 ? 'buy' : 'sell' }),
    }));
    const events = await play({ sessions: [feed()], settings: simulationSettings('ticks'), orders });
    const position = new Position(wdo.tickValueE4);
    for (const fill of fillsOf(events)) position.apply(fill.side, fill.quantity, tickAt(wdo, fill.price), fill.costsE4);
    expect(position.quantity).toBe(0);
    expect(position.contractsTraded).toBe(2 * rounds);
    const ticksPerRound = position.grossAtE4(0) / wdo.tickValueE4 / rounds;
    expect(ticksPerRound).toBeLessThan(-0.8);
    expect(ticksPerRound).toBeGreaterThan(-1.6);
    expect(position.costsE4).toBe(2 * rounds * 10_000);
  });

  it('fills resting orders at their price or lets them expire', async () => {
    const orders = Array.from({ length: 100 }, (_, index) => ({
      seconds: 60 + index * 60,
      command: submit({ clientOrderId: `o${index}`, type: 'limit', price: 5500 - index * 0.5, quantity: 2 }),
    }));
    const events = await play({ sessions: [feed()], settings: simulationSettings('ticks'), orders });
    const passive = fillsOf(events).filter((fill) => !fill.aggressor);
    expect(passive.length).toBeGreaterThan(0);
    for (const fill of passive) expect(fill.price).toBe(5500 - Number(fill.clientOrderId.slice(1)) * 0.5);
    const ended = statusesOf(events).filter((text) => / (filled 2|expired \d.*)$/.test(text));
    expect(ended).toHaveLength(100);
  });
});
