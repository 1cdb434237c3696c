// What the engine's thread and the thread of the alerts say to each other.

import type { AlertSettings } from '../../adapters/alerts/alert-settings.ts';
import type { AlertSecrets } from '../../adapters/alerts/alert-targets.ts';
import type { OutgoingAlert } from '../../adapters/alerts/outgoing-alert.ts';
import type { AlertOutcome } from './alert-outcome.ts';
import type { QueueLimits } from './target-queue.ts';

/** What the thread of the alerts tells by itself when the other one gives no sign, and when it does again. */
export interface SilenceCodes {
  readonly silent: string;
  readonly back: string;
}

export interface AlertWorkerData {
  readonly home: string;
  /** The process that trades. */
  readonly pid: number;
  readonly source: string;
  readonly settings: AlertSettings;
  readonly secrets: AlertSecrets;
  readonly limits: Partial<QueueLimits>;
  readonly silence: SilenceCodes;
  /** In place of Telegram's own, for tests. */
  readonly telegramUrl: string | undefined;
}

export type ToAlertWorker =
  | { readonly kind: 'alert'; readonly alert: OutgoingAlert }
  /** The engine's thread is alive; the state is for people. */
  | { readonly kind: 'beat'; readonly state: string }
  | { readonly kind: 'session' }
  | { readonly kind: 'close'; readonly drainMs: number };

export type FromAlertWorker =
  | { readonly kind: 'ready'; readonly targets: readonly string[] }
  | { readonly kind: 'outcome'; readonly outcome: AlertOutcome }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'closed' };
