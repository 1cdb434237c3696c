// A home with a day of history, a host with a market that a test moves and a broker that answers, and sessions of strategies against it.

import { openStore } from '../../../src/adapters/datasets/store.ts';
import type { PayloadEvent } from '../../../src/core/market/event-batch.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { builtInTerms } from '../../../src/core/market/instrument-terms.ts';
import { sessionOf } from '../../../src/core/market/session.ts';
import type { Strategy } from '../../../src/core/signal/strategy.ts';
import { codeFromSource } from '../../../src/runner/engine-code.ts';
import type { Host, HostOptions } from '../../../src/runner/host/host.ts';
import { HostClock } from '../../../src/runner/host/host-clock.ts';
import type { HostInstruments } from '../../../src/runner/host/host-instruments.ts';
import { liveFactsRequest } from '../../../src/runner/host/live-facts.ts';
import type { OrderAnswers } from '../../../src/runner/host/order-port.ts';
import type { VendorCallAnswer, VendorPort, VendorStatus } from '../../../src/runner/host/vendor/vendor-port.ts';
import type { LiveOptions, StopMode } from '../../../src/runner/live/live-options.ts';
import { planRun } from '../../../src/runner/run-plan.ts';
import { storeEvents } from '../../../src/runner/store-events.ts';
import { Random } from '../../../src/simulation/random.ts';
import { FakeTime, FakeVendor } from '../host/fake-vendor.ts';
import { ACCOUNT, BrokerPort } from '../host/guardian/broker-port.ts';
import { FakeBroker } from '../host/guardian/fake-broker.ts';
import { newHome, removeHome, startHost } from '../host/test-host.ts';

export { ACCOUNT };
export const CONTRACT = 'WDOU25';
export const DAY = '2025-08-05';
const DAY_BEFORE = '2025-08-04';
const STEP_MS = 10;
const OPEN = 0;

class ConnectedVendor extends FakeVendor {
  override status(): VendorStatus {
    const on = { state: 'connected', detail: undefined } as const;
    return { ...super.status(), market: { service: 'market', ...on }, routing: { service: 'routing', ...on } };
  }

  override call(method: string, args: readonly unknown[]): Promise<VendorCallAnswer> {
    if (method !== 'getServerClock') return super.call(method, args);
    const at = new Date(this.time.localMs);
    const value = {
      ...{ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() },
      ...{ hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() },
      milliseconds: at.getUTCMilliseconds(),
    };
    return Promise.resolve({ ok: true, value });
  }
}

/** Its price moves where the test moves it. */
class StillBroker extends FakeBroker {
  still = 5500;

  override setPrice(): void {
    super.setPrice(this.still);
  }
}

export class LiveStage {
  readonly home = newHome();
  readonly time = new FakeTime();
  readonly broker = new StillBroker(new Random(7, 'live stage'), { rejects: 0, mutes: 0, latencyMs: 3 });
  readonly sent: BrokerPort;
  readonly vendor = new ConnectedVendor(this.time);
  host: Host | undefined = undefined;
  stopWish: StopMode | undefined = undefined;
  readonly said: string[] = [];
  readonly alerts: string[] = [];
  private answers: OrderAnswers = () => {};
  private timer: NodeJS.Timeout | undefined = undefined;
  private number = 1;

  constructor() {
    this.sent = new BrokerPort(this.broker, () => this.time.utcUs());
  }

  /** Stores the day before and starts host and market, which has a trade every 10 ms at the broker's price. */
  async start(): Promise<void> {
    await storeDay(this.home);
    await this.startHost();
    const startMs = this.time.utcMs;
    const begun = performance.now();
    this.timer = setInterval(() => {
      this.time.utcMs = Math.floor(startMs + (performance.now() - begun));
      this.broker.nowMs = this.time.utcMs;
      this.broker.advance(this.time.utcMs);
      this.trade();
    }, STEP_MS);
  }

  async startHost(): Promise<void> {
    const options = {
      clock: new HostClock(this.time),
      requests: liveFactsRequest('exchange'),
      orders: (_vendor: VendorPort, answers: OrderAnswers, instruments: HostInstruments) => {
        instruments.add(CONTRACT, 'F', builtInTerms(CONTRACT)!);
        this.answers = answers;
        this.sent.answers = (event) => this.answer(event);
        return this.sent.port;
      },
    } satisfies Partial<HostOptions>;
    const { host } = await startHost(this.home, options, this.time, this.vendor);
    this.host = host;
    this.vendor.tickerState(CONTRACT, OPEN);
  }

  answer(event: PayloadEvent): void {
    this.answers(ACCOUNT, event, this.time.utcUs());
  }

  async options(strategy: Strategy, changes: Partial<LiveOptions> = {}): Promise<LiveOptions> {
    return {
      mode: 'demo',
      home: this.home,
      store: openStore(this.home),
      plan: await planRun({ code: codeFromSource(strategy) }),
      release: null,
      strategyFile: null,
      account: ACCOUNT,
      capitalBrl: 100_000,
      armed: true,
      guard: { stopDeadlineMs: 1000, silentMs: 2000, accountUse: 'exclusive' },
      watch: { diskFreeBytes: 0 },
      say: (text) => this.said.push(text),
      observer: {
        onEvent: () => {},
        onDecision: () => {},
        onCommand: () => {},
        onAlert: (_timeUs, _severity, code) => this.alerts.push(code),
      },
      stopWish: () => this.stopWish,
      nowUs: () => this.time.utcUs(),
      ...changes,
    };
  }

  /** The broker goes on, and the market is heard by nobody. */
  async stopHost(): Promise<void> {
    const { host } = this;
    this.host = undefined;
    await host?.stop('the test wants none');
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.stopHost();
    removeHome(this.home);
  }

  private trade(): void {
    if (this.host === undefined) return;
    const { price } = this.broker;
    const trade = { number: this.number++, price, quantity: 1, localMs: this.time.localMs, tradeType: 2 };
    this.vendor.quote(CONTRACT, 0, price - 0.5, 50);
    this.vendor.quote(CONTRACT, 1, price + 0.5, 50);
    this.vendor.trades(CONTRACT, [trade]);
  }
}

/** A trade every ten seconds of the day before, as captured from the exchange. */
async function storeDay(home: string): Promise<void> {
  const { openUs, closeUs } = sessionOf('WDO', DAY_BEFORE)!;
  const batch = new EventBatch(4096);
  let number = 1;
  for (let at = openUs; at < closeUs; at += 10_000_000) {
    batch.pushTrade(0, at, 5500 + (number % 9) / 2, 1 + (number % 7), 1 + (number % 2), number, 3, 8);
    number += 1;
  }
  const source = { file: 'a test', sha256: '0'.repeat(64), format: 'test' };
  await storeEvents(openStore(home), batch, {
    ...{ instrument: CONTRACT, day: DAY_BEFORE, source, provenance: 'exchange', sideSource: 'feed' },
    parameters: {},
  });
}
