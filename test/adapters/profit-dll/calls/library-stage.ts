// What the library tests begin with on every system: the script of the session, the folder it runs in, and what it prints.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SimulatedTape } from '../../../support/simulated-tape.ts';

export const sessionScript: string = fileURLToPath(new URL('./library-session.ts', import.meta.url));

export interface Message {
  readonly kind: string;
  readonly hex: string;
}
export interface Session {
  readonly facts: { readonly feed: string; readonly absent: readonly string[] };
  readonly market: Readonly<Record<string, unknown>>;
  readonly accounts: Readonly<Record<string, unknown>>;
  readonly orders: Readonly<Record<string, unknown>>;
  readonly orderHistory: Readonly<Record<string, unknown>>;
  readonly blocked: readonly string[];
  /** Connection and result of each state callback, `2,4`. */
  readonly states: readonly string[];
  readonly messages: readonly Message[];
  readonly counters: Readonly<Record<string, number>>;
  readonly callbacks: number;
}

/** A folder of its own within `folder`, with a tape of a few events of every kind. */
export function libraryStage(folder: string): string {
  const home = mkdtempSync(join(folder, 'session-'));
  writeTape(join(home, 'tape.bin'));
  writeFileSync(join(home, 'simulation.txt'), 'clock 2026-09-04T12:00:00\ntape tape.bin\nstart command\nspeed max\n');
  return home;
}

function writeTape(path: string): void {
  const tape = new SimulatedTape([{ ticker: 'WDOV26', exchange: 'F' }]);
  const open = Date.UTC(2026, 8, 4, 10, 0, 0);
  const buy = [
    { price: 5120, quantity: 10, orders: 2 },
    { price: 5119.5, quantity: 20, orders: 3 },
  ];
  tape.tickerState(1, open, 0);
  tape.tinyBook(1, open + 1, 0, 5120, 10);
  tape.tinyBook(1, open + 1, 1, 5120.5, 7);
  tape.depth(1, open + 2, buy, [{ price: 5120.5, quantity: 7, orders: 1 }]);
  const offer = { localMs: open, quantity: 20, agent: 3 };
  tape.offerPage(1, open + 2, 0, 3, [
    { ...offer, price: 5119.5, offerId: 2n ** 60n },
    { ...offer, price: 5120, offerId: 8n },
  ]);
  for (let trade = 1; trade <= 5; trade += 1) {
    const price = 5120 + (trade % 2) / 2;
    const agents = { buyAgent: 3, sellAgent: 85 };
    tape.trade(1, { localMs: open + 10 * trade, number: trade * 10, price, quantity: trade, tradeType: 2, ...agents });
  }
  tape.offer(1, { localMs: open + 90, action: 1, side: 0, position: 0, quantity: -4, withDate: true, offerId: 8n });
  tape.theoretical(1, open + 100, 5121, 50);
  tape.write(path);
}
