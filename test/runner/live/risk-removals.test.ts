// What took risk away since a mark: commands of this session and of the host, halts of the engine; each once.
import { expect, it } from 'vitest';
import type { OperatorCommand } from '../../../src/core/account/account-event.ts';
import { EventBatch, type PayloadEvent } from '../../../src/core/market/event-batch.ts';
import { GATES, startPause } from '../../../src/core/risk/start-pause.ts';
import { TradingState } from '../../../src/core/risk/trading-state.ts';
import { RiskRemovals } from '../../../src/runner/live/risk-removals.ts';

const kill: OperatorCommand = { kind: 'operatorCommand', command: 'kill', by: 'bob', reason: 'stop' };

function made() {
  const state = new TradingState();
  const removals = new RiskRemovals({ state });
  return {
    state,
    removals,
    takes(event: PayloadEvent, effect: () => void = () => {}): void {
      const batch = new EventBatch(1);
      batch.pushPayload(event, 0);
      effect();
      removals.onEvent(batch, 0);
    },
  };
}

it('counts a command where it is asked for, and not again when the engine hears it', () => {
  const { state, removals, takes } = made();
  removals.asked(kill);
  const asked = removals.count;
  takes(kill, () => state.halt('bob: stop'));
  expect(removals.since(asked)).toBeUndefined();
  takes(kill);
  expect(removals.since(asked)).toBe('kill by bob: stop');
});

it('counts a command of the host where the engine hears it', () => {
  const { removals, takes } = made();
  takes(kill);
  expect(removals.since(0)).toBe('kill by bob: stop');
});

it('counts a halt and a pause of the engine, also while it is halted already', () => {
  const { state, removals, takes } = made();
  const report = { kind: 'reconciliationReport', agreed: false, differences: ['x'] } as const;
  takes(report, () => state.halt('it differs'));
  const first = removals.count;
  expect(removals.since(0)).toBe('it differs');
  takes(report);
  expect(removals.since(first)).toBeUndefined();
  takes(report, () => state.halt('another'));
  expect(removals.since(first)).toBe('it differs');
  const second = removals.count;
  takes(report, () => state.pause('orders refused'));
  expect(removals.since(second)).toBeDefined();
});

it('counts no resumption, and not the pause that every session begins with', () => {
  const { removals, takes } = made();
  const resume = { ...kill, command: 'resume', by: GATES } as const;
  removals.asked(resume);
  takes(startPause);
  takes(resume);
  expect(removals.since(0)).toBeUndefined();
});
