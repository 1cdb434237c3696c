// The settings of alerts and the secrets they need in; the targets, each with the least severity it wants, and what is missing out.

import { Secret } from '../secrets/secret.ts';
import type { SecretName } from '../secrets/secret-names.ts';
import type { SecretSource } from '../secrets/secret-source.ts';
import type { AlertSettings } from './alert-settings.ts';
import { DesktopTarget, hasDesktop } from './desktop-target.ts';
import { EmailTarget } from './email-target.ts';
import type { AlertSeverity, AlertTarget } from './outgoing-alert.ts';
import { TelegramApi } from './telegram-api.ts';
import { TelegramTarget } from './telegram-target.ts';
import { WebhookTarget } from './webhook-target.ts';

/** As texts, since they go to another thread. */
export type AlertSecrets = Readonly<Partial<Record<SecretName, string>>>;

export interface FoundSecrets {
  readonly secrets: AlertSecrets;
  /** Those without which a target that is set cannot be used. */
  readonly missing: readonly SecretName[];
}

export interface LevelledTarget {
  readonly target: AlertTarget;
  readonly level: AlertSeverity;
}

export interface OpenedTargets {
  readonly targets: readonly LevelledTarget[];
  readonly telegram: TelegramApi | undefined;
  readonly heartbeatUrl: Secret | undefined;
}

/** Throws UserError `credential-store-unavailable` only. */
export async function findAlertSecrets(settings: AlertSettings, source: SecretSource): Promise<FoundSecrets> {
  const secrets: Partial<Record<SecretName, string>> = {};
  const missing: SecretName[] = [];
  for (const { name, isNeeded } of wantedSecrets(settings)) {
    const found = await source.find(name);
    if (found !== undefined) secrets[name] = found.reveal();
    else if (isNeeded) missing.push(name);
  }
  return { secrets, missing };
}

function wantedSecrets(settings: AlertSettings): readonly { readonly name: SecretName; readonly isNeeded: boolean }[] {
  const { telegram, webhook, email, heartbeat } = settings;
  return [
    ...(telegram === undefined ? [] : [{ name: 'telegramToken', isNeeded: true } as const]),
    ...(webhook === undefined ? [] : [{ name: 'webhookSecret', isNeeded: false } as const]),
    ...(webhook === undefined || webhook.url !== undefined ? [] : [{ name: 'webhookUrl', isNeeded: true } as const]),
    ...(email?.login === undefined ? [] : [{ name: 'smtpPassword', isNeeded: true } as const]),
    ...(heartbeat === undefined || heartbeat.url !== undefined
      ? []
      : [{ name: 'heartbeatUrl', isNeeded: true } as const]),
  ];
}

/** A target whose secret is missing is left out. `telegramUrl` is for tests. */
export function openTargets(settings: AlertSettings, secrets: AlertSecrets, telegramUrl?: string): OpenedTargets {
  const secretOf = (name: SecretName): Secret | undefined => {
    const text = secrets[name];
    return text === undefined ? undefined : new Secret(text);
  };
  const targets: LevelledTarget[] = [];
  const token = secretOf('telegramToken');
  let telegram: TelegramApi | undefined;
  if (settings.telegram !== undefined && token !== undefined) {
    telegram = new TelegramApi(telegramUrl === undefined ? { token } : { token, url: telegramUrl });
    targets.push({ target: new TelegramTarget(telegram, settings.telegram.chatIds), level: settings.telegram.level });
  }
  const webhookUrl = urlOf(settings.webhook?.url) ?? secretOf('webhookUrl');
  if (settings.webhook !== undefined && webhookUrl !== undefined) {
    const target = new WebhookTarget({ url: webhookUrl, secret: secretOf('webhookSecret') });
    targets.push({ target, level: settings.webhook.level });
  }
  if (settings.email !== undefined) {
    const { level, ...email } = settings.email;
    const password = secretOf('smtpPassword');
    if (email.login === undefined || password !== undefined) {
      targets.push({ target: new EmailTarget({ ...email, password }), level });
    }
  }
  if (settings.desktop && hasDesktop(process.platform, process.env)) {
    targets.push({ target: new DesktopTarget({ sound: settings.sound }), level: settings.desktopLevel });
  }
  const heartbeatUrl = settings.heartbeat && (urlOf(settings.heartbeat.url) ?? secretOf('heartbeatUrl'));
  return { targets, telegram, heartbeatUrl };
}

/** Addresses of hooks often carry a key: they are hidden like secrets wherever they stand. */
function urlOf(url: string | undefined): Secret | undefined {
  return url === undefined ? undefined : new Secret(url);
}
