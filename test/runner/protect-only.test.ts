// A strategy that has ended the engine twice: nothing of it is called, and its decisions say why.
import { expect, it } from 'vitest';
import { protectOnly } from '../../src/runner/protect-only.ts';
import { endMinute, readyBench } from '../support/engine-bench.ts';
import { setupOf } from '../support/test-strategy.ts';

it('protect-only decides nothing, under a code of its own', () => {
  const throws = (): never => {
    throw new Error('never called');
  };
  const bench = endMinute(readyBench([protectOnly(setupOf(throws))]), 1);
  expect(bench.decisions.map(({ outcome }) => outcome)).toEqual([
    {
      kind: 'hold',
      code: 'protectOnly',
      reason: 'protect-only: the same event has ended this strategy before',
    },
  ]);
  expect(bench.codes).toEqual([]);
});
