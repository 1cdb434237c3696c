// A guardian between a trader that may fail and a broker, all in fake time; what was naked, orphaned or too much by the broker's own word.

import type { OrderCommand } from '../../../../src/core/execution/order-command.ts';
import type { GuardFile } from '../../../../src/runner/host/guardian/guard-file.ts';
import { Guardian } from '../../../../src/runner/host/guardian/guardian.ts';
import type { HostInstrument } from '../../../../src/runner/host/host-instruments.ts';
import { silentLog } from '../../../../src/runner/host/host-log.ts';
import type { GuardWish } from '../../../../src/runner/host/stream-messages.ts';
import { type Trader, TraderDesk } from '../../../../src/runner/host/trader-desk.ts';
import type { Random } from '../../../../src/simulation/random.ts';
import { ACCOUNT, BrokerPort } from './broker-port.ts';
import { type BrokerFaults, FakeBroker } from './fake-broker.ts';
import { ModelTrader } from './model-trader.ts';

export const WISH: GuardWish = { stopDeadlineMs: 500, silentMs: 2000, accountUse: 'exclusive' };
const STEP_MS = 10;
const ALIVE_MS = 500;
const START_US = Date.UTC(2025, 7, 5, 14) * 1000;
const INSTRUMENT = { id: 0, ticker: 'WDOU25', exchange: 'F' } as HostInstrument;

export interface WorldTrader extends Trader {
  isHung: boolean;
  takenSeq: number;
  toldSeq: number;
  historyEnd: number;
  work(nowMs: number, price: number): void;
}

export class GuardWorld {
  readonly broker: FakeBroker;
  readonly sent: BrokerPort;
  guardian!: Guardian;
  trader: WorldTrader | undefined = undefined;
  /** Longest time in which less was covered by stops than held, milliseconds. */
  nakedMostMs = 0;
  heldMost = 0;
  /** By how much the host's clock was set forward. */
  aheadUs = 0;
  private nakedMs = 0;
  private desk!: TraderDesk;
  private traders = 0;
  private aliveMs = 0;
  private readonly kept = new Map<string, unknown>();

  constructor(random: Random, faults: BrokerFaults) {
    this.broker = new FakeBroker(random, faults);
    this.sent = new BrokerPort(this.broker, () => this.nowUs);
    this.startHost();
  }

  /** Also anew: nothing but the port and the file remembers. */
  startHost(): void {
    const { port } = this.sent;
    const desk = new TraderDesk(port, silentLog);
    this.desk = desk;
    this.sent.answers = (event) => desk.answer(ACCOUNT, event, 0);
    this.guardian = new Guardian({
      port,
      file: this.file,
      log: silentLog,
      instruments: { list: [INSTRUMENT] },
      nowUs: () => this.nowUs,
      isReady: () => true,
      quoteOf: () => ({ isOpen: !this.broker.isAuction, last: this.broker.price, bid: undefined, ask: undefined }),
      toldSeq: (account) => desk.toldSeq(account),
      tell: (account, event) => void desk.tell(event, account, 0),
      follow: () => {},
    });
    desk.guardedBy(this.guardian);
    this.trader = undefined;
  }

  /** One that does not begin has connected only. */
  traderComes({ begins = true } = {}): ModelTrader {
    const trader: ModelTrader = new ModelTrader(`t${++this.traders}`, (command) => this.send(trader, command));
    this.join(trader, begins);
    return trader;
  }

  join(trader: WorldTrader, begins = true, carriedOrderIds: readonly string[] = []): void {
    this.desk.claim(ACCOUNT, trader, WISH);
    this.trader = trader;
    if (begins) this.desk.resume(ACCOUNT, carriedOrderIds);
    trader.historyEnd = trader.toldSeq;
  }

  /** What a trader sends after it is gone goes nowhere. */
  send(trader: WorldTrader, command: OrderCommand): void {
    if (this.trader === trader) this.desk.submit(ACCOUNT, command, INSTRUMENT, 0);
  }

  traderDies(): void {
    if (this.trader !== undefined) this.desk.release(ACCOUNT, this.trader);
    this.trader = undefined;
  }

  run(ms: number): void {
    const { broker } = this;
    for (const end = broker.nowMs + ms; broker.nowMs < end; ) {
      broker.advance(broker.nowMs + STEP_MS);
      const { trader } = this;
      trader?.work(broker.nowMs, broker.price);
      if (trader?.isHung === false && broker.nowMs >= this.aliveMs) {
        this.aliveMs = broker.nowMs + ALIVE_MS;
        this.desk.alive(ACCOUNT, trader.takenSeq);
      }
      this.guardian.beat(this.nowUs);
      this.measure();
    }
  }

  /** What may not be while no trader is there. */
  get faults(): readonly string[] {
    const { position, working } = this.broker;
    const stops = working.filter(({ request }) => request.role === 'stop');
    const covered = stops.reduce((sum, { request, filled }) => sum + request.quantity - filled, 0);
    const faults: string[] = [];
    if (position === 0 && working.length > 0) faults.push(`${working.length} orders work and nothing is held`);
    if (Math.abs(position) > covered) faults.push(`${position} held, ${covered} covered`);
    if (working.some(({ request }) => request.role === 'entry')) faults.push('an entry works');
    return faults;
  }

  private get nowUs(): number {
    return START_US + this.aheadUs + this.broker.nowMs * 1000;
  }

  private measure(): void {
    const { position, working } = this.broker;
    this.heldMost = Math.max(this.heldMost, Math.abs(position));
    let covered = 0;
    for (const { request, filled, triggered } of working) {
      const closes = position > 0 ? request.side === 'sell' : request.side === 'buy';
      if (request.role === 'stop' && closes && !triggered) covered += request.quantity - filled;
    }
    this.nakedMs = Math.abs(position) > covered ? this.nakedMs + STEP_MS : 0;
    this.nakedMostMs = Math.max(this.nakedMostMs, this.nakedMs);
  }

  private get file(): GuardFile {
    return {
      fault: undefined,
      of: (account: string) => this.kept.get(account) ?? { wish: undefined, latch: undefined },
      keep: (account: string, guard: unknown) => void this.kept.set(account, guard),
    } as unknown as GuardFile;
  }
}
