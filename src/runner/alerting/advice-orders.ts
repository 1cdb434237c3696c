// Alerts about our own orders and brackets: what each is called, what the system has done, what a person should do.

import type { Advice } from './alert-advice.ts';

const LOOK_AT_BROKER: Advice['person'] = [
  'Compare position and orders at the broker with qt status; resume only when they agree (qt resume)',
  'Compare posição e ordens na corretora com qt status; só retome quando forem iguais (qt resume)',
];
const HALTED: Advice['did'] = [
  'New entries are off and working entries are being cancelled; stops and targets go on',
  'Novas entradas estão bloqueadas e as pendentes estão sendo canceladas; stops e alvos continuam',
];
const AT_MARKET: Advice['did'] = ['The position is being closed at market', 'A posição está sendo encerrada a mercado'];
const WATCH: Advice['person'] = [
  'See that the position is flat (qt status)',
  'Confira se a posição está zerada (qt status)',
];

export const orderAdvice: Readonly<Record<string, Advice>> = {
  orderUnanswered: {
    title: ['An order has no answer', 'Ordem sem resposta'],
    did: HALTED,
    person: LOOK_AT_BROKER,
  },
  cancelUnanswered: {
    title: ['A cancel has no effect', 'Cancelamento sem efeito'],
    did: [
      'The cancel is sent again and again until the order ends',
      'O cancelamento continua sendo reenviado até a ordem terminar',
    ],
    person: [
      'Cancel the order at the broker by hand if it still works',
      'Se a ordem ainda estiver ativa, cancele-a na corretora',
    ],
  },
  orderContradiction: {
    title: ['The broker contradicts our book', 'A corretora contradiz nossos registros'],
    did: HALTED,
    person: LOOK_AT_BROKER,
  },
  stopLost: {
    title: ['A stop is gone while the position is open', 'Stop perdido com posição aberta'],
    did: [
      'A new stop is being placed, or the position is being closed at market',
      'Um novo stop está sendo enviado, ou a posição está sendo encerrada a mercado',
    ],
    person: [
      'See at once that the position is protected or flat (qt status); otherwise qt flatten',
      'Confira já se a posição está protegida ou zerada (qt status); caso contrário, qt flatten',
    ],
  },
  targetLost: {
    title: ['A target is gone', 'Alvo perdido'],
    did: ['The stop goes on protecting the position', 'O stop continua protegendo a posição'],
    person: ['Nothing; close by hand if you want the target', 'Nada; encerre manualmente se quiser o alvo'],
  },
  stopJumped: {
    title: ['The price jumped over a stop', 'O preço pulou o stop'],
    did: AT_MARKET,
    person: WATCH,
  },
  filledBeyondStop: {
    title: ['An entry was filled beyond its stop', 'Entrada executada além do stop'],
    did: AT_MARKET,
    person: WATCH,
  },
  priceLimitReached: {
    title: [
      'The price is at its limit of the day, and an exit does not fill',
      'O preço está no limite do dia e a saída não executa',
    ],
    did: ['The exit works on, or is sent again each second', 'A saída continua ativa ou é reenviada a cada segundo'],
    person: [
      'Watch it; the exchange may widen the limits. Call the broker if it lasts',
      'Acompanhe; a bolsa pode ampliar os limites. Ligue para a corretora se persistir',
    ],
  },
  exitRefused: {
    title: ['An exit was refused', 'Saída recusada'],
    did: ['The exit is sent again each second', 'A saída é reenviada a cada segundo'],
    person: [
      'Close the position at the broker by hand if it does not become flat',
      'Encerre a posição na corretora se ela não zerar',
    ],
  },
};
