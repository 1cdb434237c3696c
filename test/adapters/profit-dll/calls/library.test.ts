// Every call against the simulated ProfitDLL in a process of its own, through the native feed and through the direct one, which must agree.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getHealthStatus } from '../../../../src/adapters/profit-dll/calls/session.ts';
import { VendorCalls } from '../../../../src/adapters/profit-dll/calls/vendor-calls.ts';
import { simulatedDll } from '../../../support/simulated-dll.ts';
import { libraryStage, type Session, sessionScript } from './library-stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'qt-library-'));
const hasCompiler = spawnSync('gcc', ['--version']).status === 0;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the session without holding this process up, so that both run side by side. */
async function session(dll: string, feed: string): Promise<Session> {
  const home = libraryStage(folder);
  const child = spawn(process.execPath, [sessionScript, dll, feed], { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let wrong = '';
  child.stdout.on('data', (part: Buffer) => {
    said += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    wrong += part.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the session through the ${feed} feed ended with ${code}: ${wrong}`);
  return JSON.parse(said) as Session;
}

/** Messages whose content does not depend on the time of day. */
function lasting({ messages }: Session, kind: string): readonly string[] {
  return messages.filter((message) => message.kind === kind).map(({ hex }) => hex);
}

describe.skipIf(!hasCompiler)('a session with the simulated ProfitDLL', () => {
  const sessions: Record<string, Session> = {};
  beforeAll(async () => {
    const dll = await simulatedDll();
    const [native, direct] = await Promise.all([session(dll, 'native'), session(dll, 'direct')]);
    Object.assign(sessions, { native, direct });
  }, 120_000);

  describe.each(['native', 'direct'])('through the %s feed', (feed) => {
    it('finds every export and loses nothing', () => {
      const { facts, counters, callbacks } = sessions[feed]!;
      expect(facts).toMatchObject({ feed, absent: [] });
      expect(counters).toMatchObject({
        overflowed: 0,
        reservedOverflowed: 0,
        untranslated: 0,
        pagesFreed: 1,
        assets: 1,
      });
      expect(callbacks).toBe(counters.messages);
    });

    it('reads clock, health, agents, levels and the last close, and names what is refused', () => {
      expect(sessions[feed]!.market).toEqual({
        ...{ year: 2026, health: 'responsive', closes: ['waiting'], levels: 2 },
        best: { price: 5120.5, quantity: 7, orders: 1, isTheoretical: false },
        agents: ['RICO INVESTIMENTOS – GRUPO XP 🐢', 'XP', null],
        errors: ['NL_EXCHANGE_UNKNOWN', 'NL_OUT_OF_RANGE'],
      });
    });

    it('lists accounts with their long names', () => {
      const { masters, subs, details, sub } = sessions[feed]!.accounts;
      expect(masters).toHaveLength(2);
      expect(subs).toEqual([expect.objectContaining({ brokerId: 1003, subAccountId: 'SUB-1' })]);
      expect(details).toMatchObject({
        ownerName: expect.stringMatching(/^Sociedade de Investimentos e Participações José .* Maranhão Limitada$/),
        ...{ brokerName: 'XP Investimentos', isSubAccount: false, isEnabled: true, accountType: 2 },
      });
      expect(sub).toMatchObject({ isSubAccount: true, subOwnerName: 'Carteira Um', accountType: 3 });
    });

    it('sends, changes, cancels, reads back and zeroes', () => {
      expect(sessions[feed]!.orders).toMatchObject({
        ...{ version: 2, hasMessage: true, changed: 1, zeroed: 2, flat: 'flat', assets: 'records', results: true },
        details: { quantity: 4, leavesQuantity: 4, price: 5118.5, stopPrice: -1, orderSide: 1 },
        position: { side: 'long', openQuantity: 5, openAveragePrice: 5120.5, positionType: 'dayTrade' },
        unknown: 'NL_NOT_FOUND',
      });
    });

    it('waits for order history and enumerates it', () => {
      expect(sessions[feed]!.orderHistory).toEqual({
        ...{ all: { order: 4 }, some: { order: 4 }, reversed: 'NL_OUT_OF_RANGE' },
      });
    });

    it('keeps the order of sends while one blocks, and lets cancels and health pass', () => {
      const { blocked } = sessions[feed]!;
      expect(blocked.filter((name) => name.endsWith('send'))).toEqual(['first send', 'second send']);
      expect(blocked.slice(0, 2).toSorted()).toEqual(['cancel', 'health']);
    });
  });

  it.each([
    'state',
    'trade',
    'historyTrade',
    'tinyBook',
    'depth',
    'offer',
    'offerPage',
    'theoretical',
    'tickerState',
    'assetInfo',
    'account',
  ])('gives the same %s messages through both feeds, byte by byte', (kind) => {
    const native = lasting(sessions.native!, kind);
    expect(native.length).toBeGreaterThan(0);
    expect(lasting(sessions.direct!, kind)).toEqual(native);
  });

  it.each(['native', 'direct'])('tells what the end itself calls back, through the %s feed', (feed) => {
    expect(sessions[feed]!.states.slice(-4)).toEqual(['0,1', '1,0', '2,0', '3,1']);
  });
});

describe.skipIf(!hasCompiler)('a build without newer functions', () => {
  function build(name: string, exports: readonly string[]): string {
    const source = join(folder, `${name}.c`);
    writeFileSync(source, exports.map((each) => `int ${each}(void) { return 0; }`).join('\n'));
    const library = join(folder, `${name}.so`);
    expect(spawnSync('gcc', ['-shared', '-fPIC', source, '-o', library]).status).toBe(0);
    return library;
  }
  const needed = [
    ...['DLLInitializeLogin', 'DLLInitializeMarketLogin', 'DLLFinalize', 'SubscribeTicker', 'UnsubscribeTicker'],
    ...['TranslateTrade', 'SetTradeCallbackV2', 'SetHistoryTradeCallbackV2'],
  ];

  it('works with what it has and names what it lacks, and since when there is one', async () => {
    const calls = new VendorCalls(build('old', needed));
    expect(calls.present).toHaveLength(needed.length);
    expect(calls.absent).toContain('GetHealthStatus');
    expect(await getHealthStatus(calls)).toBeUndefined();
    await expect(calls.call('subscribe', 'SubscribePriceDepth', Buffer.alloc(32))).rejects.toThrow(
      'This build of ProfitDLL has no SubscribePriceDepth',
    );
  });

  it('that lacks something indispensable is refused at once', () => {
    expect(() => new VendorCalls(build('useless', needed.slice(1)))).toThrow('no DLLInitializeLogin');
  });

  it('that is no library is refused in words', () => {
    const file = join(folder, 'text.dll');
    writeFileSync(file, 'not a library');
    expect(() => new VendorCalls(file)).toThrow(/^ProfitDLL cannot be loaded/);
  });
});
