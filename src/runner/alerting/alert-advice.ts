// A code of an alert in; what it is called, what the system has done about it and what a person should do, in two languages, out.

import type { AlertLanguage, AlertSeverity } from '../../adapters/alerts/outgoing-alert.ts';
import { accountAdvice } from './advice-account.ts';
import { bracketAdvice } from './advice-brackets.ts';
import { dataAdvice } from './advice-data.ts';
import { guardianAdvice } from './advice-guardian.ts';
import { hostAdvice } from './advice-host.ts';
import { machineAdvice } from './advice-machine.ts';
import { orderAdvice } from './advice-orders.ts';
import { parityAdvice } from './advice-parity.ts';
import { probationAdvice } from './advice-probation.ts';
import { retrainingAdvice } from './advice-retraining.ts';
import { sessionAdvice } from './advice-session.ts';

/** English, then Portuguese. */
export type InBoth = readonly [en: string, pt: string];

export interface Advice {
  readonly title: InBoth;
  readonly did: InBoth;
  readonly person: InBoth;
  /** Each time is news: nothing of it is ever held back as a repetition. */
  readonly each?: true;
}

export const alertAdvice: Readonly<Record<string, Advice>> = {
  ...orderAdvice,
  ...bracketAdvice,
  ...accountAdvice,
  ...dataAdvice,
  ...guardianAdvice,
  ...hostAdvice,
  ...sessionAdvice,
  ...machineAdvice,
  ...retrainingAdvice,
  ...parityAdvice,
  ...probationAdvice,
};

/** For a code that nobody described: what is true of every alert of its severity. */
const GENERAL: Readonly<Record<AlertSeverity, Omit<Advice, 'title'>>> = {
  info: {
    did: ['It was recorded in the journal of the run', 'Foi registrado no diário da execução'],
    person: ['Nothing', 'Nada'],
  },
  warning: {
    did: [
      'It was recorded in the journal of the run; trading goes on',
      'Foi registrado no diário da execução; a operação continua',
    ],
    person: ['Look at the state (qt status) when you can', 'Veja o estado (qt status) quando puder'],
  },
  critical: {
    did: ['It was recorded in the journal of the run', 'Foi registrado no diário da execução'],
    person: [
      'Look at the state now (qt status) and at position and orders at the broker',
      'Veja agora o estado (qt status) e a posição e as ordens na corretora',
    ],
  },
};

export interface WordedAdvice {
  readonly title: string;
  readonly systemDid: string;
  readonly personShould: string;
  readonly each: boolean;
}

export function adviceFor(code: string, severity: AlertSeverity, language: AlertLanguage): WordedAdvice {
  const at = language === 'en' ? 0 : 1;
  const known: Advice = alertAdvice[code] ?? { title: [code, code], ...GENERAL[severity] };
  return {
    title: known.title[at],
    systemDid: known.did[at],
    personShould: known.person[at],
    each: known.each === true,
  };
}
