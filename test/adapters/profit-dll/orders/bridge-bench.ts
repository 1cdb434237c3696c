// A bridge of orders whose vendor is a list of open calls and whose store is in memory: what the tests of orders begin with.

import type { SentOrder, SentRequest } from '../../../../src/adapters/profit-dll/calls/order-requests.ts';
import type { VendorOrder } from '../../../../src/adapters/profit-dll/decode/feed-facts.ts';
import { OrderBridge, type OrderBridgeOptions } from '../../../../src/adapters/profit-dll/orders/order-bridge.ts';
import type {
  CallOutcome,
  OrderToCancel,
  OrderToChange,
  OrderToSend,
} from '../../../../src/adapters/profit-dll/orders/order-calls.ts';
import {
  type NewStoredOrder,
  type OrderIdStore,
  SqliteOrderIdStore,
} from '../../../../src/adapters/profit-dll/orders/order-id-store.ts';
import type { OrderInstrument } from '../../../../src/adapters/profit-dll/orders/order-instrument.ts';
import type { OrderNote } from '../../../../src/adapters/profit-dll/orders/order-notes.ts';
import type { OrderAnswer } from '../../../../src/adapters/profit-dll/orders/order-teller.ts';
import { Account } from '../../../../src/core/account/account.ts';
import type { OrderRequest } from '../../../../src/core/account/order.ts';
import { instrumentOf } from '../../../../src/core/market/instrument-table.ts';

export const ACCOUNT = { brokerId: 1003, accountId: 'A1', subAccountId: '' };
export const NOW_US = 1_754_395_200_000_000;
export const WDO: OrderInstrument = {
  instrumentId: 0,
  asset: { ticker: 'WDOU25', exchange: 'F' },
  grid: { symbol: 'WDOU25', tick: 0.5, ticksPerUnit: 2 },
  contractCostsE4: 10_000,
};

export function orderRequest(clientOrderId: string, more: Partial<OrderRequest> = {}): OrderRequest {
  return {
    clientOrderId,
    strategyId: 's',
    instrumentId: 0,
    side: 'buy',
    type: 'limit',
    role: 'entry',
    quantity: 2,
    price: 5450.5,
    stopPrice: undefined,
    bracketId: undefined,
    ...more,
  };
}

/** As it is reserved before it is sent. */
export function storedOrder(request: OrderRequest, more: Partial<NewStoredOrder> = {}): NewStoredOrder {
  return { request, plan: undefined, origin: { by: 'trader' }, asset: WDO.asset, sentUs: NOW_US, ...more };
}

interface OpenCall<R, T> {
  readonly request: R;
  readonly answer: (outcome: CallOutcome<T>) => Promise<void>;
}

export interface BridgeBench {
  readonly bridge: OrderBridge;
  /** Moved by the test. */
  readonly time: { nowUs: number };
  readonly answers: OrderAnswer[];
  readonly foreign: VendorOrder[];
  readonly notes: OrderNote[];
  /** One for each time that all orders were to be read. */
  readonly reads: true[];
  readonly sends: OpenCall<OrderToSend, SentOrder>[];
  readonly cancels: OpenCall<OrderToCancel, SentRequest>[];
  readonly changes: OpenCall<OrderToChange, SentRequest>[];
  /** Books every answer as the engine does; what it calls a contradiction stands in `complaints`. */
  readonly account: Account;
  readonly complaints: string[];
  /** Sends, and lets the vendor answer with a local id. */
  sendWorking(request: OrderRequest, localOrderId?: bigint): Promise<void>;
  tell(order: Partial<VendorOrder>): void;
}

/** An order of the vendor as a record tells it: of the bench's account, 2 WDOU25 to buy at 5450.5. */
export function vendorOrder(more: Partial<VendorOrder>): VendorOrder {
  const traded = more.traded ?? 0;
  return {
    result: 0,
    account: ACCOUNT,
    asset: WDO.asset,
    localOrderId: 0n,
    clOrderId: '',
    quantity: 2,
    traded,
    leaves: 2 - traded,
    price: 5450.5,
    stopPrice: -1,
    averagePrice: traded > 0 ? 5450.5 : 0,
    eventId: 0n,
    createdUs: NOW_US,
    updatedUs: NOW_US,
    closedUs: undefined,
    validUntilUs: undefined,
    side: 1,
    type: 2,
    status: 0,
    validity: 0,
    text: '',
    ...more,
  };
}

/** What a bench was told, in words. */
export const said = ({ answers }: Pick<BridgeBench, 'answers'>): readonly string[] =>
  answers.map((answer) => {
    if (answer.kind === 'fill') return `fill ${answer.clientOrderId} ${answer.quantity}@${answer.price}`;
    if (answer.kind === 'orderUpdate') return `${answer.clientOrderId} ${answer.status}`;
    if (answer.kind === 'orderAdopted') return `adopted ${answer.request.clientOrderId} by ${answer.by}`;
    return `${answer.command} ${answer.clientOrderId} ${answer.outcome}`;
  });

/** Lets what was promised happen. */
export async function settle(): Promise<void> {
  for (let k = 0; k < 8; k++) await Promise.resolve();
}

export function newBench(
  store: OrderIdStore = new SqliteOrderIdStore(':memory:'),
  more: Partial<OrderBridgeOptions> = {},
): BridgeBench {
  const time = { nowUs: NOW_US };
  const answers: OrderAnswer[] = [];
  const foreign: VendorOrder[] = [];
  const notes: OrderNote[] = [];
  const reads: true[] = [];
  const complaints: string[] = [];
  const sends: OpenCall<OrderToSend, SentOrder>[] = [];
  const cancels: OpenCall<OrderToCancel, SentRequest>[] = [];
  const changes: OpenCall<OrderToChange, SentRequest>[] = [];
  const account = new Account();
  account.startEpoch([instrumentOf('WDOU25')!], true, () => undefined);
  const open = <R, T>(calls: OpenCall<R, T>[], request: R): Promise<CallOutcome<T>> =>
    new Promise((done) => {
      const answer = (outcome: CallOutcome<T>): Promise<void> => {
        done(outcome);
        return settle();
      };
      calls.push({ request, answer });
    });
  const book = (answer: OrderAnswer): void => {
    if (answer.kind === 'orderAdopted' && account.order(answer.request.clientOrderId) === undefined) {
      account.add(answer.request);
    }
    if (answer.kind === 'commandResult' || answer.kind === 'orderAdopted') return;
    const change = answer.kind === 'fill' ? account.onFill(answer) : account.onUpdate(answer);
    if (change.kind === 'contradiction') complaints.push(change.reason);
    else if (change.kind === 'applied' && change.contradiction !== undefined) complaints.push(change.contradiction);
  };
  const bridge = new OrderBridge({
    account: ACCOUNT,
    scope: 'A1/2025-08-05',
    store,
    calls: {
      sendOrder: (request) => open(sends, request),
      cancelOrder: (request) => open(cancels, request),
      changeOrder: (request) => open(changes, request),
    },
    sink: {
      answer: (answer) => {
        answers.push(answer);
        book(answer);
      },
      foreign: (order) => void foreign.push(order),
      note: (note) => void notes.push(note),
      readOrders: () => void reads.push(true),
    },
    nowUs: () => time.nowUs,
    instrumentOf: ({ ticker }) => (ticker === 'WDOU25' ? WDO : undefined),
    ...more,
  });
  const bench: BridgeBench = {
    bridge,
    time,
    answers,
    foreign,
    notes,
    reads,
    sends,
    cancels,
    changes,
    account,
    complaints,
    async sendWorking(request, localOrderId = 11n) {
      account.add(request);
      bridge.take({ kind: 'submit', seq: 1, request, bracket: undefined }, WDO);
      await sends
        .at(-1)!
        .answer({ kind: 'answered', value: { localOrderId, messageId: localOrderId + 1000n, version: 2 } });
    },
    tell: (order) => bridge.onFact({ kind: 'order', order: vendorOrder(order) }, time.nowUs),
  };
  return bench;
}
