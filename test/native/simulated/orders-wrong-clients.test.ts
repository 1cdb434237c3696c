// Clients that are wrong on purpose fail against the simulated ProfitDLL's order side as they would against the real one.
import { describe, expect, it } from 'vitest';
import { runOrderScenario } from './run-order-scenario.ts';

const version = -2147483635;
const invalid = '-2147483645';

describe.concurrent('wrong clients of the order side', () => {
  it('reads version 0 with the old numbers: a buy at a limit becomes a sale at market', async () => {
    expect(await runOrderScenario('versionZeroNewEnums')).toEqual({ side: 2, type: 1, average: 5120 });
  });

  it('refuses versions it does not know, and keeps the message id to the version that has it', async () => {
    expect(await runOrderScenario('versions')).toEqual({
      three: String(version),
      two: String(version),
      one: true,
      messageId: '-1',
      badCancel: version,
    });
  });

  it('refuses what makes no sense before anything is sent', async () => {
    const exchange = '-2147483633';
    const account = '-2147483636';
    expect(await runOrderScenario('badArguments')).toEqual([
      exchange,
      invalid,
      invalid,
      invalid,
      invalid,
      invalid,
      account,
    ]);
  });

  it('does not find an order by an id that was cut to 32 bits', async () => {
    expect(await runOrderScenario('narrowIds')).toEqual({ narrow: -2147483636, wide: 0 });
  });

  it('leaves garbage where a client kept the text of a callback', async () => {
    expect(await runOrderScenario('deadText')).toBe(false);
  });

  it('leaves garbage where a client kept the row of an enumeration', async () => {
    expect(await runOrderScenario('deadRow')).toEqual([0, 0xdb]);
  });

  it('gives only the length to a client that asks once', async () => {
    expect(await runOrderScenario('oneCallDetails')).toEqual({ result: 0, length: 14, isEmpty: true });
  });

  it('answers not-initialised before the login', async () => {
    expect(await runOrderScenario('orderBeforeLogin')).toEqual({ answer: '-2147483646' });
  });

  it('ends a client that asks for something inside a callback', async () => {
    await expect(runOrderScenario('requestInCallback')).rejects.toThrow(
      /SendCancelAllOrdersV2 was called inside a callback/,
    );
  });
});
