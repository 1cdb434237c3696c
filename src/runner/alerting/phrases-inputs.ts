// What is said of broken, stale or late inputs: each sentence in English, as it is raised, and in Portuguese.

import type { InBoth } from './alert-advice.ts';

export const inputPhrases: readonly InBoth[] = [
  [
    '{count} trades of {symbol} came after their candle had closed',
    '{count} negócios de {symbol} chegaram depois do fechamento do seu candle',
  ],
  [
    '{count} records of {symbol} could not be right and were left out',
    '{count} registros de {symbol} não podiam estar certos e foram descartados',
  ],
  [
    '{count} trades of {symbol} were stamped ahead of the clock and left out',
    '{count} negócios de {symbol} com horário à frente do relógio foram descartados',
  ],
  ['{symbol}: {fault}; read by {names} and {count} more', '{symbol}: {fault}; lido por {names} e mais {count}'],
  ['{symbol}: {fault}; read by {names}', '{symbol}: {fault}; lido por {names}'],
  ['{what}: over', '{what}: passou'],
  ['a trade at the price {value}', 'um negócio ao preço {value}'],
  [
    'a trade at {value}, which is no multiple of the tick {limit}',
    'um negócio a {value}, que não é múltiplo do tick {limit}',
  ],
  [
    'a trade at {value}, more than {limit} points from the one before',
    'um negócio a {value}, a mais de {limit} pontos do anterior',
  ],
  [
    'a trade of {value} contracts; expected 1 to {limit}, whole',
    'um negócio de {value} contratos; esperado de 1 a {limit}, inteiro',
  ],
  ['a record with the exchange time {value}', 'um registro com o horário da bolsa {value}'],
  [
    '{value} of the last 32 trades have a wrong time (early, late or ahead); at most {limit} may',
    '{value} dos últimos 32 negócios têm horário errado; no máximo {limit} podem',
  ],
  [
    "the exchange's time stands still on trades for {value}; at most {limit}",
    'o horário da bolsa está parado nos negócios há {value}; no máximo {limit}',
  ],
  ['our own clock shows no time', 'nosso relógio não mostra horário'],
  ['our own clock went back by {value}', 'nosso relógio voltou {value}'],
  [
    '{value} of the last 32 trade numbers skip, repeat or are gone; at most {limit} may',
    '{value} dos últimos 32 números de negócio pulam, repetem ou faltam; no máximo {limit} podem',
  ],
  [
    '{value} trades were lost at once by their numbers; at most {limit} may',
    '{value} negócios se perderam de uma vez pelos números; no máximo {limit} podem',
  ],
  [
    '{value} trades in a row at one price, for minutes; at most {limit} are plausible',
    '{value} negócios seguidos a um só preço, por minutos; no máximo {limit} são plausíveis',
  ],
  [
    '{value} trades in a row of one quantity; at most {limit} are plausible',
    '{value} negócios seguidos de uma só quantidade; no máximo {limit} são plausíveis',
  ],
  [
    '{value} trades in a row by one side; at most {limit} are plausible',
    '{value} negócios seguidos de um só lado; no máximo {limit} são plausíveis',
  ],
  [
    '{value} trades in a row without an aggressor, who was told before; at most {limit}',
    '{value} negócios seguidos sem agressor, que antes era informado; no máximo {limit}',
  ],
  [
    '{value} trades in a row without brokers, who were told before; at most {limit}',
    '{value} negócios seguidos sem corretoras, que antes eram informadas; no máximo {limit}',
  ],
  [
    '{value} trades in a row between the same brokers; at most {limit} are plausible',
    '{value} negócios seguidos entre as mesmas corretoras; no máximo {limit} são plausíveis',
  ],
  ['a best price of {value}', 'um melhor preço de {value}'],
  [
    '{value} contracts at a best price; expected 0 to {limit}, whole',
    '{value} contratos em um melhor preço; esperado de 0 a {limit}, inteiro',
  ],
  [
    'the best prices changed {value} times, their sizes never; at most {limit} are plausible',
    'os melhores preços mudaram {value} vezes, as quantidades nunca; no máximo {limit} são plausíveis',
  ],
  [
    'the price traded changed {value} times, the best prices never; at most {limit} are plausible',
    'o preço negociado mudou {value} vezes, os melhores preços nunca; no máximo {limit} são plausíveis',
  ],
  [
    '{value} trades in a row far outside of the best prices; at most {limit} are plausible',
    '{value} negócios seguidos muito fora dos melhores preços; no máximo {limit} são plausíveis',
  ],
  [
    'best bid above best ask for {value}; at most {limit}',
    'melhor compra acima da melhor venda há {value}; no máximo {limit}',
  ],
  ['a book level at the price {value}', 'um nível do livro ao preço {value}'],
  [
    'a book level of {value} contracts; expected 0 to {limit}, whole',
    'um nível do livro de {value} contratos; esperado de 0 a {limit}, inteiro',
  ],
  [
    "the book's best bid is not below its best ask for {value}; at most {limit}",
    'a melhor compra do livro não está abaixo da melhor venda há {value}; no máximo {limit}',
  ],
  [
    "the book's best prices are not the quoted ones for {value}; at most {limit}",
    'os melhores preços do livro não são os cotados há {value}; no máximo {limit}',
  ],
  ['{value} levels of the book were lost to its limit', '{value} níveis do livro se perderam pelo limite dele'],
  ['a bar whose prices cannot be: {value}', 'um candle com preços impossíveis: {value}'],
  [
    'a bar of {value} contracts; expected 0 to {limit}, whole',
    'um candle de {value} contratos; esperado de 0 a {limit}, inteiro',
  ],
  ['a bar that ends {value} before the one before it', 'um candle que termina {value} antes do anterior'],
  [
    'a bar at {value}, more than {limit} points from the one before',
    'um candle a {value}, a mais de {limit} pontos do anterior',
  ],
  [
    '{value} bars in a row at one price, with volume; at most {limit} are plausible',
    '{value} candles seguidos a um só preço, com volume; no máximo {limit} são plausíveis',
  ],
  [
    '{value} bars in a row without volume, which was told before; at most {limit}',
    '{value} candles seguidos sem volume, que antes era informado; no máximo {limit}',
  ],
  [
    '{value} bars in a row of one volume; at most {limit} are plausible',
    '{value} candles seguidos de um só volume; no máximo {limit} são plausíveis',
  ],
  [
    '{value} bars in a row without volume by side, which was told before; at most {limit}',
    '{value} candles seguidos sem volume por lado, que antes era informado; no máximo {limit}',
  ],
  ['no trade for {value}; at most {limit}', 'nenhum negócio há {value}; no máximo {limit}'],
  ['no quote for {value}; at most {limit}', 'nenhuma cotação há {value}; no máximo {limit}'],
  ['no book for {value}; at most {limit}', 'nenhum livro há {value}; no máximo {limit}'],
  ['no clock tick for {value}; at most {limit}', 'nenhum pulso do relógio há {value}; no máximo {limit}'],
  [
    'best bid at the best ask for {value}; at most {limit}',
    'melhor compra igual à melhor venda há {value}; no máximo {limit}',
  ],
];
