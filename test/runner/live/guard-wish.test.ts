// What a session asks of the guardian of the host: by when nothing may be held, as the tighter of release and machine has it.
import { afterEach, expect, it } from 'vitest';
import { isoDay } from '../../../src/core/market/civil-time.ts';
import { sessionOf } from '../../../src/core/market/session.ts';
import { GuardFile } from '../../../src/runner/host/guardian/guard-file.ts';
import { runLiveSession } from '../../../src/runner/live/run-live-session.ts';
import { buys, testStrategy } from '../../support/test-strategy.ts';
import { until } from '../host/test-host.ts';
import { ACCOUNT, LiveStage } from './live-stage.ts';

const stage = new LiveStage();
afterEach(() => stage.close());

const HOUR_US = 3_600_000_000;

it('tells the host to be flat so long before the close, should it be gone then', async () => {
  await stage.start();
  const tighterLimits = { flattenBeforeCloseUs: HOUR_US };
  const options = await stage.options(testStrategy(buys), { armed: false, tighterLimits });
  const running = runLiveSession(options);
  const wish = () => new GuardFile(stage.home).of(ACCOUNT).wish;
  await until(() => wish() !== undefined, 'the wish of the session');
  const { closeUs } = sessionOf('WDO', isoDay(stage.time.utcUs()))!;
  expect(wish()).toEqual({ ...options.guard, flatByUs: closeUs - HOUR_US });
  stage.stopWish = 'flatten';
  await running;
}, 20_000);
