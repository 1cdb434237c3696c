// Messages to the bot in; commands of listed persons, each confirmed by a code, to the running session, and its answers, out.

import { deliveryErrorOf } from '../../adapters/alerts/delivery-error.ts';
import type { AlertLanguage } from '../../adapters/alerts/outgoing-alert.ts';
import { POLL_SECONDS, type TelegramApi, type TelegramUpdate } from '../../adapters/alerts/telegram-api.ts';
import { redact } from '../../adapters/secrets/redact.ts';
import { ConfirmationCodes } from './confirmation-codes.ts';
import { type OperatorPort, REMOTE_COMMANDS, type RemoteCommand } from './operator-port.ts';
import type { OffsetStore } from './telegram-offset.ts';
import { type TelegramWords, telegramWords } from './telegram-words.ts';

/** A message that took longer, or that comes from the future, is not acted on. */
export const MESSAGE_AGE_S_MAX = 60;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** Failures in a row after which a person is told by the other ways. */
const FAILURES_BEFORE_WORD = 5;
const REASON_CHARACTERS_MAX = 200;

export interface TelegramControlOptions {
  readonly api: TelegramApi;
  readonly source: string;
  readonly language: AlertLanguage;
  /** Persons; in a private chat its id is that of the person. */
  readonly commandIds: readonly number[];
  /** Where those persons are listened to beside their private chats. */
  readonly chatIds: readonly number[];
  readonly operator: OperatorPort;
  readonly offsets: OffsetStore;
  readonly raise: (severity: 'info' | 'warning', code: string, text: string, subject: string) => void;
  readonly codes?: ConfirmationCodes;
  readonly nowMs?: () => number;
  readonly pollSeconds?: number;
  readonly firstPauseMs?: number;
}

type Message = NonNullable<TelegramUpdate['message']>;

/**
 * A message is marked as taken, on the disk, before it is acted on: after a crash it is lost rather than done twice, and who sent it sees
 * that no answer came.
 */
export class TelegramControl {
  private readonly options: TelegramControlOptions;
  private readonly codes: ConfirmationCodes;
  private readonly words: TelegramWords;
  private readonly nowMs: () => number;
  private readonly ending = new AbortController();
  private failures = 0;

  constructor(options: TelegramControlOptions) {
    this.options = options;
    this.codes = options.codes ?? new ConfirmationCodes();
    this.words = telegramWords[options.language];
    this.nowMs = options.nowMs ?? Date.now;
  }

  /** Until `close`. Never rejects. */
  async run(): Promise<void> {
    const { api, offsets, pollSeconds = POLL_SECONDS } = this.options;
    let offset = offsets.read();
    while (!this.ending.signal.aborted) {
      try {
        for (const update of await api.updates(offset, pollSeconds, this.ending.signal)) {
          if (update.update_id < offset) continue;
          offset = update.update_id + 1;
          offsets.write(offset);
          if (update.message !== undefined) await this.take(update.message);
        }
        this.failures = 0;
      } catch (error) {
        if (!this.ending.signal.aborted) await this.failed(deliveryErrorOf(error));
      }
    }
  }

  close(): void {
    this.ending.abort();
  }

  private async take({ date, chat, from, text = '' }: Message): Promise<void> {
    const { commandIds, chatIds } = this.options;
    if (from === undefined || !commandIds.includes(from.id) || (chat.id !== from.id && !chatIds.includes(chat.id))) {
      const who = from === undefined ? 'nobody named' : `person ${from.id}`;
      // told once a session for each of them, so that the owner finds the own number, and no stranger can flood
      this.options.raise('info', 'telegramStranger', `${who} wrote in chat ${chat.id}`, `${from?.id}`);
      return;
    }
    const ageS = Math.round(this.nowMs() / 1000) - date;
    if (Math.abs(ageS) > MESSAGE_AGE_S_MAX) return this.say(chat.id, this.words.old(ageS));
    await this.obey(chat.id, from, text.trim());
  }

  private async obey(chatId: number, from: NonNullable<Message['from']>, text: string): Promise<void> {
    const key = `${chatId}:${from.id}`;
    const by = `telegram:${/^\w{1,32}$/.test(from.username ?? '') ? from.username : from.id}`;
    if (/^\d{6}$/.test(text)) return this.confirm(chatId, key, by, text);
    const [, word = '', reason = ''] = /^\/(\w{1,32})(?:@\w{1,64})?(?:\s+([\s\S]*))?$/.exec(text) ?? [];
    if (word === 'status') return this.answerStatus(chatId);
    const command = REMOTE_COMMANDS.find((each) => each === word);
    if (command === undefined) return this.say(chatId, this.words.help(this.options.source));
    const code = this.codes.ask(key, { command, reason: plain(reason) });
    await this.say(chatId, this.words.confirm(command, this.options.source, code));
  }

  private async confirm(chatId: number, key: string, by: string, code: string): Promise<void> {
    const verdict = this.codes.answer(key, code);
    switch (verdict.kind) {
      case 'none':
        return this.say(chatId, this.words.none);
      case 'late':
        return this.say(chatId, this.words.late);
      case 'wrong':
        return this.say(chatId, this.words.wrong(verdict.left));
      case 'confirmed':
        return this.operate(chatId, verdict.asked.command, by, verdict.asked.reason || 'asked by telegram');
    }
  }

  private async operate(chatId: number, command: RemoteCommand, by: string, reason: string): Promise<void> {
    let outcome: string;
    try {
      outcome = this.words.done(command, await this.options.operator.operate(command, by, reason));
    } catch (error) {
      outcome = this.words.failed(command, error instanceof Error ? error.message : String(error));
    }
    await this.say(chatId, outcome);
  }

  private async answerStatus(chatId: number): Promise<void> {
    let text: string;
    try {
      text = `${this.options.source}\n${await this.options.operator.status()}`;
    } catch (error) {
      text = this.words.failed('status', error instanceof Error ? error.message : String(error));
    }
    await this.say(chatId, text);
  }

  /** An answer that cannot be told changes nothing: what was asked was done or not. */
  private async say(chatId: number, text: string): Promise<void> {
    try {
      await this.options.api.say(chatId, redact(text));
    } catch (error) {
      const { message } = deliveryErrorOf(error);
      this.options.raise('warning', 'telegramUnread', `an answer could not be sent: ${message}`, 'answer');
    }
  }

  private async failed({ message, retry, afterMs }: ReturnType<typeof deliveryErrorOf>): Promise<void> {
    this.failures += 1;
    // a wrong token does not become right by waiting
    if (retry === 'never' || this.failures === FAILURES_BEFORE_WORD) {
      this.options.raise('warning', 'telegramUnread', message, 'poll');
    }
    const growing = (this.options.firstPauseMs ?? FIRST_PAUSE_MS) * 2 ** Math.min(this.failures - 1, 10);
    const pauseMs = retry === 'never' ? LONGEST_PAUSE_MS : (afterMs ?? Math.min(growing, LONGEST_PAUSE_MS));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, pauseMs);
      const { signal } = this.ending;
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done);
    });
  }
}

function plain(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, REASON_CHARACTERS_MAX);
}
