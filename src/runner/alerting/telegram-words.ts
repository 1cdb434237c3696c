// What the bot answers to those who may command, in two languages.

import type { AlertLanguage } from '../../adapters/alerts/outgoing-alert.ts';
import type { RemoteCommand } from './operator-port.ts';

export interface TelegramWords {
  readonly help: (source: string) => string;
  readonly confirm: (command: RemoteCommand, source: string, code: string) => string;
  readonly wrong: (left: number) => string;
  readonly late: string;
  readonly none: string;
  readonly old: (ageSeconds: number) => string;
  readonly done: (command: RemoteCommand, outcome: string) => string;
  readonly failed: (what: string, why: string) => string;
}

export const telegramWords: Readonly<Record<AlertLanguage, TelegramWords>> = {
  en: {
    help: (source) =>
      `${source}\n/status\n/pause no new entries\n/resume entries again\n/flatten close everything\n/kill close everything and lock\n/rollback back to the release before\nA reason may follow. Each but /status is confirmed by a code.`,
    confirm: (command, source, code) => `${command.toUpperCase()} ${source}? Send ${code} within 60 s to confirm.`,
    wrong: (left) =>
      left > 0 ? `Wrong code; ${left} left. Nothing was done.` : 'Wrong code. The command is withdrawn.',
    late: 'The code is older than 60 s. Nothing was done; ask again.',
    none: 'There is nothing to confirm.',
    old: (age) => `This came ${age} s after it was sent by the clock of the machine. Nothing was done; send it again.`,
    done: (command, outcome) => `${command.toUpperCase()}: ${outcome}`,
    failed: (what, why) => `${what.toUpperCase()} FAILED: ${why}`,
  },
  'pt-BR': {
    help: (source) =>
      `${source}\n/status situação\n/pause sem novas entradas\n/resume volta a permitir entradas\n/flatten zera tudo\n/kill zera tudo e trava\n/rollback volta à versão anterior\nPode ser seguido de um motivo. Todos, menos /status, pedem um código.`,
    confirm: (command, source, code) => `${command.toUpperCase()} ${source}? Envie ${code} em até 60 s para confirmar.`,
    wrong: (left) =>
      left > 0 ? `Código errado; restam ${left}. Nada foi feito.` : 'Código errado. O comando foi anulado.',
    late: 'O código tem mais de 60 s. Nada foi feito; peça de novo.',
    none: 'Não há nada a confirmar.',
    old: (age) =>
      `Esta mensagem chegou ${age} s depois de enviada, pelo relógio da máquina. Nada foi feito; envie de novo.`,
    done: (command, outcome) => `${command.toUpperCase()}: ${outcome}`,
    failed: (what, why) => `${what.toUpperCase()} FALHOU: ${why}`,
  },
};
