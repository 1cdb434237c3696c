// An alert in; a message to each listed chat out.

import { type DeliveryError, deliveryErrorOf } from './delivery-error.ts';
import { type AlertTarget, bodyOf, headlineOf, type OutgoingAlert } from './outgoing-alert.ts';
import type { TelegramApi } from './telegram-api.ts';

/** Alerts that are remembered as told to a chat, so that another attempt tells only the rest. */
const REMEMBERED_MAX = 50;

export class TelegramTarget implements AlertTarget {
  readonly name = 'telegram';
  private readonly api: TelegramApi;
  private readonly chatIds: readonly number[];
  private readonly told = new Map<string, Set<number>>();

  constructor(api: TelegramApi, chatIds: readonly number[]) {
    this.api = api;
    this.chatIds = chatIds;
  }

  async send(alert: OutgoingAlert): Promise<void> {
    const told = this.told.get(alert.id) ?? new Set();
    this.told.set(alert.id, told);
    let failure: DeliveryError | undefined;
    for (const chatId of this.chatIds) {
      if (told.has(chatId)) continue;
      try {
        await this.api.say(chatId, `${headlineOf(alert)}\n\n${bodyOf(alert)}`);
        told.add(chatId);
      } catch (error) {
        const found = deliveryErrorOf(error);
        // one that can be mended by waiting counts more than one that cannot
        if (failure === undefined || found.retry === 'later') failure = found;
      }
    }
    this.forget(alert.id, failure === undefined);
    if (failure !== undefined) throw failure;
  }

  private forget(id: string, isDone: boolean): void {
    if (isDone) this.told.delete(id);
    for (const oldest of this.told.keys()) {
      if (this.told.size <= REMEMBERED_MAX) return;
      this.told.delete(oldest);
    }
  }
}
