// Alerts about the machine, the processes and alerting itself: what each is called, what the system has done, what a person should do.

import type { Advice } from './alert-advice.ts';

export const machineAdvice: Readonly<Record<string, Advice>> = {
  engineSilent: {
    title: ['The trading process does not answer', 'O processo de operação não responde'],
    did: [
      'The heartbeat has stopped; the guardian of the host keeps stops, places missing ones and cancels entries',
      'O sinal de vida parou; o guardião do host mantém os stops, envia os que faltam e cancela entradas',
    ],
    person: [
      'Look at the machine and at the position at the broker; qt kill works now too',
      'Veja a máquina e a posição na corretora; qt kill também funciona agora',
    ],
    each: true,
  },
  engineBack: {
    title: ['The trading process answers again', 'O processo de operação voltou a responder'],
    did: ['The heartbeat goes on', 'O sinal de vida continua'],
    person: ['Look at the state (qt status)', 'Veja o estado (qt status)'],
    each: true,
  },
  alertTargetFailed: {
    title: ['Alerts do not arrive on one way', 'Alertas não chegam por um dos meios'],
    did: ['The other ways are used; trading is not touched', 'Os outros meios são usados; a operação não é afetada'],
    person: [
      'Correct the address or the secret of that way (machine.json, qt secrets), then qt alerts test',
      'Corrija o endereço ou o segredo desse meio (machine.json, qt secrets) e depois qt alerts test',
    ],
  },
  alertsDropped: {
    title: ['Alerts were left out', 'Alertas descartados'],
    did: ['All of them stand in the folder alerts of the home', 'Todos estão na pasta alerts do home'],
    person: ['Read them there; qt status shows the last', 'Leia-os ali; qt status mostra os últimos'],
  },
  alertTest: {
    title: ['A test of the alerts', 'Teste dos alertas'],
    did: ['Nothing', 'Nada'],
    person: ['Nothing: it arrived', 'Nada: chegou'],
    each: true,
  },
  repeated: {
    title: ['It goes on', 'Continua ocorrendo'],
    did: ['The same as the first time', 'O mesmo da primeira vez'],
    person: ['The same as the first time', 'O mesmo da primeira vez'],
    each: true,
  },
  telegramStranger: {
    title: ['Somebody not listed wrote to the bot', 'Alguém não autorizado escreveu ao bot'],
    did: ['The message was ignored', 'A mensagem foi ignorada'],
    person: [
      'If it was you: put this number in alerts.telegram of machine.json; otherwise nothing',
      'Se foi você: inclua esse número em alerts.telegram do machine.json; caso contrário, nada',
    ],
  },
  telegramUnread: {
    title: ['Commands by Telegram cannot be read', 'Comandos pelo Telegram não podem ser lidos'],
    did: ['It is tried again; alerts are sent as before', 'Nova tentativa em seguida; os alertas continuam'],
    person: [
      'Use qt on the machine; see that no other program uses the same bot',
      'Use qt na máquina; veja se outro programa não usa o mesmo bot',
    ],
  },
  releaseKeyRevoked: {
    title: ['The key of the release that runs was revoked', 'A chave da versão em execução foi revogada'],
    did: [
      'The session goes on: it is not ended in the middle of a position',
      'A sessão continua: não é encerrada no meio de uma posição',
    ],
    person: [
      'Find out why it was revoked (qt keys list); end the session with qt stop, and promote again with a key that is trusted',
      'Veja por que foi revogada (qt keys list); encerre a sessão com qt stop e promova de novo com uma chave confiável',
    ],
  },
};
