// Active, reducing, halted: four latches, each with its own end; the strictest counts, and which reason is given.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { START_TEXT } from '../../../src/core/risk/start-pause.ts';
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

  it('tells a kill in place of whatever had halted before', () => {
    const state = new TradingState();
    state.halt('an order of others');
    state.kill('a person: out');
    expect([state.kind, state.reason, state.halt('again')]).toEqual(['halted', 'a person: out', false]);
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

  it('reduces below the best of the session until a person resumes or the next session begins', () => {
    for (const end of ['resume', 'newSession'] as const) {
      const state = new TradingState();
      expect([state.reachDrawdown('one'), state.reachDrawdown('two')]).toEqual([true, false]);
      expect([state.kind, state.reason, state.isOverDrawdown]).toEqual(['reducing', 'one', true]);
      state[end]();
      expect([state.kind, state.isOverDrawdown]).toEqual(['active', false]);
    }
  });

  it('knows a pause that comes while the one of the start stands, and keeps it when the gates open', () => {
    const state = new TradingState();
    expect([state.pause(START_TEXT), state.pause(START_TEXT)]).toEqual([true, false]);
    expect([state.pause('ana: news'), state.latches.paused]).toEqual([true, 'ana: news']);
    expect([state.pause(START_TEXT), state.latches.paused]).toEqual([false, 'ana: news']);
    state.endStartPause();
    expect([state.kind, state.reason]).toEqual(['reducing', 'ana: news']);
    state.resume();
    state.reachLossLimit('loss of monday');
    state.pause(START_TEXT);
    state.newSession('person');
    expect(state.reason).toBe('loss of monday');
  });

  it('is active when the gates open and nothing but the start had paused it', () => {
    const state = new TradingState();
    state.pause(START_TEXT);
    state.endStartPause();
    expect(state.kind).toBe('active');
    for (const latch of ['halt', 'reachDrawdown', 'reachLossLimit'] as const) state[latch](latch);
    state.pause(START_TEXT);
    state.endStartPause();
    expect(state.latches).toMatchObject({ halted: 'halt', drawdown: 'reachDrawdown', lossLimit: 'reachLossLimit' });
  });

  it('keeps a loss limit that a person must look at as a pause of the next session', () => {
    const state = new TradingState();
    state.reachLossLimit('loss of monday');
    state.newSession('person');
    expect([state.kind, state.reason, state.isOverLossLimit]).toEqual(['reducing', 'loss of monday', false]);
    // the next day may reach its own limit behind it
    expect(state.reachLossLimit('loss of tuesday')).toBe(true);
    state.resume();
    expect([state.kind, state.reason]).toEqual(['reducing', 'loss of tuesday']);
    state.newSession('person');
    state.resume();
    expect(state.kind).toBe('active');
    state.newSession('person');
    expect(state.kind).toBe('active');
  });

  it('takes the latches of an earlier process, and gives its own', () => {
    const state = new TradingState();
    const latches = { halted: undefined, paused: 'lunch', lossLimit: 'loss', drawdown: 'deep' };
    state.restore(latches);
    expect([state.kind, state.reason, state.latches]).toEqual(['reducing', 'loss', latches]);
    state.halt('torn');
    state.restore({ halted: 'before', paused: undefined, lossLimit: undefined });
    expect(state.latches).toEqual({ ...latches, halted: 'torn' });
    state.resume();
    expect(state.latches).toEqual({ halted: undefined, paused: undefined, lossLimit: 'loss', drawdown: undefined });
  });

  it('is the strictest of its latches after any sequence', () => {
    const step = fc.constantFrom('halt', 'pause', 'reachLossLimit', 'reachDrawdown', 'resume', 'newSession');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const state = new TradingState();
        const latched = new Set<string>();
        for (const one of steps) {
          if (one === 'resume') {
            state.resume();
            for (const latch of ['halt', 'pause', 'reachDrawdown']) latched.delete(latch);
          } else if (one === 'newSession') {
            state.newSession();
            for (const latch of ['reachLossLimit', 'reachDrawdown']) latched.delete(latch);
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
