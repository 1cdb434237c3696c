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
