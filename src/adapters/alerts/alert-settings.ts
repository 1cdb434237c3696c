// The part `alerts` of machine.json: who is told what, when, in which language; addresses and chats, never a secret.

import { z } from 'zod';
import { ALERT_SEVERITIES } from './outgoing-alert.ts';

const level = z.enum(ALERT_SEVERITIES);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day of Sao Paulo as 22:30');
const mail = z.string().regex(/^[^\s@<>"]+@[^\s@<>"]+$/, 'is no mail address');

/** What is sent names orders and money: it travels encrypted, except inside the own machine. */
const address = z
  .url()
  .refine((url) => url.startsWith('https://') || /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url), {
    message: 'must begin with https://',
  });

/** A chat of one person is the id of that person; a group has a negative id. */
const chatId = z.int().refine((id) => id !== 0 && Number.isSafeInteger(id), { message: 'is no id of a chat' });

const quiet = z.strictObject({ from: clock, to: clock }).refine(({ from, to }) => from !== to, {
  message: 'must end at another time than it begins',
  path: ['to'],
});

const email = z
  .strictObject({
    level: level.default('warning'),
    host: z.string().min(1).max(255),
    port: z.int().min(1).max(65_535),
    security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
    /** Name at the mail server; its password is the secret `smtpPassword`. */
    login: z.string().min(1).max(255).optional(),
    from: mail,
    to: z.array(mail).min(1).max(10),
  })
  .refine(({ security, login }) => security !== 'none' || login === undefined, {
    message: 'must be tls or starttls where a login is named: a password never travels open',
    path: ['security'],
  });

const heartbeat = z.strictObject({
  /** Left out where the address itself is secret. */
  url: address.optional(),
  everySeconds: z.int().min(10).max(3600).default(60),
});

export const alertSettingsSchema = z.strictObject({
  language: z.enum(['pt-BR', 'en']).default('pt-BR'),
  /** A notification on the desktop of this machine, and whether it makes a sound. */
  desktop: z.boolean().default(true),
  desktopLevel: level.default('warning'),
  sound: z.boolean().default(true),
  /** Nothing but critical alerts is delivered meanwhile; the rest follows at the end. */
  quietHours: quiet.optional(),
  telegram: z
    .strictObject({
      level: level.default('info'),
      /** Who is told. */
      chatIds: z.array(chatId).min(1).max(10),
      /** Persons who may command the runner; nobody when empty. */
      commandIds: z
        .array(chatId.refine((id) => id > 0, { message: 'must be a person, not a group' }))
        .max(10)
        .default([]),
    })
    .optional(),
  webhook: z
    .strictObject({
      level: level.default('info'),
      /** Left out where the address itself is secret: then it is the secret `webhookUrl`. */
      url: address.optional(),
    })
    .optional(),
  email: email.optional(),
  /** Of a session; without `url` the address is the secret `heartbeatUrl`. */
  heartbeat: heartbeat.optional(),
  /** Of the host, which runs also where no session does; without `url` the address is the secret `hostHeartbeatUrl`. */
  hostHeartbeat: heartbeat.optional(),
  /** Seconds without a sign of the engine before the heartbeat stops and a critical alert is sent. */
  silentSeconds: z.int().min(3).max(600).default(15),
});

/** What was left out filled in. */
export type AlertSettings = Readonly<z.infer<typeof alertSettingsSchema>>;

export const defaultAlertSettings: AlertSettings = alertSettingsSchema.parse({});
