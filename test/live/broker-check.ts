// The venue's log of orders in; what must never happen to an account and did, and how long it was unprotected, out.
import type { BrokerLine, OrderLine } from './broker-log.ts';
import type { Stall } from './traders-process.ts';

export interface BrokerLimits {
  /** Contracts of one intent: what is held and what may still fill of entries together. */
  readonly contracts: number | ((account: string) => number);
  /** A position without a stop of its size, or an exit at market on its way, for longer than this. */
  readonly nakedMs: number;
  /** The same from a login of the routing on, when the position is older than it. */
  readonly nakedAfterLoginMs: number;
  /** Where the broker refused a stop or an exit: until the next one has closed the position, from the last refusal on. */
  readonly flatAfterRefusalMs: number;
  /** A stop or target that works while nothing is held, for longer than this while the broker can be reached. */
  readonly orphanMs: number;
  /** A stop that has triggered and does not fill protects for so long. */
  readonly triggeredMs: number;
  /** When the machine gave traders or host no time, without overlaps: nobody can act in it, and it does not count. */
  readonly stalls: readonly Stall[];
  /** Limit orders are targets, market orders enter or exit. */
  readonly entries: 'market' | 'marketAndLimit';
}

export const BROKER_LIMITS: BrokerLimits = {
  contracts: 1,
  nakedMs: 800,
  nakedAfterLoginMs: 2_500,
  flatAfterRefusalMs: 3_000,
  orphanMs: 2_000,
  triggeredMs: 800,
  stalls: [],
  entries: 'market',
};

export type ViolationKind = 'duplicate' | 'naked' | 'orphan' | 'open';

export interface Violation {
  readonly kind: ViolationKind;
  readonly account: string;
  readonly us: number;
  readonly text: string;
}

export interface BrokerReport {
  readonly violations: readonly Violation[];
  /** Entries that the broker accepted. */
  readonly lives: number;
  readonly orders: number;
  readonly fills: number;
  readonly rejects: number;
  readonly swallowed: number;
  /** Times of being naked that have ended, ms, sorted. */
  readonly nakedMs: readonly number[];
  /** Times of legs that worked while nothing was held and that have ended, ms, sorted. */
  readonly idleMs: readonly number[];
  /** Signed contracts at the end, by `account ticker`. */
  readonly positions: ReadonlyMap<string, number>;
  /** Orders that still work at the end. */
  readonly working: readonly string[];
}

interface WorkingOrder {
  line: OrderLine;
  readonly isEntry: boolean;
  triggeredUs: number | undefined;
}

/** One account in one contract. */
class Book {
  readonly name: string;
  position = 0;
  /** What orders traded after their cancel had been confirmed: whoever enters a moment later may not have heard of it. */
  readonly unforeseen: { readonly us: number; readonly contracts: number }[] = [];
  readonly orders = new Map<string, WorkingOrder>();
  /** Since when; undefined while it is not so. */
  nakedUs: number | undefined = undefined;
  idleUs: number | undefined = undefined;
  refusedUs: number | undefined = undefined;
  isNakedTold = false;
  isOrphanTold = false;

  constructor(name: string) {
    this.name = name;
  }

  isClosing({ side, foreign }: OrderLine): boolean {
    return foreign === 0 && side === (this.position > 0 ? 'sell' : 'buy');
  }

  /** Contracts of the position that a stop, or an exit at market, covers now. */
  covered(us: number, triggeredMs: number): number {
    let contracts = 0;
    for (const { line, triggeredUs } of this.orders.values()) {
      if (!this.isClosing(line)) continue;
      if (line.type === 'market') contracts += line.leaves;
      else if (line.type === 'stopLimit' && (triggeredUs === undefined || us - triggeredUs <= triggeredMs * 1000)) {
        contracts += line.leaves;
      }
    }
    return contracts;
  }
}

class BrokerCheck {
  private readonly limits: BrokerLimits;
  private readonly books = new Map<string, Book>();
  private readonly violations: Violation[] = [];
  private readonly naked: number[] = [];
  private readonly idle: number[] = [];
  private readonly counts = { lives: 0, orders: 0, fills: 0, rejects: 0, swallowed: 0 };
  /** Of this session, until its account is flat again. */
  private reachableUs: number | undefined = undefined;
  private lastUs = 0;

  constructor(limits: BrokerLimits) {
    this.limits = limits;
  }

  run(lines: readonly BrokerLine[]): BrokerReport {
    for (const line of lines) {
      if (line.cause === 'start') this.onAway();
      this.pass(line.us);
      this.lastUs = line.us;
      this.take(line);
    }
    this.pass(this.lastUs);
    for (const book of this.books.values()) this.end(book);
    const positions = new Map([...this.books].map(([name, book]) => [name, book.position]));
    const working = [...this.books.values()].flatMap(({ name, orders }) =>
      [...orders.keys()].map((id) => `${name} ${id}`),
    );
    const nakedMs = this.naked.sort((a, b) => a - b);
    const idleMs = this.idle.sort((a, b) => a - b);
    return { violations: this.violations, ...this.counts, nakedMs, idleMs, positions, working };
  }

  private take(line: BrokerLine): void {
    switch (line.cause) {
      case 'start':
        // whatever it kept is told again
        for (const book of this.books.values()) book.orders.clear();
        return;
      case 'end':
        return this.onAway();
      case 'alive':
        return;
      case 'routing':
        if (line.value === 5) this.reachableUs ??= line.us;
        else if (line.value === 0 || line.value === 3 || line.value === 4) this.onAway();
        return;
      case 'position': {
        const book = this.book(`${line.broker}:${line.account} ${line.ticker}`);
        book.position = line.position;
        return this.settle(book, line.us);
      }
      default:
        return this.takeOrder(line);
    }
  }

  private onAway(): void {
    this.reachableUs = undefined;
    // what lasts is counted anew when somebody can do something about it
    for (const book of this.books.values()) {
      if (book.nakedUs !== undefined) book.nakedUs = Number.POSITIVE_INFINITY;
      if (book.idleUs !== undefined) book.idleUs = Number.POSITIVE_INFINITY;
    }
  }

  private takeOrder(line: OrderLine): void {
    const book = this.book(`${line.broker}:${line.account}${line.sub === '' ? '' : `:${line.sub}`} ${line.ticker}`);
    if (line.cause === 'send') this.counts.orders += 1;
    if (line.cause === 'swallow') this.counts.swallowed += 1;
    if (line.cause === 'fill') this.counts.fills += 1;
    if (line.cause === 'reject') {
      this.counts.rejects += 1;
      if (book.isClosing(line)) book.refusedUs = line.us;
    }
    const known = book.orders.get(line.id);
    if (line.cause === 'fill' && known === undefined) book.unforeseen.push({ us: line.us, contracts: line.size });
    if (line.cause === 'accept' || line.cause === 'kept') this.onWorking(book, line);
    else if (known !== undefined) {
      known.line = line;
      if (line.cause === 'trigger') known.triggeredUs = line.us;
    }
    if (line.live === 0) book.orders.delete(line.id);
    book.position = line.position;
    this.settle(book, line.us);
  }

  private onWorking(book: Book, line: OrderLine): void {
    const signed = line.side === 'buy' ? 1 : -1;
    const mayEnter = line.type === 'market' || (line.type === 'limit' && this.limits.entries === 'marketAndLimit');
    const isEntry = line.foreign === 0 && mayEnter && book.position * signed >= 0;
    const triggeredUs = line.triggered === 1 ? line.us : undefined;
    book.orders.set(line.id, { line, isEntry, triggeredUs });
    if (!isEntry || line.cause === 'kept') return;
    this.counts.lives += 1;
    let contracts = Math.abs(book.position);
    for (const each of book.orders.values())
      if (each.isEntry && each.line.side === line.side) contracts += each.line.leaves;
    const { contracts: meant } = this.limits;
    let most = typeof meant === 'number' ? meant : meant(book.name);
    for (const late of book.unforeseen) if (line.us - late.us <= this.limits.nakedMs * 1000) most += late.contracts;
    if (contracts <= most) return;
    const text = `entry ${line.id} makes it ${contracts} contracts where ${most} are meant`;
    this.violations.push({ kind: 'duplicate', account: book.name, us: line.us, text });
  }

  /** Begins and ends the times of a book. */
  private settle(book: Book, us: number): void {
    const { position } = book;
    const isCovered = Math.abs(position) <= book.covered(us, this.limits.triggeredMs);
    if (position === 0 || isCovered) {
      if (book.nakedUs !== undefined && Number.isFinite(book.nakedUs))
        this.naked.push(this.actableMs(book.nakedUs, us));
      book.nakedUs = undefined;
      book.isNakedTold = false;
    } else book.nakedUs ??= us;
    if (position === 0) book.refusedUs = undefined;
    const legs = [...book.orders.values()].some(({ line, isEntry }) => !isEntry && line.foreign === 0);
    if (position === 0 && legs) book.idleUs ??= us;
    else {
      if (book.idleUs !== undefined && Number.isFinite(book.idleUs)) this.idle.push(this.actableMs(book.idleUs, us));
      book.idleUs = undefined;
      book.isOrphanTold = false;
    }
  }

  /** Time has passed up to here: what lasted too long is told once. */
  private pass(us: number): void {
    const { reachableUs } = this;
    if (reachableUs === undefined) return;
    for (const book of this.books.values()) {
      // a stop that triggered may have lost its force meanwhile
      if (book.position !== 0) this.settle(book, us);
      if (book.nakedUs !== undefined && !book.isNakedTold) this.passNaked(book, us, reachableUs);
      if (book.idleUs === undefined || book.isOrphanTold) continue;
      const idleMs = this.actableMs(Math.max(finite(book.idleUs, reachableUs), reachableUs), us);
      if (idleMs <= this.limits.orphanMs) continue;
      book.isOrphanTold = true;
      const ids = [...book.orders.values()]
        .filter(({ isEntry }) => !isEntry)
        .map(({ line }) => `${line.type} ${line.id}`);
      const text = `${ids.join(', ')} works ${idleMs} ms although nothing is held`;
      this.violations.push({ kind: 'orphan', account: book.name, us, text });
    }
  }

  private passNaked(book: Book, us: number, reachableUs: number): void {
    const { nakedMs, nakedAfterLoginMs, flatAfterRefusalMs } = this.limits;
    if (!Number.isFinite(book.nakedUs)) book.nakedUs = reachableUs;
    const sinceUs = Math.max(book.nakedUs!, book.refusedUs ?? 0);
    const isAfterLogin = book.nakedUs! <= reachableUs;
    let limitMs = isAfterLogin ? nakedAfterLoginMs : nakedMs;
    if (book.refusedUs !== undefined) limitMs = Math.max(limitMs, flatAfterRefusalMs);
    const lastedMs = this.actableMs(sinceUs, us);
    if (lastedMs <= limitMs) return;
    book.isNakedTold = true;
    const covered = book.covered(us, this.limits.triggeredMs);
    const text = `${book.position} contracts, ${covered} of them covered, for more than ${limitMs} ms`;
    this.violations.push({ kind: 'naked', account: book.name, us: sinceUs, text });
  }

  /** Milliseconds between two moments, without those in which the machine stood still. */
  private actableMs(fromUs: number, untilUs: number): number {
    let us = untilUs - fromUs;
    for (const stall of this.limits.stalls) {
      us -= Math.max(0, Math.min(stall.untilUs, untilUs) - Math.max(stall.fromUs, fromUs));
    }
    return us / 1000;
  }

  private end(book: Book): void {
    if (book.position === 0 && book.orders.size === 0) return;
    const text = `at the end ${book.position} contracts are held and ${book.orders.size} orders work`;
    this.violations.push({ kind: 'open', account: book.name, us: this.lastUs, text });
  }

  private book(name: string): Book {
    let book = this.books.get(name);
    if (book === undefined) {
      book = new Book(name);
      this.books.set(name, book);
    }
    return book;
  }
}

function finite(us: number, otherwise: number): number {
  return Number.isFinite(us) ? us : otherwise;
}

/** Looks at a whole log; positions and orders that are left at its end are violations of the kind `open`. */
export function checkBroker(lines: readonly BrokerLine[], limits: Partial<BrokerLimits> = {}): BrokerReport {
  return new BrokerCheck({ ...BROKER_LIMITS, ...limits }).run(lines);
}
