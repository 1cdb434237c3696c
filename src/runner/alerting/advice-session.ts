// Alerts about a running session: its clock, disk, speed, start and end; what the system has done, what a person should do.

import type { Advice } from './alert-advice.ts';

const MEASURED: Advice['did'] = [
  'It was measured and recorded; trading goes on',
  'Foi medido e registrado; a operação continua',
];

export const sessionAdvice: Readonly<Record<string, Advice>> = {
  historyMissing: {
    title: ['History for the warm-up is missing', 'Falta histórico para o aquecimento'],
    did: [
      'No decisions; orders and stops of before are looked after',
      'Sem decisões; ordens e stops anteriores são cuidados',
    ],
    person: ['Fetch the days (qt history), then start again', 'Baixe os dias (qt history) e inicie novamente'],
  },
  runNotFinished: {
    title: ['The run could not be finished in order', 'A execução não pôde ser encerrada em ordem'],
    did: ['What was journalled stays readable', 'O que foi registrado continua legível'],
    person: ['Look at the disk; read the run with qt replay', 'Verifique o disco; leia a execução com qt replay'],
  },
  stopNotFlat: {
    title: ['Stopped, and not flat', 'Parado, mas não zerado'],
    did: [
      'Stops stay at the broker; the guardian looks after them',
      'Os stops ficam na corretora; o guardião cuida deles',
    ],
    person: ['qt flatten --direct, or close at the broker', 'qt flatten --direct, ou encerre na corretora'],
    each: true,
  },
  journalBroken: {
    title: ['The journal cannot be written', 'O diário não pode ser gravado'],
    did: ['Entries are off; what is held stays protected', 'Entradas bloqueadas; o que está aberto continua protegido'],
    person: [
      'Make room on the disk, or mend it; then start the session again',
      'Libere espaço ou conserte o disco; depois reinicie a sessão',
    ],
  },
  engineFailed: {
    title: ['The engine failed', 'O motor falhou'],
    did: [
      'It is started anew; the guardian of the host protects meanwhile',
      'Está sendo reiniciado; o guardião do host protege enquanto isso',
    ],
    person: [
      'See that it is back (qt status); send failed.json of the run to who maintains it',
      'Confira se voltou (qt status); envie o failed.json da execução a quem o mantém',
    ],
    each: true,
  },
  releaseWaits: {
    title: ['Another release takes over', 'Outra versão assume'],
    did: [
      'The session changes over when it holds nothing; after a rollback it opens nothing until then',
      'A sessão troca quando estiver zerada; depois de um rollback não abre nada até lá',
    ],
    person: ['Nothing; sooner by qt flatten', 'Nada; antes disso com qt flatten'],
    each: true,
  },
  releaseStays: {
    title: ['The release stays', 'A versão permanece'],
    did: ['The session goes on with the release that runs', 'A sessão continua com a versão que está rodando'],
    person: ['Nothing', 'Nada'],
    each: true,
  },
  releaseRefused: {
    title: ['A release was refused by the session', 'A sessão recusou uma versão'],
    did: [
      'The release that runs goes on; after a rollback it opens nothing more',
      'A versão que está rodando continua; depois de um rollback não abre mais nada',
    ],
    person: [
      'Mend what it names, or promote a release that runs here; or end the session (qt stop)',
      'Corrija o que foi dito, ou promova uma versão que rode aqui; ou encerre a sessão (qt stop)',
    ],
    each: true,
  },
  clockDrift: {
    title: ['The clock of the machine is wrong', 'O relógio da máquina está errado'],
    did: ['Entries are off until a person resumes', 'Entradas bloqueadas até uma pessoa retomar'],
    person: [
      'Synchronise the clock (qt doctor pc names the command), then qt resume',
      'Sincronize o relógio (qt doctor pc diz o comando) e depois qt resume',
    ],
  },
  slowEngine: {
    title: ['Events wait for the engine', 'Eventos esperam pelo motor'],
    did: MEASURED,
    person: ['See what else runs on the machine (qt doctor pc)', 'Veja o que mais roda na máquina (qt doctor pc)'],
  },
  slowDisk: {
    title: ['The disk is slow', 'O disco está lento'],
    did: MEASURED,
    person: ['Look at disk and antivirus (qt doctor pc)', 'Verifique disco e antivírus (qt doctor pc)'],
  },
  slowPrediction: {
    title: ['Predictions are slow', 'As previsões estão lentas'],
    did: MEASURED,
    person: ['See what else runs on the machine (qt doctor pc)', 'Veja o que mais roda na máquina (qt doctor pc)'],
  },
  stoodStill: {
    title: ['The session stood still', 'A sessão ficou parada'],
    did: [
      'Nothing was decided meanwhile; it catches up. The guardian of the host protects while a session is silent, unless the whole machine slept',
      'Nada foi decidido enquanto isso; a sessão se atualiza. O guardião do host protege enquanto ela se cala, a não ser que a máquina toda tenha dormido',
    ],
    person: [
      'Look at position and orders (qt status); keep the machine awake (qt doctor pc)',
      'Veja posição e ordens (qt status); não deixe a máquina dormir (qt doctor pc)',
    ],
  },
  watchFailed: {
    title: ['A watch of the session failed', 'Uma vigilância da sessão falhou'],
    did: ['Trading goes on; the watch is tried again', 'A operação continua; a vigilância é tentada de novo'],
    person: ['Look at the state (qt status)', 'Veja o estado (qt status)'],
  },
};
