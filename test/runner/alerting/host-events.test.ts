// Lines of the host's log in; what people are told of them out.
import { describe, expect, it } from 'vitest';
import { happenedIn } from '../../../src/runner/alerting/happened-in.ts';
import { hostEvent } from '../../../src/runner/alerting/host-events.ts';

describe('an order that is not ours', () => {
  it.each([
    [0, '0 contracts have traded', '0 contratos executados'],
    [1, '1 contract has traded', '1 contrato executado'],
    [2, '2 contracts have traded', '2 contratos executados'],
  ])('with %i traded is told in both languages', (traded, en, pt) => {
    const facts = { account: '1:2', accountUse: 'exclusive', clOrderId: 'X', ticker: 'WDOU25', traded, isOpen: true };
    const text = hostEvent('warning', 'foreignOrder', facts)!.text;
    expect(text).toBe(`account 1:2: order X of WDOU25 is not ours, ${en}`);
    expect(happenedIn('pt-BR', text)).toBe(`conta 1:2: a ordem X de WDOU25 não é nossa, ${pt}`);
  });
});
