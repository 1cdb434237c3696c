// What sessions, the host, its guardian and alerting itself say: each sentence in English, as it is raised, and in Portuguese.

import type { InBoth } from './alert-advice.ts';

export const machinePhrases: readonly InBoth[] = [
  // the session
  [
    '{what}: entries are off, what is held stays protected',
    '{what}: entradas bloqueadas, o que está aberto continua protegido',
  ],
  [
    '{what}; it is started anew, the guardian protects meanwhile',
    '{what}; está sendo reiniciado, o guardião protege enquanto isso',
  ],
  ['the engine failed at event {seq} ({kind}): {error}', 'o motor falhou no evento {seq} ({kind}): {error}'],
  ['{what}: entries are off until a person resumes', '{what}: entradas bloqueadas até uma pessoa retomar'],
  [
    "{ms} ms from the server's clock, {most} ms are allowed",
    '{ms} ms de diferença do relógio do servidor, são permitidos {most} ms',
  ],
  [
    'not flat after {seconds} s: stops stay, the guardian looks after them',
    'não zerou em {seconds} s: os stops ficam, o guardião cuida deles',
  ],
  [
    'an event waited for the engine {ms} ms; {most} ms are the limit',
    'um evento esperou pelo motor {ms} ms; o limite é {most} ms',
  ],
  [
    'a durable commit of the journal took {ms} ms; {most} ms are the limit',
    'uma gravação segura do diário levou {ms} ms; o limite é {most} ms',
  ],
  ['a prediction took {ms} ms; {most} ms are the limit', 'uma previsão levou {ms} ms; o limite é {most} ms'],
  [
    'the whole process stood still for {seconds} s, as when the machine sleeps or the process is suspended',
    'o processo inteiro ficou parado por {seconds} s, como quando a máquina dorme ou o processo é suspenso',
  ],
  // another release that its channel names
  ['the channel names {release} again', 'o canal aponta de novo para {release}'],
  [
    '{what} takes the place of {release} when nothing is held',
    '{what} assume o lugar de {release} quando estiver zerada',
  ],
  ['{what} does not run here: {why}; {release} goes on', '{what} não roda aqui: {why}; {release} continua'],
  [
    '{what} does not run here: {why}; {release} goes on and opens nothing more',
    '{what} não roda aqui: {why}; {release} continua e não abre mais nada',
  ],
  ['release {release}, gone back to by {by}: {said}', 'versão {release}, para a qual {by} voltou: {said}'],
  ['release {release}, promoted by {by}', 'versão {release}, promovida por {by}'],
  ['holds {held}', 'tem {held}'],
  ['it is being verified', 'está sendo verificada'],
  ['the session is starting', 'a sessão está começando'],
  ['it begins with the next session', 'começa na próxima sessão'],
  ['orders that are not over: {count}', 'ordens que não terminaram: {count}'],
  // its challenger
  [
    'The challenger {release}: {why}; its words are in {file}',
    'A desafiante {release}: {why}; o que ela disse está em {file}',
  ],
  ['it was ended by a signal', 'foi encerrada por um sinal'],
  ['it ended with {code}', 'terminou com {code}'],
  // alerting
  ['no sign of it for {seconds} s', 'sem sinal dele há {seconds} s'],
  ['it was silent for {seconds} s', 'ficou em silêncio por {seconds} s'],
  ['too many wait for {target}', 'há alertas demais esperando por {target}'],
  ['an answer could not be sent: {reason}', 'uma resposta não pôde ser enviada: {reason}'],
  ['{who} wrote in chat {chat}', '{who} escreveu no chat {chat}'],
  ['nobody named', 'ninguém identificado'],
  ['person {id}', 'pessoa {id}'],
  // the host
  ['market has been away for {seconds} s: {reason}', 'o mercado está desconectado há {seconds} s: {reason}'],
  ['routing has been away for {seconds} s: {reason}', 'o roteamento está desconectado há {seconds} s: {reason}'],
  ['no reason was told', 'nenhum motivo informado'],
  ['the vendor refuses to begin: {reason}', 'o fornecedor se recusa a iniciar: {reason}'],
  ['the vendor could not begin: {reason}', 'o fornecedor não pôde iniciar: {reason}'],
  ['the vendor reports market state {state}', 'o fornecedor informa o estado de mercado {state}'],
  [
    'the vendor process ended {count} times within an hour',
    'o processo do fornecedor terminou {count} vezes em uma hora',
  ],
  ['the login is not valid. {fix}', 'o login não é válido. {fix}'],
  ['the password is wrong. {fix}', 'a senha está errada. {fix}'],
  ['the password is blocked. {fix}', 'a senha está bloqueada. {fix}'],
  ['the password has expired. {fix}', 'a senha expirou. {fix}'],
  [
    'Check user, password and activation key with `qt secrets`, then start the host again.',
    'Confira usuário, senha e chave de ativação com `qt secrets` e inicie o host de novo.',
  ],
  [
    'Set the right password with `qt secrets`; several wrong tries can lock the account.',
    'Grave a senha certa com `qt secrets`; várias tentativas erradas podem bloquear a conta.',
  ],
  [
    'Unlock the account with the vendor, then start the host again.',
    'Desbloqueie a conta com o fornecedor e inicie o host de novo.',
  ],
  [
    'Set a new password with the vendor and with `qt secrets`.',
    'Defina uma nova senha com o fornecedor e com `qt secrets`.',
  ],
  [
    'account {account}: stop ({type}) to {side} {what}: {reason}',
    'conta {account}: stop ({type}), {side} {what}: {reason}',
  ],
  [
    'account {account}: exit ({type}) to {side} {what}: {reason}',
    'conta {account}: saída ({type}), {side} {what}: {reason}',
  ],
  ['buy', 'comprar'],
  ['sell', 'vender'],
  ['market', 'a mercado'],
  ['no stop', 'faltava o stop'],
  [
    'account {account}: order {id} of {ticker} is not ours, {traded}',
    'conta {account}: a ordem {id} de {ticker} não é nossa, {traded}',
  ],
  ['1 contract has traded', '1 contrato executado'],
  ['{count} contracts have traded', '{count} contratos executados'],
  ['account {account}, order {id}: {text}', 'conta {account}, ordem {id}: {text}'],
  [
    'two logins do not know it: it never reached the broker',
    'dois logins não a conhecem: ela nunca chegou à corretora',
  ],
  ['{strategy}: {reason}: out at market', '{strategy}: {reason}: encerrando a mercado'],
  [
    'nothing may be held so near the close, and its trader is gone',
    'nada pode ficar aberto tão perto do fechamento, e a sessão dela não está mais lá',
  ],
  [
    '{strategy}: {count} is held and nobody can trade: it is seen to when trading goes on',
    '{strategy}: há {count} em aberto e ninguém pode operar: será tratado quando o pregão voltar',
  ],
  [
    '{strategy}: {count} exits in a row have ended without a fill; trying goes on',
    '{strategy}: {count} saídas seguidas terminaram sem execução; as tentativas continuam',
  ],
  [
    '{strategy}: nobody answers {count} exits: a person has to look at the broker',
    '{strategy}: ninguém responde a {count} saídas: uma pessoa precisa conferir na corretora',
  ],
  [
    '{strategy}: {count} stops in a row were refused outside of trading; trying goes on',
    '{strategy}: {count} stops seguidos foram recusados fora do pregão; as tentativas continuam',
  ],
  ['account {account}: {text}', 'conta {account}: {text}'],
];
