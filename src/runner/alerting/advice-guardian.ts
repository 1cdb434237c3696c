// Alerts of the guardian in the host: what each is called, what the system has done, what a person should do.

import type { Advice } from './alert-advice.ts';

const LOOK: Advice['person'] = [
  'Look at the session (qt status) and at the position at the broker',
  'Veja a sessão (qt status) e a posição na corretora',
];

export const guardianAdvice: Readonly<Record<string, Advice>> = {
  guardianAlone: {
    title: ['A session is gone and holds a position', 'A sessão caiu com posição aberta'],
    did: [
      'The guardian keeps its stops, places missing ones and cancels its entries',
      'O guardião mantém os stops, envia os que faltam e cancela as entradas',
    ],
    person: ['Start the session again, or qt flatten --direct', 'Inicie a sessão novamente, ou qt flatten --direct'],
    each: true,
  },
  traderSilent: {
    title: ['A session hangs and holds something', 'A sessão travou com ordens ou posição abertas'],
    did: [
      'The guardian keeps its stops, places missing ones and cancels its entries until it answers again',
      'O guardião mantém os stops, envia os que faltam e cancela as entradas até ele voltar a responder',
    ],
    person: [
      'Look at the session (qt status); qt kill works while it hangs',
      'Veja a sessão (qt status); qt kill funciona enquanto ela estiver travada',
    ],
  },
  guardianExitRefused: {
    title: ['Exits of the guardian are refused', 'Saídas do guardião recusadas'],
    did: [
      'The exit is sent again, each second at first, each minute later',
      'A saída é reenviada: a cada segundo no início, depois a cada minuto',
    ],
    person: ['Close the position at the broker by hand, now', 'Encerre já a posição na corretora'],
  },
  guardianStopRefused: {
    title: ['Stops of the guardian are refused', 'Stops do guardião recusados'],
    did: ['The stop is sent again, and when trading opens', 'O stop é reenviado, e também na abertura do pregão'],
    person: ['Look at the position at the broker', 'Veja a posição na corretora'],
  },
  heldWhileClosed: {
    title: ['A position is held while nobody can trade', 'Posição aberta com o mercado fechado'],
    did: ['Nothing is sent until trading opens again', 'Nada é enviado até o pregão reabrir'],
    person: ['Look at the position at the broker', 'Veja a posição na corretora'],
  },
  heldUntilKnown: {
    title: [
      'A position is not closed yet: the broker tells no orders',
      'Posição ainda não encerrada: a corretora não informa as ordens',
    ],
    did: [
      'Its stop stays; it is closed as soon as the orders of the day are told, or after a minute',
      'O stop permanece; será encerrada assim que as ordens do dia forem informadas, ou após um minuto',
    ],
    person: ['Look at the position at the broker at once', 'Veja já a posição na corretora'],
  },
  closedByOthers: {
    title: ['Others have closed what is ours', 'Outros encerraram a nossa posição'],
    did: [
      'What they closed is not closed again: that would open the opposite position. Stops and targets are made to fit the rest',
      'O que foi encerrado não é encerrado de novo: isso abriria a posição contrária. Stops e alvos são ajustados ao restante',
    ],
    person: [
      'See at the broker what the account still holds, and that its stops and targets close no more than that',
      'Confira na corretora o que a conta ainda mantém, e se stops e alvos não encerram mais do que isso',
    ],
    each: true,
  },
  exitsTooLarge: {
    title: ['A stop is larger than what the account holds', 'Stop maior que a posição da conta'],
    did: [
      'A smaller stop is sent again and again; the larger one stays until the broker takes that',
      'Um stop menor é reenviado; o maior permanece até a corretora aceitar o menor',
    ],
    person: [
      'Make the stop smaller at the broker by hand: filled whole it would open the opposite position',
      'Reduza o stop manualmente na corretora: executado inteiro, abriria a posição contrária',
    ],
  },
  guardianPlaces: {
    title: ['The guardian placed an order', 'O guardião enviou uma ordem'],
    did: ['A stop that was missing, or an exit, was sent', 'Foi enviado um stop que faltava, ou uma saída'],
    person: LOOK,
  },
  guardianCancels: {
    title: ['The guardian cancels an order', 'O guardião cancela uma ordem'],
    did: ['The cancel was sent', 'O cancelamento foi enviado'],
    person: LOOK,
  },
  outAtMarket: {
    title: ['The guardian closes a position', 'O guardião encerra a posição'],
    did: ['It is being closed at market', 'Está sendo encerrada a mercado'],
    person: LOOK,
  },
  exitUnknown: {
    title: ['An exit of the guardian has no answer', 'Saída do guardião sem resposta'],
    did: ['It is asked for, not sent twice', 'A resposta é aguardada; nada é enviado em dobro'],
    person: ['Look at the position at the broker at once', 'Veja já a posição na corretora'],
  },
  killed: {
    title: ['The kill switch is on', 'Trava geral acionada'],
    did: [
      'All orders are cancelled, the position is closed, and new risk is refused until it is released',
      'Ordens canceladas, posição encerrada e novas entradas recusadas até ser liberado',
    ],
    person: ['Find the reason; then release it on the machine', 'Descubra o motivo; depois libere na máquina'],
    each: true,
  },
  flattening: {
    title: ['The host closes everything of ours', 'O host encerra tudo que é nosso'],
    did: [
      'Orders are cancelled and the position is closed at market',
      'Ordens canceladas e posição encerrada a mercado',
    ],
    person: ['See that it is flat (qt status)', 'Confira se está zerado (qt status)'],
    each: true,
  },
  released: {
    title: ['The kill switch was released', 'Trava geral liberada'],
    did: ['New orders are taken again', 'Novas ordens são aceitas de novo'],
    person: ['Nothing if it was you', 'Nada se foi você'],
    each: true,
  },
  cancelledAll: {
    title: ['All orders of the account were cancelled', 'Todas as ordens da conta foram canceladas'],
    did: ['The account-wide call was sent', 'O comando para toda a conta foi enviado'],
    person: ['Look at the account at the broker', 'Veja a conta na corretora'],
    each: true,
  },
  zeroed: {
    title: ['A position of the account was closed', 'Uma posição da conta foi encerrada'],
    did: ['The account-wide call was sent', 'O comando para toda a conta foi enviado'],
    person: ['Look at the account at the broker', 'Veja a conta na corretora'],
    each: true,
  },
  guardianStoodStill: {
    title: ['The host stood still', 'O host ficou parado'],
    did: [
      'Nothing went through it meanwhile; the guardian counts its deadlines anew. Stops at the broker stay',
      'Nada passou por ele nesse tempo; o guardião reinicia seus prazos. Os stops na corretora permanecem',
    ],
    person: ['See what else runs on the machine (qt doctor pc)', 'Veja o que mais roda na máquina (qt doctor pc)'],
  },
  guardFileUnread: {
    title: ['What the guardian had kept cannot be read', 'O registro do guardião não pode ser lido'],
    did: ['It goes on without it', 'Ele continua sem o registro'],
    person: LOOK,
  },
  guardFileUnwritten: {
    title: ['What the guardian keeps cannot be written', 'O registro do guardião não pode ser gravado'],
    did: [
      'It goes on; after a restart of the host it would not know',
      'Ele continua; após reiniciar o host não saberia',
    ],
    person: ['Make room on the disk, or look at it', 'Libere espaço no disco, ou verifique-o'],
  },
  openOverMidnight: {
    title: ['A position is open over midnight', 'Posição aberta após a meia-noite'],
    did: [
      'The guardian cannot protect it: orders were for the day',
      'O guardião não pode protegê-la: as ordens valiam para o dia',
    ],
    person: ['Close it at the broker', 'Encerre-a na corretora'],
  },
};
