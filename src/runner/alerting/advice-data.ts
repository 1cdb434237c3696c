// Alerts about market data and features: what each is called, what the system has done, what a person should do.

import type { Advice } from './alert-advice.ts';

const NOTHING: Advice['person'] = ['Nothing', 'Nada'];
const MUTED: Advice['did'] = [
  'No decisions meanwhile; stops and targets go on',
  'Sem decisões enquanto isso; stops e alvos continuam',
];
const COUNTED: Advice['did'] = [
  'They are counted and change no closed candle',
  'São contados e não alteram candles já fechados',
];
const IF_OFTEN: Advice['person'] = [
  'Nothing; look at the connection if it comes often',
  'Nada; verifique a conexão se for frequente',
];

export const dataAdvice: Readonly<Record<string, Advice>> = {
  warmup: {
    title: ['The warm-up is not what was announced', 'Aquecimento diferente do anunciado'],
    did: ['New entries are off; orders and stops go on', 'Novas entradas bloqueadas; ordens e stops continuam'],
    person: [
      'Check the history of the instrument (qt datasets check), then start again',
      'Verifique o histórico do ativo (qt datasets check) e inicie novamente',
    ],
  },
  muted: {
    title: ['Decisions are suspended', 'Decisões suspensas'],
    did: MUTED,
    person: ['Nothing; look at the connection if it lasts', 'Nada; verifique a conexão se persistir'],
  },
  staleInput: {
    title: ['An input is stale', 'Dado de entrada desatualizado'],
    did: MUTED,
    person: IF_OFTEN,
  },
  inputBack: {
    title: ['An input is back', 'Dado de entrada restabelecido'],
    did: ['Decisions go on', 'As decisões continuam'],
    person: NOTHING,
  },
  badInput: {
    title: ['An input is broken', 'Dado de entrada inválido'],
    did: [
      'No decisions until the day is rebuilt; stops and targets go on',
      'Sem decisões até o dia ser reconstruído; stops e alvos continuam',
    ],
    person: IF_OFTEN,
  },
  lateTrades: { title: ['Trades came late', 'Negócios atrasados'], did: COUNTED, person: IF_OFTEN },
  futureTrades: {
    title: ['Trades with a time in the future', 'Negócios com horário no futuro'],
    did: COUNTED,
    person: ['Check the clock of the machine (qt doctor)', 'Verifique o relógio da máquina (qt doctor)'],
  },
  refusedRecords: {
    title: ['Records of the market were refused', 'Registros de mercado recusados'],
    did: ['They were left out and counted', 'Foram descartados e contados'],
    person: IF_OFTEN,
  },
};
