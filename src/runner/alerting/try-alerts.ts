// Settings and secrets in; one test alert to each way that is set, and whether it was taken, out.

import type { AlertSettings } from '../../adapters/alerts/alert-settings.ts';
import { findAlertSecrets, openTargets } from '../../adapters/alerts/alert-targets.ts';
import { deliveryErrorOf } from '../../adapters/alerts/delivery-error.ts';
import { pingHeartbeat } from '../../adapters/alerts/heartbeat-ping.ts';
import type { OutgoingAlert } from '../../adapters/alerts/outgoing-alert.ts';
import type { SecretName } from '../../adapters/secrets/secret-names.ts';
import type { SecretSource } from '../../adapters/secrets/secret-source.ts';
import { AlertDesk } from './alert-desk.ts';

/** Its absence is what another machine notices; it carries no alert. */
export const HEARTBEAT = 'heartbeat';

export interface TriedTarget {
  readonly target: string;
  readonly taken: boolean;
  /** Why not, without any secret. */
  readonly reason: string | null;
}

export interface TriedAlerts {
  readonly tried: readonly TriedTarget[];
  readonly missing: readonly SecretName[];
}

/** One attempt each, whatever severity a target wants. Throws UserError `credential-store-unavailable`. */
export async function tryAlerts(
  settings: AlertSettings,
  source: SecretSource,
  telegramUrl?: string,
): Promise<TriedAlerts> {
  const { secrets, missing } = await findAlertSecrets(settings, source);
  const { targets, heartbeatUrl } = openTargets(settings, secrets, telegramUrl);
  const alert = testAlert(settings);
  const tried = await Promise.all([
    ...targets.map(({ target }) => attempt(target.name, () => target.send(alert).finally(() => target.close?.()))),
    ...(heartbeatUrl === undefined ? [] : [attempt(HEARTBEAT, () => pingHeartbeat(heartbeatUrl, 'test'))]),
  ]);
  return { tried, missing };
}

function testAlert({ language }: AlertSettings): OutgoingAlert {
  const made: OutgoingAlert[] = [];
  const desk = new AlertDesk({ source: 'qt alerts test', language, post: (alert) => made.push(alert) });
  const text = language === 'en' ? 'Somebody asked for a test' : 'Alguém pediu um teste';
  desk.raise({ severity: 'critical', code: 'alertTest', text });
  return made[0]!;
}

async function attempt(target: string, send: () => Promise<void>): Promise<TriedTarget> {
  try {
    await send();
    return { target, taken: true, reason: null };
  } catch (error) {
    return { target, taken: false, reason: deliveryErrorOf(error).message };
  }
}
