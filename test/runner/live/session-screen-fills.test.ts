// Fills of stops and targets, shown at the terminal: whether they end the trade, in part or whole, with a loss or a gain.
import { describe, expect, it } from 'vitest';
import type { EpochStart } from '../../../src/core/account/account-event.ts';
import type { Fill, OrderRequest, OrderRole } from '../../../src/core/account/order.ts';
import { EventBatch, type PayloadEvent } from '../../../src/core/market/event-batch.ts';
import { SessionScreen } from '../../../src/runner/live/session-screen.ts';

const CONTRACT = 'WDOQ26';
const epoch = {
  ...{ kind: 'epochStart', epoch: 1, sessionDay: '2026-07-14' },
  instruments: [{ symbol: CONTRACT, requested: 'WDOFUT', root: 'WDO' }],
} as unknown as EpochStart;

class Terminal {
  readonly lines: string[] = [];
  private readonly screen = new SessionScreen((text) => this.lines.push(text));
  private fills = 0;

  constructor() {
    this.tell(epoch);
  }

  order(role: OrderRole, quantity: number, side: 'buy' | 'sell' = role === 'entry' ? 'buy' : 'sell'): void {
    const request: OrderRequest = {
      ...{ clientOrderId: role, strategyId: 'eager', instrumentId: 0, side, type: 'limit', role, quantity },
      ...{ price: 5500, stopPrice: undefined, bracketId: undefined },
    };
    this.screen.onCommand({ kind: 'submit', seq: 1, request, bracket: undefined });
  }

  change(role: OrderRole, quantity: number): void {
    this.screen.onCommand({ kind: 'change', seq: 2, clientOrderId: role, quantity, price: 5500, stopPrice: undefined });
  }

  /** What is shown of it. */
  fill(
    role: OrderRole,
    quantity: number,
    price: number,
    side: 'buy' | 'sell' = role === 'entry' ? 'buy' : 'sell',
  ): string {
    this.fills += 1;
    const fill: Fill = {
      ...{ kind: 'fill', fillId: `f${this.fills}`, clientOrderId: role, strategyId: 'eager', instrumentId: 0 },
      ...{ side, quantity, price, costsE4: 0, exchangeTimeUs: 0, aggressor: false },
    };
    this.tell(fill);
    return this.lines.at(-1)!;
  }

  private tell(event: PayloadEvent): void {
    const batch = new EventBatch(1);
    batch.pushPayload(event, 0);
    this.screen.onEvent(batch, 0);
  }
}

function held(quantity: number): Terminal {
  const terminal = new Terminal();
  terminal.order('entry', quantity);
  terminal.fill('entry', quantity, 5500);
  terminal.order('stop', quantity);
  return terminal;
}

describe('a stop that fills', () => {
  it('in part is no end of the trade; with its last contract it is', () => {
    const terminal = held(4);
    expect(terminal.fill('stop', 1, 5495)).toBe(`STOP FILLED IN PART: sold 1 ${CONTRACT} at 5495; long 3 ${CONTRACT}`);
    expect(terminal.fill('stop', 3, 5495)).toMatch(/^STOPPED OUT: sold 3 .*; flat, this trade -200\.00 BRL/);
  });

  it('above what a long has cost, or below what a short has, ends it with a profit and says so', () => {
    expect(held(1).fill('stop', 1, 5507)).toMatch(/^STOPPED OUT in profit: sold 1 .*this trade \+70\.00 BRL/);
    expect(held(2).fill('stop', 1, 5507)).toMatch(/^STOP FILLED IN PART in profit: /);
    expect(held(1).fill('stop', 1, 5500)).toMatch(/^STOPPED OUT: /);
    const short = new Terminal();
    short.order('entry', 1, 'sell');
    short.fill('entry', 1, 5500, 'sell');
    short.order('stop', 1, 'buy');
    expect(short.fill('stop', 1, 5490, 'buy')).toMatch(/^STOPPED OUT in profit: bought 1 /);
  });

  it('that was made smaller is whole with what is left of it', () => {
    const terminal = held(4);
    terminal.order('target', 4);
    expect(terminal.fill('target', 3, 5510)).toMatch(/^TARGET FILLED IN PART: sold 3 .*; long 1 /);
    terminal.change('stop', 1);
    expect(terminal.fill('stop', 1, 5495)).toMatch(/^STOPPED OUT: sold 1 .*; flat/);
  });
});

it('an entry in parts is told by them', () => {
  const terminal = new Terminal();
  terminal.order('entry', 2);
  expect(terminal.fill('entry', 1, 5500)).toMatch(/^FILLED PART of the entry: bought 1 .*; long 1 /);
  expect(terminal.fill('entry', 1, 5500)).toMatch(/^FILLED entry: bought 1 .*; long 2 /);
});
