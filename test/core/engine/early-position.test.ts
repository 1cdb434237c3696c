// A position that the venue tells right after a fill of ours, on an account of ours alone: it may be of before, and counts later.
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../../src/core/engine/engine.ts';
import { type EngineBench, holding } from '../../support/engine-bench.ts';
import { commandWords } from '../../support/engine-session.ts';
import { buys, setupOf } from '../../support/test-strategy.ts';

const flat: EngineEvent = { kind: 'positionReport', instrumentId: 0, quantity: 0 };
const flatten: EngineEvent = { kind: 'operatorCommand', command: 'flatten', by: 'ana', reason: 'look' };

/** What is sent when everything is to be closed, with the legs gone; filled at 61 s, told to be flat at 62 s. */
function closed(bench: EngineBench, atS: number): readonly string[] {
  bench.to(62).event(flat);
  const [stop, target] = [bench.last('stop'), bench.last('target')];
  bench.to(atS).tick().event(flatten).answer(stop, 'cancelled').answer(target, 'cancelled');
  return commandWords(bench.commands).filter((words) => words === 'exit');
}

describe('a position told right after a fill', () => {
  it('holds no exit back before it can be new', () => {
    expect(closed(holding([setupOf(buys)], { accountUse: 'exclusive' }), 65)).toEqual(['exit']);
  });

  it('counts where nothing else was heard until then: others have closed what is ours', () => {
    expect(closed(holding([setupOf(buys)], { accountUse: 'exclusive' }), 66.5)).toEqual([]);
  });

  it('says nothing of what is ours on an account that others trade on', () => {
    expect(closed(holding([setupOf(buys)]), 66.5)).toEqual(['exit']);
  });
});
