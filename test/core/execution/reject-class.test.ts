// The words of brokers, exchange and simulations, each with what an entry does about it.
import { describe, expect, it } from 'vitest';
import { classifyReject } from '../../../src/core/execution/reject-class.ts';
import { SHADOW_REASON } from '../../../src/runner/live/shadow-exchange.ts';

const kindOf = (text: string | undefined, code?: number) => classifyReject(text, code).kind;

describe('a refusal', () => {
  it('that passes is tried again', () => {
    for (const text of [
      'Cliente nao esta logado',
      'Cliente não está logado',
      'Mercado fechado',
      'Ativo em leilão',
      'session closed',
      'no price is known',
      'Tempo esgotado',
      'rejected at random by the settings of the simulation',
      'trading message result 1',
    ]) {
      expect([text, kindOf(text)]).toEqual([text, 'retry']);
    }
  });

  it('of a price is adapted', () => {
    for (const text of [
      'Preco fora do incremento minimo',
      'Preço fora dos limites do dia',
      'Preco invalido',
      'price 5502.2325 is not a multiple of the tick 0.5',
      'Ordem fora do túnel de negociação',
    ]) {
      expect([text, kindOf(text)]).toEqual([text, 'adapt']);
    }
  });

  it('of our own parts ends the entry and no more', () => {
    for (const text of [
      'there is no connection to the host',
      'the host never got it',
      'the trader was silent: the guardian has taken over',
      'it was decided before the trader fell silent',
      'the guardian is closing it: the stop was refused',
      'the guardian has covered it: gh-1s',
      'the account is killed by qt kill by root: enough',
      'the host is closing the account: enough (qt flatten --direct by root)',
      'an equal order, 1-2-1e, has no name at the vendor yet',
      'never reached the broker',
      'the trader began anew before it was sent',
      SHADOW_REASON,
    ]) {
      expect([text, kindOf(text)]).toEqual([text, 'giveUp']);
    }
    // only as they are: a broker may use the same words for something else
    expect(kindOf('Conta sem limite: there is no connection to the host')).toBe('stop');
  });

  it('of money, risk, rights or the contract stops', () => {
    for (const text of [
      'Margem insuficiente',
      'Saldo insuficiente para a operação',
      'Insufficient margin',
      'Limite operacional excedido',
      'Somente day trade',
      'Conta bloqueada',
      'Senha de roteamento invalida',
      'Ordem invalida',
      'Ativo vencido',
      'trading message result 24',
      // both: what must stop goes before what may be tried again
      'Margem insuficiente, tente novamente',
    ]) {
      expect([text, kindOf(text)]).toEqual([text, 'stop']);
    }
  });

  it('that nobody knows stops', () => {
    for (const text of [undefined, '', 'Erro 4711', 'Rejeitada', 'trading message result 9']) {
      expect(classifyReject(text)).toEqual({ kind: 'stop', meaning: 'the reason is not one that we know' });
    }
  });

  it('is judged by its number where the words say nothing', () => {
    expect([kindOf('?', 1), kindOf('?', 24), kindOf('?', 9)]).toEqual(['retry', 'stop', 'stop']);
    expect(kindOf('Margem insuficiente', 1)).toBe('stop');
  });
});
