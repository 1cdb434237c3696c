// Runs many seeds of chance faults through one real host, one after the other; after each the client's truth must be that of the venue.

import type { AccountPosition, OrderDetails } from '../../src/adapters/profit-dll/calls/answers.ts';
import { positionReport } from '../../src/adapters/profit-dll/orders/position-report.ts';
import { statusOf } from '../../src/adapters/profit-dll/orders/vendor-status.ts';
import { accountText } from '../../src/runner/host/host-orders.ts';
import { FAULT_TICKER } from '../support/fault-script.ts';
import { epochFaults } from './epoch-faults.ts';
import { FAULT_ACCOUNT, FAULT_ASSET, type FaultHost, startFaultHost, until } from './fault-host.ts';
import { BEFORE_TRADES, faultTrades, type TrueTrade } from './fault-tape.ts';
import { ToldClient } from './told-client.ts';

/** Trades of one seed. */
const SEED_TRADES = 120;
/** One fault in so many trades, and in so many requests and answers of orders. */
const EVERY_TRADES = 12;
const EVERY_ANSWERS = 4;
const TRADES_A_SECOND = 4_000;
const ENDED: ReadonlySet<string> = new Set(['filled', 'cancelled', 'rejected', 'expired']);
const REST_MS = 20;
const PATIENCE_MS = 30_000;

export interface ChaosReport {
  readonly seeds: number;
  readonly epochs: number;
  readonly gaps: number;
  readonly orders: number;
  readonly trades: number;
}

class ChaosRun {
  private readonly fault: FaultHost;
  private readonly client: ToldClient;
  private played = BEFORE_TRADES;
  /** Names of orders with the vendor's ids, as far as it gave any. */
  private readonly sent = new Map<string, bigint>();
  private seed = 0;
  private epochs = 0;
  private gaps = 0;

  constructor(fault: FaultHost, client: ToldClient) {
    this.fault = fault;
    this.client = client;
  }

  get report(): Omit<ChaosReport, 'seeds'> {
    return { epochs: this.epochs, gaps: this.gaps, orders: this.sent.size, trades: this.played };
  }

  private readonly why = (): string => {
    const { client, fault } = this;
    const { process, market, routing } = fault.host.vendor.status();
    const epochs = client.epochs
      .slice(-4)
      .map((each) => `${each.trades.size} trades, ${each.gaps} gaps, ${each.isWhole}`);
    const gaps = JSON.stringify(fault.host.vendor.tape(FAULT_ASSET)?.gaps);
    const state = JSON.stringify({ process, market, routing });
    return [`seed ${this.seed}`, `words: ${client.words.slice(-40).join(', ')}`, `epochs: ${epochs.join('; ')}`, gaps]
      .concat(state, fault.said.slice(-12))
      .join('\n');
  };

  async begin(): Promise<void> {
    const { fault, client, why } = this;
    const { vendor } = fault.host;
    await until('routing', () => vendor.status().routing.state === 'connected', why);
    await client.connect();
    const isMade = (): boolean => vendor.status().subscriptions.some(({ state }) => state === 'made');
    await until('the subscription', isMade, why);
    await fault.command(`touch ${FAULT_TICKER} 5120 5120.5`, `go ${BEFORE_TRADES}`);
    await until('the first epoch', () => client.epoch?.isWhole === true, why);
  }

  async run(seed: number): Promise<void> {
    this.seed = seed;
    const { fault } = this;
    this.client.words.length = 0;
    this.played += SEED_TRADES;
    await fault.command(
      `after-events ${this.played} chaos 0 0`,
      `order-chaos ${seed} ${EVERY_ANSWERS}`,
      `chaos ${seed} ${EVERY_TRADES}`,
      `go ${SEED_TRADES}`,
    );
    await this.trade(seed);
    await fault.command('order-chaos 0 0');
    await this.endOrders();
    await this.compareTrades();
    await this.comparePosition();
    if (this.client.faults.length > 0) throw new Error(`${JSON.stringify(this.client.faults)} ${this.why()}`);
  }

  /** One at market on each side, and one that rests until it is cancelled. */
  private async trade(seed: number): Promise<void> {
    await this.submit(`${seed}-a`, 'buy', 1 + (seed % 4), undefined);
    await this.submit(`${seed}-b`, 'buy', 2 + (seed % 3), 5100);
    this.cancel(`${seed}-b`);
    await this.submit(`${seed}-c`, 'sell', 1 + (seed % 5), undefined);
  }

  private async submit(name: string, side: 'buy' | 'sell', quantity: number, price: number | undefined): Promise<void> {
    const before = this.fault.localOrderIds.length;
    this.client.exchange.submit({
      kind: 'submit',
      seq: 1,
      request: {
        ...{ clientOrderId: name, strategyId: 'chaos', instrumentId: 0, side, role: 'entry', quantity, price },
        ...{ type: price === undefined ? 'market' : 'limit', stopPrice: undefined, bracketId: undefined },
      },
      bracket: undefined,
    });
    await until(`the result of ${name}`, () => this.client.words.includes(`submit ${name} accepted`), this.why);
    const id = this.fault.localOrderIds[before];
    if (id !== undefined) this.sent.set(name, id);
  }

  private cancel(clientOrderId: string): void {
    this.client.exchange.submit({ kind: 'cancel', seq: 1, clientOrderId, reason: 'chaos' });
  }

  /** What still works when chance is over is cancelled; then each order is to stand as at the venue. */
  private async endOrders(): Promise<void> {
    const { client, why } = this;
    for (const [name, id] of this.sent) {
      if (!name.startsWith(`${this.seed}-`)) continue;
      let venue = '';
      let cancelMs = 0;
      const agrees = async (): Promise<boolean> => {
        const order = await this.venueOrder(id);
        if (order === undefined) return false;
        const { status, traded } = order;
        const told = client.orders.get(name);
        venue = `${status} ${traded}, told ${told?.status} ${told?.filled}`;
        if (!ENDED.has(status) && performance.now() - cancelMs > 200) {
          cancelMs = performance.now();
          this.cancel(name);
        }
        return ENDED.has(status) && told?.status === status && told.filled === traded;
      };
      let isAgreed = false;
      const endMs = performance.now() + PATIENCE_MS;
      while (!isAgreed && performance.now() < endMs) {
        isAgreed = await agrees();
        if (!isAgreed) await new Promise((done) => setTimeout(done, 5));
      }
      if (!isAgreed) throw new Error(`order ${name} at the venue is ${venue}: ${why()}`);
    }
  }

  /** Undefined while the library does not know it: it learns of an order as its client does. */
  private async venueOrder(
    localOrderId: bigint,
  ): Promise<{ readonly status: string; readonly traded: number } | undefined> {
    const answer = await this.fault.host.vendor.call('getOrderDetails', [{ localOrderId }], 5_000);
    if (!answer.ok && answer.error.code === 'NL_NOT_FOUND') return undefined;
    if (!answer.ok) throw new Error(`the venue does not tell an order: ${answer.error.message} ${this.why()}`);
    const { orderStatus, tradedQuantity } = answer.value as OrderDetails;
    return { status: statusOf(orderStatus), traded: tradedQuantity };
  }

  private async compareTrades(): Promise<void> {
    const { client, fault } = this;
    let truth: readonly TrueTrade[] = [];
    const endMs = performance.now() + PATIENCE_MS;
    for (;;) {
      truth = (await fault.truth()).get(FAULT_TICKER) ?? [];
      if (truth.length === this.played && client.epoch?.isWhole && client.epoch.trades.size === truth.length) break;
      if (performance.now() > endMs) throw new Error(`the day did not become whole: ${this.why()}`);
      await new Promise((done) => setTimeout(done, 20));
    }
    const { epochs } = client;
    const faults = epochs.flatMap((epoch, index) =>
      epochFaults(epoch, truth, { isLast: index === epochs.length - 1, inOrder: false }),
    );
    if (faults.length > 0) throw new Error(`${faults.join('; ')}: ${this.why()}`);
    // judged; only the last one goes on
    for (const epoch of epochs.splice(0, epochs.length - 1)) {
      this.epochs += 1;
      this.gaps += epoch.gaps;
    }
  }

  private async comparePosition(): Promise<void> {
    const { client, fault, why } = this;
    const request = { account: FAULT_ACCOUNT, asset: FAULT_ASSET, positionType: 'consolidated' };
    const answer = await fault.host.vendor.call('getPosition', [request], 5_000);
    if (!answer.ok) throw new Error(`the position is not known: ${answer.error.message}`);
    const venue = positionReport(0, answer.value as AccountPosition | undefined).quantity;
    await until(`the position ${venue}, not ${client.position},`, () => client.position === venue, why);
    if (client.filledNet !== venue) throw new Error(`fills make ${client.filledNet}, the venue has ${venue}: ${why()}`);
  }
}

/** Throws what was lost, invented, doubled or wrong, with its seed. */
export async function runChaos(firstSeed: number, seeds: number): Promise<ChaosReport> {
  const fault = await startFaultHost({
    login: 'routing',
    simulation: [`rate ${TRADES_A_SECOND}`],
    trades: faultTrades(BEFORE_TRADES + seeds * SEED_TRADES),
    positionRestMs: REST_MS,
  });
  const client = new ToldClient(
    {
      ...{ home: fault.home, name: 'chaos', instruments: [FAULT_ASSET], account: accountText(FAULT_ACCOUNT) },
      ...{ trades: true, quotes: false, book: 'none', firstSeq: 1, since: 'dayStart' },
    },
    [],
  );
  const run = new ChaosRun(fault, client);
  try {
    await run.begin();
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) await run.run(seed);
    return { seeds, ...run.report };
  } finally {
    await client.end();
    await fault.close();
  }
}
