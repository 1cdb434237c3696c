// What is said of a release that broke its probation: each sentence in English, as it is raised, and in Portuguese.

import type { InBoth } from './alert-advice.ts';

export const probationPhrases: readonly InBoth[] = [
  [
    '{release} of {channel} broke its probation: {what}; the channel is back at {before}, which undoes {changes}',
    '{release} de {channel} falhou no período de prova: {what}; o canal voltou para {before}, o que desfaz {changes}',
  ],
  [
    '{release} of {channel} broke its probation: {what}; the channel stays: {why}',
    '{release} de {channel} falhou no período de prova: {what}; o canal fica como está: {why}',
  ],
  ['the release broke its probation: {what}', 'a versão falhou no período de prova: {what}'],
  [
    'the probation of {release} could not be judged: {why}',
    'não foi possível avaliar a prova da versão {release}: {why}',
  ],
  ['in the session of {day}: {what}', 'na sessão de {day}: {what}'],
  ['its limit of losses was reached: {what}', 'o limite de perdas foi atingido: {what}'],
  ['what must never happen: {what}', 'o que nunca pode acontecer: {what}'],
  ['{count} errors, {limit} are allowed: {what}', '{count} erros, são permitidos {limit}: {what}'],
  [
    '{count} orders were rejected within an hour, {limit} are allowed',
    '{count} ordens foram rejeitadas em uma hora, são permitidas {limit}',
  ],
  ['the replay of {run} differs at {place}', 'o replay de {run} diverge em {place}'],
  [
    '{count} differences of {run} from its backtest have no known cause, 0 are allowed',
    '{count} diferenças de {run} em relação ao backtest não têm causa conhecida, são permitidas 0',
  ],
  ['the channel names another release by now', 'o canal já aponta para outra versão'],
  ['machine.json says so (probation.rollBack)', 'assim diz o machine.json (probation.rollBack)'],
  [
    '{strategy} has no earlier release at {stage} to roll back to',
    '{strategy} não tem versão anterior em {stage} para a qual voltar',
  ],
];
