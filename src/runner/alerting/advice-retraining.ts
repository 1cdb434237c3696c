// Alerts about a model that is trained anew between sessions: what the system has done, what a person should do.

import type { Advice } from './alert-advice.ts';

export const retrainingAdvice: Readonly<Record<string, Advice>> = {
  retrainingCandidate: {
    title: ['A candidate release was made', 'Uma versão candidata foi criada'],
    did: ['It was built and listed; what trades stays as it is', 'Foi montada e listada; o que está operando não muda'],
    person: [
      'Compare it (qt releases show, qt paper --release ID); promote it yourself if it is better, or do nothing',
      'Compare (qt releases show, qt paper --release ID); promova-a você mesmo se for melhor, ou não faça nada',
    ],
    each: true,
  },
  retrainingFailed: {
    title: ['The scheduled training gave no candidate', 'O treinamento agendado não gerou candidata'],
    did: [
      'Nothing that trades has changed; it is tried after the next session',
      'Nada do que opera mudou; nova tentativa após a próxima sessão',
    ],
    person: [
      'Read the newest log in the folder retraining of the home; qt retrain does it by hand',
      'Leia o log mais recente na pasta retraining do home; qt retrain faz o mesmo manualmente',
    ],
    each: true,
  },
};
