// Alerts of the host about orders, the vendor and itself: what each is called, what the system has done, what a person should do.

import type { Advice } from './alert-advice.ts';

const AT_BROKER: Advice['person'] = [
  'Compare position and orders at the broker with qt status',
  'Compare posição e ordens na corretora com qt status',
];
const NO_TRADER: Advice['did'] = [
  'It was recorded; the next session is told and takes no new risk before a person has looked',
  'Foi registrado; a próxima sessão será avisada e não abre risco antes de uma pessoa conferir',
];

export const hostAdvice: Readonly<Record<string, Advice>> = {
  severalCandidates: {
    title: ['Two orders of the broker fit one of ours', 'Duas ordens na corretora correspondem a uma nossa'],
    did: [
      'Under accountUse exclusive both are cancelled; otherwise nothing is touched and no new risk is taken',
      'Com accountUse exclusive ambas são canceladas; caso contrário nada é alterado e não há novo risco',
    ],
    person: AT_BROKER,
  },
  neverArrived: {
    title: ['An order never reached the broker', 'Uma ordem nunca chegou à corretora'],
    did: [
      'It counts as rejected; what it was to protect is protected anew',
      'Conta como rejeitada; o que ela protegeria é protegido de novo',
    ],
    person: AT_BROKER,
  },
  orderMissing: {
    title: ['Nobody knows how an order stands', 'Não se sabe a situação de uma ordem'],
    did: NO_TRADER,
    person: AT_BROKER,
  },
  orderContradicts: {
    title: ['The broker contradicts the book of the host', 'A corretora contradiz os registros do host'],
    did: NO_TRADER,
    person: AT_BROKER,
  },
  orderOfOtherAccount: {
    title: ['An order of ours is shown on another account', 'Uma ordem nossa aparece em outra conta'],
    did: ['It is followed as ours', 'Ela continua sendo tratada como nossa'],
    person: ['Look at both accounts at the broker', 'Veja as duas contas na corretora'],
  },
  orderNotDurable: {
    title: ['Orders cannot be made durable', 'As ordens não podem ser gravadas'],
    did: [
      'New orders and changes are not sent; stops that work at the broker stay',
      'Novas ordens e alterações não são enviadas; os stops ativos na corretora permanecem',
    ],
    person: [
      'Make room on the disk, or mend it; see that the position is protected (qt status)',
      'Libere espaço ou conserte o disco; confira se a posição está protegida (qt status)',
    ],
  },
  othersOrder: {
    title: ['Somebody else trades on our account', 'Outra pessoa opera na nossa conta'],
    did: ['It is not touched; no session of ours runs', 'Não foi alterada; nenhuma sessão nossa está em execução'],
    person: [
      'Cancel it at the broker if it is not meant, or set accountUse to shared',
      'Cancele-a na corretora se não for intencional, ou use accountUse shared',
    ],
  },
  vendorStopped: {
    title: ['The connection to the vendor is blocked', 'A conexão com o fornecedor está bloqueada'],
    did: [
      'It is not tried again: more tries could lock the account. Stops at the broker stay',
      'Não haverá nova tentativa: insistir pode bloquear a conta. Os stops na corretora permanecem',
    ],
    person: [
      'Do what the reason says (qt secrets, the vendor), then qt host stop and qt host start',
      'Faça o que o motivo pede (qt secrets, fornecedor) e depois qt host stop e qt host start',
    ],
    each: true,
  },
  vendorRestarts: {
    title: ['The vendor library is started anew', 'A biblioteca do fornecedor está sendo reiniciada'],
    did: [
      'A new process logs in and reads all orders; stops at the broker stay',
      'Um novo processo faz login e relê as ordens; os stops na corretora permanecem',
    ],
    person: ['Nothing; look at qt host status if it comes often', 'Nada; veja qt host status se for frequente'],
  },
  connectionLost: {
    title: ['The connection is gone', 'Conexão perdida'],
    did: [
      'The library connects again by itself; stops at the broker stay',
      'A biblioteca reconecta sozinha; os stops na corretora permanecem',
    ],
    person: ['Look at the network, and at qt host status', 'Verifique a rede e qt host status'],
  },
  hostSilent: {
    title: ['The host does not answer', 'O host não responde'],
    did: [
      'Nothing goes through it until it answers; stops at the broker stay',
      'Nada passa por ele até responder; os stops na corretora permanecem',
    ],
    person: [
      'Look at the machine and at the position at the broker; qt host stop and start if it lasts',
      'Veja a máquina e a posição na corretora; qt host stop e start se persistir',
    ],
    each: true,
  },
  hostBack: {
    title: ['The host answers again', 'O host voltou a responder'],
    did: ['It goes on', 'Ele continua'],
    person: ['Look at the state (qt status)', 'Veja o estado (qt status)'],
    each: true,
  },
};
