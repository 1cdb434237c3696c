// The order port of a host over a broker in fake time; what was sent and told stays when hosts come and go.

import type { CommandResult, OrderAdopted, PositionReport } from '../../../../src/core/account/account-event.ts';
import type { BracketPlan, Fill, OrderRequest, OrderStatus, OrderUpdate } from '../../../../src/core/account/order.ts';
import { isFinal } from '../../../../src/core/account/order-transitions.ts';
import type { OrderCommand } from '../../../../src/core/execution/order-command.ts';
import type { PayloadEvent } from '../../../../src/core/market/event-batch.ts';
import type { HostInstrument } from '../../../../src/runner/host/host-instruments.ts';
import { type HostOrder, noOrders, type OrderPort } from '../../../../src/runner/host/order-port.ts';
import type { FakeBroker } from './fake-broker.ts';

export const ACCOUNT = '1:A';
const POSITION_MS = 700;

interface Kept {
  readonly request: OrderRequest;
  readonly plan: BracketPlan | undefined;
  readonly by: 'trader' | 'guardian';
  readonly fills: Fill[];
  readonly sentUs: number;
  update: OrderUpdate | undefined;
}

export class BrokerPort {
  readonly events: string[] = [];
  /** Of the host that there is now. */
  answers: (event: PayloadEvent) => void = () => {};
  /** When the orders of the day were read; `unsaid`: a port that cannot tell. */
  ordersReadUs: number | undefined | 'unsaid' = 'unsaid';
  /** Of an account of ours alone: what orders of others have traded; the position is told after a while. Undefined on a shared one. */
  others: number | undefined = undefined;
  settled: number | undefined = undefined;
  private readonly broker: FakeBroker;
  private readonly nowUs: () => number;
  private readonly kept = new Map<string, Kept>();

  constructor(broker: FakeBroker, nowUs: () => number) {
    this.broker = broker;
    this.nowUs = nowUs;
    broker.tell = (answer) => this.told(answer);
  }

  get port(): OrderPort {
    return {
      ...noOrders,
      accounts: [ACCOUNT],
      ...(this.ordersReadUs === 'unsaid' ? {} : { ordersReadUs: () => this.ordersReadUs as number | undefined }),
      accountNet: () => (this.others === undefined ? undefined : { settled: this.settled, others: this.others }),
      submit: (_account, command, instrument) => this.submit(command, instrument),
      placeForGuardian: (_account, request, reason) => {
        this.answers(adopted(request, reason));
        this.send(request, undefined, 'guardian');
      },
      ordersOf: () => [...this.kept.values()].map(hostOrder),
      openOrders: () => [...this.kept.values()].map(hostOrder).filter(({ status }) => !isFinal(status)),
      resume: (_account, wish) => this.resume(wish?.carriedOrderIds ?? []),
    };
  }

  private submit(command: OrderCommand, instrument: HostInstrument | undefined): void {
    if (command.kind === 'submit') {
      const request = { ...command.request, instrumentId: instrument!.id };
      return this.send(request, command.bracket, 'trader');
    }
    this.events.push(`cancel ${command.clientOrderId}`);
    this.broker.cancel(command.clientOrderId);
  }

  private send(request: OrderRequest, plan: BracketPlan | undefined, by: Kept['by']): void {
    const { role, side, quantity, clientOrderId } = request;
    if (this.kept.has(clientOrderId)) return;
    this.kept.set(clientOrderId, { request, plan, by, fills: [], sentUs: this.nowUs(), update: undefined });
    this.events.push(`${by} ${role} ${side} ${quantity} ${clientOrderId}`);
    this.broker.submit(request);
  }

  private told(answer: OrderUpdate | Fill): void {
    const kept = this.kept.get(answer.clientOrderId)!;
    if (answer.kind === 'fill') kept.fills.push(answer);
    else kept.update = answer;
    this.answers(answer);
    if (answer.kind === 'fill') this.moved();
  }

  /** The position of an account of ours alone is read and told a while after it has changed. */
  moved(): void {
    const { broker } = this;
    if (this.others === undefined) return;
    this.settled = undefined;
    const { position } = broker;
    broker.after(POSITION_MS, () => {
      if (broker.position !== position) return;
      this.settled = position;
      const report: PositionReport = { kind: 'positionReport', instrumentId: 0, quantity: position };
      this.answers(report);
    });
  }

  private resume(carried: readonly string[]): void {
    for (const id of carried) if (!this.kept.has(id)) this.answers(neverGot(id));
    for (const { request, by, fills, update } of this.kept.values()) {
      if (by === 'guardian' || !carried.includes(request.clientOrderId)) this.answers(adopted(request, by));
      for (const fill of fills) this.answers(fill);
      if (update !== undefined) this.answers(update);
    }
  }
}

function neverGot(clientOrderId: string): CommandResult {
  const reason = 'the host never got it';
  return { kind: 'commandResult', command: 'submit', clientOrderId, outcome: 'refused', reason };
}

function adopted(request: OrderRequest, reason: string): OrderAdopted {
  return { kind: 'orderAdopted', request, by: 'guardian', reason };
}

function hostOrder({ request, plan, by, fills, sentUs, update }: Kept): HostOrder {
  const told = fills.reduce((sum, { quantity }) => sum + quantity, 0);
  const filledQuantity = Math.max(told, update?.filledQuantity ?? 0);
  const status: OrderStatus = update?.status ?? 'unknown';
  return { request, plan, by, status, filledQuantity, fills: [...fills], sentUs };
}
