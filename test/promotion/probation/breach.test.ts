// What breaks a probation and what does not: figures of a session and certificates, case by case; every violation of a certificate is judged or excused.
import { describe, expect, it } from 'vitest';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import type { ParityCertificate } from '../../../src/promotion/parity/parity-certificate.ts';
import { breachOfCertificate } from '../../../src/promotion/probation/breach-of-certificate.ts';
import { breachOfSession, type SessionFigures } from '../../../src/promotion/probation/breach-of-session.ts';
import { isOfRelease, SessionTally } from '../../../src/promotion/probation/session-tally.ts';
import { happenedIn } from '../../../src/runner/alerting/happened-in.ts';

const quiet: SessionFigures = { dailyLoss: undefined, errors: [], violations: [], rejected: 0 };
const strict = { errors: 0, rejectedPerHour: 20 };
const HOUR_US = 3_600_000_000;

describe('a session on probation', () => {
  it.each([
    ['nothing', {}, strict, undefined],
    ['as many rejections as are allowed', { rejected: 20 }, strict, undefined],
    ['one rejection more', { rejected: 21 }, strict, { kind: 'rejected', figure: 21, limit: 20 }],
    ['the limit of losses', { dailyLoss: 'daily loss limit: -2 BRL' }, strict, { kind: 'loss' }],
    ['one error', { errors: ['strategyThrew: x'] }, strict, { kind: 'error', figure: 1, limit: 0 }],
    ['errors that are allowed', { errors: ['a', 'b'] }, { ...strict, errors: 2 }, undefined],
    ['one error more', { errors: ['a', 'b', 'c'] }, { ...strict, errors: 2 }, { kind: 'error', figure: 3, limit: 2 }],
    [
      'a violation, whatever errors are allowed',
      { violations: ['stopLate: x'] },
      { ...strict, errors: 9 },
      { kind: 'violation' },
    ],
    ['the gravest first', { dailyLoss: 'x', errors: ['y'], violations: ['z'], rejected: 99 }, strict, { kind: 'loss' }],
  ] as const)('with %s', (_what, figures, allowed, breach) => {
    const found = breachOfSession({ ...quiet, ...figures }, allowed);
    if (breach === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(breach);
  });

  it('counts what was told of it, each rejected order once, and forgets the rejections of an hour ago', () => {
    const tally = new SessionTally();
    const batch = new EventBatch(64);
    const at = (timeUs: number, event: object): void => {
      batch.pushPayload(event as never, timeUs);
      tally.onEvent(batch, batch.length - 1);
    };
    const rejected = (clientOrderId: string) => ({
      kind: 'orderUpdate',
      clientOrderId,
      status: 'rejected',
      reason: 'no',
    });
    at(1000, rejected('1-1-1e'));
    at(1001, { kind: 'commandResult', clientOrderId: '1-1-1e', command: 'submit', outcome: 'refused', reason: 'no' });
    at(1002, { kind: 'commandResult', clientOrderId: '1-1-2e', command: 'cancel', outcome: 'refused', reason: 'no' });
    at(1003, { kind: 'orderUpdate', clientOrderId: '1-1-3e', status: 'working', reason: undefined });
    expect(tally.figures).toEqual({ ...quiet, rejected: 1 });
    at(HOUR_US / 2, rejected('1-1-4e'));
    expect(tally.figures.rejected).toBe(2);
    at(HOUR_US + 2000, rejected('1-1-5e'));
    expect(tally.figures.rejected).toBe(2);
    tally.onAlert(0, 'critical', 'strategyThrew', 'boom');
    tally.onAlert(0, 'critical', 'dailyLoss', 'first');
    tally.onAlert(0, 'critical', 'dailyLoss', 'second');
    tally.onCommand({ kind: 'submit' } as never);
    tally.onAlert(0, 'critical', 'positionDiffers', 'by one');
    for (const code of ['journalBroken', 'foreignOrder', 'heldOvernight', 'muted'])
      tally.onAlert(0, 'critical', code, 'x');
    expect(tally.figures).toEqual({
      ...{ dailyLoss: 'first', errors: ['strategyThrew: boom'], violations: ['positionDiffers: by one'], rejected: 2 },
    });
    tally.forget();
    expect(tally.figures).toEqual(quiet);
  });
});

describe('the daily loss limit', () => {
  // capital 50000 BRL, limit 2 %: 1000 BRL
  const told = (broughtInBrl: number | undefined, netBrl: number): string | undefined => {
    const tally = new SessionTally(() => ({ dailyLossLimit: 0.02 }) as never);
    const batch = new EventBatch(1);
    batch.pushPayload({ kind: 'epochStart', capitalBrl: 50_000 } as never, 1);
    tally.onEvent(batch, 0);
    tally.goesOn(broughtInBrl === undefined ? undefined : broughtInBrl * 10_000);
    tally.onAlert(2, 'critical', 'dailyLoss', `daily loss limit: ${netBrl} BRL of 50000 BRL capital`);
    return tally.figures.dailyLoss;
  };
  it.each([
    ['all of it lost by others', -1100, -1100, false],
    ['most of it lost by others', -900, -1000.5, false],
    ['a little lost by others, and the limit by itself', -5, -1005, true],
    ['a little less', -5, -1004.99, false],
    ['a gain of others lost, and the limit', 300, -1000, true],
    ['nothing by others', 0, -1000, true],
    ['what nobody knows', undefined, -5000, false],
  ] as const)('with %s', (_what, broughtInBrl, netBrl, isBreach) => {
    expect(told(broughtInBrl, netBrl) !== undefined).toBe(isBreach);
  });
});

describe('what others did', () => {
  it('is not held against a release: orders of a strategy that does not run here, and books that differ before it sent an order', () => {
    const tally = new SessionTally();
    const told = (): readonly string[] => {
      for (const code of ['strangeAdopted', 'positionDiffers', 'reconciliation'])
        tally.onAlert(0, 'critical', code, 'x');
      return tally.figures.violations;
    };
    expect(told()).toEqual([]);
    tally.onCommand({ kind: 'cancel' } as never);
    expect(told()).toEqual([]);
    tally.onCommand({ kind: 'submit' } as never);
    expect(told()).toEqual(['positionDiffers: x', 'reconciliation: x']);
    tally.forget();
    expect(told()).toEqual([]);
    expect(isOfRelease('strangeAdopted')).toBe(false);
  });

  it.each([undefined, 2])('nor by a certificate: its first order at %s', (firstOrderUs) => {
    const judged = (timeUs: number) =>
      breachOfCertificate(
        certificate({ violations: [{ kind: 'positionDifference', timeUs, text: 'reconciliation: a difference' }] }),
        () => firstOrderUs,
      );
    expect(judged(1)).toBeUndefined();
    expect(judged(2)?.kind).toBe(firstOrderUs === undefined ? undefined : 'violation');
  });
});

const certificate = (changes: {
  readonly replay?: Partial<ParityCertificate['replay']>;
  readonly causes?: ParityCertificate['backtest']['causes'];
  readonly violations?: ParityCertificate['violations'];
}): Parameters<typeof breachOfCertificate>[0] => ({
  run: '20270301T120000Z-demo-sample-1a2b3c',
  replay: { isIdentical: true, decisions: 9, firstDifference: null, notices: [], ...changes.replay },
  backtest: { causes: changes.causes ?? [] } as never,
  violations: changes.violations ?? [],
});
const violation = (text: string) => ({ kind: 'error', timeUs: 1, text }) as const;

describe('the certificate of a session on probation', () => {
  const firstDifference = { index: 3, timeUs: 1, path: 'outcome.reason', expected: 'a', actual: 'b' };
  it.each([
    ['nothing', {}, undefined],
    ['known causes', { causes: [{ cause: 'fillModel', count: 7, effectE4: -1 }] }, undefined],
    [
      'another replay',
      { replay: { isIdentical: false, firstDifference } },
      { kind: 'divergence', text: expect.stringContaining('outcome.reason') },
    ],
    ['an unknown cause', { causes: [{ cause: 'unknown', count: 2, effectE4: 0 }] }, { kind: 'divergence', figure: 2 }],
    ['a violation', { violations: [violation('stopLost: none came')] }, { kind: 'violation', figure: 1 }],
    ['a failed engine', { violations: [violation('failed.json: it threw')] }, { kind: 'violation' }],
    [
      'contracts left',
      { violations: [violation('2 contracts at the end, without a stop of its own')] },
      { kind: 'violation' },
    ],
    ['a full disk', { violations: [violation('journalBroken: ENOSPC')] }, undefined],
    ['a hand on the account', { violations: [violation('foreignOrder: 3 of WDOU25')] }, undefined],
    [
      'a hand, and an own one',
      { violations: [violation('foreignOrder: x'), violation('stopLate: y')] },
      { kind: 'violation', figure: 1, text: expect.stringContaining('stopLate') },
    ],
  ] as const)('with %s', (_what, changes, breach) => {
    const found = breachOfCertificate(certificate(changes as never), () => 0);
    if (breach === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(breach);
  });

  it('excuses what the machine, a person or an earlier release did, and nothing else', () => {
    const excused = [
      'journalBroken',
      'runNotFinished',
      'watchFailed',
      'foreignOrder',
      'carriedOrders',
      'heldOvernight',
    ];
    for (const code of excused) expect(isOfRelease(code), code).toBe(false);
    for (const code of ['stopLate', 'stopLost', 'strategyThrew', 'engineFailed', 'reconciliation', undefined])
      expect(isOfRelease(code), code).toBe(true);
  });
});

describe('what is said of it', () => {
  it('is said in Portuguese, down to what broke', () => {
    const { text } = breachOfSession({ ...quiet, rejected: 21 }, strict)!;
    const said = `4f9c of sample@demo broke its probation: in the session of 2027-03-01: ${text}; the channel stays: the channel names another release by now`;
    expect(happenedIn('pt-BR', said)).toBe(
      '4f9c de sample@demo falhou no período de prova: na sessão de 2027-03-01: 21 ordens foram rejeitadas em uma hora, são permitidas 20; o canal fica como está: o canal já aponta para outra versão',
    );
  });
});
