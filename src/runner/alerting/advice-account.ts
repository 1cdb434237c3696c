// Alerts about account, risk and operators: what each is called, what the system has done, what a person should do.

import type { Advice } from './alert-advice.ts';

const HALTED: Advice['did'] = [
  'New entries are off and working entries are being cancelled; stops and targets go on',
  'Novas entradas estão bloqueadas e as pendentes estão sendo canceladas; stops e alvos continuam',
];
const CLOSING: Advice['did'] = [
  'Everything is being closed; no entries until the next session and a person',
  'Tudo está sendo encerrado; sem novas entradas até a próxima sessão e uma pessoa liberar',
];
const COMPARE: Advice['person'] = [
  'Compare position and orders at the broker with qt status; resume when they agree (qt resume)',
  'Compare posição e ordens na corretora com qt status; retome quando forem iguais (qt resume)',
];
const SEE_FLAT: Advice['person'] = [
  'See that the position is flat; look at the day report',
  'Confira se a posição está zerada; veja o relatório do dia',
];

export const accountAdvice: Readonly<Record<string, Advice>> = {
  positionDiffers: {
    title: ['The position differs from the broker', 'Posição diferente da corretora'],
    did: HALTED,
    person: [
      'Find where the difference comes from (an order by hand?), put it right at the broker, then qt resume',
      'Descubra a origem da diferença (ordem manual?), corrija na corretora e depois qt resume',
    ],
  },
  strangeAdopted: {
    title: ['An order of ours whose strategy does not run here', 'Ordem nossa de uma estratégia que não roda aqui'],
    did: HALTED,
    person: [
      'See what it holds (qt status). Close that with qt flatten --direct, or start its own session; then qt resume',
      'Veja o que ela mantém (qt status). Encerre com qt flatten --direct, ou inicie a sessão dela; depois qt resume',
    ],
  },
  foreignOrder: {
    title: ['An order of somebody else on the account', 'Ordem de terceiros na conta'],
    did: HALTED,
    person: [
      'Cancel it at the broker if it is not meant, or set accountUse to shared; then qt resume',
      'Cancele-a na corretora se não for intencional, ou use accountUse shared; depois qt resume',
    ],
  },
  foreignOrderOver: {
    title: ['An order of somebody else that is over', 'Ordem de terceiros já encerrada'],
    did: ['Nothing: it has left nothing on the account', 'Nada: ela não deixou nada na conta'],
    person: [
      'Find out who sent it: the account is meant for this program alone',
      'Descubra quem a enviou: a conta deveria ser só deste programa',
    ],
  },
  reconciliation: {
    title: ['The comparison with the broker failed', 'Conciliação com a corretora falhou'],
    did: HALTED,
    person: COMPARE,
  },
  heldOvernight: {
    title: ['A position was held overnight', 'Posição mantida de um dia para o outro'],
    did: HALTED,
    person: ['Close it at the broker, then qt resume', 'Encerre-a na corretora e depois qt resume'],
  },
  dailyLoss: {
    title: ['The daily loss limit is reached', 'Limite de perda diária atingido'],
    did: CLOSING,
    person: SEE_FLAT,
  },
  operator: {
    title: ['An operator gave a command', 'Comando de operador'],
    did: ['The command was carried out', 'O comando foi executado'],
    person: [
      'Nothing if it was you; otherwise qt kill and ask who it was',
      'Nada se foi você; caso contrário, qt kill e descubra quem foi',
    ],
    each: true,
  },
  ownCommand: {
    title: ['The session gave itself a command', 'A própria sessão deu um comando'],
    did: ['The command was carried out', 'O comando foi executado'],
    person: ['Nothing; qt status says what it waits for', 'Nada; qt status diz o que ela espera'],
    each: true,
  },
  strategyThrew: {
    title: ['The strategy failed with an error', 'A estratégia falhou com erro'],
    did: HALTED,
    person: [
      'Send the error to who wrote the strategy; roll back the release if it comes again',
      'Envie o erro a quem escreveu a estratégia; volte à versão anterior se repetir',
    ],
  },
  carriedOrders: {
    title: ['Orders of the run before do not fit', 'Ordens da execução anterior não conferem'],
    did: HALTED,
    person: COMPARE,
  },
  coolDown: {
    title: ['Several losing trades in a row', 'Várias perdas seguidas'],
    did: ['No entries for a while; stops and targets go on', 'Sem entradas por um tempo; stops e alvos continuam'],
    person: ['Nothing', 'Nada'],
  },
  messageRate: {
    title: ['Many orders within a minute', 'Muitas ordens em um minuto'],
    did: [
      'Entries beyond the limit are refused; exits always go',
      'Entradas além do limite são recusadas; saídas sempre passam',
    ],
    person: [
      'See what the session does (qt status); qt pause if it looks wrong',
      'Veja o que a sessão faz (qt status); qt pause se parecer errado',
    ],
  },
  drawdown: {
    title: ['The drawdown limit is reached', 'Limite de rebaixamento atingido'],
    did: CLOSING,
    person: SEE_FLAT,
  },
};
