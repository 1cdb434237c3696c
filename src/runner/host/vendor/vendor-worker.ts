// The work of the vendor process: messages of the host in, calls of the library made, answers, heartbeats and raw records out.

import type { LinkHandler, LinkPeer } from '../../../adapters/host-link/link-peer.ts';
import { CallExpiredError } from '../../../adapters/profit-dll/calls/call-expired.ts';
import { FEED_RECORD_BYTES, MAX_FEED_PARTS } from '../../../adapters/profit-dll/feed/feed-record.ts';
import { VendorError } from '../../../adapters/profit-dll/vendor-error.ts';
import { redact } from '../../../adapters/secrets/redact.ts';
import { Secret } from '../../../adapters/secrets/secret.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { HealthQuestion } from './health-question.ts';
import type { LoadedLibrary } from './loaded-library.ts';
import { ROUTING_PASSWORD, type VendorCallAnswer } from './vendor-port.ts';
import { type FromVendor, type ToVendor, toVendor, type VendorProcessSettings } from './vendor-protocol.ts';
import { fromWire, toWire } from './wire-value.ts';

export const HEARTBEAT_MS = 250;
/** Above this the ring keeps the records: it counts what it cannot keep, a socket does not. */
const QUEUE_BYTES_HIGH = 8 * 1024 * 1024;
const WAIT_MS = 250;
/** Reads in a row before others get their turn. */
const READS_PER_TURN = 8;
/** The library may hang in its end for ever. */
const FINALISE_MS = 8_000;
/** A call that was never made expires at its deadline: "not made" is to be told before "not answered", which leaves open what happened. */
const EXPIRY_FIRST_MS = 25;

export type WorkerEnd = 'finalised' | 'hung' | 'notInitialised';

export interface WorkerOptions {
  readonly load: (settings: VendorProcessSettings) => LoadedLibrary;
  /** Called once when nothing is left to do; the process ends then. */
  readonly over: (end: WorkerEnd) => void;
}

export class VendorWorker implements LinkHandler {
  private readonly options: WorkerOptions;
  private readonly peer: LinkPeer;
  private library: LoadedLibrary | undefined;
  private health: HealthQuestion | undefined;
  private routingPassword: string | undefined;
  private initialised = false;
  private ending = false;
  private beat: NodeJS.Timeout | undefined;
  private beatMs = 0;
  private stallMs = 0;
  private callsPending = 0;

  constructor(peer: LinkPeer, options: WorkerOptions) {
    this.peer = peer;
    this.options = options;
  }

  message(raw: Readonly<Record<string, unknown>>): void {
    const parsed = toVendor.safeParse(raw);
    if (!parsed.success) {
      // the message may hold secrets: nothing of it is repeated
      this.peer.destroy('the host sent a message that this version does not know');
      return;
    }
    const message = parsed.data;
    if (message.kind === 'open') this.open(message.settings);
    else if (message.kind === 'initialise') void this.initialise(message);
    else if (message.kind === 'call') void this.call(message);
    else void this.stop();
  }

  /** The host is gone: nobody needs this process any more. */
  closed(): void {
    void this.stop();
  }

  async stop(): Promise<void> {
    if (this.ending) return;
    this.ending = true;
    clearInterval(this.beat);
    const { library } = this;
    if (library === undefined || !this.initialised) {
      this.options.over('notInitialised');
      return;
    }
    const finalising = library.feed.finalise().then(
      (result) => ({ kind: 'finalised', result }) as const,
      () => ({ kind: 'finalised' }) as const,
    );
    const done = await Promise.race([finalising, after(FINALISE_MS)]);
    library.feed.wake();
    if (done !== undefined) this.say(done);
    await Promise.race([this.peer.drained(), after(WAIT_MS)]);
    this.options.over(done === undefined ? 'hung' : 'finalised');
  }

  private open(settings: VendorProcessSettings): void {
    if (this.library !== undefined) return;
    try {
      this.library = this.options.load(settings);
    } catch (error) {
      const { message, fix } = told(error);
      this.say({ kind: 'openFailed', message, ...(fix === undefined ? {} : { fix }) });
      return;
    }
    const { feed, feedNote, facts, health } = this.library;
    this.health = new HealthQuestion(health);
    const note = feedNote === undefined ? {} : { feedNote };
    this.say({ kind: 'opened', pid: process.pid, feed: feed.kind, ...note, facts: toWire(facts) });
    this.beatMs = performance.now();
    this.beat = setInterval(() => this.heartbeat(), HEARTBEAT_MS);
    void this.pump();
  }

  private async initialise(message: Extract<ToVendor, { kind: 'initialise' }>): Promise<void> {
    const { id, deadlineMs, mode, activationKey, user, password, routingPassword } = message;
    // known as secrets from here on, so that no error text can repeat them
    for (const value of [activationKey, user, password, routingPassword]) if (value !== undefined) new Secret(value);
    this.routingPassword = routingPassword;
    this.initialised = true;
    await this.perform(id, deadlineMs, async (library) => {
      const result = await library.feed.initialise({ mode, activationKey, user, password });
      if (result < 0) throw new VendorError('the initialisation', result);
      return result;
    });
  }

  private async call(message: Extract<ToVendor, { kind: 'call' }>): Promise<void> {
    const { id, deadlineMs, method, args, notAfterMs } = message;
    await this.perform(id, deadlineMs, (library) => {
      return library.call(
        method,
        args.map((argument) => this.withPassword(fromWire(argument))),
        notAfterMs,
      );
    });
  }

  private async perform(
    id: number,
    deadlineMs: number,
    work: (library: LoadedLibrary) => Promise<unknown>,
  ): Promise<void> {
    const { library } = this;
    if (library === undefined || this.ending) {
      const message = 'the vendor library is not loaded';
      this.answer(id, { ok: false, error: { kind: 'absent', code: undefined, message, fix: undefined } }, false);
      return;
    }
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      const message = `no answer within ${deadlineMs} ms`;
      this.answer(id, { ok: false, error: { kind: 'deadline', code: undefined, message, fix: undefined } }, false);
    }, deadlineMs + EXPIRY_FIRST_MS);
    this.callsPending++;
    try {
      this.answer(id, { ok: true, value: await work(library) }, late);
    } catch (error) {
      this.answer(id, failureOf(error), late);
    } finally {
      clearTimeout(timer);
      this.callsPending--;
    }
  }

  private withPassword(argument: unknown): unknown {
    if (typeof argument !== 'object' || argument === null || !('password' in argument)) return argument;
    return argument.password === ROUTING_PASSWORD ? { ...argument, password: this.routingPassword ?? '' } : argument;
  }

  private answer(id: number, answer: VendorCallAnswer, late: boolean): void {
    if (answer.ok) {
      this.say({ kind: 'answer', id, ok: true, late, value: toWire(answer.value) });
      return;
    }
    const { kind, code, message, fix } = answer.error;
    const error = { kind, message, ...(code === undefined ? {} : { code }), ...(fix === undefined ? {} : { fix }) };
    this.say({ kind: 'refusal', id, ok: false, late, error });
  }

  private heartbeat(): void {
    const { library, health } = this;
    if (library === undefined || health === undefined) return;
    const nowMs = performance.now();
    this.stallMs = Math.max(0, nowMs - this.beatMs - HEARTBEAT_MS);
    this.beatMs = nowMs;
    if (this.initialised) health.ask(nowMs);
    this.say({
      kind: 'heartbeat',
      nowNs: library.feed.nowNs().toString(),
      counters: { ...library.feed.counters() },
      health: health.answer,
      healthPendingMs: health.pendingMs(nowMs),
      stallMs: this.stallMs,
      callsPending: this.callsPending,
    });
  }

  /** Ring to socket. What the host cannot take in time stays in the ring. */
  private async pump(): Promise<void> {
    const { peer, library } = this;
    if (library === undefined) return;
    const { feed } = library;
    const target = new Uint8Array(MAX_FEED_PARTS * FEED_RECORD_BYTES);
    for (let reads = 0, isEnding = false; !peer.closed; ) {
      if (peer.queuedBytes > QUEUE_BYTES_HIGH) await peer.drained();
      const records = feed.read(target);
      if (records > 0) {
        peer.sendRecords(target.subarray(0, records * FEED_RECORD_BYTES));
        reads++;
        if (reads % READS_PER_TURN === 0) await turn();
      } else if (isEnding) return;
      // what the end itself calls back may come with the wake
      else isEnding = (await feed.wait(WAIT_MS)) === 'closed';
    }
  }

  private say(message: FromVendor): void {
    this.peer.send(message);
  }
}

function failureOf(error: unknown): VendorCallAnswer {
  const { message, fix } = told(error);
  const code = error instanceof VendorError ? error.nlCode : undefined;
  return { ok: false, error: { kind: kindOf(error), code, message, fix } };
}

function kindOf(error: unknown): 'vendor' | 'expired' | 'failed' {
  if (error instanceof VendorError) return 'vendor';
  return error instanceof CallExpiredError ? 'expired' : 'failed';
}

function told(error: unknown): { readonly message: string; readonly fix: string | undefined } {
  const message = redact(error instanceof Error ? error.message : String(error));
  return { message, fix: error instanceof UserError ? redact(error.fix) : undefined };
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
