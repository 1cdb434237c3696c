// The host in; an Exchange for the engine out: its stream of events, orders to it, and the loss of the host as events of its own.

import { connectLink } from '../../adapters/host-link/connect-link.ts';
import { readEndpoint } from '../../adapters/host-link/endpoint.ts';
import type { LinkPeer } from '../../adapters/host-link/link-peer.ts';
import { unpackEvents } from '../../adapters/host-link/pack-events.ts';
import { readToken } from '../../adapters/host-link/token.ts';
import type { ConnectionChange, Gap } from '../../core/account/account-event.ts';
import { assert } from '../../core/assert.ts';
import type { EventCursor, Exchange } from '../../core/engine/exchange.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import { EventBatch, type PayloadEvent } from '../../core/market/event-batch.ts';
import { hostNotThere, streamRefused } from './host-errors.ts';
import { reconnectPauseMs } from './reconnect-pause.ts';
import { type HostMessage, hostMessageSchema, type OpenMessage } from './stream-messages.ts';

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
  /** What people may want to read: refusals, ends, reconnections. */
  readonly say?: (text: string) => void;
}

export interface EpochReason {
  readonly cause: 'start' | 'afterGap' | 'reconnected';
  /** False: trades of the day are missing, and the day will be followed by a gap. */
  readonly whole: boolean;
  readonly reason: string;
}

/** Frames that wait to be read; the host ends a stream long before. */
const WAITING_MAX = 1 << 16;

/** `connect` first. Everything that the engine is told comes from `advance`, also that the host is gone. */
export class HostExchange implements Exchange {
  private readonly options: HostExchangeOptions;
  private peer: LinkPeer | undefined = undefined;
  private readonly waiting: EventBatch[] = [];
  private batch = new EventBatch(1);
  private next = 0;
  /** Of the last event that came, and of the local clock at that moment. */
  private lastSeq: number;
  private lastUs = 0;
  private lastAtMs = 0;
  private wakeUp: (() => void) | undefined = undefined;
  private closedFor: string | undefined = undefined;
  private epochs = 0;
  private isBroken = false;
  private attempts = 0;
  private timer: NodeJS.Timeout | undefined = undefined;
  private failure: Error | undefined = undefined;

  constructor(options: HostExchangeOptions) {
    this.options = options;
    this.lastSeq = options.firstSeq - 1;
  }

  /** Throws UserError where there is no host, or it refuses: the first connection is not tried again. */
  async connect(): Promise<void> {
    await this.open();
  }

  advance(cursor: EventCursor): boolean {
    while (this.next >= this.batch.length) {
      const batch = this.waiting.shift();
      if (batch === undefined) return false;
      this.batch = batch;
      this.next = 0;
    }
    cursor.batch = this.batch;
    cursor.index = this.next++;
    return true;
  }

  /** False after `close`; throws what ended the exchange against our will. */
  async more(): Promise<boolean> {
    while (this.waiting.length === 0 && this.next >= this.batch.length) {
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
    if (this.peer?.send({ kind: 'command', command }) === true) return;
    const isSubmit = command.kind === 'submit';
    this.tellOwn({
      kind: 'commandResult',
      command: command.kind,
      clientOrderId: isSubmit ? command.request.clientOrderId : command.clientOrderId,
      // nothing has left this process: that is known
      outcome: 'refused',
      reason: 'there is no connection to the host',
    } as PayloadEvent);
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
    const batch = new EventBatch(1);
    batch.pushPayload(event, 0);
    this.peer?.sendEvents(batch);
  }

  close(): void {
    if (this.closedFor !== undefined) return;
    this.closedFor = 'closed';
    clearTimeout(this.timer);
    this.peer?.end('closed');
    this.wakeUp?.();
  }

  private async open(): Promise<void> {
    const { home, name, account } = this.options;
    const file = readEndpoint(home);
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
    const { instruments, trades, quotes, book, since, account } = this.options;
    const firstSeq = this.lastSeq + 1;
    const message = { kind: 'open', firstSeq, afterUs: this.lastUs, instruments, trades, quotes, book, since } as const;
    return account === undefined ? message : { ...message, account };
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
      this.epochs += 1;
      this.isBroken = false;
      peer.sendEvents(batch);
      peer.send({ kind: 'begin' });
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private takeEvents(peer: LinkPeer, bytes: Buffer): void {
    const batch = unpackEvents(bytes);
    if (typeof batch === 'string') return peer.destroy(`events of the host cannot be read: ${batch}`);
    const seq = batch.seqAt(0);
    if (seq !== this.lastSeq + 1) return peer.destroy(`event ${this.lastSeq + 1} was to come, not ${seq}`);
    this.push(batch);
  }

  private push(batch: EventBatch): void {
    const last = batch.length - 1;
    this.lastSeq = batch.seqAt(last);
    this.lastUs = batch.receivedTimeUsAt(last);
    this.lastAtMs = performance.now();
    if (this.waiting.push(batch) > WAITING_MAX) this.fail(new Error(`more than ${WAITING_MAX} batches of events wait`));
    this.wakeUp?.();
  }

  /** Between the host's events, while there is no host: its last time plus what has passed here since. */
  private tellOwn(...events: readonly PayloadEvent[]): void {
    const batch = new EventBatch(events.length);
    const timeUs = Math.max(this.lastUs, this.lastUs + Math.floor((performance.now() - this.lastAtMs) * 1000));
    for (const event of events) {
      const index = batch.pushPayload(event, timeUs);
      batch.stamp(index, this.lastSeq + 1 + index, timeUs);
    }
    this.push(batch);
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
      const change: ConnectionChange = {
        kind: 'connectionChange',
        service: 'host',
        state: 'disconnected',
        detail: reason,
      };
      const gap: Gap = { kind: 'gap', lostRecords: undefined, reason: `the host is gone: ${reason}` };
      this.tellOwn(change, gap);
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
    this.peer?.destroy(error.message);
    this.wakeUp?.();
  }
}
