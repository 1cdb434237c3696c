// Events of our own that were given to a host in; those that have not come back in its sequence, for the next connection, out.

import type { CommandResult, OperatorCommand } from '../../core/account/account-event.ts';
import { EventBatch, type PayloadEvent } from '../../core/market/event-batch.ts';
import { Kind } from '../../core/market/event-record.ts';

/** Beyond this the oldest are forgotten: nobody asks so much while a host is gone. */
const UNHEARD_MAX = 1000;

type Word = OperatorCommand | CommandResult;

/**
 * What a person asked for, and answers that the process gave itself, are heard by the engine once, however often the connection breaks: it
 * hears them in the host's sequence alone, so what did not come back was not heard.
 */
export class UnheardWords {
  private readonly words: Word[] = [];

  /** In the order in which they were said. */
  get all(): readonly PayloadEvent[] {
    return this.words;
  }

  said(event: PayloadEvent): void {
    if (event.kind !== 'operatorCommand' && event.kind !== 'commandResult') return;
    this.words.push(event as Word);
    if (this.words.length > UNHEARD_MAX) this.words.shift();
  }

  /** Events of the host have come. */
  heard(batch: EventBatch): void {
    for (let index = 0; index < batch.length && this.words.length > 0; index++) {
      const kind = batch.kindAt(index);
      if (kind !== Kind.operatorCommand && kind !== Kind.commandResult) continue;
      const event = batch.payloadAt(index);
      const at = this.words.findIndex((word) => isSame(word, event));
      if (at >= 0) this.words.splice(at, 1);
    }
  }
}

/** To be seated by the host: without times and numbers of their own. */
export function batchOf(events: readonly PayloadEvent[]): EventBatch {
  const batch = new EventBatch(events.length);
  for (const event of events) batch.pushPayload(event, 0);
  return batch;
}

function isSame(word: Word, event: PayloadEvent): boolean {
  if (event.kind !== word.kind) return false;
  if (word.kind === 'operatorCommand') {
    const { command, by, reason } = event as OperatorCommand;
    return word.command === command && word.by === by && word.reason === reason;
  }
  const { command, clientOrderId, outcome } = event as CommandResult;
  return word.command === command && word.clientOrderId === clientOrderId && word.outcome === outcome;
}
