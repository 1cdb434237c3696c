// A vendor of orders that a test drives by chance: it takes calls, keeps orders over its own death, and tells them late, twice or never.

import type { SentOrder } from '../../../../src/adapters/profit-dll/calls/order-requests.ts';
import type { VendorOrder } from '../../../../src/adapters/profit-dll/decode/feed-facts.ts';
import type { CallOutcome, OrderCalls, OrderToSend } from '../../../../src/adapters/profit-dll/orders/order-calls.ts';
import type { Random } from '../../../../src/simulation/random.ts';
import { settle, vendorOrder } from './bridge-bench.ts';

interface PendingSend {
  readonly request: OrderToSend;
  readonly answer: (outcome: CallOutcome<SentOrder>) => void;
  /** Where the caller has given it up: what it hears of it later. */
  readonly late: ((outcome: CallOutcome<SentOrder>) => void) | undefined;
}

/** A reading shows an order so late at most; the rules of the bridge allow it 30 s. */
const SHOWN_AFTER_US = 25_000_000;

export class VendorModel {
  readonly orders: VendorOrder[] = [];
  /** Told and not delivered yet. */
  readonly news: VendorOrder[] = [];
  run = 0;
  private readonly random: Random;
  private readonly nowUs: () => number;
  private pending: PendingSend[] = [];
  /** From when on a reading shows an order: that may be late, after it was made and after a login. */
  private readonly shownUs: number[] = [];
  private ids = 0n;
  private events = 0n;

  constructor(random: Random, nowUs: () => number) {
    this.random = random;
    this.nowUs = nowUs;
  }

  get hasPending(): boolean {
    return this.pending.length > 0;
  }

  get calls(): OrderCalls {
    return {
      sendOrder: (request) => new Promise((answer) => void this.pending.push({ request, answer, late: undefined })),
      cancelOrder: ({ order: { localOrderId, clOrderId } }) => {
        const place = this.orders.findIndex(
          (each) => each.clOrderId === clOrderId || (each.localOrderId !== 0n && each.localOrderId === localOrderId),
        );
        const found = this.orders[place];
        if (found === undefined || found.leaves === 0 || found.status === 4) {
          return Promise.resolve({ kind: 'error', code: 'NL_INVALID_ARGS', reason: 'no such order works' });
        }
        this.change(place, { status: 4, leaves: 0 });
        return Promise.resolve({ kind: 'answered', value: { messageId: undefined, version: 1 } });
      },
      changeOrder: () => Promise.resolve({ kind: 'error', code: 'NL_INVALID_ARGS', reason: 'not here' }),
    };
  }

  /** What a reading of all orders shows now. */
  get shown(): readonly VendorOrder[] {
    return this.orders.filter((_order, place) => this.shownUs[place]! <= this.nowUs());
  }

  /** One call that waits goes on: it is executed or lost, and answered, given up or given up with a late answer. */
  async callGoesOn(): Promise<void> {
    const place = this.random.integer(this.pending.length);
    const call = this.pending[place];
    if (call === undefined) return;
    this.pending.splice(place, 1);
    const tell = call.late ?? call.answer;
    const chance = this.random.integer(8);
    if (chance === 0 && call.late === undefined) {
      const late = Promise.withResolvers<CallOutcome<SentOrder>>();
      this.pending.push({ ...call, late: late.resolve });
      call.answer({ kind: 'lost', reason: 'deadline', late: late.promise });
    } else if (chance === 1) tell({ kind: 'lost', reason: 'it vanished' });
    else if (chance === 2) tell({ kind: 'error', code: 'NL_MARKET_ONLY', reason: 'refused' });
    else {
      const localOrderId = this.create(call.request);
      if (chance === 3) tell({ kind: 'lost', reason: 'no answer came' });
      else if (chance === 4)
        tell({ kind: 'answered', value: { localOrderId: undefined, messageId: undefined, version: 2 } });
      else tell({ kind: 'answered', value: { localOrderId, messageId: undefined, version: 2 } });
    }
    await settle();
  }

  /** An order works on: it fills in part or in full, or somebody ends it. */
  orderGoesOn(): void {
    const place = this.random.integer(Math.max(1, this.orders.length));
    const order = this.orders[place];
    if (order === undefined || order.leaves === 0) return;
    const traded = order.traded + 1 + this.random.integer(order.leaves);
    const isEnd = this.random.integer(6) === 0;
    if (isEnd) this.change(place, { status: 205, leaves: 0 });
    else this.change(place, { traded, leaves: order.quantity - traded, status: traded === order.quantity ? 2 : 1 });
  }

  /** The next news, mostly; some are lost, told twice or out of order. */
  takeNews(): readonly VendorOrder[] {
    const chance = this.random.integer(6);
    const [one] = this.news.splice(chance === 0 ? this.random.integer(Math.max(1, this.news.length)) : 0, 1);
    if (one === undefined || chance === 1) return [];
    return chance === 2 ? [one, one] : [one];
  }

  /** The process dies and another begins; calls that wait were executed or not, and nobody hears which. */
  async dies(isHeard: boolean): Promise<void> {
    for (const { request, answer, late } of this.pending.splice(0)) {
      if (this.random.integer(2) === 0) this.create(request);
      if (isHeard) (late ?? answer)({ kind: 'lost', reason: 'the vendor process ended' });
    }
    await settle();
    this.run += 1;
    this.news.length = 0;
    for (const [place, order] of this.orders.entries()) {
      this.orders[place] = { ...order, localOrderId: 0n };
      this.shownUs[place] = this.laterUs();
    }
  }

  private laterUs(): number {
    return this.nowUs() + this.random.integer(SHOWN_AFTER_US);
  }

  private create({ side, quantity, order }: OrderToSend): bigint {
    const localOrderId = ++this.ids;
    const place = this.orders.length;
    const price = order.type === 'market' ? -1 : order.price;
    this.orders.push(
      vendorOrder({
        ...{ localOrderId, price, quantity, side: side === 'buy' ? 1 : 2, leaves: quantity, status: 203 },
        createdUs: this.nowUs(),
      }),
    );
    this.shownUs.push(this.laterUs());
    this.change(place, {});
    this.change(place, { status: 0, clOrderId: `C${localOrderId}` });
    return localOrderId;
  }

  private change(place: number, more: Partial<VendorOrder>): void {
    const before = this.orders[place]!;
    const traded = more.traded ?? before.traded;
    const order: VendorOrder = {
      ...before,
      ...more,
      averagePrice: traded > 0 ? before.price : 0,
      eventId: ++this.events,
      updatedUs: this.nowUs(),
    };
    this.orders[place] = order;
    this.news.push(order);
  }
}
