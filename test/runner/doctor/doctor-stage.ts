// A folder with a simulated market of this minute, and settings of the doctor for it.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nowLocalMs } from '../../../src/runner/doctor/brasilia-clock.ts';
import type { DoctorSettings } from '../../../src/runner/doctor/check.ts';
import { simulatedDll } from '../../support/simulated-dll.ts';
import { SimulatedTape } from '../../support/simulated-tape.ts';

export const TICKER = 'WDOZ26';
export const secrets = {
  activationKey: 'KEY-7f3a-91',
  user: 'fulano@example.com',
  password: 'log"in\\pass',
  routing: 'routing-word',
};

export interface Stage {
  /** More commands for the simulator. */
  readonly commands?: readonly string[];
  readonly price?: number;
  readonly settings?: Partial<DoctorSettings>;
}

export async function stage(
  folder: string,
  { commands = [], price = 5120, settings = {} }: Stage = {},
): Promise<DoctorSettings> {
  const home = mkdtempSync(join(folder, 'doctor-'));
  writeTape(join(home, 'tape.bin'), price);
  const { activationKey, user, password, routing } = secrets;
  const lines = [
    'tape tape.bin',
    'start subscribe 1',
    'speed max',
    `credentials ${activationKey} ${user} ${password}`,
    ...commands,
  ];
  writeFileSync(join(home, 'simulation.txt'), `${lines.join('\n')}\n`);
  return {
    dllPath: await simulatedDll(),
    workingFolder: home,
    feed: 'auto',
    versionBytes: {},
    login: { mode: 'routing', activationKey, user, password },
    asset: { ticker: TICKER, exchange: 'F' },
    watchMs: 300,
    loginMs: 3_000,
    quietMs: 200,
    testOrder: { account: { brokerId: 32003, accountId: '10001-7' }, password: routing },
    ...settings,
  };
}

/** A minute that has just passed; the clock of the simulated server begins there, and so differs from ours. */
function writeTape(path: string, price: number): void {
  const tape = new SimulatedTape([{ ticker: TICKER, exchange: 'F' }]);
  const open = Math.floor(nowLocalMs()) - 60_000;
  const level = (at: number, quantity: number) => ({ price: at, quantity, orders: 2 });
  tape.tickerState(1, open, 0);
  tape.tinyBook(1, open + 1, 0, price, 10);
  tape.tinyBook(1, open + 1, 1, price + 0.5, 7);
  for (let trade = 1; trade <= 50; trade += 1) {
    const localMs = open + 10 * trade;
    tape.trade(1, { localMs, number: trade * 10, price: price + (trade % 2) / 2, quantity: trade, tradeType: 2 });
    tape.depth(
      1,
      localMs + 1,
      [level(price, 10), level(price - 0.5, trade)],
      [level(price + 0.5, 7), level(price + 1, 9)],
    );
  }
  tape.write(path);
}
