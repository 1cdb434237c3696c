// What the simulated venue does and takes, and what it writes down of it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runOrderScenario } from './run-order-scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'qt-venue-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A clock that showed ten o'clock so many seconds ago. */
function clock(secondsAgo: number): string {
  return `clock 2026-09-14T10:00:00 ${process.hrtime.bigint() - BigInt(secondsAgo) * 1_000_000_000n}`;
}

describe.concurrent('the simulated venue', () => {
  it('writes down what happens there, also what nobody is told of', async () => {
    expect(await runOrderScenario('orderLog')).toEqual([
      ...['start', 'send market 0', 'accept market 0', 'fill market 1', 'send stopLimit 1', 'accept stopLimit 1'],
      ...['ask-cancel stopLimit 1', 'cancel stopLimit 1', 'send market 1', 'swallow market 1'],
      ...['accept market 1', 'fill market -1'],
    ]);
  });

  it('lets a stop that was jumped over hang at its limit until the price comes back', async () => {
    expect(await runOrderScenario('stopHangs')).toEqual({ hanging: [0, 'trigger'], average: 5117.5 });
  });

  it('triggers a stop that is crossed at once, or refuses it where the broker does', async () => {
    expect(await runOrderScenario('crossedStop')).toEqual({ atOnce: '2', refused: '8 Preco de disparo ja atingido' });
  });

  it('refuses prices beyond the limits of the day', async () => {
    expect(await runOrderScenario('limitsOfDay')).toEqual(['8 Preco fora dos limites do dia', '0']);
  });

  it('takes no second exit and no change of a stop where the broker does not', async () => {
    expect(await runOrderScenario('capabilities')).toEqual({
      second: '8 Margem insuficiente',
      change: -2147483645,
      both: '0',
      changed: 0,
    });
  });

  it('matches nothing in an auction, refuses market orders or lets them wait, and takes none when it is closed', async () => {
    expect(await runOrderScenario('auction')).toEqual({
      market: '8 Ordem a mercado recusada em leilao',
      during: [0, 0],
      closed: '8 Mercado fechado',
    });
  });

  it('refuses more orders a minute than the broker allows', async () => {
    expect(await runOrderScenario('orderRate')).toEqual(['2', '2', '8 Limite de ordens por minuto excedido']);
  });

  it('walks the same way in every process, for the time before it too', async () => {
    const first = await runOrderScenario('walk', [clock(20), 'walk WDOV26 7 40 3']);
    expect(first).toHaveLength(400);
    expect(await runOrderScenario('walk', [clock(30), 'walk WDOV26 7 40 3'])).toEqual(first);
    expect(await runOrderScenario('walk', [clock(20), 'walk WDOV26 8 40 3'])).not.toEqual(first);
  });

  it('fills the orders it keeps while no process is there, as the market went meanwhile', async () => {
    const commands = (secondsAgo: number): readonly string[] => [
      clock(secondsAgo),
      `order-log ${join(folder, 'log')}`,
      'walk WDOV26 11 40 3 5000',
      `keep-orders ${join(folder, 'kept')}`,
    ];
    expect(await runOrderScenario('leavesStop', commands(1))).toBe('0');
    process.env.VENUE_LOG = join(folder, 'log');
    const found = await runOrderScenario('findsOrders', commands(600));
    expect(found).toMatchObject({ position: 0 });
    expect(readFileSync(join(folder, 'log'), 'utf8')).toContain('"cause":"kept"');
  });
});
