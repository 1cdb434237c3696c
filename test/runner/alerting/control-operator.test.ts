// Questions from far away to a session against a host: its status, a pause, a kill; and what is told where nothing runs.
import { expect, it } from 'vitest';
import { ControlOperator } from '../../../src/runner/alerting/control-operator.ts';
import { runLiveSession } from '../../../src/runner/live/run-live-session.ts';
import { buys, testStrategy } from '../../support/test-strategy.ts';
import { until } from '../host/test-host.ts';
import { LiveStage } from '../live/live-stage.ts';

it('a phone sees the session, pauses it and kills it; the host has the kill too', async () => {
  const stage = new LiveStage();
  try {
    await stage.start();
    const operator = new ControlOperator(stage.home, process.pid);
    await expect(operator.status()).rejects.toThrow('no session runs at the moment');
    const running = runLiveSession(await stage.options(testStrategy(buys, { decideEverySeconds: 1 })));
    await until(() => stage.broker.working.some(({ request }) => request.role === 'target'), 'a bracket');
    const status = await operator.status();
    expect(status).toContain('active');
    expect(status).toMatch(/position: \d+ WDOU25 @ \d+/);
    const inPortuguese = await new ControlOperator(stage.home, process.pid, 'pt-BR').status();
    expect(inPortuguese).toMatch(/: ativa\n/);
    expect(inPortuguese).toMatch(/posição: \d+ WDOU25 @ \d+/);
    expect(inPortuguese).toMatch(/última decisão: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d -03 \(São Paulo\)/);
    expect(await operator.operate('pause', 'telegram:ana', 'lunch')).toBe('the session has taken it');
    const outcome = await operator.operate('kill', 'telegram:ana', 'enough');
    expect(outcome).toContain('the session has taken it');
    expect(outcome).toContain('the host has taken it');
    await until(() => stage.broker.position === 0, 'flat');
    expect(await operator.status()).toContain('halted');
    stage.stopWish = 'flatten';
    await running;
  } finally {
    await stage.close();
  }
}, 30_000);

it('a phone cannot arm: the resumption of a session that nobody armed is refused, and it says what a person has to do', async () => {
  const stage = new LiveStage();
  try {
    await stage.start();
    const running = runLiveSession(
      await stage.options(testStrategy(buys, { decideEverySeconds: 1 }), { armed: false }),
    );
    const operator = new ControlOperator(stage.home, process.pid);
    await until(() => stage.alerts.includes('ownCommand'), 'the pause at the start');
    let refusal = '';
    // each gate that is still on its way is a refusal of its own, before the one that stays
    for (let k = 0; k < 200 && !refusal.includes('not armed'); k++) {
      refusal = await operator.operate('resume', 'telegram:ana', 'go').then(
        () => expect.fail('it was resumed from far away'),
        (error: Error) => error.message,
      );
    }
    expect(refusal).toContain('it is not armed: a person types its account once, at the terminal of this machine');
    expect(await operator.status()).toContain('reducing');
    expect(stage.broker.position).toBe(0);
    expect(stage.broker.working).toEqual([]);
    stage.stopWish = 'flatten';
    await running;
  } finally {
    await stage.close();
  }
}, 30_000);
