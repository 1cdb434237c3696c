// A process that died between the fill of its entry and its stop: the next one protects within two seconds, whatever else it waits for.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRunFolder, writeRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import { RunJournal } from '../../../src/adapters/journal/run-journal.ts';
import type { OrderRequest } from '../../../src/core/account/order.ts';
import type { OrderCommand } from '../../../src/core/execution/order-command.ts';
import { liveEngine } from '../../../src/runner/live/live-engine.ts';
import { runLiveSession } from '../../../src/runner/live/run-live-session.ts';
import { runInfoAtStart } from '../../../src/runner/run-record.ts';
import { until } from '../host/test-host.ts';
import { ACCOUNT, CONTRACT, DAY, type LiveStage } from './live-stage.ts';
import { eager, startedStage } from './started-stage.ts';

const entry: OrderRequest = {
  ...{ clientOrderId: '50-9-1e', strategyId: 'tested', instrumentId: 0, side: 'buy', type: 'market', role: 'entry' },
  ...{ quantity: 1, price: undefined, stopPrice: undefined, bracketId: '50-9-1e' },
};
const command: OrderCommand = {
  ...{ kind: 'submit', seq: 9, request: entry },
  bracket: { stopPrice: 5495, stopLimitPrice: 5485, targetPrice: 5510 },
};

/** The run of a process that was killed: it journalled its entry, and nothing of what became of it. */
async function killedRun(stage: LiveStage): Promise<string> {
  const { plan } = await stage.options(eager);
  const startedAtUtc = `${DAY}T13:30:00.000Z`;
  const info = runInfoAtStart({
    ...{ mode: 'demo', plan, strategyFile: null, release: null, simulation: null, capitalBrl: 100_000, startedAtUtc },
    ...{ engine: liveEngine(plan, CONTRACT, {}).settings, provenance: 'exchange' },
    session: { day: DAY, account: ACCOUNT, continues: null, isProtectOnly: false },
  });
  const folder = createRunFolder(stage.home, { startedAtUtc, mode: 'demo', strategy: 'tested', suffix: 'aaaaaa' });
  writeRunInfo(folder, info);
  const journal = new RunJournal(folder, { mode: 'durable', events: {} });
  journal.commands([command]);
  return folder;
}

describe('a restart', () => {
  it('places the stop of an entry that filled behind the back of the dead process, and enters nothing', async () => {
    const stage = await startedStage();
    await killedRun(stage);
    const port = stage.sent.port;
    port.submit(ACCOUNT, command, { id: 0, ticker: CONTRACT } as never);
    await until(() => stage.broker.position === 1, 'the fill');
    const options = await stage.options(eager, { armed: false });
    const begunMs = performance.now();
    const running = runLiveSession(options);
    await until(() => stage.broker.working.some(({ request }) => request.role === 'stop'), 'the stop');
    const tookMs = performance.now() - begunMs;
    await new Promise((done) => setTimeout(done, 1000));
    const stops = stage.broker.working.filter(({ request }) => request.role === 'stop');
    expect(stops.map(({ request }) => [request.quantity, request.stopPrice])).toEqual([[1, 5495]]);
    expect(stage.broker.orders.filter(({ request }) => request.role === 'entry')).toHaveLength(1);
    stage.stopWish = 'flatten';
    const run = await running;
    expect(run.held).toEqual({});
    expect(stage.broker.position).toBe(0);
    // the bound of the session, with room for a busy machine
    expect(tookMs).toBeLessThan(4000);
    expect(readdirSync(join(stage.home, 'runs'))).toHaveLength(2);
  }, 20_000);
});
