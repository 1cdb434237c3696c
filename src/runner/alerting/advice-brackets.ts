// Alerts about entries, stops and targets as they are worked: what each is called, what the system has done, what a person should do.

import type { Advice } from './alert-advice.ts';

const AT_MARKET: Advice['did'] = ['The position is being closed at market', 'A posição está sendo encerrada a mercado'];
const WATCH: Advice['person'] = [
  'See that the position is flat (qt status)',
  'Confira se a posição está zerada (qt status)',
];
const NOTHING: Advice['person'] = ['Nothing', 'Nada'];

export const bracketAdvice: Readonly<Record<string, Advice>> = {
  stopLate: {
    title: ['No stop was taken in time', 'Nenhum stop aceito a tempo'],
    did: AT_MARKET,
    person: WATCH,
  },
  triggerCrossed: {
    title: ['The price crossed the stop before it was placed', 'O preço cruzou o stop antes do envio'],
    did: AT_MARKET,
    person: WATCH,
  },
  stopNotFilled: {
    title: ['A stop triggered and was not filled', 'Stop disparado e não executado'],
    did: AT_MARKET,
    person: WATCH,
  },
  stopWaits: {
    title: ['A stop cannot be placed now', 'O stop não pode ser enviado agora'],
    did: [
      'It is tried again until auction or price limit are over; the position has no stop meanwhile',
      'Nova tentativa até o fim do leilão ou do limite de preço; a posição está sem stop enquanto isso',
    ],
    person: [
      'Watch the position until the stop works (qt status)',
      'Acompanhe a posição até o stop estar ativo (qt status)',
    ],
  },
  trailReached: {
    title: ['The trailing stop was reached', 'Stop móvel atingido'],
    did: AT_MARKET,
    person: NOTHING,
  },
  targetReached: {
    title: ['The target was reached', 'Alvo atingido'],
    did: ['The stop is cancelled, then the position is closed', 'O stop é cancelado e a posição é encerrada'],
    person: NOTHING,
  },
  changeRefused: {
    title: ['The change of an order was refused', 'Alteração de ordem recusada'],
    did: ['The order works as before', 'A ordem continua como estava'],
    person: ['Nothing; run qt doctor orders if it comes often', 'Nada; execute qt doctor orders se for frequente'],
  },
  entryGivenUp: {
    title: ['An entry was given up', 'Entrada abandonada'],
    did: [
      'Nothing more of it is sent; what filled keeps its stop',
      'Nada mais é enviado; o que executou mantém o stop',
    ],
    person: NOTHING,
  },
  entryRefused: {
    title: ['The broker refuses entries', 'A corretora recusa entradas'],
    did: ['Entries are paused; stops and targets go on', 'As entradas estão pausadas; stops e alvos continuam'],
    person: [
      'Read the reason, put it right with the broker (margin, permission), then qt resume',
      'Leia o motivo, resolva com a corretora (margem, permissão) e depois qt resume',
    ],
  },
  entryOverfilled: {
    title: ['More was filled than approved', 'Executado mais do que o aprovado'],
    did: AT_MARKET,
    person: ['Compare the fills with the broker (qt status)', 'Compare as execuções com a corretora (qt status)'],
  },
};
