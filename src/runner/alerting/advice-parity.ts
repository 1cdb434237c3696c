// Alerts about what runs beside a session: its certificate and its challenger; what the system has done, what a person should do.

import type { Advice } from './alert-advice.ts';

export const parityAdvice: Readonly<Record<string, Advice>> = {
  parityUnexplained: {
    title: ['A session is not what its release does', 'Uma sessão não corresponde à sua versão'],
    did: [
      'It was written into the signed certificate of the run; trading goes on',
      'Foi registrado no certificado assinado da execução; a operação continua',
    ],
    person: [
      'Read it before the next session: qt certify RUN, then qt day-report RUN',
      'Leia antes da próxima sessão: qt certify RUN, depois qt day-report RUN',
    ],
    each: true,
  },
  parityFailed: {
    title: ['A session could not be certified', 'Não foi possível certificar uma sessão'],
    did: [
      'Nothing that trades has changed; it is tried again after the next session',
      'Nada do que opera mudou; nova tentativa após a próxima sessão',
    ],
    person: [
      'Read parity/log.txt of the home; qt certify RUN does it by hand',
      'Leia parity/log.txt no home; qt certify RUN faz o mesmo manualmente',
    ],
  },
  challengerEnded: {
    title: ['The challenger beside a session has ended', 'A versão desafiante ao lado de uma sessão terminou'],
    did: [
      'The session goes on as before; the challenger is started again with the next one',
      'A sessão continua como antes; a desafiante é reiniciada com a próxima',
    ],
    person: ['Read its log when you can', 'Leia o log dela quando puder'],
    each: true,
  },
};
