// What the engine says of account, risk, limits and operators: each sentence in English, as it is raised, and in Portuguese.

import type { InBoth } from './alert-advice.ts';

export const enginePhrases: readonly InBoth[] = [
  // by the session itself
  [
    'pause by start: the session begins paused until its gates are open',
    'a sessão começa pausada até todas as condições estarem abertas',
  ],
  ['start: the session begins paused until its gates are open', 'pausada até todas as condições estarem abertas'],
  ['resume by gates: every gate is open', 'a sessão se liberou: todas as condições estão abertas'],
  ['pause by clock: {reason}', 'pausa pela vigilância do relógio: {reason}'],
  ['pause by journal: {reason}', 'pausa porque o diário não pode ser gravado: {reason}'],
  ['flatten by stop: {said}', 'zeragem para encerrar a sessão: {said}'],
  // by a person
  ['pause by {by}: {said}', 'pausa por {by}: {said}'],
  ['resume by {by}: {said}', 'retomada por {by}: {said}'],
  ['flatten by {by}: {said}', 'zeragem por {by}: {said}'],
  ['halt by {by}: {said}', 'bloqueio por {by}: {said}'],
  ['kill by {by}: {said}', 'trava geral por {by}: {said}'],
  [
    'daily loss limit: {loss} BRL of {capital} BRL capital',
    'limite de perda diária: {loss} BRL com capital de {capital} BRL',
  ],
  [
    'drawdown limit: {below} BRL below the best of the session, of {capital} BRL capital',
    'limite de rebaixamento: {below} BRL abaixo do melhor da sessão, com capital de {capital} BRL',
  ],
  ['{count} commands were sent within a minute', '{count} comandos foram enviados em um minuto'],
  [
    '{count} losing trades of {strategy} in a row: no entries for {span}',
    '{count} perdas seguidas de {strategy}: sem entradas por {span}',
  ],
  [
    'the venue holds {held} of {symbol}, our fills say {ours}',
    'na corretora há {held} de {symbol}, nossas execuções dizem {ours}',
  ],
  ['{ours}, those of others {others}', '{ours}, as de terceiros {others}'],
  ['change of order {id} is {outcome}: {reason}', 'a alteração da ordem {id} foi {outcome}: {reason}'],
  ['refused', 'recusada'],
  ['unknown', 'desconhecida'],
  ['no reason given', 'sem motivo informado'],
  [
    'order {id} is of {strategy}, which does not run here: nothing looks after it',
    'a ordem {id} é de {strategy}, que não roda aqui: nada cuida dela',
  ],
  [
    'order {id} on the account is not ours, and the account is ours alone',
    'a ordem {id} na conta não é nossa, e a conta é só nossa',
  ],
  ['order {id} on the account was not ours: {left}', 'a ordem {id} na conta não era nossa: {left}'],
  ['it ended without a fill', 'terminou sem execução'],
  ['what it traded was closed again', 'o que ela executou já foi encerrado'],
  [
    '{strategy} still holds {count} of {symbol} from a session before',
    '{strategy} ainda tem {count} de {symbol} de uma sessão anterior',
  ],
  [
    '{strategy}, which does not run here, holds {count} of {symbol}',
    '{strategy}, que não roda aqui, tem {count} de {symbol}',
  ],
  ['strategy {name} threw: {reason}', 'a estratégia {name} falhou com erro: {reason}'],
  ['gap: {reason}', 'lacuna: {reason}'],
  ['the host is gone: {reason}', 'o host não está mais lá: {reason}'],
  ['market {state}', 'mercado {state}'],
  ['routing {state}', 'roteamento {state}'],
  ['host {state}', 'o host está {state}'],
  ['disconnected', 'desconectado'],
  ['connecting', 'conectando'],
  ['{seen} warm-up bars, {expected} announced', '{seen} candles de aquecimento, {expected} anunciados'],
  ['warm-up digest {digest}, announced {announced}', 'resumo do aquecimento {digest}, anunciado {announced}'],
  ['filled {count} of {quantity}', 'executados {count} de {quantity}'],
  ['answer about {id}, which is not ours', 'resposta sobre {id}, que não é nossa'],
  ['fill of {id}, which is not ours', 'execução de {id}, que não é nossa'],
  ['{count} filled of {quantity} in {id}', '{count} executados de {quantity} em {id}'],
  [
    'fill {fill} is of another side or instrument than its order',
    'a execução {fill} é de outro lado ou ativo que a sua ordem',
  ],
  ['an order that was rejected has filled', 'uma ordem rejeitada foi executada'],
];
