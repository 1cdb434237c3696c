// Entries that rest, follow the price, take or come in slices: what is sent after what, and when the rest is given up.
import { describe, expect, it } from 'vitest';
import { entryPlanOf } from '../../../src/core/execution/entry-plan.ts';
import { ENTRY_RETRIES, type EntryTerms, plainTerms } from '../../../src/core/execution/entry-work.ts';
import type { EntryStyle } from '../../../src/core/signal/entry-style.ts';
import { ENTRY_TICKS, ExecutionBench } from '../../support/execution-bench.ts';

/** A book of one tick around the entry: bid 5499.5, ask 5500. */
function benchWith(style: EntryStyle, changes: Partial<EntryTerms> = {}) {
  const bench = new ExecutionBench();
  const book = (bidTicks: number, askTicks = bidTicks + 1): void => {
    Object.assign(bench.market, { lastTicks: bidTicks, bidTicks, askTicks });
  };
  book(ENTRY_TICKS - 1);
  const terms = { ...plainTerms, plan: entryPlanOf(style), collarTicks: 20, ...changes };
  const wait = (seconds: number): readonly string[] => {
    bench.clock(seconds, bench.market.lastTicks);
    return bench.sent();
  };
  return { bench, book, wait, enter: (quantity: number, side: 1 | -1 = 1) => bench.enter(quantity, side, terms) };
}

function reject(bench: ExecutionBench, clientOrderId: string, reason: string): readonly string[] {
  bench.onUpdate({ kind: 'orderUpdate', clientOrderId, status: 'rejected', filledQuantity: 0, reason });
  return bench.sent();
}

const entries = (words: readonly string[]): readonly string[] => words.filter((word) => word.includes('entry'));

describe('an entry at market', () => {
  it('is one order, whatever the price does meanwhile', () => {
    const { bench, book, wait, enter } = benchWith({ kind: 'market' });
    enter(3);
    expect(bench.sent()).toEqual(['entry buy 3']);
    book(ENTRY_TICKS + 50);
    expect(wait(1)).toEqual([]);
    expect([bench.execution.entryOpen, bench.execution.entryWaits, bench.execution.entrySigned]).toEqual([3, false, 3]);
  });
});

describe('an entry that rests', () => {
  it('lies at the touch of its own side, or so many ticks from it, on either side', () => {
    for (const [style, side, words] of [
      [{ kind: 'limit' }, 1, 'entry buy 2 5499.5'],
      [{ kind: 'limit' }, -1, 'entry sell 2 5500'],
      [{ kind: 'limit', offsetTicks: 1 }, 1, 'entry buy 2 5500'],
      [{ kind: 'limit', offsetTicks: -3 }, 1, 'entry buy 2 5498'],
      [{ kind: 'limit', offsetTicks: -3 }, -1, 'entry sell 2 5501.5'],
    ] as const) {
      const { bench, enter } = benchWith(style);
      enter(2, side);
      expect(bench.sent()).toEqual([words]);
      expect([bench.execution.entryWaits, bench.execution.entrySigned]).toEqual([true, 2 * side]);
    }
  });

  it('stays where it is without a chase, and is given up when its time is over', () => {
    const { bench, book, wait, enter } = benchWith({ kind: 'limit', restMs: 5000 });
    const id = enter(2);
    bench.answer(id, 'working');
    bench.sent();
    expect(bench.wakes).toEqual([5_000_000]);
    book(ENTRY_TICKS + 2);
    expect(wait(4)).toEqual([]);
    expect(wait(1)).toEqual(['cancel entry']);
    expect(bench.execution.busy).toBe(true);
    bench.answer(id, 'cancelled');
    expect([bench.sent(), wait(1), bench.execution.busy, bench.execution.entryOpen]).toEqual([[], [], false, 0]);
  });

  it('keeps the bracket of what it has filled when the rest is given up', () => {
    const { bench, wait, enter } = benchWith({ kind: 'limit', restMs: 5000 });
    const id = enter(3);
    bench.answer(id, 'working');
    bench.fill(id, 1);
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'working');
    expect(bench.sent()).toEqual(['entry buy 3 5499.5', 'stop sell 1 5495/5485', 'target sell 1 5510']);
    expect(wait(5)).toEqual(['cancel entry']);
    bench.answer(id, 'cancelled');
    expect([bench.sent(), bench.held, bench.execution.entryOpen]).toEqual([[], 1, 0]);
  });
});

describe('an entry near the price limit of the day', () => {
  const STOP = ENTRY_TICKS - 10;

  it('rests inside of it, or is given up', () => {
    for (const [limits, sent] of [
      [{ lowLimitTicks: STOP, highLimitTicks: ENTRY_TICKS }, ['entry buy 2 5499.5']],
      [{ lowLimitTicks: undefined, highLimitTicks: ENTRY_TICKS - 1 }, []],
      [{ lowLimitTicks: STOP + 1, highLimitTicks: undefined }, []],
    ] as const) {
      const { bench, enter } = benchWith({ kind: 'limit' });
      Object.assign(bench.market, limits);
      if (sent.length > 0) enter(2);
      else expect(() => enter(2)).toThrow('no entry was sent');
      expect(bench.sent()).toEqual(sent);
      expect(bench.alerts.map(({ code }) => code)).toEqual(sent.length > 0 ? [] : ['entryGivenUp']);
    }
  });

  it('takes no further than the tick before it', () => {
    const style = { kind: 'limit', restMs: 1000, atEnd: 'take', maxTicks: 6 } as const;
    const { bench, wait, enter } = benchWith(style);
    bench.market.highLimitTicks = ENTRY_TICKS + 3;
    const id = enter(2);
    bench.answer(id, 'working');
    wait(1);
    bench.answer(id, 'cancelled');
    wait(0);
    expect(bench.account.order(bench.id('entry'))).toMatchObject({ type: 'limit', price: 5501 });
  });
});

describe('an entry that follows the price', () => {
  const chase = { kind: 'limit', chaseEveryMs: 1000, maxTicks: 2, restMs: 10_000 } as const;

  it('is cancelled, confirmed and sent again for what is left, never two orders at once', () => {
    const { bench, book, wait, enter } = benchWith(chase);
    const id = enter(3);
    bench.answer(id, 'working');
    bench.sent();
    book(ENTRY_TICKS);
    expect(wait(1)).toEqual(['cancel entry']);
    expect(wait(1)).toEqual([]);
    bench.fill(id, 1);
    expect(entries(bench.sent())).toEqual([]);
    bench.answer(id, 'cancelled');
    expect(entries(bench.sent())).toEqual(['entry buy 2 5500']);
    expect(bench.id('entry')).not.toBe(id);
  });

  it('does not move while the price comes towards it', () => {
    const { bench, book, wait, enter } = benchWith(chase);
    bench.answer(enter(3), 'working');
    bench.sent();
    book(ENTRY_TICKS - 4);
    expect([wait(1), wait(1), wait(1)]).toEqual([[], [], []]);
  });

  it('follows no further than its ticks from the decided price', () => {
    const { bench, book, wait, enter } = benchWith(chase);
    let id = enter(3);
    for (const [bid, sent] of [
      [ENTRY_TICKS + 2, ['entry buy 3 5501']],
      [ENTRY_TICKS + 3, []],
    ] as const) {
      bench.answer(id, 'working');
      book(bid);
      expect(wait(1)).toContain('cancel entry');
      bench.answer(id, 'cancelled');
      expect(bench.sent()).toEqual(sent);
      id = bench.id('entry');
    }
    expect([bench.alerts.at(-1)?.code, bench.execution.entryOpen]).toEqual(['entryGivenUp', 0]);
  });

  it('ends at the end of its time by taking what is left, where it was told so', () => {
    const { bench, book, wait, enter } = benchWith({ ...chase, restMs: 2000, maxTicks: 4, atEnd: 'take' });
    const id = enter(3);
    bench.answer(id, 'working');
    bench.sent();
    book(ENTRY_TICKS + 1);
    expect(wait(2)).toEqual(['cancel entry']);
    bench.answer(id, 'cancelled');
    // a limit as far as it may pay, which takes what is offered below
    expect(bench.sent()).toEqual(['entry buy 3 5502']);
    bench.answer(bench.id('entry'), 'working');
    expect(wait(1)).toEqual(['cancel entry']);
    bench.answer(bench.id('entry'), 'cancelled');
    expect([bench.sent(), bench.execution.busy]).toEqual([[], false]);
  });

  it('is sent once where its cancel loses the race against its fill', () => {
    const { bench, book, wait, enter } = benchWith(chase);
    const id = enter(2);
    bench.answer(id, 'working');
    book(ENTRY_TICKS);
    wait(1);
    bench.fill(id, 2);
    bench.answer(id, 'filled');
    expect([entries(bench.sent()), entries(wait(1)), bench.held]).toEqual([[], [], 2]);
  });

  it('closes what has filled too much when an order fills that was told to be cancelled', () => {
    const { bench, book, wait, enter } = benchWith(chase);
    const first = enter(2);
    bench.answer(first, 'working');
    book(ENTRY_TICKS);
    wait(1);
    bench.answer(first, 'cancelled');
    const second = bench.id('entry');
    bench.answer(second, 'working');
    bench.sent();
    bench.fill(first, 2);
    // the second is not needed any more
    expect(entries(bench.sent())).toEqual(['cancel entry']);
    bench.fill(second, 1);
    expect(bench.alerts.map(({ code }) => code)).toContain('entryOverfilled');
    bench.answer(second, 'cancelled');
    for (let round = 0; round < 3; round++) {
      for (const command of bench.commands) {
        if (command.kind !== 'cancel') continue;
        if (bench.account.order(command.clientOrderId)!.status === 'pendingCancel')
          bench.answer(command.clientOrderId, 'cancelled');
      }
    }
    expect(bench.sent().at(-1)).toMatch(/^exit sell /);
  });
});

describe('an entry that is passive first', () => {
  it('takes what is left after its rest, with a limit or at market', () => {
    for (const [take, words] of [
      ['limit', 'entry buy 2 5502'],
      ['market', 'entry buy 2'],
    ] as const) {
      const { bench, wait, enter } = benchWith({ kind: 'passiveThenAggressive', restMs: 500, take });
      const id = enter(2);
      expect(bench.sent()).toEqual(['entry buy 2 5499.5']);
      bench.answer(id, 'working');
      expect(wait(0.5)).toEqual(['cancel entry']);
      bench.answer(id, 'cancelled');
      expect(bench.sent()).toEqual([words]);
    }
  });

  it('gives up instead when the market has gone beyond its ticks, or there is no book to be sure of', () => {
    for (const change of [
      { bidTicks: ENTRY_TICKS + 4, askTicks: ENTRY_TICKS + 5, lastTicks: ENTRY_TICKS + 4 },
      { bidTicks: ENTRY_TICKS - 18, askTicks: ENTRY_TICKS + 3, lastTicks: ENTRY_TICKS },
      { bidTicks: undefined, askTicks: undefined, lastTicks: undefined },
      { bidTicks: ENTRY_TICKS, askTicks: ENTRY_TICKS, lastTicks: ENTRY_TICKS },
    ]) {
      for (const take of ['limit', 'market'] as const) {
        const { bench, wait, enter } = benchWith({ kind: 'passiveThenAggressive', restMs: 500, take });
        const id = enter(2);
        bench.answer(id, 'working');
        wait(0.5);
        Object.assign(bench.market, change);
        bench.answer(id, 'cancelled');
        expect([bench.sent(), bench.execution.busy, bench.alerts.at(-1)?.code]).toEqual([[], false, 'entryGivenUp']);
      }
    }
  });
});

describe('an entry in slices', () => {
  const slices = { kind: 'slices', contracts: 2, everyMs: 1000 } as const;

  it('sends the next when the one before has filled and the time between has passed, each with its own bracket', () => {
    const { bench, wait, enter } = benchWith(slices);
    bench.fill(enter(5), 2, ENTRY_TICKS);
    expect(bench.sent()).toEqual(['entry buy 2', 'stop sell 2 5495/5485', 'target sell 2 5510']);
    expect([bench.execution.entryOpen, bench.execution.entryWaits]).toEqual([3, true]);
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'working');
    expect(wait(0.5)).toEqual([]);
    expect(wait(0.5)).toEqual(['entry buy 2']);
    // without its fill nothing follows
    expect(entries(wait(2))).toEqual([]);
    bench.fill(bench.id('entry'), 2, ENTRY_TICKS);
    expect(entries(wait(1))).toEqual(['entry buy 1']);
    bench.fill(bench.id('entry'), 1, ENTRY_TICKS);
    expect([bench.held, bench.execution.entryOpen, bench.execution.entryWaits]).toEqual([5, 0, false]);
  });

  it('opens nothing more once a stop of it has filled', () => {
    const { bench, wait, enter } = benchWith(slices);
    bench.fill(enter(4), 2, ENTRY_TICKS);
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'working');
    bench.fill(bench.id('stop'), 2);
    bench.answer(bench.id('target'), 'cancelled');
    expect([entries(bench.sent()).length, entries(wait(1)), bench.held]).toEqual([1, [], 0]);
  });

  it('sends no more once trading may open nothing, or the price has gone', () => {
    let blocked: string | undefined;
    const { bench, wait, enter } = benchWith(slices, { blocked: () => blocked });
    bench.fill(enter(4), 2, ENTRY_TICKS);
    bench.sent();
    blocked = 'a window of no new risk';
    expect([entries(wait(1)), bench.execution.entryOpen]).toEqual([[], 0]);
    const other = benchWith(slices);
    other.bench.fill(other.enter(4), 2, ENTRY_TICKS);
    other.book(ENTRY_TICKS + 4);
    other.bench.sent();
    expect(entries(other.wait(1))).toEqual([]);
  });

  it('waits for the limit of orders a minute', () => {
    let freeUs = 0;
    const { bench, wait, enter } = benchWith(slices, { freeAtUs: (nowUs) => Math.max(nowUs, freeUs) });
    bench.fill(enter(4), 2, ENTRY_TICKS);
    freeUs = 30_000_000;
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'working');
    bench.sent();
    expect(wait(29)).toEqual([]);
    expect(wait(1)).toEqual(['entry buy 2']);
  });
});

describe('an entry that is refused', () => {
  it('for a reason that passes is sent again, a few times and not at once', () => {
    const { bench, wait, enter } = benchWith({ kind: 'market' });
    enter(2);
    expect(bench.sent()).toEqual(['entry buy 2']);
    for (let n = 0; n < ENTRY_RETRIES; n++) {
      expect(reject(bench, bench.id('entry'), 'Cliente não está logado')).toEqual([]);
      expect(wait(0.5)).toEqual([]);
      expect(wait(0.5)).toEqual(['entry buy 2']);
    }
    expect(reject(bench, bench.id('entry'), 'Cliente não está logado')).toEqual([]);
    expect([wait(5), bench.execution.busy, bench.pauses]).toEqual([[], false, []]);
    expect(bench.alerts).toEqual([{ severity: 'warning', code: 'entryGivenUp' }]);
  });

  it('for its price is sent once at the price of now', () => {
    const { bench, book, wait, enter } = benchWith({ kind: 'limit' });
    enter(2);
    book(ENTRY_TICKS);
    bench.sent();
    expect(reject(bench, bench.id('entry'), 'Preco fora dos limites do dia')).toEqual([]);
    expect(wait(1)).toEqual(['entry buy 2 5500']);
    reject(bench, bench.id('entry'), 'Preco fora dos limites do dia');
    expect([wait(5), bench.execution.busy, bench.pauses]).toEqual([[], false, []]);
  });

  it('for anything else, or for words that nobody knows, is the last until a person has looked', () => {
    for (const reason of ['Margem insuficiente', 'Erro 4711', '']) {
      const { bench, wait, enter } = benchWith({ kind: 'market' });
      enter(2);
      bench.sent();
      expect(reject(bench, bench.id('entry'), reason)).toEqual([]);
      expect([wait(5), bench.execution.busy, bench.pauses.map(({ code }) => code)]).toEqual([
        [],
        false,
        ['entryRefused'],
      ]);
    }
  });
});

describe('the failures of the system before this one', () => {
  it('order price 5502.2325: every price that an entry sends is on the grid', () => {
    for (let offsetTicks = -7; offsetTicks < 5; offsetTicks++) {
      const { bench, enter } = benchWith({ kind: 'limit', offsetTicks });
      enter(1);
      const [command] = bench.commands;
      const price = command?.kind === 'submit' ? command.request.price! : Number.NaN;
      expect(price * 2).toBe(Math.round(price * 2));
    }
    const { bench, enter } = benchWith({ kind: 'limit' });
    bench.market.bidTicks = 10_998.465;
    expect(() => enter(1)).toThrow('no entry was sent');
    expect([bench.commands, bench.alerts.map(({ code }) => code)]).toEqual([[], ['entryGivenUp']]);
  });
});
