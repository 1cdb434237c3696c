// The host's events in; the same out, and every order refused: what is decided is seen, and nothing is sent.

import type { CommandResult } from '../../core/account/account-event.ts';
import type { EventCursor, Exchange } from '../../core/engine/exchange.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { PayloadEvent } from '../../core/market/event-batch.ts';

/** An exchange into whose sequence events of our own can be put. */
export interface InjectedExchange extends Exchange {
  inject(event: PayloadEvent): void;
}

export const SHADOW_REASON = 'shadow: orders go nowhere';

export class ShadowExchange implements Exchange {
  private readonly inner: InjectedExchange;

  constructor(inner: InjectedExchange) {
    this.inner = inner;
  }

  advance(cursor: EventCursor): boolean {
    return this.inner.advance(cursor);
  }

  more(): Promise<boolean> {
    return this.inner.more();
  }

  submit(command: OrderCommand): void {
    this.inner.inject(refusalOf(command, SHADOW_REASON));
  }

  wake(timeUs: number): void {
    this.inner.wake(timeUs);
  }

  deliver(answer: Promise<PayloadEvent>): Promise<void> | undefined {
    return this.inner.deliver(answer);
  }
}

/** The answer to a command that has not left this process. */
export function refusalOf(command: OrderCommand, reason: string): PayloadEvent {
  const clientOrderId = command.kind === 'submit' ? command.request.clientOrderId : command.clientOrderId;
  const refusal: CommandResult = {
    kind: 'commandResult',
    command: command.kind,
    clientOrderId,
    outcome: 'refused',
    reason,
  };
  return refusal;
}
