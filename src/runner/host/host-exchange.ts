// The host in; an Exchange for the engine out: its stream of events, orders to it, and the loss of the host as events of its own.

import { connectLink } from '../../adapters/host-link/connect-link.ts';
import { readEndpoint } from '../../adapters/host-link/endpoint.ts';
import type { LinkPeer } from '../../adapters/host-link/link-peer.ts';
import { unpackEvents } from '../../adapters/host-link/pack-events.ts';
import { readToken } from '../../adapters/host-link/token.ts';
import { assert } from '../../core/assert.ts';
import type { EventCursor, Exchange } from '../../core/engine/exchange.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { EventBatch, PayloadEvent } from '../../core/market/event-batch.ts';
import { hostGone, refusedCommand } from './echoed-events.ts';
import { hostNotThere, streamRefused } from './host-errors.ts';
import { reconnectPauseMs } from './reconnect-pause.ts';
import { type StreamDelay, StreamInbox, WAITING_MAX } from './stream-inbox.ts';
import {
  type BeginMessage,
  CARRIED_ORDERS_MAX,
  type GuardWish,
  HEARTBEAT_MS,
  type HostMessage,
  hostMessageSchema,
  type OpenMessage,
} from './stream-messages.ts';
import { batchOf, UnheardWords } from './unheard-words.ts';

export interface HostExchangeOptions {
  readonly home: string;
  /** For logs of the host. */
  readonly name: string;
  readonly instruments: OpenMessage['instruments'];
  readonly trades: boolean;
  readonly quotes: boolean;
  readonly book: OpenMessage['book'];
  /** With an account orders can be sent; only one client at a time has it. */
  readonly account?: string;
  readonly firstSeq: number;
  readonly since: 'now' | 'dayStart';
  /**
   * The start of an epoch and its warm-up, in one batch; asked for at the beginning, after each gap that history has filled or
   * given up, and after each reconnection. Undefined: none now; the stream goes on as it is.
   */
  readonly epoch: (why: EpochReason) => Promise<EventBatch | undefined>;
  /** With an account: what the guardian of the host does when this process is silent. */
  readonly guard?: GuardWish;
  /** Orders of this session that an earlier process sent: the host says of which it has never heard. */
  readonly carriedOrderIds?: readonly string[];
  /** The first epoch begins without the day so far, for orders and brackets; the next one, with the day, is asked for behind it. */
  readonly ordersFirst?: boolean;
  /** What people may want to read: refusals, ends, reconnections. */
  readonly say?: (text: string) => void;
}

export interface EpochReason {
  readonly cause: 'start' | 'afterGap' | 'reconnected';
  /** False: trades of the day are missing, and the day will be followed by a gap. */
  readonly whole: boolean;
  readonly reason: string;
}

/** `connect` first. Everything that the engine is told comes from `advance`, also that the host is gone. */
export class HostExchange implements Exchange {
  private readonly options: HostExchangeOptions;
  private peer: LinkPeer | undefined = undefined;
  /** The connection that has had its epoch. */
  private begun: LinkPeer | undefined = undefined;
  private readonly unheard = new UnheardWords();
  private readonly inbox: StreamInbox;
  /** Orders that left this process; some may have been lost with a connection. */
  private readonly sentIds: string[] = [];
  /** The host of this connection was not asked about them yet. */
  private namesDue = true;
  private heartbeat: NodeJS.Timeout | undefined = undefined;
  private wakeUp: (() => void) | undefined = undefined;
  private closedFor: string | undefined = undefined;
  private epochs = 0;
  private isBroken = false;
  private attempts = 0;
  private timer: NodeJS.Timeout | undefined = undefined;
  private failure: Error | undefined = undefined;

  constructor(options: HostExchangeOptions) {
    this.options = options;
    this.inbox = new StreamInbox(options.firstSeq);
  }

  /** Throws UserError where there is no host, or it refuses: the first connection is not tried again. */
  async connect(): Promise<void> {
    await this.open();
    if (this.options.guard === undefined || this.heartbeat !== undefined) return;
    // on the thread of the engine: when that hangs, nothing is said
    this.heartbeat = setInterval(() => this.peer?.send({ kind: 'alive', seq: this.inbox.takenSeq }), HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  /** For whoever watches: how long events wait, here and on the way. */
  get delay(): StreamDelay {
    return this.inbox.delay;
  }

  advance(cursor: EventCursor): boolean {
    return this.inbox.advance(cursor);
  }

  /** False after `close`; throws what ended the exchange against our will. */
  async more(): Promise<boolean> {
    while (this.inbox.isEmpty) {
      if (this.failure !== undefined) throw this.failure;
      if (this.closedFor !== undefined) return false;
      await new Promise<void>((resolve) => {
        this.wakeUp = resolve;
      });
    }
    return true;
  }

  /** Without a connection the command is not sent; that the host is gone stands among the events already. */
  submit(command: OrderCommand): void {
    assert(this.options.account !== undefined, 'an exchange without an account sends no orders');
    if (this.peer?.send({ kind: 'command', command }) === true) {
      if (command.kind === 'submit') this.sentIds.push(command.request.clientOrderId);
      return;
    }
    // nothing has left this process: that is known
    this.tellOwn(refusedCommand(command, 'there is no connection to the host'));
  }

  wake(timeUs: number): void {
    if (Number.isFinite(timeUs)) this.peer?.send({ kind: 'wake', timeUs: Math.max(0, Math.ceil(timeUs)) });
  }

  /** The answer takes its seat when it is there: the host gives it seq and time. */
  deliver(answer: Promise<PayloadEvent>): undefined {
    answer.then(
      (payload) => this.inject(payload),
      (error: unknown) => this.fail(error instanceof Error ? error : new Error(String(error))),
    );
    return undefined;
  }

  /** An event of our own, echoed by the host at its place: operator commands, reconciliation. */
  inject(event: PayloadEvent): void {
    this.unheard.said(event);
    // before its epoch a stream takes nothing: what is unheard goes behind that
    if (this.peer !== undefined && this.peer === this.begun) this.peer.sendEvents(batchOf([event]));
  }

  close(): void {
    if (this.closedFor !== undefined) return;
    this.closedFor = 'closed';
    clearTimeout(this.timer);
    clearInterval(this.heartbeat);
    this.peer?.end('closed');
    this.wakeUp?.();
  }

  private async open(): Promise<void> {
    const { home, name, account } = this.options;
    const file = readEndpoint(home);
    this.namesDue = true;
    if (file === undefined) throw hostNotThere();
    const role = account === undefined ? 'reader' : 'trader';
    const link = { endpoint: file.endpoint, secret: readToken(home), role, name } as const;
    await new Promise<void>((resolve, reject) => {
      const gate = { opened: resolve, refused: (reason: string) => reject(streamRefused(reason)) };
      connectLink(link, (peer) => {
        this.peer = peer;
        peer.handle({
          message: (message) => this.takeMessage(peer, message, gate),
          events: (bytes) => this.takeEvents(peer, bytes),
          closed: (reason) => {
            gate.refused(reason);
            this.onClosed(peer, reason);
          },
        });
        peer.send(this.openMessage());
      }).catch(reject);
    });
    this.attempts = 0;
  }

  private openMessage(): OpenMessage {
    const { instruments, trades, quotes, book, since, account, guard } = this.options;
    const { lastSeq, lastUs: afterUs } = this.inbox;
    const message = { kind: 'open', firstSeq: lastSeq + 1, afterUs, instruments, trades, quotes, book, since } as const;
    if (account === undefined) return message;
    return guard === undefined ? { ...message, account } : { ...message, account, guard };
  }

  private takeMessage(peer: LinkPeer, raw: object, gate: { opened: () => void; refused: (why: string) => void }): void {
    const parsed = hostMessageSchema.safeParse(raw);
    if (!parsed.success) return peer.destroy('the host says something that is not understood');
    const message: HostMessage = parsed.data;
    switch (message.kind) {
      case 'opened':
        return gate.opened();
      case 'ready':
        void this.begin(peer, message.whole, message.reason);
        return;
      case 'refused':
        gate.refused(message.reason);
        return peer.end(message.reason);
      case 'ended':
        // the stream of a client that was too slow: a new connection begins a new one
        return peer.end(message.reason);
      case 'answer':
      case 'failure':
        return;
    }
  }

  private async begin(peer: LinkPeer, whole: boolean, reason: string): Promise<void> {
    const cause = this.epochs === 0 ? 'start' : this.isBroken ? 'reconnected' : 'afterGap';
    const { epoch } = this.options;
    try {
      const batch = await epoch({ cause, whole, reason });
      if (batch === undefined || peer !== this.peer) return;
      const isFirst = this.epochs === 0;
      this.epochs += 1;
      this.isBroken = false;
      peer.sendEvents(batch);
      if (peer !== this.begun && this.unheard.all.length > 0) peer.sendEvents(batchOf(this.unheard.all));
      this.begun = peer;
      peer.send(this.beginMessage(isFirst && this.options.ordersFirst === true));
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private beginMessage(isDayLater: boolean): BeginMessage {
    const day = isDayLater ? ({ day: 'later' } as const) : {};
    if (!this.namesDue) return { kind: 'begin', ...day };
    this.namesDue = false;
    const carriedOrderIds = [...(this.options.carriedOrderIds ?? []), ...this.sentIds].slice(-CARRIED_ORDERS_MAX);
    // whoever goes on with orders says also that it has none: it is named those of others then
    const isNaming = carriedOrderIds.length > 0 || this.options.ordersFirst === true;
    return isNaming ? { kind: 'begin', ...day, carriedOrderIds } : { kind: 'begin', ...day };
  }

  private takeEvents(peer: LinkPeer, bytes: Buffer): void {
    const batch = unpackEvents(bytes);
    if (typeof batch === 'string') return peer.destroy(`events of the host cannot be read: ${batch}`);
    const seq = batch.seqAt(0);
    const next = this.inbox.lastSeq + 1;
    if (seq !== next) return peer.destroy(`event ${next} was to come, not ${seq}`);
    this.unheard.heard(batch);
    this.push(batch);
  }

  private push(batch: EventBatch): void {
    if (!this.inbox.push(batch)) this.fail(new Error(`more than ${WAITING_MAX} batches of events wait`));
    this.wakeUp?.();
  }

  private tellOwn(...events: readonly PayloadEvent[]): void {
    this.push(this.inbox.ownBatch(events));
  }

  private onClosed(peer: LinkPeer, reason: string): void {
    if (peer !== this.peer) return;
    this.peer = undefined;
    if (this.closedFor !== undefined || this.failure !== undefined) return;
    this.options.say?.(`The host is gone: ${reason}`);
    // before the first epoch there is nobody to tell
    if (this.epochs === 0) return;
    if (!this.isBroken) {
      this.isBroken = true;
      this.tellOwn(...hostGone(reason));
    }
    this.reconnectLater();
  }

  private reconnectLater(): void {
    this.timer = setTimeout(() => {
      this.open().then(
        () => this.options.say?.('The host is back'),
        (error: unknown) => {
          const why = error instanceof Error ? error.message : String(error);
          this.options.say?.(`No connection to the host yet: ${why}`);
          // a link that closed has asked for the next attempt by itself
          if (this.peer === undefined && this.closedFor === undefined) this.reconnectAgain();
        },
      );
    }, reconnectPauseMs(this.attempts));
    this.attempts += 1;
  }

  private reconnectAgain(): void {
    clearTimeout(this.timer);
    this.reconnectLater();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    clearInterval(this.heartbeat);
    this.peer?.destroy(error.message);
    this.wakeUp?.();
  }
}
