// Calls that were sent to the vendor process: each is answered once, by the process, by its deadline or by the end; answers after that are late.

import type { LateAnswer, VendorCallAnswer } from './vendor-port.ts';
import type { FromVendor } from './vendor-protocol.ts';
import { fromWire, toWire } from './wire-value.ts';

/** Calls under way at a time; lanes in the vendor process let few of them run. */
const MAX_PENDING_CALLS = 1024;
/** The process keeps the deadline itself; the host answers for it so much later, should it not. */
const DEADLINE_GRACE_MS = 2_000;

interface Pending {
  readonly method: string;
  readonly deadlineAtMs: number;
  readonly deadlineMs: number;
  settle: ((answer: VendorCallAnswer) => void) | undefined;
  readonly late: PromiseWithResolvers<VendorCallAnswer>;
}

export class PendingCalls {
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;

  argumentsFor(args: readonly unknown[]): unknown[] {
    return args.map(toWire);
  }

  /** Undefined where too many wait. */
  begin(
    method: string,
    deadlineMs: number,
    nowMs: number,
  ): { readonly id: number; readonly answer: Promise<VendorCallAnswer> } | undefined {
    if (this.pending.size >= MAX_PENDING_CALLS) return undefined;
    const { promise, resolve } = Promise.withResolvers<VendorCallAnswer>();
    const id = this.nextId++;
    const deadlineAtMs = nowMs + deadlineMs + DEADLINE_GRACE_MS;
    this.pending.set(id, { method, deadlineMs, deadlineAtMs, settle: resolve, late: Promise.withResolvers() });
    return { id, answer: promise };
  }

  /** Gives what came after its caller had been told something else. */
  answered(message: Extract<FromVendor, { kind: 'answer' | 'refusal' }>): LateAnswer | undefined {
    const call = this.pending.get(message.id);
    if (call === undefined) return undefined;
    const answer: VendorCallAnswer =
      message.kind === 'answer'
        ? { ok: true, value: fromWire(message.value) }
        : { ok: false, error: { ...message.error, code: message.error.code, fix: message.error.fix } };
    const { settle } = call;
    if (settle !== undefined) {
      call.settle = undefined;
      // a call that the process gave up waiting for is still under way there: its true answer is to come
      const isOver = answer.ok || answer.error.kind !== 'deadline';
      settle(isOver ? answer : { ...answer, late: call.late.promise });
      if (isOver) this.pending.delete(message.id);
      return undefined;
    }
    this.pending.delete(message.id);
    call.late.resolve(answer);
    return { id: message.id, method: call.method, answer };
  }

  tick(nowMs: number): void {
    for (const call of this.pending.values()) {
      if (call.settle === undefined || nowMs < call.deadlineAtMs) continue;
      const { settle } = call;
      call.settle = undefined;
      const message = `${call.method} was not answered within ${call.deadlineMs} ms`;
      const error = { kind: 'deadline', code: undefined, message, fix: undefined } as const;
      settle({ ok: false, error, late: call.late.promise });
    }
  }

  /** The message of this call could not be sent. */
  drop(id: number, answer: VendorCallAnswer): void {
    const call = this.pending.get(id);
    this.pending.delete(id);
    call?.settle?.(answer);
  }

  /** The process is gone: nobody knows whether the vendor acted on what was under way. */
  lost(reason: string): void {
    for (const call of this.pending.values()) {
      const message = `${call.method} had no answer before the end: ${reason}`;
      const lost: VendorCallAnswer = { ok: false, error: { kind: 'lost', code: undefined, message, fix: undefined } };
      call.settle?.(lost);
      call.late.resolve(lost);
    }
    this.pending.clear();
  }
}
