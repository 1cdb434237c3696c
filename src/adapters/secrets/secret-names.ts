// The secrets of this program (the connection, the alerts, deliveries): their names, what they are for people, and the environment variables that may hold them.

import { UserError } from '../user-error.ts';

export const SECRET_NAMES = [
  'activationKey',
  'user',
  'password',
  'routingPassword',
  'telegramToken',
  'smtpPassword',
  'webhookSecret',
  'webhookUrl',
  'heartbeatUrl',
  'hostHeartbeatUrl',
  'deliveryToken',
] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

export const SECRET_VARIABLES: Readonly<Record<SecretName, string>> = {
  activationKey: 'QT_PROFIT_ACTIVATION_KEY',
  user: 'QT_PROFIT_USER',
  password: 'QT_PROFIT_PASSWORD',
  routingPassword: 'QT_PROFIT_ROUTING_PASSWORD',
  telegramToken: 'QT_TELEGRAM_TOKEN',
  smtpPassword: 'QT_SMTP_PASSWORD',
  webhookSecret: 'QT_WEBHOOK_SECRET',
  webhookUrl: 'QT_WEBHOOK_URL',
  heartbeatUrl: 'QT_HEARTBEAT_URL',
  hostHeartbeatUrl: 'QT_HOST_HEARTBEAT_URL',
  deliveryToken: 'QT_DELIVERY_TOKEN',
};

export const SECRET_TITLES: Readonly<Record<SecretName, string>> = {
  activationKey: 'activation key of ProfitDLL',
  user: 'user of the vendor login',
  password: 'password of the vendor login',
  routingPassword: "routing password (the broker's electronic signature)",
  telegramToken: 'token of the Telegram bot that sends alerts and takes commands',
  smtpPassword: 'password of the mail server that sends alerts',
  webhookSecret: 'text that shows the receiver of the webhook who sends',
  webhookUrl: 'address of the webhook, where the address itself is secret',
  heartbeatUrl: 'address that is called as long as trading is alive',
  hostHeartbeatUrl: 'address that is called as long as the host is alive',
  deliveryToken: 'token that sender and receiver of releases share',
};

/** A UserError `bad-option` names them all. */
export function parseSecretName(text: string): SecretName {
  const found = SECRET_NAMES.find((name) => name === text);
  if (found !== undefined) return found;
  throw new UserError({
    code: 'bad-option',
    message: `${text} is no secret of this program`,
    field: 'name',
    fix: `Use one of: ${SECRET_NAMES.join(', ')}`,
  });
}
