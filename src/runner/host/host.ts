// The host: vendor, decoder, sinks and orders in; an authenticated place for readers and traders out, where each gets its own stream.

import { chooseEndpoint, removeEndpoint, type Transport, writeEndpoint } from '../../adapters/host-link/endpoint.ts';
import type { LinkPeer } from '../../adapters/host-link/link-peer.ts';
import { LinkServer } from '../../adapters/host-link/link-server.ts';
import { clearSocketFolders } from '../../adapters/host-link/socket-folders.ts';
import { ensureToken } from '../../adapters/host-link/token.ts';
import { builtInTerms, type InstrumentTerms } from '../../core/market/instrument-terms.ts';
import { ClientSession } from './client-session.ts';
import { operatorCommand } from './echoed-events.ts';
import { GuardFile } from './guardian/guard-file.ts';
import { GuardMarket } from './guardian/guard-market.ts';
import { type GuardRequest, guardRequests, READ_REQUESTS } from './guardian/guard-requests.ts';
import { Guardian } from './guardian/guardian.ts';
import { HostClock } from './host-clock.ts';
import type { HostInstruments } from './host-instruments.ts';
import { HostLock } from './host-lock.ts';
import { type HostLog, silentLog } from './host-log.ts';
import { HostMarket } from './host-market.ts';
import { type HostRequest, operatorArgs, stopArgs } from './host-requests.ts';
import type { HostSink } from './host-sink.ts';
import { noOrders, type OrderAnswers, type OrderPort } from './order-port.ts';
import type { SessionOfPeer } from './session-parts.ts';
import { TraderDesk } from './trader-desk.ts';
import type { VendorPort } from './vendor/vendor-port.ts';

/** Ticks are given out this long after their time, so that events which are on the way from the vendor take their place before them. */
const TICK_LAG_US = 10_000;
const BEAT_MS = 5;
const CLOCK_CHECK_US = 1_000_000;

export interface HostOptions {
  readonly home: string;
  readonly transport?: Transport;
  readonly vendor: (server: LinkServer) => VendorPort;
  /** Peers of the role `vendor`. */
  readonly acceptVendor?: (peer: LinkPeer) => void;
  /** Made with the vendor and the way in which answers go back. */
  readonly orders?: (vendor: VendorPort, answers: OrderAnswers, instruments: HostInstruments) => OrderPort;
  readonly sinks?: readonly HostSink[];
  readonly clock?: HostClock;
  readonly log?: HostLog;
  /** Price grids beside those of the built-in table. */
  readonly termsOf?: (ticker: string) => InstrumentTerms | undefined;
  /** Further things that an operator can ask for, by name. */
  readonly requests?: Readonly<Record<string, HostRequest>>;
  /** Somebody asked the host to stop. */
  readonly onStop?: () => void;
  readonly slowBytes?: number;
}

export class Host {
  readonly market: HostMarket;
  readonly vendor: VendorPort;
  readonly clock: HostClock;
  private readonly options: HostOptions;
  private readonly lock: HostLock;
  private readonly server: LinkServer;
  private readonly desk: TraderDesk;
  private readonly orders: OrderPort;
  private readonly guardian: Guardian;
  private readonly guardRequests: Readonly<Record<string, GuardRequest>>;
  private readonly log: HostLog;
  private readonly sessions = new Set<ClientSession>();
  private readonly startedUs: number;
  private readonly timer: NodeJS.Timeout;
  private readonly stopListening: () => void;
  private lastCheckUs: number;

  /** Throws UserError `host-running` where another host has this home. */
  static async start(options: HostOptions): Promise<Host> {
    const lock = HostLock.acquire(options.home);
    let server: LinkServer | undefined;
    try {
      const token = ensureToken(options.home);
      const endpoint = chooseEndpoint(options.home, options.transport ?? 'local', process.platform);
      const waiting: LinkPeer[] = [];
      let enter = (peer: LinkPeer): void => void waiting.push(peer);
      const log = options.log ?? silentLog;
      server = await LinkServer.listen({
        endpoint,
        token,
        onPeer: (peer) => enter(peer),
        onRefused: (reason) => log.warning('refused', { reason }),
      });
      const host = new Host(options, lock, server, log);
      enter = (peer) => host.enter(peer);
      for (const peer of waiting) host.enter(peer);
      writeEndpoint(options.home, { pid: process.pid, endpoint: server.endpoint });
      log.info('hostStarted', { pid: process.pid, endpoint: server.endpoint });
      void clearSocketFolders().then((folders) => folders > 0 && log.info('socketFoldersCleared', { folders }));
      return host;
    } catch (error) {
      await server?.close();
      lock.release();
      throw error;
    }
  }

  private constructor(options: HostOptions, lock: HostLock, server: LinkServer, log: HostLog) {
    this.options = options;
    this.lock = lock;
    this.server = server;
    this.log = log;
    this.clock = options.clock ?? new HostClock();
    this.startedUs = this.clock.nowUs();
    this.lastCheckUs = this.startedUs;
    this.vendor = options.vendor(server);
    this.market = new HostMarket({
      vendor: this.vendor,
      clock: this.clock,
      log,
      facts: (fact, receivedUs) => this.orders.fact(fact, receivedUs),
      processStarted: (run) => this.orders.processStarted(run),
    });
    const answers: OrderAnswers = (account, event, receivedUs) => this.desk.answer(account, event, receivedUs);
    this.orders = options.orders?.(this.vendor, answers, this.market.subscriptions.instruments) ?? noOrders;
    this.desk = new TraderDesk(this.orders, log);
    this.guardian = this.makeGuardian();
    this.guardRequests = guardRequests(this.guardian, this.orders.accounts, (account) => this.desk.ownerOf(account));
    for (const sink of options.sinks ?? []) this.market.addSink(sink);
    this.stopListening = this.vendor.listen(this.market);
    this.timer = setInterval(() => this.beat(), BEAT_MS);
  }

  /** Ticks that are due, and the look at UTC; called by a timer. */
  beat(): void {
    const nowUs = this.clock.nowUs();
    for (const session of this.sessions)
      if (session.nextTickUs <= nowUs - TICK_LAG_US) session.tick(nowUs - TICK_LAG_US);
    this.guardian.beat(nowUs);
    if (nowUs - this.lastCheckUs < CLOCK_CHECK_US) return;
    this.lastCheckUs = nowUs;
    this.market.checkClock();
    this.market.subscriptions.renewDue(nowUs);
  }

  /** Ends the vendor, then the streams, then the listening; what sinks have is safe then. */
  async stop(reason: string): Promise<void> {
    this.log.info('hostStopping', { reason });
    clearInterval(this.timer);
    await this.vendor.stop();
    this.stopListening();
    await this.market.flushSinks();
    this.orders.close();
    for (const session of this.sessions) session.peer.end(reason);
    removeEndpoint(this.options.home);
    await this.server.close();
    this.log.info('hostStopped', { reason });
    this.lock.release();
  }

  status(): object {
    const nowUs = this.clock.nowUs();
    return {
      pid: process.pid,
      endpoint: this.server.endpoint,
      upSeconds: Math.floor((nowUs - this.startedUs) / 1e6),
      events: this.market.events,
      vendor: this.vendor.status(),
      clients: [...this.sessions].map((session) => session.status),
      accounts: this.guardian.status((account) => this.desk.ownerOf(account)),
    };
  }

  /** Somebody else than the host looks after the account, or after any, and tells people what happens to it. */
  hasTrader(account?: string): boolean {
    const accounts = account === undefined ? this.orders.accounts : [account];
    return accounts.some((each) => this.desk.ownerOf(each) !== undefined && this.guardian.isLookedAfter(each));
  }

  private makeGuardian(): Guardian {
    const { market, orders, log, clock, desk, options } = this;
    const prices = new GuardMarket();
    const { subscriptions } = market;
    const followed = new Set<number>();
    market.addSink(prices);
    orders.pricesFrom?.((instrumentId) => prices.quoteOf(instrumentId).last);
    const guardian = new Guardian({
      port: orders,
      file: new GuardFile(options.home),
      log,
      instruments: subscriptions.instruments,
      nowUs: () => clock.nowUs(),
      isReady: () => this.vendor.status().routing.state === 'connected',
      quoteOf: (instrumentId) => prices.quoteOf(instrumentId),
      toldSeq: (account) => desk.toldSeq(account),
      tell: (account, event) => void desk.tell(event, account, clock.nowUs()),
      follow: (instrumentId) => {
        const instrument = subscriptions.instruments.list[instrumentId];
        if (instrument === undefined || followed.has(instrumentId)) return;
        followed.add(instrumentId);
        subscriptions.want(instrument.ticker, instrument.exchange, instrument.terms, 'none');
      },
    });
    desk.guardedBy(guardian);
    return guardian;
  }

  private enter(peer: LinkPeer): void {
    if (peer.facts.role === 'vendor') {
      if (this.options.acceptVendor === undefined) peer.destroy('no vendor process is expected');
      else this.options.acceptVendor(peer);
      return;
    }
    const session: ClientSession = new ClientSession(peer, {
      market: this.market,
      clock: this.clock,
      log: this.log,
      desk: this.desk,
      termsOf: (ticker) => builtInTerms(ticker) ?? this.options.termsOf?.(ticker),
      request: (from, what, args) => this.request(from, what, args),
      closed: () => this.sessions.delete(session),
      ...(this.options.slowBytes === undefined ? {} : { slowBytes: this.options.slowBytes }),
    });
    this.sessions.add(session);
    this.log.info('clientCame', { ...peer.facts });
    peer.handle(session);
  }

  /** Sessions that would be left without orders, flat or not, and what nobody would look after. */
  private neededFor(): readonly string[] {
    const traders = this.orders.accounts.flatMap((account) => {
      const trader = this.desk.ownerOf(account);
      return trader === undefined ? [] : [`${trader} trades on ${account}`];
    });
    const open = this.guardian.openThings();
    return open.length === 0 ? traders : [...traders, `something is open: ${open.join('; ')}`];
  }

  private async request(session: SessionOfPeer, what: string, args: unknown): Promise<unknown> {
    if (what === 'status') return this.status();
    const guard = Object.hasOwn(this.guardRequests, what) ? this.guardRequests[what] : undefined;
    if (guard !== undefined && READ_REQUESTS.has(what)) return guard(args, session.peer.facts.name);
    if (session.peer.facts.role !== 'operator') throw new Error(`only an operator can ask for ${what}`);
    // whoever watches a recording asks each second
    if (!what.endsWith('.status')) this.log.info('request', { asked: what, by: session.peer.facts.name });
    if (what === 'stop') {
      const isForced = stopArgs.parse(args ?? {}).force === true;
      const needed = this.neededFor();
      if (needed.length > 0 && !isForced) throw new Error(`${needed.join('; ')}; stop it by force`);
      setImmediate(() => this.options.onStop?.());
      return { stopping: true };
    }
    if (what === 'operate') {
      const { command, reason, account } = operatorArgs.parse(args);
      const event = operatorCommand(command, session.peer.facts.name, reason);
      return { told: this.desk.tell(event, account, this.clock.nowUs()) };
    }
    if (guard !== undefined) return guard(args, session.peer.facts.name);
    const asked = Object.hasOwn(this.options.requests ?? {}, what) ? this.options.requests?.[what] : undefined;
    if (asked === undefined) throw new Error(`the host knows no request ${what}`);
    return asked(args, this);
  }
}
