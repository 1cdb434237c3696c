// The checker itself: each thing that must never happen, written by hand as the venue would log it, is found; what is right is not.
import { describe, expect, it } from 'vitest';
import { type BrokerReport, checkBroker } from './broker-check.ts';
import { type OrderLine, parseBrokerLog } from './broker-log.ts';

/** Writes a log: times in milliseconds, orders by name. */
class Script {
  private readonly lines: object[] = [];
  private readonly orders = new Map<string, OrderLine>();
  private position = 0;

  constructor() {
    this.word(0, 'start', 0).word(1, 'routing', 5);
  }

  word(ms: number, cause: 'start' | 'end' | 'alive' | 'routing', value = 0): this {
    this.lines.push({ us: ms * 1000, cause, value });
    return this;
  }

  send(ms: number, id: string, side: 'buy' | 'sell', type: OrderLine['type'], quantity: number): this {
    const order: OrderLine = {
      ...{
        us: ms * 1000,
        cause: 'send',
        id,
        local: '1',
        broker: 1,
        account: 'A',
        sub: '',
        ticker: 'WDOV26',
        side,
        type,
      },
      ...{
        price: 5000,
        stop: 5000,
        quantity,
        traded: 0,
        leaves: quantity,
        average: 0,
        status: 0,
        live: 0,
        triggered: 0,
      },
      ...{ foreign: 0, at: 0, size: 0, position: this.position },
    };
    this.orders.set(id, order);
    this.lines.push(order);
    return this.change(ms, id, 'accept', { live: 1 });
  }

  fill(ms: number, id: string, size = this.orders.get(id)!.leaves): this {
    const order = this.orders.get(id)!;
    this.position += order.side === 'buy' ? size : -size;
    const leaves = order.leaves - size;
    const filled = { traded: order.traded + size, leaves, live: leaves === 0 ? (0 as const) : (1 as const) };
    return this.change(ms, id, 'fill', { ...filled, at: 5000, size });
  }

  change(ms: number, id: string, cause: OrderLine['cause'], changes: Partial<OrderLine> = {}): this {
    const order = { ...this.orders.get(id)!, us: ms * 1000, cause, position: this.position, ...changes };
    this.orders.set(id, order);
    this.lines.push(order);
    return this;
  }

  end(ms: number, id: string, cause: 'cancel' | 'reject' = 'cancel'): this {
    return this.change(ms, id, cause, { live: 0, leaves: 0 });
  }

  check(contracts = 1): BrokerReport {
    return checkBroker(parseBrokerLog(this.lines.map((line) => JSON.stringify(line)).join('\n')), { contracts });
  }

  kinds(contracts = 1): readonly string[] {
    return this.check(contracts).violations.map(({ kind }) => kind);
  }
}

/** In, protected by both legs, out by the target, the stop cancelled. */
function goodLife(script: Script, ms: number, n: number): Script {
  return script
    .send(ms, `e${n}`, 'buy', 'market', 1)
    .fill(ms, `e${n}`)
    .send(ms + 20, `s${n}`, 'sell', 'stopLimit', 1)
    .send(ms + 25, `t${n}`, 'sell', 'limit', 1)
    .fill(ms + 1000, `t${n}`)
    .end(ms + 1020, `s${n}`);
}

describe('the checker of the broker log', () => {
  it('finds nothing wrong with lives that go as they should, and counts them', () => {
    const script = new Script();
    for (let n = 0; n < 3; n++) goodLife(script, 1000 + n * 3000, n);
    const report = script.word(20_000, 'alive').check();
    expect(report).toMatchObject({ violations: [], lives: 3, orders: 9, fills: 6, nakedMs: [20, 20, 20] });
    expect([...report.positions]).toEqual([['1:A WDOV26', 0]]);
  });

  it('finds a second entry beside one that works, and beside what is held', () => {
    const beside = new Script().send(100, 'a', 'buy', 'market', 1).send(110, 'b', 'buy', 'market', 1);
    expect(beside.end(120, 'a').end(120, 'b').kinds()).toEqual(['duplicate']);
    const held = new Script().send(100, 'a', 'buy', 'market', 1).fill(100, 'a').send(110, 's', 'sell', 'stopLimit', 1);
    held.send(200, 'b', 'buy', 'market', 1).end(210, 'b').fill(300, 's');
    expect(held.kinds()).toEqual(['duplicate']);
  });

  it('takes a second entry for what it is where more contracts are meant', () => {
    const script = new Script().send(100, 'a', 'buy', 'market', 1).send(110, 'b', 'buy', 'market', 1);
    expect(script.end(120, 'a').end(120, 'b').kinds(2)).toEqual([]);
  });

  it('finds a position without a stop beyond the deadline, once', () => {
    const script = new Script()
      .send(100, 'a', 'buy', 'market', 1)
      .fill(100, 'a')
      .word(2000, 'alive')
      .word(3000, 'alive');
    expect(script.send(3100, 'x', 'sell', 'market', 1).fill(3100, 'x').kinds()).toEqual(['naked']);
  });

  it('finds a stop that is too small for the position', () => {
    const script = new Script()
      .send(100, 'a', 'buy', 'market', 2)
      .fill(100, 'a')
      .send(120, 's', 'sell', 'stopLimit', 1);
    expect(
      script.word(3000, 'alive').send(3000, 'x', 'sell', 'market', 1).fill(3000, 'x').fill(3001, 's').kinds(2),
    ).toEqual(['naked']);
  });

  it('takes no target and no stop on the wrong side for a protection', () => {
    const target = new Script().send(100, 'a', 'buy', 'market', 1).fill(100, 'a').send(120, 't', 'sell', 'limit', 1);
    expect(target.word(3000, 'alive').fill(3100, 't').kinds()).toEqual(['naked']);
    const wrong = new Script().send(100, 'a', 'buy', 'market', 1).fill(100, 'a').send(120, 's', 'buy', 'stopLimit', 1);
    expect(
      wrong.word(3000, 'alive').end(3100, 's').send(3100, 'x', 'sell', 'market', 1).fill(3100, 'x').kinds(),
    ).toEqual(['naked']);
  });

  it('finds a stop that has triggered and hangs beyond its limit', () => {
    const script = new Script()
      .send(100, 'a', 'buy', 'market', 1)
      .fill(100, 'a')
      .send(120, 's', 'sell', 'stopLimit', 1);
    script.change(500, 's', 'trigger', { triggered: 1 });
    script.word(1000, 'alive').word(2000, 'alive').word(3000, 'alive');
    expect(script.end(3100, 's').send(3100, 'x', 'sell', 'market', 1).fill(3100, 'x').kinds()).toEqual(['naked']);
  });

  it('gives more time where the broker refused a stop or an exit, and not for ever', () => {
    const refused = (outMs: number): readonly string[] =>
      new Script()
        .send(100, 'a', 'buy', 'market', 1)
        .fill(100, 'a')
        .send(150, 's', 'sell', 'stopLimit', 1)
        .end(150, 's', 'reject')
        .word(outMs - 1, 'alive')
        .send(outMs, 'x', 'sell', 'market', 1)
        .fill(outMs, 'x')
        .kinds();
    expect(refused(1500)).toEqual([]);
    expect(refused(6000)).toEqual(['naked']);
    const exits = new Script().send(100, 'a', 'buy', 'market', 1).fill(100, 'a').send(150, 's', 'sell', 'market', 1);
    exits.end(150, 's', 'reject').word(2000, 'alive').send(2100, 'x', 'sell', 'market', 1).end(2100, 'x', 'reject');
    exits.word(4900, 'alive').send(5000, 'y', 'sell', 'market', 1).fill(5000, 'y');
    expect(exits.kinds()).toEqual([]);
  });

  it('does not count the time in which the broker cannot be reached, and gives a login its own', () => {
    const script = new Script().send(100, 'a', 'buy', 'market', 1).fill(100, 'a').word(200, 'routing', 3);
    script.word(9000, 'alive').word(10_000, 'routing', 5).send(11_500, 's', 'sell', 'stopLimit', 1);
    expect(script.word(12_000, 'alive').fill(12_500, 's').kinds()).toEqual([]);
    const late = new Script().send(100, 'a', 'buy', 'market', 1).fill(100, 'a').word(200, 'routing', 3);
    late.word(10_000, 'routing', 5).word(13_000, 'alive').send(13_500, 's', 'sell', 'stopLimit', 1);
    expect(late.fill(14_000, 's').kinds()).toEqual(['naked']);
  });

  it('finds the other leg that is left working', () => {
    const script = goodLife(new Script(), 100, 1).send(2000, 'left', 'sell', 'stopLimit', 1);
    expect(script.word(5000, 'alive').end(5100, 'left').kinds()).toEqual(['orphan']);
    const quick = goodLife(new Script(), 100, 1).send(2000, 'left', 'sell', 'limit', 1).end(2100, 'left');
    expect(quick.word(5000, 'alive').kinds()).toEqual([]);
  });

  it('finds both legs filled and not undone', () => {
    const script = new Script()
      .send(100, 'a', 'buy', 'market', 1)
      .fill(100, 'a')
      .send(120, 's', 'sell', 'stopLimit', 1);
    script.send(125, 't', 'sell', 'limit', 1).fill(500, 't').fill(510, 's').word(3000, 'alive');
    expect(script.send(3000, 'x', 'buy', 'market', 1).fill(3000, 'x').kinds()).toEqual(['naked']);
  });

  it('finds what is held and what works at the end', () => {
    const script = new Script()
      .send(100, 'a', 'buy', 'market', 1)
      .fill(100, 'a')
      .send(120, 's', 'sell', 'stopLimit', 1);
    const report = script.word(500, 'alive').check();
    expect(report.violations).toMatchObject([{ kind: 'open', account: '1:A WDOV26' }]);
    expect(report.working).toEqual(['1:A WDOV26 s']);
  });

  it('reads on behind a line that a killed process left half written, and refuses one that is damaged otherwise', () => {
    const alive = '{"us":5,"cause":"alive","value":0}';
    expect(parseBrokerLog(`${alive}\n{"us":6,"cau{"us":7,"cause":"start","value":0}\n{"us":9,`)).toHaveLength(2);
    expect(() => parseBrokerLog(`${alive}\nnonsense\n${alive}\n`)).toThrow('line 2');
  });

  it('goes on with the orders that a new process says it has kept', () => {
    const script = new Script()
      .send(100, 'a', 'buy', 'market', 1)
      .fill(100, 'a')
      .send(120, 's', 'sell', 'stopLimit', 1);
    script.word(3000, 'start').change(3000, 's', 'kept').word(3010, 'routing', 5).word(9000, 'alive');
    expect(script.fill(9500, 's').kinds()).toEqual([]);
  });
});
