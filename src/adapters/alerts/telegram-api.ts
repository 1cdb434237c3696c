// Calls of the Telegram Bot API: a method and its fields in, the checked result or a DeliveryError without the token out.

import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import { DeliveryError } from './delivery-error.ts';
import { httpCall } from './http-call.ts';

export const TELEGRAM_URL = 'https://api.telegram.org';
/** Characters of one message (Bot API, sendMessage). */
export const TELEGRAM_TEXT_MAX = 4096;
/** How long the server may keep a question for updates open, seconds. */
export const POLL_SECONDS = 25;
const UPDATES_MAX = 20;
const WAIT_SECONDS_MAX = 600;

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({
    ok: z.literal(false),
    description: z.string().default('no reason given'),
    parameters: z.object({ retry_after: z.number().min(0).optional() }).optional(),
  }),
]);

const updateSchema = z.object({
  update_id: z.int(),
  message: z
    .object({
      date: z.int(),
      chat: z.object({ id: z.int() }),
      from: z.object({ id: z.int(), username: z.string().optional() }).optional(),
      text: z.string().optional(),
    })
    .optional()
    .catch(undefined),
});
export type TelegramUpdate = z.infer<typeof updateSchema>;

export interface TelegramOptions {
  readonly token: Secret;
  readonly url?: string;
  readonly timeoutMs?: number;
}

export class TelegramApi {
  private readonly options: TelegramOptions;

  constructor(options: TelegramOptions) {
    this.options = options;
  }

  /** Plain text; what is longer than a message is cut. */
  async say(chatId: number, text: string): Promise<void> {
    const cut = text.length > TELEGRAM_TEXT_MAX ? `${text.slice(0, TELEGRAM_TEXT_MAX - 1)}…` : text;
    await this.call('sendMessage', { chat_id: chatId, text: cut, disable_web_page_preview: true });
  }

  /** Waits for messages up to `seconds`; those before `offset` are taken as read. An update that nobody can read keeps its number only. */
  async updates(offset: number, seconds: number, signal?: AbortSignal): Promise<readonly TelegramUpdate[]> {
    const fields = { offset, timeout: seconds, limit: UPDATES_MAX, allowed_updates: ['message'] };
    const result = await this.call('getUpdates', fields, seconds * 1000, signal);
    const parsed = z.array(updateSchema).max(UPDATES_MAX).safeParse(result);
    if (!parsed.success) throw new DeliveryError('Telegram answered something else than messages', 'later');
    return parsed.data;
  }

  private async call(method: string, fields: object, waitMs = 0, signal?: AbortSignal): Promise<unknown> {
    const { token, url = TELEGRAM_URL, timeoutMs = 10_000 } = this.options;
    const answer = await httpCall({
      url: `${url}/bot${token.reveal()}/${method}`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
      timeoutMs: timeoutMs + waitMs,
      ...(signal === undefined ? {} : { signal }),
    });
    const parsed = answerSchema.safeParse(jsonOf(answer.text));
    if (!parsed.success) throw new DeliveryError(`Telegram answered ${answer.status} and no JSON of its own`, 'later');
    if (parsed.data.ok) return parsed.data.result;
    const { description, parameters } = parsed.data;
    const afterMs = Math.min(parameters?.retry_after ?? 0, WAIT_SECONDS_MAX) * 1000;
    const isPassing = answer.status === 429 || answer.status === 409 || answer.status >= 500;
    const said = `Telegram answered ${answer.status}: ${description}`;
    throw new DeliveryError(said, isPassing ? 'later' : 'never', afterMs > 0 ? afterMs : undefined);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
