import { describe, expect, it } from 'vitest';
import { LOGIN_LIMITS, type LoginEffect, LoginWatch } from '../../../../src/runner/host/vendor/login-watch.ts';

const MARKET_LOGIN = [
  [3, 0],
  [0, 0],
  [2, 1],
  [2, 2],
  [2, 4],
] as const;
const ROUTING_LOGIN = [
  [3, 0],
  [0, 0],
  [1, 1],
  [1, 2],
  [2, 1],
  [2, 2],
  [1, 4],
  [1, 5],
  [0, 0],
  [2, 4],
] as const;

function watched(mode: 'market' | 'routing', states: readonly (readonly [number, number])[], startMs = 0) {
  const watch = new LoginWatch(mode, LOGIN_LIMITS);
  const effects: LoginEffect[] = [...watch.processStarted(startMs)];
  states.forEach(([type, result], i) => {
    effects.push(...watch.state(type, result, startMs + 100 * (i + 1)));
  });
  return { watch, effects, kinds: effects.map((effect) => effect.kind) };
}

describe('the login', () => {
  it('is ready for the market after the sequence of a market login, and says so once', () => {
    const { watch, kinds } = watched('market', MARKET_LOGIN);
    expect(watch.marketReady).toBe(true);
    expect(kinds.filter((kind) => kind === 'resumed')).toHaveLength(1);
    expect(kinds).not.toContain('stop');
    expect(watch.market).toEqual({ service: 'market', state: 'connected', detail: undefined });
  });

  it('is ready for routing when the broker is connected, in whatever order the states come', () => {
    const { watch } = watched('routing', ROUTING_LOGIN);
    expect(watch.routing.state).toBe('connected');
    const shuffled = watched('routing', [
      [1, 5],
      [2, 4],
      [0, 0],
      [3, 0],
    ] as const);
    expect(shuffled.watch.routing.state).toBe('connected');
    expect(shuffled.watch.marketReady).toBe(true);
  });

  it.each([
    [0, 1, 'the login is not valid'],
    [0, 2, 'the password is wrong'],
    [0, 3, 'the password is blocked'],
    [0, 4, 'the password has expired'],
    [3, 1, 'the activation key is not valid'],
  ])('stops for good at (%i,%i), says why, and does so once', (type, result, text) => {
    const { watch, kinds } = watched('market', [[type, result]]);
    expect(kinds).not.toContain('stop');
    expect(watch.tick(2_000)).toEqual([]);
    expect(watch.tick(4_000)).toEqual([
      {
        kind: 'stop',
        reason: expect.stringContaining(text),
        fix: expect.stringMatching(/qt secrets|vendor/),
      },
    ]);
    expect(watch.tick(5_000)).toEqual([]);
  });

  it('stops at a refusal that stands, whatever ends the process before it is believed', () => {
    const refused = () => watched('market', [[0, 3]]).watch;
    const stop = { kind: 'stop', reason: expect.stringContaining('the password is blocked') };
    const ended = refused();
    expect(ended.processEnded('exit code 1')).toContainEqual(expect.objectContaining(stop));
    const failed = refused();
    expect(failed.initialiseFailed('NL_INTERNAL_ERROR', 'it answered')).toMatchObject([stop]);
    expect(failed.processEnded('killed').map((effect) => effect.kind)).not.toContain('stop');
    const lost = watched('market', MARKET_LOGIN).watch;
    lost.state(0, 1, 1_000);
    lost.state(0, 2, 120_500);
    expect(lost.tick(121_000)).toMatchObject([{ ...stop, reason: expect.stringContaining('the password is wrong') }]);
  });

  it('forgives a refusal that is taken back at once: states oscillate', () => {
    const { watch } = watched('market', [
      [3, 1],
      [3, 0],
      [0, 1],
      [0, 0],
      [2, 4],
    ] as const);
    expect(watch.tick(10_000)).toEqual([]);
    expect(watch.marketReady).toBe(true);
  });

  it('takes the states of the end as no refusal', () => {
    const { watch } = watched('routing', ROUTING_LOGIN);
    watch.processEnded('stopped');
    for (const [type, result] of [
      [0, 1],
      [1, 0],
      [2, 0],
      [3, 1],
    ] as const) {
      expect(watch.state(type, result, 2_000)).toEqual([]);
    }
    expect(watch.tick(1_000_000)).toEqual([]);
  });

  it('restarts when no market data come in time, and when the initialisation fails in a way that may pass', () => {
    const { watch } = watched('market', [
      [0, 0],
      [2, 2],
    ] as const);
    expect(watch.tick(89_000)).toEqual([]);
    expect(watch.tick(90_000)).toMatchObject([{ kind: 'restart' }]);
    expect(watch.initialiseFailed('NL_INTERNAL_ERROR', 'it answered')).toMatchObject([{ kind: 'restart' }]);
    expect(watch.initialiseFailed('NL_NO_LICENSE', 'it answered')).toMatchObject([{ kind: 'stop' }]);
  });

  it('tells a loss once and the return once; 5 and 6 still count as connected', () => {
    const { watch } = watched('market', MARKET_LOGIN);
    expect(watch.state(2, 6, 1_000)).toMatchObject([{ kind: 'service', state: { state: 'connected' } }]);
    expect(watch.state(2, 4, 1_100)).toMatchObject([{ kind: 'service' }]);
    expect(watch.state(2, 0, 1_200).map((e) => e.kind)).toEqual(['lost', 'service']);
    expect(watch.state(2, 1, 1_300).map((e) => e.kind)).toEqual(['service']);
    expect(watch.state(2, 4, 1_400).map((e) => e.kind)).toEqual(['service', 'resumed']);
    expect(watch.tick(10_000_000)).toEqual([]);
  });

  it('tries a new process when the market or the login does not come back', () => {
    const market = watched('market', MARKET_LOGIN).watch;
    market.state(2, 0, 1_000);
    expect(market.tick(600_000)).toEqual([]);
    expect(market.tick(601_000)).toMatchObject([{ kind: 'restart' }]);
    const login = watched('market', MARKET_LOGIN).watch;
    login.state(0, 1, 1_000);
    expect(login.tick(100_000)).toEqual([]);
    expect(login.tick(121_000)).toMatchObject([{ kind: 'restart' }]);
  });

  it('believes routing that says connected and never names its broker', () => {
    const { watch } = watched('routing', [
      [0, 0],
      [1, 2],
      [2, 4],
    ] as const);
    expect(watch.routing.state).toBe('connecting');
    watch.tick(20_000);
    expect(watch.routing.state).toBe('connected');
  });
});
