import { describe, expect, it } from 'vitest';
import { SqliteOrderIdStore } from '../../../../src/adapters/profit-dll/orders/order-id-store.ts';
import type { OrderAnswer } from '../../../../src/adapters/profit-dll/orders/order-teller.ts';
import type { SentOrder } from '../../../../src/adapters/profit-dll/orders/sent-order.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { type BridgeBench, NOW_US, newBench, orderRequest, settle, WDO } from './bridge-bench.ts';
import { VendorModel } from './vendor-model.ts';

const SECOND_US = 1_000_000;
const PRICES = [5450.5, 5449];

/** A trader, a host that dies and a vendor that dies, by chance. */
class Life {
  readonly model: VendorModel;
  readonly answers: OrderAnswer[] = [];
  readonly ids: string[] = [];
  bench: BridgeBench;
  private readonly random: Random;
  private readonly store = new SqliteOrderIdStore(':memory:');
  private nowUs = NOW_US;
  private loginUs = NOW_US;

  constructor(seed: number) {
    this.random = new Random(seed, 'lives');
    this.model = new VendorModel(this.random, () => this.nowUs);
    this.bench = this.newHost();
    this.login();
  }

  async step(): Promise<void> {
    const { bench, model, random } = this;
    const what = random.integer(24);
    if (what < 5) this.submit();
    else if (what < 7) this.cancel();
    else if (what < 12) await model.callGoesOn();
    else if (what < 15) model.orderGoesOn();
    else if (what < 20) for (const order of model.takeNews()) bench.bridge.onFact({ kind: 'order', order }, this.nowUs);
    else if (what === 20) this.pass(random.integer(20) * SECOND_US);
    else if (what === 21) this.read();
    else if (what === 22 && random.integer(4) === 0) {
      await model.dies(true);
      this.login();
    } else if (what === 23 && random.integer(4) === 0) await this.hostDies();
    await settle();
  }

  /** Everything is answered, and logins follow each other until all is known. */
  async comeToRest(): Promise<void> {
    while (this.model.hasPending) await this.model.callGoesOn();
    for (let logins = 0; logins < 4; logins++) {
      this.pass(31 * SECOND_US);
      this.read();
      await settle();
      await this.model.dies(true);
      this.login();
      while (this.model.hasPending) await this.model.callGoesOn();
    }
    this.pass(31 * SECOND_US);
    this.read();
  }

  private submit(): void {
    const id = `o${this.ids.length}`;
    this.ids.push(id);
    const price = PRICES[this.random.integer(PRICES.length)]!;
    const request = orderRequest(id, { price, quantity: 1 + this.random.integer(2) });
    this.bench.account.add(request);
    this.bench.bridge.take({ kind: 'submit', seq: 1, request, bracket: undefined }, WDO);
  }

  private cancel(): void {
    const clientOrderId = this.ids[this.random.integer(Math.max(1, this.ids.length))];
    if (clientOrderId === undefined) return;
    this.bench.bridge.take({ kind: 'cancel', seq: 2, clientOrderId, reason: 'test' }, undefined);
  }

  private pass(us: number): void {
    this.nowUs += us;
    this.bench.time.nowUs = this.nowUs;
    this.bench.bridge.tick(this.nowUs);
  }

  private read(): void {
    const whole = { run: String(this.model.run), startedUs: this.loginUs, loadedUs: this.loginUs };
    this.bench.bridge.onRead(this.model.shown, whole);
  }

  private login(): void {
    this.loginUs = this.nowUs;
    this.bench.bridge.processStarted(String(this.model.run));
  }

  private async hostDies(): Promise<void> {
    await this.model.dies(false);
    this.bench = this.newHost();
    this.bench.bridge.resume(this.ids);
    this.login();
  }

  private newHost(): BridgeBench {
    const bench = newBench(this.store, { calls: this.model.calls });
    bench.time.nowUs = this.nowUs;
    // one trader lives through all hosts
    const old = this.bench as BridgeBench | undefined;
    const kept = old === undefined ? bench : { ...bench, account: old.account, complaints: old.complaints };
    bench.answers.push = (...more) => {
      if (old !== undefined) for (const each of more) book(kept, each);
      return this.answers.push(...more);
    };
    return kept;
  }
}

/** As the engine does; a bench books in an account of its own, which a trader that outlives its host does not use. */
function book({ account, complaints }: BridgeBench, answer: OrderAnswer): void {
  if (answer.kind !== 'fill' && answer.kind !== 'orderUpdate') return;
  const change = answer.kind === 'fill' ? account.onFill(answer) : account.onUpdate(answer);
  if (change.kind === 'contradiction') complaints.push(change.reason);
}

const standing = (price: number | undefined, quantity: number, traded: number, isOpen: boolean): string =>
  `${quantity} at ${price}: ${traded} traded, ${isOpen ? 'open' : 'ended'}`;

const ours = (order: SentOrder): string =>
  standing(order.request.price, order.request.quantity, order.filledQuantity, !order.hasEnded);

describe('orders through crashes of host and vendor, lost, doubled and late words', () => {
  it('are sent once each, and at rest stand as the vendor has them', async () => {
    for (let seed = 1; seed <= propertyRuns(300); seed++) {
      const life = new Life(seed);
      for (let step = 0; step < 150; step++) await life.step();
      await life.comeToRest();
      const { orders } = life.bench.bridge;
      const arrived = orders.filter(({ status }) => status !== 'rejected');
      const atVendor = life.model.orders.map(({ price, quantity, traded, leaves }) =>
        standing(price, quantity, traded, leaves > 0),
      );
      const context = { seed, unknown: orders.filter(({ status }) => status === 'unknown').length };
      expect({ ...context, orders: arrived.map(ours).toSorted() }).toEqual({
        ...{ seed, unknown: 0 },
        orders: atVendor.toSorted(),
      });
      expect({ seed, foreign: life.bench.foreign, complaints: life.bench.complaints }).toEqual({
        ...{ seed, foreign: [], complaints: [] },
      });
      // nobody is left without a word, whether or not it came to the vendor
      const heard = new Set(life.answers.map((answer) => ('clientOrderId' in answer ? answer.clientOrderId : '')));
      expect({ seed, unheard: life.ids.filter((id) => !heard.has(id)) }).toEqual({ seed, unheard: [] });
    }
  });
});
