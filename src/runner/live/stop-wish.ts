// The wish that a session ends flat, and what its engine makes of it, in; whether it is flat, or has had its time, out.

import type { OperatorCommand } from '../../core/account/account-event.ts';
import type { EngineContext } from '../../core/engine/engine-context.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { Kind } from '../../core/market/event-record.ts';
import type { StopMode } from './live-options.ts';

/** A stop waits so long to be flat; what is still held keeps its stops, and the guardian. */
export const STOP_FLAT_MS = 30_000;
const BY = 'stop';

export class StopWish {
  readonly mode: StopMode;
  readonly reason: string;
  private readonly sinceMs = performance.now();
  private isHeard = false;

  constructor(mode: StopMode, reason: string) {
    this.mode = mode;
    this.reason = reason;
  }

  get flatten(): Pick<OperatorCommand, 'command' | 'by' | 'reason'> {
    return { command: 'flatten', by: BY, reason: this.reason };
  }

  /** Each event, before the engine takes it. */
  onEvent(batch: EventBatch, index: number): void {
    if (batch.kindAt(index) !== Kind.operatorCommand) return;
    const { command, by } = batch.payloadAt(index) as OperatorCommand;
    this.isHeard ||= command === 'flatten' && by === BY;
  }

  /** `hasCarried`: orders of an earlier process wait for the first epoch, so that nobody knows yet what is held. */
  outcome(context: EngineContext, hasCarried: boolean): 'flat' | 'late' | undefined {
    const { account, epoch, mutes } = context;
    const isKnown = epoch === 0 ? !hasCarried : this.isHeard || mutes.has('host');
    if (isKnown && account.open().length === 0 && account.working().length === 0) return 'flat';
    return performance.now() - this.sinceMs > STOP_FLAT_MS ? 'late' : undefined;
  }
}
