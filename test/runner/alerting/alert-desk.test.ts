// Alerts raised in every order; each thing told once, repeats summed up, nothing without bound, no secret in any text.
import { describe, expect, it } from 'vitest';
import type { OutgoingAlert } from '../../../src/adapters/alerts/outgoing-alert.ts';
import { Secret } from '../../../src/adapters/secrets/secret.ts';
import { AlertDesk, SUBJECTS_PER_CODE_MAX, SUMMARY_AFTER_MS } from '../../../src/runner/alerting/alert-desk.ts';

function bench(language: 'en' | 'pt-BR' = 'en') {
  const told: OutgoingAlert[] = [];
  const clock = { ms: Date.parse('2026-11-23T13:00:00Z') };
  const desk = new AlertDesk({
    source: 'wdo live',
    language,
    post: (alert) => told.push(alert),
    nowMs: () => clock.ms,
  });
  return { desk, told, clock };
}

describe('alert desk', () => {
  it('tells the same thing once, with what happened, what was done and what to do', () => {
    const { desk, told } = bench();
    for (let k = 0; k < 50; k++)
      desk.raise({ severity: 'critical', code: 'stopLost', text: 'stop 1-2-3s is rejected' });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ severity: 'critical', happened: 'stop 1-2-3s is rejected', source: 'wdo live' });
    expect(told[0]!.personShould).toContain('qt flatten');
    expect(told[0]!.systemDid).toContain('new stop');
  });

  it('speaks Portuguese where that is set', () => {
    const { desk, told } = bench('pt-BR');
    desk.raise({ severity: 'critical', code: 'dailyLoss', text: 'x' });
    expect(told[0]!.title).toBe('Limite de perda diária atingido');
  });

  it('tells another order, another critical text and another code apart', () => {
    const { desk, told } = bench();
    desk.raise({ severity: 'warning', code: 'targetLost', text: 'target 1-2-3t is rejected' });
    desk.raise({ severity: 'warning', code: 'targetLost', text: 'target 1-9-4t is rejected' });
    desk.raise({ severity: 'critical', code: 'positionDiffers', text: 'the venue holds 2, our fills say 1' });
    desk.raise({ severity: 'critical', code: 'positionDiffers', text: 'the venue holds 3, our fills say 1' });
    expect(told).toHaveLength(4);
  });

  it('numbers in a warning make no new thing', () => {
    const { desk, told } = bench();
    for (let k = 1; k <= 30; k++)
      desk.raise({ severity: 'warning', code: 'staleInput', text: `no trade for ${k}.5 s` });
    expect(told).toHaveLength(1);
  });

  it('sums up what repeated after ten minutes, then after twice as long, and not what did not repeat', () => {
    const { desk, told, clock } = bench();
    desk.raise({ severity: 'info', code: 'inputBack', text: 'alone' });
    const repeat = (): void =>
      desk.raise({ severity: 'warning', code: 'lateTrades', text: `${told.length} trades came late` });
    for (let k = 0; k < 4; k++) repeat();
    clock.ms += SUMMARY_AFTER_MS - 1;
    desk.tick();
    expect(told).toHaveLength(2);
    clock.ms += 1;
    desk.tick();
    expect(told[2]!.happened).toContain('3 more in 10 min');
    repeat();
    clock.ms += SUMMARY_AFTER_MS;
    desk.tick();
    expect(told).toHaveLength(3);
    clock.ms += SUMMARY_AFTER_MS;
    desk.tick();
    expect(told).toHaveLength(4);
  });

  it('what becomes worse is told at once', () => {
    const { desk, told } = bench();
    desk.raise({ severity: 'info', code: 'x', text: 'a', subject: 's' });
    desk.raise({ severity: 'critical', code: 'x', text: 'a', subject: 's' });
    desk.raise({ severity: 'critical', code: 'x', text: 'a', subject: 's' });
    expect(told.map(({ severity }) => severity)).toEqual(['info', 'critical']);
  });

  it('each command of an operator is told', () => {
    const { desk, told } = bench();
    for (let k = 0; k < 3; k++) desk.raise({ severity: 'info', code: 'operator', text: 'pause by ana: news' });
    expect(told).toHaveLength(3);
  });

  it('a new session sums up and begins anew', () => {
    const { desk, told } = bench();
    for (let k = 0; k < 2; k++) desk.raise({ severity: 'warning', code: 'muted', text: 'gap' });
    desk.startSession();
    desk.raise({ severity: 'warning', code: 'muted', text: 'gap' });
    expect(told.map(({ happened }) => happened)).toEqual(['gap', expect.stringContaining('1 more'), 'gap']);
  });

  it('a flood of different things is bounded by code, and a flood of codes too', () => {
    const { desk, told } = bench();
    for (let k = 0; k < 5000; k++) desk.raise({ severity: 'critical', code: 'stopLost', text: `stop ${k} is gone` });
    expect(told).toHaveLength(SUBJECTS_PER_CODE_MAX + 1);
    for (let k = 0; k < 5000; k++) desk.raise({ severity: 'critical', code: `code${k}`, text: 'x' });
    expect(told.length).toBeLessThan(300);
  });

  it('a secret in a text is hidden, also one that came as base64', () => {
    const { desk, told } = bench();
    const secret = new Secret('routing-pass-4711');
    const encoded = Buffer.from(secret.reveal()).toString('base64');
    desk.raise({ severity: 'critical', code: 'orderContradiction', text: `vendor said routing-pass-4711 ${encoded}` });
    expect(told[0]!.happened).toBe('vendor said [secret] [secret]=');
  });
});
