// Active, reducing, halted: what leads from one to another, and which reason stays.
import { describe, expect, it } from 'vitest';
import { TradingState } from '../../../src/core/risk/trading-state.ts';

describe('the trading state', () => {
  it('begins active and reduces once', () => {
    const state = new TradingState();
    expect(state.kind).toBe('active');
    expect([state.reduce('loss'), state.reduce('again')]).toEqual([true, false]);
    expect([state.kind, state.reason]).toEqual(['reducing', 'loss']);
  });

  it('halts from anywhere, keeps the first reason and is not softened', () => {
    const state = new TradingState();
    state.reduce('loss');
    expect([state.halt('torn'), state.halt('later'), state.reduce('loss')]).toEqual([true, false, false]);
    expect([state.kind, state.reason]).toEqual(['halted', 'torn']);
  });

  it('is active again in a new session after reducing, not after a halt', () => {
    const reducing = new TradingState();
    reducing.reduce('loss');
    reducing.newSession();
    expect([reducing.kind, reducing.reason]).toEqual(['active', '']);
    const halted = new TradingState();
    halted.halt('torn');
    halted.newSession();
    expect(halted.kind).toBe('halted');
    halted.resume();
    expect(halted.kind).toBe('active');
  });
});
