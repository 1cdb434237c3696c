// What the engine says of entries, stops, targets and exits: each sentence in English, as it is raised, and in Portuguese.

import type { InBoth } from './alert-advice.ts';

export const executionPhrases: readonly InBoth[] = [
  [
    'the price reached the trail of entry {id}: closing at market',
    'o preço atingiu o stop móvel da entrada {id}: encerrando a mercado',
  ],
  [
    'price is beyond the stop of entry {id}: closing at market',
    'o preço passou do stop da entrada {id}: encerrando a mercado',
  ],
  [
    'the stop of entry {id} triggered and has not filled: closing at market',
    'o stop da entrada {id} disparou e não executou: encerrando a mercado',
  ],
  [
    'the price reached the target of entry {id}: closing at market',
    'o preço atingiu o alvo da entrada {id}: encerrando a mercado',
  ],
  ['exit {id} is {status}: {reason}', 'a saída {id} está {status}: {reason}'],
  ['stop {id} is {status}: {reason}', 'a ordem de stop {id} está {status}: {reason}'],
  ['target {id} is {status}: {reason}', 'a ordem do alvo {id} está {status}: {reason}'],
  ['rejected', 'rejeitada'],
  ['cancelled', 'cancelada'],
  ['expired', 'expirada'],
  [
    'the price is at its limit of the day, tick {ticks}, and nobody takes the exit; it is tried until somebody does',
    'o preço está no limite do dia, tick {ticks}, e ninguém toma a saída; ela é tentada até que alguém tome',
  ],
  [
    'no stop of entry {id} was taken within {seconds} s: closing at market',
    'nenhum stop da entrada {id} foi aceito em {seconds} s: encerrando a mercado',
  ],
  [
    'the stop of entry {id} is crossed: closing at market',
    'o stop da entrada {id} já foi cruzado: encerrando a mercado',
  ],
  ['{what}; tried again until the phase takes one', '{what}; nova tentativa até a fase do pregão aceitar'],
  ['no stop is taken yet', 'nenhum stop foi aceito ainda'],
  ['order {id} was cancelled {times} times without effect', 'a ordem {id} foi cancelada {times} vezes sem efeito'],
  [
    'order {id} has no answer after {seconds} s ({status})',
    'a ordem {id} está sem resposta após {seconds} s ({status})',
  ],
  ['entry {id} was refused ({meaning}): {reason}', 'a entrada {id} foi recusada ({meaning}): {reason}'],
  ['margin or funds are missing', 'falta margem ou saldo'],
  ['a limit of the broker is reached', 'um limite da corretora foi atingido'],
  ['the account may not trade this', 'a conta não pode operar isso'],
  ['the password or the login is wrong', 'senha ou login errados'],
  ['the contract cannot be traded', 'o contrato não pode ser operado'],
  ['the price is off the tick grid', 'o preço não é múltiplo do tick'],
  ['the price is outside the limits of the day', 'o preço está fora dos limites do dia'],
  ['the market does not take orders now', 'o mercado não aceita ordens agora'],
  ['the connection was not there', 'não havia conexão'],
  ['too many messages', 'mensagens demais'],
  ['the host was not there', 'o host não estava lá'],
  ['the guardian had the account', 'o guardião estava com a conta'],
  ['a person has killed the account, or the host is closing it', 'uma pessoa travou a conta, ou o host a está zerando'],
  ['it was not sent', 'não foi enviada'],
  ['not connected', 'sem conexão'],
  ['blocked by the risk of the broker', 'bloqueada pelo risco da corretora'],
  ['the reason is not one that we know', 'motivo desconhecido'],
  ['buy of {count} contracts is given up: {reason}', 'compra de {count} contratos abandonada: {reason}'],
  ['sell of {count} contracts is given up: {reason}', 'venda de {count} contratos abandonada: {reason}'],
  ['there is no price', 'não há preço'],
  [
    'the price is {beyond} ticks beyond the decided one, {most} are allowed',
    'o preço está {beyond} ticks além do decidido, são permitidos {most}',
  ],
  ['the price is no longer between stop and target', 'o preço não está mais entre stop e alvo'],
  ['the limit of orders a minute is no number', 'o limite de ordens por minuto não é um número'],
  ['no entries in the last {span} before the close', 'sem entradas nos últimos {span} antes do fechamento'],
  ['the market is not open', 'o mercado não está aberto'],
  ['no trade of {symbol} yet', 'ainda sem negócio de {symbol}'],
  ['no market event for {seconds} s', 'sem evento de mercado há {seconds} s'],
  [
    'entry {id} filled beyond its stop: closing at market',
    'a entrada {id} executou além do stop: encerrando a mercado',
  ],
  [
    'more than the {count} contracts that were approved have filled: closing at market',
    'executou mais do que os {count} contratos aprovados: encerrando a mercado',
  ],
  // behind all that begin alike
  ['order {id}: {reason}', 'ordem {id}: {reason}'],
];
