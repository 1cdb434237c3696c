// What a restart must know of the trading state: written when it has changed, with the tick that changed it.
import { expect, it } from 'vitest';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import type { KeptTrading } from '../../../src/core/risk/trading-state.ts';
import { LatchWatch } from '../../../src/runner/live/latch-watch.ts';
import { readyBench } from '../../support/engine-bench.ts';
import { holds, setupOf } from '../../support/test-strategy.ts';

it('the best of the session and the latches are kept when they change, and not otherwise', () => {
  const { context } = readyBench([setupOf(holds)]).engine;
  const kept: KeptTrading[] = [];
  const watch = new LatchWatch(context, { latches: (_seq, _timeUs, each) => void kept.push(each) });
  const batch = new EventBatch(2);
  batch.pushTrade(0, 1, 5500, 1, 0, 0, 0, 0);
  batch.pushClockTick(1);
  const tick = (netE4: number): void => {
    context.drawdown.take(context.sessionDay, netE4, false);
    watch.onEvent(batch, 1);
  };
  tick(0);
  tick(500);
  tick(300);
  watch.onEvent(batch, 0);
  context.state.pause('ana: lunch');
  watch.onAlert();
  tick(400);
  expect(kept.map(({ bestNetE4, paused }) => [bestNetE4, paused])).toEqual([
    [500, undefined],
    [500, 'ana: lunch'],
  ]);
});
