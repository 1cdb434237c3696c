// The events of a simulated session as if they had come from a host: paper fills what a backtest of them fills, fill by fill.
import { describe, expect, it } from 'vitest';
import { NullJournal } from '../../../src/adapters/journal/null-journal.ts';
import type { Fill } from '../../../src/core/account/order.ts';
import { Engine } from '../../../src/core/engine/engine.ts';
import type { Exchange } from '../../../src/core/engine/exchange.ts';
import type { EventBatch } from '../../../src/core/market/event-batch.ts';
import { Kind } from '../../../src/core/market/event-record.ts';
import { drive } from '../../../src/runner/drive.ts';
import { PaperExchange } from '../../../src/runner/live/paper-exchange.ts';
import { PaperVenue } from '../../../src/simulation/paper-venue.ts';
import { engineSettingsFor } from '../../../src/simulation/run-settings.ts';
import { simulationSettings } from '../../../src/simulation/settings.ts';
import { SimulatedExchange } from '../../../src/simulation/simulated-exchange.ts';
import { syntheticSessions } from '../../support/synthetic-session.ts';
import { long, setupOf } from '../../support/test-strategy.ts';

const settings = simulationSettings('ticks', { marketJitterUs: 0 });
const SEED = 5;

/** In and out all day: a stop and a target near the price. */
const busy = setupOf(() => long(3, 2), { candle: '1m', risk: { maxContracts: 2 } });

function exchange(seed: number): SimulatedExchange {
  const days = syntheticSessions({ seed, hours: 1, volatility: 2 });
  return new SimulatedExchange({ days, settings, seed: SEED, firstSeq: 0 });
}

async function fillsOf(through: Exchange): Promise<readonly string[]> {
  const engine = new Engine([busy], engineSettingsFor(settings));
  const fills: string[] = [];
  const onEvent = (batch: EventBatch, index: number): void => {
    if (batch.kindAt(index) !== Kind.fill) return;
    const { side, quantity, price, exchangeTimeUs, aggressor } = batch.payloadAt(index) as Fill;
    fills.push(
      `${side} ${quantity} at ${price}, ${exchangeTimeUs}, ${aggressor}, told ${batch.receivedTimeUsAt(index)}`,
    );
  };
  const observer = { onEvent, onDecision() {}, onCommand() {}, onAlert() {} };
  await drive({ engine, exchange: through, journal: new NullJournal(), predictors: new Map(), observer });
  return fills;
}

describe('paper over the events of a session', () => {
  it.each([1, 2, 3])('fills as a backtest does where the market comes without jitter, seed %i', async (seed) => {
    const backtest = await fillsOf(exchange(seed));
    const host = exchange(seed);
    const paper = new PaperExchange(
      host,
      ({ sessionDay }) =>
        new PaperVenue({
          instruments: syntheticSessions({ seed, hours: 1, volatility: 2 })[0]!.instruments,
          ...{ settings, seed: SEED, sessionDay },
        }),
      0,
    );
    const fills = await fillsOf(paper);
    expect(backtest.length).toBeGreaterThan(10);
    expect(fills).toEqual(backtest);
  });
});
