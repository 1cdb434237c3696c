// Plays the order steps of a fault script straight against the simulated ProfitDLL and gives the words that a host would tell of it.
import { statusOf } from '../../../src/adapters/profit-dll/orders/vendor-status.ts';
import type { FaultScript, FaultStep } from '../../support/fault-script.ts';
import { FAULT_SCRIPTS } from '../../support/fault-scripts.ts';
import { NL, type OrderClient, type OrderSeen } from './order-client.ts';
import { cancelRecord, positionRecord, readPosition } from './order-layouts.ts';
import type { Scenario } from './order-scenario.ts';

const ROUTING = new Map([
  [3, 'routing disconnected'],
  [4, 'routing connecting'],
  [5, 'routing connected'],
]);

class ScriptRun {
  readonly words: string[] = [];
  readonly #client: OrderClient;
  readonly #ids = new Map<string, bigint>();
  readonly #last = new Map<bigint, OrderSeen>();
  #ordersRead: number;
  #statesRead: number;
  #waited = 0;

  constructor(client: OrderClient) {
    this.#client = client;
    this.#ordersRead = client.orders.length;
    // The login's own states count, of the scripts before only the last one: connected.
    this.#statesRead = client.states.findLastIndex(([type]) => type === 1);
  }

  position(): number {
    let record = positionRecord('WDOV26');
    if (this.#client.record('GetPositionV2', record) === NL.version) {
      record = positionRecord('WDOV26', 1);
      this.#client.record('GetPositionV2', record);
    }
    const { quantity, side } = readPosition(record);
    return side === 2 ? -quantity : quantity;
  }

  /** Turns the callbacks since the last look into words. */
  read(): void {
    for (; this.#statesRead < this.#client.states.length; this.#statesRead++) {
      const [type, result] = this.#client.states[this.#statesRead] ?? [0, 0];
      const word = type === 1 ? ROUTING.get(result) : undefined;
      if (word !== undefined) this.words.push(word);
    }
    for (; this.#ordersRead < this.#client.orders.length; this.#ordersRead++) {
      const order = this.#client.orders[this.#ordersRead];
      if (order !== undefined) this.#order(order);
    }
  }

  #order(order: OrderSeen): void {
    const name = [...this.#ids].find(([, id]) => id === order.localId)?.[0];
    if (name === undefined) {
      this.words.push('foreign');
      return;
    }
    const before = this.#last.get(order.localId);
    const grown = order.traded - (before?.traded ?? 0);
    const value = order.average * order.traded - (before?.average ?? 0) * (before?.traded ?? 0);
    if (grown > 0) this.words.push(`fill ${name} ${grown}@${value / grown}`);
    const status = statusOf(order.status);
    if (before === undefined || statusOf(before.status) !== status) this.words.push(`${name} ${status}`);
    this.#last.set(order.localId, order);
  }

  async step(step: FaultStep): Promise<void> {
    const client = this.#client;
    if (step.kind === 'command') client.command(step.line);
    else if (step.kind === 'pause') await client.pause(step.ms);
    else if (step.kind === 'cancel')
      client.record('SendCancelOrderV2', cancelRecord({ localId: this.#ids.get(step.order) ?? 0n }));
    else if (step.kind === 'told')
      await client.until(() => this.#has(step.word), `${step.word} after ${this.words.join(', ')}`);
    else if (step.kind === 'submit') {
      const type = step.price === undefined ? 1 : step.stopPrice === undefined ? 2 : 4;
      const request = { ...step, type, side: step.side === 'buy' ? 1 : 2 };
      const two = client.send(request);
      const { answer } = Number(two.answer) === NL.version ? client.send({ ...request, version: 1 }) : two;
      if (answer > 0n) this.#ids.set(step.order, answer);
    }
  }

  #has(word: string): boolean {
    this.read();
    if (word.startsWith('submit')) return true;
    if (word.startsWith('position')) return Number(word.slice(9)) === this.position();
    const at = this.words.indexOf(word, this.#waited);
    if (at >= 0) this.#waited = at + 1;
    return at >= 0;
  }

  ends(): Record<string, { status: string; filled: number }> {
    const all = [...this.#ids].map(([name, id]) => {
      const { status, traded, result } = this.#client.details({ localId: id });
      return [name, { status: result === 0 ? statusOf(status) : 'unknown', filled: traded }] as const;
    });
    return Object.fromEntries(all);
  }
}

function isOrderScript({ login, steps }: FaultScript): boolean {
  const ends = steps.some((step) => step.kind === 'command' && step.line.startsWith('crash'));
  return login === 'routing' && !ends && steps.some((step) => step.kind === 'submit' || step.kind === 'command');
}

/** Those that a client without a host can play to the end. */
export const PLAYABLE_ORDER_SCRIPTS: readonly FaultScript[] = FAULT_SCRIPTS.filter(isOrderScript);

/** What came of each, in their order; one process for all, since a login takes longer than a script. */
async function playAll(client: OrderClient): Promise<readonly unknown[]> {
  const played: unknown[] = [];
  await client.login();
  await client.until(() => client.histories.length >= 3, 'the load of the day');
  for (const { name, steps } of PLAYABLE_ORDER_SCRIPTS) {
    const run = new ScriptRun(client);
    let failure: string | undefined;
    try {
      for (const step of steps) await run.step(step);
      await client.settle();
      run.read();
    } catch (error) {
      failure = String(error);
    }
    played.push({ name, words: run.words, orders: run.ends(), position: run.position(), failure });
    client.command('fresh');
    await client.settle();
  }
  return played;
}

/** Every other line of every script: does the simulator know it? Lines that end the process are left out. */
async function lines(client: OrderClient): Promise<readonly string[]> {
  await client.login();
  const own = FAULT_SCRIPTS.filter((script) => !PLAYABLE_ORDER_SCRIPTS.includes(script)).flatMap((script) => [
    ...script.simulation,
    ...script.steps.flatMap((step) => (step.kind === 'command' ? [step.line] : [])),
  ]);
  const bare = own
    .map((line) => line.replace(/^after-events \d+ /, ''))
    .filter((line) => !/^(crash|deadlock|freeze|block)/.test(line));
  return bare.filter((line) => Number(client.call('SimCommand', 'int32', ['str'], line)) !== 0);
}

export const SCRIPT_SCENARIOS: Readonly<Record<string, Scenario>> = {
  playScripts: playAll,
  unknownLines: lines,
};
