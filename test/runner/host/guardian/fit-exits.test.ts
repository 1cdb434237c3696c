// Two contracts held, one of them closed by hand at the broker: stop and target are made to fit the other one, which always has a stop.
import { describe, expect, it } from 'vitest';
import type { StepView } from '../../../../src/runner/host/guardian/account-guard.ts';
import { CALM, fill, order, PLAN, SECOND, type Stage, stageOf, update, WISH } from './told-guard.ts';

/** A broker's word: of two one is left, by the orders of others and by the position. */
const says = (settled: number | undefined, others = -1): Partial<StepView> => ({
  readSinceUs: 0,
  netOf: () => ({ settled, others }),
});

function two(stops: readonly number[] = [2]): Stage {
  const stage = stageOf();
  const { guard } = stage;
  guard.traderCame(WISH, 0);
  guard.traderBegan();
  guard.book.submitted(order('e', 'entry', 2), PLAN, false, 0);
  guard.book.heard(fill('e', 'q1', 2));
  for (const [at, quantity] of stops.entries()) {
    for (const role of ['stop', 'target'] as const) {
      guard.book.submitted(order(`${role}${at}`, role, quantity), undefined, false, 0);
      guard.book.heard(update(`${role}${at}`, 'working'));
    }
  }
  return stage;
}

function cancels(stage: Stage, ...ids: readonly string[]): readonly number[] {
  return ids.map((id) => stage.guard.book.find(id)!.cancels);
}

describe.each([
  ['while the trader is there', true],
  ['while it is away', false],
] as const)('what would close more than the account holds, %s', (_name, isAlive) => {
  it('is replaced: the smaller stop first, the larger one goes once that works, the target at once', () => {
    const stage = two();
    stage.run(4 * SECOND, { isAlive, ...says(1) });
    expect([stage.placed, stage.alerts]).toEqual([['stop'], ['closedByOthers']]);
    expect(stage.guard.book.find('g1')!.request).toMatchObject({
      quantity: 1,
      stopPrice: 5495,
      price: 5485,
      bracketId: 'e',
    });
    expect(cancels(stage, 'stop0', 'target0')).toEqual([0, 1]);
    stage.guard.book.heard(update('g1', 'working'));
    stage.run(4.5 * SECOND, { isAlive, ...says(1) });
    // no answer to the first cancel
    expect(cancels(stage, 'target0')).toEqual([2]);
    stage.guard.book.heard(update('target0', 'cancelled'));
    stage.run(5 * SECOND, { isAlive, ...says(1) });
    expect(cancels(stage, 'stop0', 'g1')).toEqual([1, 0]);
    stage.guard.book.heard(update('stop0', 'cancelled'));
    stage.run(9 * SECOND, { isAlive, ...says(1) });
    expect([stage.placed, cancels(stage, 'g1')]).toEqual([['stop'], [0]]);
  });

  it('goes without another one where a stop for the rest stands beside it', () => {
    const stage = two([1, 1]);
    stage.run(2.9 * SECOND, { isAlive, ...says(1) });
    expect([stage.placed, cancels(stage, 'stop0', 'target0', 'stop1', 'target1')]).toEqual([[], [1, 1, 0, 0]]);
  });

  it('is found by the position alone, where the broker tells no order of others', () => {
    const stage = two();
    stage.run(3 * SECOND, { isAlive, ...says(1, 0) });
    expect(stage.placed).toEqual(['stop']);
  });

  it('is found by the orders alone later, where the broker tells no position', () => {
    const stage = two();
    stage.run(4.9 * SECOND, { isAlive, ...says(undefined) });
    expect(stage.placed).toEqual([]);
    stage.run(6 * SECOND, { isAlive, ...says(undefined) });
    expect(stage.placed).toEqual(['stop']);
  });

  it('is tried again, less and less often, where the broker takes no smaller stop, and a person is called', () => {
    const stage = two();
    stage.run(30 * SECOND, { isAlive, refuses: true, ...says(1) });
    expect(stage.alerts).toEqual(['closedByOthers', 'exitsTooLarge']);
    expect(stage.placed.length).toBeLessThan(10);
    expect(cancels(stage, 'stop0')).toEqual([0]);
  });
});

describe('nothing is made smaller', () => {
  const still = (stage: Stage, view: Parameters<Stage['run']>[1]): void => {
    stage.run(10 * SECOND, { isAlive: true, ...view });
    expect([stage.placed, cancels(stage, 'stop0', 'target0')]).toEqual([[], [0, 0]]);
  };

  it('while position and orders contradict each other', () => {
    const stage = two();
    stage.run(SECOND, { isAlive: true, ...says(2, 0) });
    let looks = 0;
    // the position is told anew again and again, each time another one
    const netOf = () => ({ settled: ++looks % 2 === 0 ? 2 : 1, others: -1 });
    still(stage, { readSinceUs: 0, netOf });
  });

  it('while an order is on its way', () => {
    const stage = two();
    stage.guard.book.submitted(order('x', 'exit'), undefined, false, 0);
    stage.run(3 * SECOND, { quote: { ...CALM, isOpen: false }, isAlive: true, ...says(1) });
    expect([stage.placed, cancels(stage, 'stop0', 'target0')]).toEqual([[], [0, 0]]);
  });

  it('before the orders of the day were read', () => {
    still(two(), { ...says(1), readSinceUs: 60 * SECOND });
  });

  it('on an account that others may trade on', () => {
    still(two(), { netOf: () => undefined });
  });

  it('where others have opened more of the same side', () => {
    still(two(), says(3, 1));
  });
});

describe('a stop that is made smaller', () => {
  it('stays as it is while the price is at its trigger', () => {
    const stage = two();
    stage.run(2.5 * SECOND, { quote: { ...CALM, ask: 5495 }, isAlive: true, ...says(1) });
    expect([stage.placed, cancels(stage, 'stop0')]).toEqual([[], [0]]);
  });

  it('waits for a word that is new where nobody could look for a while', () => {
    const stage = two();
    stage.run(1.5 * SECOND, { isAlive: true, ...says(1) });
    stage.nowUs += 5 * SECOND;
    stage.run(stage.nowUs + SECOND, { isAlive: true, ...says(1) });
    expect(stage.placed).toEqual([]);
  });
});
