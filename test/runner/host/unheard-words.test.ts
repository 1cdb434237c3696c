// What a person asks of a session whose stream is not live yet, or broken, is heard by its engine once, behind the next epoch.
import { afterEach, describe, expect, it } from 'vitest';
import type { OperatorCommand } from '../../../src/core/account/account-event.ts';
import { follow, newHome, removeHome, startHost, type TestHost, type Told, until } from './test-host.ts';

const homes: string[] = [];
const toEnd: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of toEnd.splice(0)) await end();
  for (const home of homes.splice(0)) removeHome(home);
});

const word = (command: OperatorCommand['command'], reason: string): OperatorCommand => ({
  ...{ kind: 'operatorCommand', command, by: 'ana', reason },
});

const heard = ({ payloads }: Told): readonly OperatorCommand[] =>
  payloads.filter((event): event is OperatorCommand => event.kind === 'operatorCommand');

async function begun(): Promise<{ readonly first: TestHost; readonly told: Told }> {
  const home = newHome();
  homes.push(home);
  const first = await startHost(home);
  const told = await follow(home);
  toEnd.push(() => told.end());
  return { first, told };
}

describe('a word of a person', () => {
  it('before the first epoch comes behind it', async () => {
    const { first, told } = await begun();
    toEnd.push(() => first.host.stop('the test is over'));
    told.exchange.inject(word('pause', 'news'));
    await until(() => heard(told).length > 0, 'the pause');
    told.exchange.inject(word('kill', 'enough'));
    await until(() => heard(told).length > 1, 'the kill');
    expect(told.kinds()[0]).toBe('epochStart');
    expect(heard(told)).toEqual([word('pause', 'news'), word('kill', 'enough')]);
    expect(told.faults).toEqual([]);
  });

  it('while the host is gone, or lost with it, comes when it is back, once and in order', async () => {
    const { first, told } = await begun();
    await until(() => told.kinds().includes('backfillComplete'));
    const stopped = first.host.stop('it dies');
    told.exchange.inject(word('flatten', 'into the void'));
    await stopped;
    await until(() => told.kinds().includes('gap'), 'the loss');
    told.exchange.inject(word('pause', 'nobody there'));
    const second = await startHost(first.home, {}, first.time);
    toEnd.push(() => second.host.stop('the test is over'));
    await until(() => heard(told).length === 2, 'both');
    told.exchange.inject(word('halt', 'later'));
    await until(() => heard(told).length === 3, 'the third');
    expect(heard(told).map(({ command }) => command)).toEqual(['flatten', 'pause', 'halt']);
    expect(told.kinds().lastIndexOf('epochStart')).toBeLessThan(told.kinds().lastIndexOf('operatorCommand'));
    expect(told.faults).toEqual([]);
  }, 20_000);
});
