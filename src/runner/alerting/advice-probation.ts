// Alerts about a release that is new at its stage and broke its probation; what the system has done, what a person should do.

import type { Advice } from './alert-advice.ts';

export const probationAdvice: Readonly<Record<string, Advice>> = {
  releaseRolledBack: {
    title: ['A new release was rolled back by itself', 'Uma versão nova foi revertida automaticamente'],
    did: [
      'Nothing new is opened; what is held keeps its stop and target. The channel names the release before again',
      'Nada novo é aberto; o que está aberto mantém stop e alvo. O canal aponta novamente para a versão anterior',
    ],
    person: [
      'Look at position and result (qt status), then at what broke; qt resume when trading may go on',
      'Veja posição e resultado (qt status) e depois o que falhou; qt resume quando puder voltar a operar',
    ],
    each: true,
  },
  releaseNotRolledBack: {
    title: ['A new release broke its probation', 'Uma versão nova falhou no período de prova'],
    did: [
      'Nothing new is opened; what is held keeps its stop and target. The channel was not moved',
      'Nada novo é aberto; o que está aberto mantém stop e alvo. O canal não foi alterado',
    ],
    person: [
      'Look at position and result (qt status); promote a release that is right, or stop the session (qt stop)',
      'Veja posição e resultado (qt status); promova uma versão correta ou pare a sessão (qt stop)',
    ],
    each: true,
  },
  probationUnknown: {
    title: ['The probation of a release could not be judged', 'Não foi possível avaliar a prova de uma versão'],
    did: [
      'Nothing new is opened; what is held keeps its stop and target. The channel was not moved; it is tried again',
      'Nada novo é aberto; o que está aberto mantém stop e alvo. O canal não foi alterado; nova tentativa será feita',
    ],
    person: [
      'Mend the file that it names (qt releases list says where), then qt resume; a resumption stands',
      'Corrija o arquivo indicado (qt releases list mostra onde) e depois qt resume; a retomada vale',
    ],
  },
};
