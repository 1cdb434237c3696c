// What a person is to be told, in words; the port to whoever carries it, and its text as plain lines.

import { localTimeOf } from '../local-time.ts';

export const ALERT_SEVERITIES = ['info', 'warning', 'critical'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];
export type AlertLanguage = 'en' | 'pt-BR';

export interface OutgoingAlert {
  /** Unique within a run; the same at each attempt, so that a receiver can drop what came twice. */
  readonly id: string;
  readonly severity: AlertSeverity;
  /** Stable name of what happened, such as `stopLost`. */
  readonly code: string;
  /** Which run speaks, such as `wdo-regime live`. */
  readonly source: string;
  /** ISO time, UTC. */
  readonly timeUtc: string;
  readonly language: AlertLanguage;
  readonly title: string;
  readonly happened: string;
  readonly systemDid: string;
  readonly personShould: string;
}

/** Throws DeliveryError: whether and when to try again stands in it. */
export interface AlertTarget {
  readonly name: string;
  send(alert: OutgoingAlert): Promise<void>;
  close?(): void;
}

interface Words {
  readonly severity: Readonly<Record<AlertSeverity, string>>;
  readonly happened: string;
  readonly systemDid: string;
  readonly personShould: string;
}

const WORDS: Readonly<Record<AlertLanguage, Words>> = {
  en: {
    severity: { info: 'INFO', warning: 'WARNING', critical: 'CRITICAL' },
    happened: 'What happened',
    systemDid: 'What the system did',
    personShould: 'What you should do',
  },
  'pt-BR': {
    severity: { info: 'INFORMAÇÃO', warning: 'ATENÇÃO', critical: 'CRÍTICO' },
    happened: 'O que aconteceu',
    systemDid: 'O que o sistema fez',
    personShould: 'O que você deve fazer',
  },
};

export function headlineOf({ severity, source, title, language }: OutgoingAlert): string {
  return `${WORDS[language].severity[severity]} · ${source}: ${title}`;
}

/** Without the headline. */
export function bodyOf(alert: OutgoingAlert): string {
  const words = WORDS[alert.language];
  return [
    `${words.happened}: ${alert.happened}`,
    `${words.systemDid}: ${alert.systemDid}`,
    `${words.personShould}: ${alert.personShould}`,
    `${saoPauloTime(alert.timeUtc)} · ${alert.code}`,
  ].join('\n');
}

/** `2026-11-23 10:31:02 -03 (São Paulo)`. */
export function saoPauloTime(iso: string): string {
  return `${localTimeOf(iso)} (São Paulo)`;
}
