// One life of the vendor process: invited, opened, called, watched by its heartbeat, ended; what it says goes to one listener.

import type { Endpoint } from '../../../adapters/host-link/endpoint.ts';
import type { LinkPeer } from '../../../adapters/host-link/link-peer.ts';
import type { OneTimeKey } from '../../../adapters/host-link/link-server.ts';
import { machineNowMs } from '../../../adapters/profit-dll/calls/call-expired.ts';
import { PendingCalls } from './pending-calls.ts';
import type { LateAnswer, VendorCallAnswer, VendorSecrets } from './vendor-port.ts';
import type { VendorProcessSettings } from './vendor-protocol.ts';
import {
  fromVendor,
  type Invitation,
  type ToVendor,
  type VendorHeartbeat,
  type VendorOpened,
} from './vendor-protocol.ts';

/** What the host's link offers for a vendor process; a LinkServer is one. */
export interface VendorDoor {
  readonly endpoint: Endpoint;
  issueKey(): OneTimeKey;
  withdrawKey(key: OneTimeKey): void;
}

/** What is used of a connection. */
export type VendorPeer = Pick<LinkPeer, 'facts' | 'handle' | 'send' | 'destroy'>;

/** A process that was started with an invitation. */
export interface VendorChild {
  readonly pid: number | undefined;
  /** Once, when it is gone; `reason` is its exit code, signal, or why it could not be started. */
  onExit(listener: (reason: string) => void): void;
  /** Ends it at once. */
  kill(): void;
}

/** Limits in milliseconds. */
export interface RunLimits {
  /** From the start of the process to its `opened`. */
  readonly startMs: number;
  /** Without a heartbeat for so long the process is ended; it sends four a second. */
  readonly heartbeatMs: number;
  /** A library that says it is frozen, or does not answer at all, and gives no records either, is ended after so long. */
  readonly frozenMs: number;
  /** From the request to stop to the exit. */
  readonly stopMs: number;
  /** The call to initialise returns within 0.3 s where all is well. */
  readonly initialiseMs: number;
}

export const RUN_LIMITS: RunLimits = {
  startMs: 60_000,
  heartbeatMs: 5_000,
  frozenMs: 60_000,
  stopMs: 15_000,
  initialiseMs: 60_000,
};

export interface RunListener {
  opened(opened: VendorOpened): void;
  records(records: Uint8Array): void;
  heartbeat(heartbeat: VendorHeartbeat): void;
  lateAnswer(late: LateAnswer): void;
  /** Once, when the process is gone. `isFinal`: another one would fail in the same way. */
  ended(end: RunEnd): void;
}

export interface RunEnd {
  readonly reason: string;
  readonly fix: string | undefined;
  readonly isFinal: boolean;
}

export interface RunOptions {
  readonly settings: VendorProcessSettings;
  readonly door: VendorDoor;
  readonly spawn: (invitation: Invitation) => VendorChild;
  readonly limits: RunLimits;
  readonly listener: RunListener;
}

const CLOSED_MS = 1_000;
/** Ticks further apart than this mean that the host did not come round. */
const OWN_TICK_MS = 1_000;

type Phase = 'invited' | 'connected' | 'open' | 'stopping' | 'ended';

export class VendorRun {
  private readonly options: RunOptions;
  private readonly key: OneTimeKey;
  private readonly child: VendorChild;
  private readonly calls = new PendingCalls();
  private phase: Phase = 'invited';
  private peer: VendorPeer | undefined;
  private since: number;
  private heardMs: number;
  private movedMs: number;
  private messages = -1;
  private closedBecause: string | undefined;
  private closedMs: number | undefined;
  private beats = false;
  private moves = false;
  private tickedMs: number;
  private end: RunEnd | undefined;

  constructor(options: RunOptions, nowMs: number) {
    this.options = options;
    this.since = nowMs;
    this.heardMs = nowMs;
    this.movedMs = nowMs;
    this.tickedMs = nowMs;
    this.key = options.door.issueKey();
    const { id: keyId, secret } = this.key;
    this.child = options.spawn({ endpoint: options.door.endpoint, keyId, key: secret.toString('hex') });
    this.child.onExit((reason) => this.exited(reason));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Takes a connection if it is that of this process. */
  accept(peer: VendorPeer): boolean {
    if (peer.facts.key !== this.key.id || this.phase !== 'invited') return false;
    this.phase = 'connected';
    this.peer = peer;
    peer.handle({
      message: (message) => this.message(message),
      records: (records) => {
        if (this.phase === 'open') this.options.listener.records(records);
      },
      closed: (reason) => {
        this.closedBecause = reason;
      },
    });
    this.say({ kind: 'open', settings: this.options.settings });
    return true;
  }

  initialise(secrets: VendorSecrets, nowMs: number): Promise<VendorCallAnswer> {
    const deadlineMs = this.options.limits.initialiseMs;
    const { mode, activationKey, user, password, routingPassword } = secrets;
    const login = {
      mode,
      activationKey,
      user,
      password,
      ...(routingPassword === undefined ? {} : { routingPassword }),
    };
    return this.send('initialise', deadlineMs, nowMs, (id) => ({ kind: 'initialise', id, ...login, deadlineMs }));
  }

  call(method: string, args: readonly unknown[], deadlineMs: number, nowMs: number): Promise<VendorCallAnswer> {
    const wire = this.calls.argumentsFor(args);
    // counted from here: a vendor process that stands still must not make it longer
    const notAfterMs = machineNowMs() + deadlineMs;
    return this.send(method, deadlineMs, nowMs, (id) => ({
      kind: 'call',
      id,
      method,
      args: wire,
      deadlineMs,
      notAfterMs,
    }));
  }

  tick(nowMs: number): void {
    const { limits } = this.options;
    this.calls.tick(nowMs);
    this.noteLife(nowMs);
    this.noteClosed(nowMs);
    if (this.phase === 'stopping') {
      if (nowMs - this.since >= limits.stopMs)
        this.kill({ reason: `the vendor process did not stop in ${limits.stopMs} ms` });
    } else if (this.phase === 'invited' || this.phase === 'connected') {
      if (nowMs - this.since >= limits.startMs) {
        this.kill({ reason: `the vendor process was not ready within ${limits.startMs} ms` });
      }
    } else if (this.phase === 'open' && nowMs - this.heardMs >= limits.heartbeatMs) {
      this.kill({ reason: `the vendor process gave no heartbeat for ${nowMs - this.heardMs} ms` });
    } else if (this.phase === 'open' && nowMs - this.movedMs >= limits.frozenMs) {
      this.kill({ reason: `the vendor library has been frozen for ${nowMs - this.movedMs} ms` });
    }
  }

  /** Asks the library to finalise and the process to go; `ended` follows, by force where it must. */
  stop(nowMs: number): void {
    if (this.phase === 'ended' || this.phase === 'stopping') return;
    const wasOpen = this.phase === 'open';
    this.phase = 'stopping';
    this.since = nowMs;
    this.end ??= { reason: 'stopped', fix: undefined, isFinal: false };
    if (!wasOpen || !this.say({ kind: 'stop' })) this.child.kill();
  }

  /** Ends the process at once. */
  kill(end: { readonly reason: string; readonly fix?: string | undefined; readonly isFinal?: boolean }): void {
    if (this.phase === 'ended') return;
    this.end ??= { reason: end.reason, fix: end.fix, isFinal: end.isFinal ?? false };
    this.child.kill();
  }

  private async send(
    method: string,
    deadlineMs: number,
    nowMs: number,
    make: (id: number) => ToVendor,
  ): Promise<VendorCallAnswer> {
    if (this.phase !== 'open') return absent('the vendor process is not running');
    const call = this.calls.begin(method, deadlineMs, nowMs);
    if (call === undefined) return absent('too many calls wait for the vendor process');
    if (!this.say(make(call.id))) this.calls.drop(call.id, absent('the connection to the vendor process is gone'));
    return await call.answer;
  }

  /** Of the time in which the host itself did not come round, the process is not accused: its heartbeats may wait to be read. */
  private noteLife(nowMs: number): void {
    const ownStallMs = Math.max(0, nowMs - this.tickedMs - OWN_TICK_MS);
    this.tickedMs = nowMs;
    this.heardMs = this.beats ? nowMs : this.heardMs + ownStallMs;
    this.movedMs = this.moves ? nowMs : this.movedMs + ownStallMs;
    this.beats = false;
    this.moves = false;
  }

  /** A process that crashes loses its connection first: it is given the time to say how it ended. */
  private noteClosed(nowMs: number): void {
    if (this.closedBecause === undefined) return;
    this.closedMs ??= nowMs;
    if (nowMs - this.closedMs < CLOSED_MS) return;
    this.kill({ reason: `the connection to the vendor process ended: ${this.closedBecause}` });
  }

  private say(message: ToVendor): boolean {
    return this.peer?.send(message) ?? false;
  }

  private message(raw: unknown): void {
    const parsed = fromVendor.safeParse(raw);
    if (!parsed.success) {
      this.kill({ reason: 'the vendor process sent a message that this version does not know' });
      return;
    }
    const message = parsed.data;
    const { listener } = this.options;
    if (message.kind === 'opened') {
      if (this.phase !== 'connected') return;
      this.phase = 'open';
      this.beats = true;
      this.moves = true;
      listener.opened(message);
    } else if (message.kind === 'openFailed') {
      this.kill({ reason: message.message, fix: message.fix, isFinal: true });
    } else if (message.kind === 'heartbeat') this.heartbeat(message);
    else if (message.kind === 'answer' || message.kind === 'refusal') {
      const late = this.calls.answered(message);
      if (late !== undefined) listener.lateAnswer(late);
    }
  }

  private heartbeat(beat: VendorHeartbeat): void {
    this.beats = true;
    const isSuspect = beat.health === 'frozen' || beat.healthPendingMs > 0;
    if (!isSuspect || beat.counters.messages !== this.messages) this.moves = true;
    this.messages = beat.counters.messages;
    this.options.listener.heartbeat(beat);
  }

  private exited(reason: string): void {
    if (this.phase === 'ended') return;
    this.phase = 'ended';
    this.options.door.withdrawKey(this.key);
    this.peer?.destroy('the vendor process is gone');
    const end = this.end ?? { reason: `the vendor process ended by itself: ${reason}`, fix: undefined, isFinal: false };
    this.calls.lost(end.reason);
    this.options.listener.ended(end);
  }
}

function absent(message: string): VendorCallAnswer {
  return { ok: false, error: { kind: 'absent', code: undefined, message, fix: undefined } };
}
