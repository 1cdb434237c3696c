// Active, reducing, halted: three latches, each with its own end; the strictest counts, and which reason is given.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TradingState } from '../../../src/core/risk/trading-state.ts';
import { propertyRuns } from '../../support/property-runs.ts';

describe('the trading state', () => {
  it('begins active, without a reason', () => {
    const state = new TradingState();
    expect([state.kind, state.reason, state.isOverLossLimit]).toEqual(['active', '', false]);
  });

  it('reduces while paused or over the loss limit, halts while halted', () => {
    for (const [latch, kind] of [
      ['pause', 'reducing'],
      ['reachLossLimit', 'reducing'],
      ['halt', 'halted'],
    ] as const) {
      const state = new TradingState();
      expect([state[latch]('one'), state[latch]('two')]).toEqual([true, false]);
      expect([state.kind, state.reason]).toEqual([kind, 'one']);
    }
  });

  it('halts from anywhere and tells the strictest reason', () => {
    const state = new TradingState();
    state.pause('lunch');
    expect(state.reason).toBe('lunch');
    state.reachLossLimit('loss');
    expect([state.kind, state.reason]).toEqual(['reducing', 'loss']);
    expect([state.halt('torn'), state.pause('again'), state.reachLossLimit('more')]).toEqual([true, false, false]);
    expect([state.kind, state.reason]).toEqual(['halted', 'torn']);
  });

  it('takes the loss limit in behind a halt, so that it is there when the halt ends', () => {
    const state = new TradingState();
    state.halt('torn');
    expect([state.reachLossLimit('loss'), state.kind]).toEqual([true, 'halted']);
    state.resume();
    expect([state.kind, state.reason, state.isOverLossLimit]).toEqual(['reducing', 'loss', true]);
  });

  it('lets a person end a halt and a pause, never the loss limit of the day', () => {
    const state = new TradingState();
    state.halt('torn');
    state.pause('lunch');
    state.resume();
    expect([state.kind, state.reason]).toEqual(['active', '']);
    state.reachLossLimit('loss');
    state.resume();
    expect([state.kind, state.reason]).toEqual(['reducing', 'loss']);
  });

  it('ends the loss limit in a new session, neither a halt nor a pause', () => {
    for (const [latch, kind] of [
      ['pause', 'reducing'],
      ['halt', 'halted'],
    ] as const) {
      const state = new TradingState();
      state.reachLossLimit('loss');
      state[latch]('by a person');
      state.newSession();
      expect([state.kind, state.reason, state.isOverLossLimit]).toEqual([kind, 'by a person', false]);
      state.resume();
      expect(state.kind).toBe('active');
    }
  });

  it('is the strictest of its latches after any sequence', () => {
    const step = fc.constantFrom('halt', 'pause', 'reachLossLimit', 'resume', 'newSession');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const state = new TradingState();
        const latched = new Set<string>();
        for (const one of steps) {
          if (one === 'resume') {
            state.resume();
            for (const latch of ['halt', 'pause']) latched.delete(latch);
          } else if (one === 'newSession') {
            state.newSession();
            latched.delete('reachLossLimit');
          } else {
            expect(state[one](one)).toBe(!latched.has(one));
            latched.add(one);
          }
          expect(state.kind).toBe(latched.has('halt') ? 'halted' : latched.size > 0 ? 'reducing' : 'active');
          expect(state.isOverLossLimit).toBe(latched.has('reachLossLimit'));
          expect(state.reason === '').toBe(latched.size === 0);
          if (latched.size > 0) expect(latched.has(state.reason)).toBe(true);
        }
      }),
      { seed: 15, numRuns: propertyRuns(300) },
    );
  });
});
