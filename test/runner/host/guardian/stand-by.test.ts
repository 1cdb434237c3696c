// Stops and exits of a trader that the venue never spoke of: the planned stop beside them, not again and again, and never a twin.
import { describe, expect, it } from 'vitest';
import { instrumentOf } from '../../../../src/core/market/instrument-table.ts';

import { CALM, held, order, SECOND, update } from './told-guard.ts';

describe('a stop that the venue never spoke of', () => {
  const quote = { ...CALM, grid: instrumentOf('WDOU25')! };

  it('gets another beside it after a second, which does not look like it', () => {
    const stage = held();
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.guard.book.submitted(order('st2', 'stop'), undefined, false, 0);
    stage.run(SECOND - 50_000, { isAlive: true, quote });
    expect(stage.placed).toEqual([]);
    stage.run(4 * SECOND, { isAlive: true, quote });
    expect(stage.placed).toEqual(['stop']);
    expect(stage.guard.book.find('g1')?.request).toMatchObject({ price: 5485.5, stopPrice: 5495, quantity: 1 });
  });

  it('gets others now and then where they do not last, and a person is called', () => {
    const stage = held();
    const { guard } = stage;
    guard.book.heard(update('st', 'cancelled'));
    guard.book.submitted(order('x', 'exit'), undefined, false, 0);
    for (let ms = 0; ms < 4900; ms += 50) {
      stage.run(ms * 1000, { isAlive: true, quote });
      const last = `g${stage.placed.length}`;
      if (guard.book.find(last)?.status === 'pendingNew') guard.book.heard(update(last, 'cancelled'));
    }
    // one a second, from the first second on
    expect(stage.placed).toEqual(['stop', 'stop', 'stop', 'stop']);
    expect(stage.alerts).toEqual(['guardianStopRefused']);
  });

  it('gets none that looks like another one', () => {
    const stage = held();
    const { guard } = stage;
    guard.book.heard(update('st', 'cancelled'));
    guard.book.submitted(order('st2', 'stop'), undefined, false, 0);
    stage.run(5.5 * SECOND, { isAlive: true, quote });
    guard.book.submitted(order('x', 'exit'), undefined, false, stage.nowUs);
    stage.run(9 * SECOND, { isAlive: true, quote });
    const prints = [...guard.book.lanes].flatMap(({ open }) =>
      [...open].filter(({ request }) => request.role === 'stop').map(({ price, stopPrice }) => `${price} ${stopPrice}`),
    );
    expect(prints.length).toBeGreaterThan(1);
    expect(new Set(prints).size).toBe(prints.length);
  });

  it('keeps one stop of the two when both turn out to work and the trader is away', () => {
    const stage = held();
    const { guard } = stage;
    guard.book.heard(update('st', 'cancelled'));
    guard.book.submitted(order('st2', 'stop'), undefined, false, 0);
    guard.traderGone();
    stage.run(1.5 * SECOND, { quote });
    expect(stage.placed).toEqual(['stop']);
    guard.book.heard(update('g1', 'working'));
    guard.book.heard(update('st2', 'working'));
    const step = { nowUs: stage.nowUs + 50_000, readySinceUs: 0, toldSeq: 1, quoteOf: () => quote };
    expect(guard.step(step)).toMatchObject([{ kind: 'cancel', order: { request: { clientOrderId: 'g1' } } }]);
    guard.book.heard(update('g1', 'cancelled'));
    expect(guard.step({ ...step, nowUs: step.nowUs + SECOND })).toEqual([]);
  });

  it('gets none where nothing tells the two apart', () => {
    const stage = held();
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.guard.book.submitted(order('st2', 'stop'), undefined, false, 0);
    stage.run(4 * SECOND, { isAlive: true });
    expect(stage.placed).toEqual([]);
  });
});

describe('an exit that the venue never spoke of', () => {
  it('gets the planned stop beside it after a second; where that is not answered either the guardian closes what is left', () => {
    const stage = held();
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.guard.book.submitted(order('x', 'exit'), undefined, false, 0);
    stage.run(SECOND - 50_000, { isAlive: true });
    expect(stage.placed).toEqual([]);
    stage.run(SECOND, { isAlive: true });
    expect(stage.placed).toEqual(['stop']);
    stage.run(20 * SECOND, { isAlive: true });
    expect(stage.placed).toEqual(['stop', 'exit']);
  });

  it('is followed by another one after five seconds, though the stop beside it works', () => {
    const stage = held();
    const { guard } = stage;
    guard.book.heard(update('st', 'cancelled'));
    guard.book.submitted(order('x', 'exit'), undefined, false, 0);
    stage.run(1.5 * SECOND, { isAlive: true });
    guard.book.heard(update('g1', 'working'));
    stage.run(4.9 * SECOND, { isAlive: true });
    expect(stage.placed).toEqual(['stop']);
    stage.run(5.2 * SECOND, { isAlive: true });
    guard.book.heard(update('g1', 'cancelled'));
    stage.run(8 * SECOND, { isAlive: true });
    expect(stage.placed).toEqual(['stop', 'exit']);
  });

  it.each([
    ['in an auction', { ...CALM, isOpen: false }],
    ['while the price is through the trigger', { ...CALM, last: 1 }],
  ] as const)('gets no stop beside it %s', (_name, quote) => {
    const stage = held();
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.guard.book.submitted(order('x', 'exit'), undefined, false, 0);
    stage.run(4 * SECOND, { isAlive: true, quote });
    expect(stage.placed).toEqual([]);
  });
});
