// Takes the events that a client wants echoed in its sequence; says why one may not stand there, and makes those that the host adds.

import type { CommandResult, ConnectionChange, Gap, OperatorCommand } from '../../core/account/account-event.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { BAR_WARMUP, Kind, NO_INSTRUMENT } from '../../core/market/event-record.ts';

/** What a client knows and the host does not: epochs with their warm-up, predictions, what a person asked for, agreement with the venue. */
const ECHOED: ReadonlySet<number> = new Set([
  Kind.epochStart,
  Kind.bar,
  Kind.barFlow,
  Kind.predictionReady,
  Kind.predictionTimedOut,
  // of a command that the client itself holds back
  Kind.commandResult,
  Kind.operatorCommand,
  Kind.reconciliationReport,
]);

/** Undefined where all may be echoed. `instruments`: how many the stream has. */
export function whyNotEchoed(batch: EventBatch, instruments: number): string | undefined {
  for (let index = 0; index < batch.length; index++) {
    const kind = batch.kindAt(index);
    if (!ECHOED.has(kind)) return `events of kind ${kind} are not a client's to tell`;
    const id = batch.instrumentAt(index);
    if (kind !== Kind.bar && kind !== Kind.barFlow) {
      if (id !== NO_INSTRUMENT) return `an event of kind ${kind} has the instrument ${id}`;
    } else if ((batch.flagsAt(index) & BAR_WARMUP) === 0) return 'a bar that is not of the warm-up';
    else if (id < 0 || id >= instruments) return `a bar of instrument ${id}; the stream has ${instruments}`;
  }
  return undefined;
}

export function operatorCommand(command: OperatorCommand['command'], by: string, reason: string): OperatorCommand {
  return { kind: 'operatorCommand', command, by, reason };
}

/** The host has not let the command out: nothing of it is at the vendor. */
export function refusedCommand(command: OrderCommand, reason: string): CommandResult {
  const clientOrderId = command.kind === 'submit' ? command.request.clientOrderId : command.clientOrderId;
  return { kind: 'commandResult', command: command.kind, clientOrderId, outcome: 'refused', reason };
}

/** What a client tells itself when the host is gone. */
export function hostGone(reason: string): readonly [ConnectionChange, Gap] {
  return [
    { kind: 'connectionChange', service: 'host', state: 'disconnected', detail: reason },
    { kind: 'gap', lostRecords: undefined, reason: `the host is gone: ${reason}` },
  ];
}
