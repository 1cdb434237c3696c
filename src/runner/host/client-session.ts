// One client of the host: its messages in, checked; its stream of events out, which ends when the client does not read.

import type { LinkHandler, LinkPeer } from '../../adapters/host-link/link-peer.ts';
import { unpackEvents } from '../../adapters/host-link/pack-events.ts';
import type { EventBatch, PayloadEvent } from '../../core/market/event-batch.ts';
import { answerRequest } from './answer-request.ts';
import { whyNotEchoed } from './echoed-events.ts';
import type { MarketReader } from './host-market.ts';
import { localAnswer } from './local-answer.ts';
import { passCommand } from './pass-command.ts';
import { type SessionParts, sessionStatus } from './session-parts.ts';
import { HostStream } from './stream.ts';
import {
  type BeginMessage,
  type ClientMessage,
  clientMessageSchema,
  type HostMessage,
  type OpenMessage,
} from './stream-messages.ts';
import { gapOf, momentOf } from './stream-moment.ts';
import type { Wanted } from './subscriptions.ts';
import { wantedBy } from './wanted-stream.ts';

/** What waits for a client that is live; beyond it the client is too slow to trade on what it reads. */
const SLOW_BYTES = 8 * 1024 * 1024;
/** The day so far is sent as fast as it is read, with this much on the way. */
const JOIN_BYTES = 1024 * 1024;
/** A client whose stream has ended has this long to read why. */
const LAST_WORDS_MS = 30_000;
/** The first epoch of a stream waits so long for history; later ones come when the day is whole. */
const FIRST_DAY_MS = 5000;

export class ClientSession implements LinkHandler, MarketReader {
  readonly peer: LinkPeer;
  account: string | undefined = undefined;
  instrumentIds: readonly number[] = [];
  private readonly parts: SessionParts;
  private wanted: readonly Wanted[] = [];
  private stream: HostStream | undefined = undefined;
  /** Trades are missing from what the stream has been told of the day: it is to be told when it can have them. */
  private lacksDay = false;
  private isToldPartial = false;
  private hasDay = true;
  private dayTimer: NodeJS.Timeout | undefined = undefined;
  private hasWaited = false;
  private isPumping = false;
  private begunUs = 0;

  constructor(peer: LinkPeer, parts: SessionParts) {
    this.peer = peer;
    this.parts = parts;
  }

  get status(): object {
    return sessionStatus(this.peer, this.stream, this.account);
  }

  get toldSeq(): number | undefined {
    return this.stream?.phase === 'live' ? this.stream.nextSeq - 1 : undefined;
  }

  get nextTickUs(): number {
    return this.stream?.nextTickUs ?? Infinity;
  }

  message(message: Readonly<Record<string, unknown>>): void {
    const parsed = clientMessageSchema.safeParse(message);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      this.fail(`a message is not understood: ${issue.path.join('.')}: ${issue.message}`);
      return;
    }
    this.take(parsed.data);
  }

  events(bytes: Buffer): void {
    const { stream } = this;
    if (stream === undefined) return this.fail('events came before a stream was opened');
    const batch = unpackEvents(bytes);
    const fault = typeof batch === 'string' ? batch : whyNotEchoed(batch, stream.instruments.length);
    if (fault !== undefined || typeof batch === 'string') return this.fail(`events cannot be read: ${fault}`);
    const nowUs = this.parts.clock.nowUs();
    for (let index = 0; index < batch.length; index++) stream.echo(batch, index, nowUs);
    this.parts.desk.echoed(this.account, batch);
    this.flush();
  }

  closed(reason: string): void {
    this.release();
    this.parts.log.info('clientLeft', { ...this.peer.facts, reason });
    this.parts.closed(this);
  }

  batch(batch: EventBatch): void {
    const { stream } = this;
    if (stream === undefined) return;
    for (let index = 0; index < batch.length; index++) stream.market(batch, index);
    this.flush();
  }

  payload(event: PayloadEvent, receivedUs: number): void {
    this.stream?.payload(event, receivedUs);
    this.flush();
  }

  /** An answer of the venue, with the host's instrument id; one for an instrument that the stream does not have is left out. */
  answer(event: PayloadEvent, receivedUs: number): void {
    const local = localAnswer(event, (hostId) => this.stream?.localId(hostId));
    if (local !== undefined) this.payload(local, receivedUs);
    else this.parts.log.info('answerNotTold', { event: event.kind });
  }

  tick(nowUs: number): void {
    this.stream?.tickTo(nowUs);
    this.flush();
  }

  dayLost(): void {
    this.lacksDay = true;
    this.isToldPartial = false;
    if (!this.hasDay) this.dayChanged();
  }

  /** A loss without a sign is told when it is found: nothing that was told since the trades were made can be relied on. */
  tradesFound(reason: string, lastUs: number): void {
    const { stream } = this;
    const isTold = stream?.phase === 'live' || stream?.phase === 'joining';
    // a stream that has been told of a gap already waits for this history
    if (!isTold || this.lacksDay || !(this.hasDay || lastUs >= this.begunUs)) return;
    this.payload(gapOf(`found later: ${reason}`), this.parts.clock.nowUs());
    this.dayLost();
  }

  /** Once for the start and once for each gap: a day that is still being filled is waited for. */
  dayChanged(): void {
    const { stream } = this;
    if (!this.lacksDay || stream === undefined || stream.phase === 'joining' || stream.phase === 'ended') return;
    const day = this.hasDay ? this.parts.market.day(this.instrumentIds) : 'whole';
    if (day === 'pending' && stream.phase === 'opened') this.waitForDay();
    const isOver = day === 'partial' || (day === 'pending' && this.hasWaited && stream.phase === 'opened');
    if (day !== 'whole' && (!isOver || this.isToldPartial)) return;
    const whole = day === 'whole';
    this.lacksDay = !whole;
    this.isToldPartial = !whole;
    const reason = whole ? 'nothing is missing' : 'trades of the day are missing, and history has not given them';
    this.say({ kind: 'ready', whole, reason });
  }

  private take(message: ClientMessage): void {
    switch (message.kind) {
      case 'open':
        return this.open(message);
      case 'begin':
        return this.begin(message);
      case 'alive':
        if (this.account !== undefined) this.parts.desk.alive(this.account, message.seq);
        return;
      case 'wake':
        if (this.stream?.wake(message.timeUs) === false) this.fail('too many wakes wait');
        return;
      case 'command':
        return this.command(message);
      case 'request':
        void answerRequest(this.peer, message.id, () => this.parts.request(this, message.what, message.args));
    }
  }

  /** Orders and positions cannot wait for history: after a while the first epoch begins with what there is, muted by a gap. */
  private waitForDay(): void {
    if (this.dayTimer !== undefined) return;
    this.dayTimer = setTimeout(() => {
      this.hasWaited = true;
      this.dayChanged();
    }, FIRST_DAY_MS);
  }

  private open(message: OpenMessage): void {
    const { market, desk, log } = this.parts;
    if (this.stream !== undefined && this.stream.phase !== 'ended') return this.fail('a stream is open already');
    this.release();
    const asked = wantedBy(message, this.peer.facts.role, this.parts);
    this.wanted = asked.wanted;
    const refusal =
      asked.refusal ?? (message.account === undefined ? undefined : desk.claim(message.account, this, message.guard));
    if (refusal !== undefined) return this.refuse(refusal);
    this.account = message.account;
    const { wanted } = asked;
    const ids = wanted.map(({ instrument }) => instrument.id);
    this.instrumentIds = ids;
    this.hasDay = message.since === 'dayStart';
    // whoever has positions to protect waits for no history
    this.hasWaited = message.guard !== undefined;
    const { trades, quotes, book, firstSeq, afterUs } = message;
    const instruments = wanted.map(({ instrument }) => instrument);
    this.stream = new HostStream({ firstSeq, afterUs, instruments, wants: { trades, quotes, book: book !== 'none' } });
    market.addReader(this);
    log.info('streamOpened', { ...this.peer.facts, instruments: instruments.map(({ ticker }) => ticker), firstSeq });
    this.say({ kind: 'opened' });
    this.dayLost();
    this.dayChanged();
  }

  /** The market from now on, with the day so far or without. With `day: later` the day follows in an epoch of its own. */
  private begin({ day: when, carriedOrderIds }: BeginMessage): void {
    const isLater = when === 'later';
    const { stream, hasDay } = this;
    const { market, clock } = this.parts;
    // a gap or a slow reading may have ended it meanwhile
    if (stream?.phase === 'ended') return;
    if (stream?.phase !== 'paused') return this.fail('begin follows the start of an epoch');
    const nowUs = clock.nowUs();
    const day = hasDay ? (isLater ? 'pending' : market.day(this.instrumentIds)) : undefined;
    this.begunUs = nowUs;
    const moment = momentOf(market, stream, day, nowUs);
    const join = hasDay && !isLater && stream.wants.trades ? market.join(stream.instruments, nowUs) : undefined;
    this.lacksDay = day !== undefined && day !== 'whole';
    this.isToldPartial = this.lacksDay && !isLater;
    stream.begin(join, moment);
    if (this.account !== undefined) this.parts.desk.resume(this.account, carriedOrderIds);
    void this.pump();
  }

  private async pump(): Promise<void> {
    if (this.isPumping) return;
    this.isPumping = true;
    while (this.stream?.phase === 'joining' && !this.peer.closed) {
      this.stream.pump();
      this.flush();
      if (this.peer.queuedBytes > JOIN_BYTES) await this.peer.drained();
      else await new Promise((done) => setImmediate(done));
    }
    this.isPumping = false;
    this.dayChanged();
  }

  private command(message: Extract<ClientMessage, { kind: 'command' }>): void {
    const { stream, account } = this;
    if (stream === undefined || account === undefined)
      return this.fail('only a trader with an open stream sends orders');
    const refusal = passCommand(message, account, stream, this.parts);
    if (refusal !== undefined) this.payload(refusal, this.parts.clock.nowUs());
  }

  private flush(): void {
    const { stream, peer } = this;
    if (stream === undefined) return;
    if (stream.out.length > 0) {
      const isLive = stream.phase !== 'joining';
      peer.sendEvents(stream.out);
      stream.out.clear();
      if (isLive && peer.queuedBytes > (this.parts.slowBytes ?? SLOW_BYTES))
        this.cut('events are not read fast enough');
    }
    if (stream.overrun) this.cut('the day so far is not read fast enough');
  }

  /** Tells what was lost as the last event, and that it is the last. */
  private cut(reason: string): void {
    const { stream, peer, parts } = this;
    if (stream === undefined || stream.phase === 'ended') return;
    stream.out.clear();
    stream.end(gapOf(reason), parts.clock.nowUs());
    peer.sendEvents(stream.out);
    stream.out.clear();
    this.say({ kind: 'ended', reason });
    parts.log.warning('streamEnded', { ...peer.facts, reason, queuedBytes: peer.queuedBytes });
    this.release();
    const timer = setTimeout(() => {
      if (peer.queuedBytes > 0) peer.destroy('it does not read');
    }, LAST_WORDS_MS);
    timer.unref();
  }

  private release(): void {
    const { market, desk } = this.parts;
    market.removeReader(this);
    clearTimeout(this.dayTimer);
    this.dayTimer = undefined;
    for (const wanted of this.wanted) market.subscriptions.release(wanted);
    this.wanted = [];
    if (this.account !== undefined) desk.release(this.account, this);
    this.account = undefined;
  }

  private refuse(reason: string): void {
    this.release();
    this.parts.log.warning('streamRefused', { ...this.peer.facts, reason });
    this.say({ kind: 'refused', reason });
  }

  private fail(reason: string): void {
    this.parts.log.warning('clientFailed', { ...this.peer.facts, reason });
    this.say({ kind: 'ended', reason: reason.slice(0, 500) });
    this.peer.end(reason);
  }

  private say(message: HostMessage): void {
    this.peer.send(message);
  }
}
