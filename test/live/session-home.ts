// A home folder in memory where the machine has such a place, with the day before the session in its store.
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/adapters/datasets/store.ts';
import { EventBatch } from '../../src/core/market/event-batch.ts';
import { instrumentOf } from '../../src/core/market/instrument-table.ts';
import { sessionOf } from '../../src/core/market/session.ts';
import { storeEvents } from '../../src/runner/store-events.ts';
import type { SessionFacts } from './session-day.ts';

/** Folder that is kept in memory: so many traders of one machine as in these tests would wait for its disk, and not for each other. */
const MEMORY = '/dev/shm';
const EVERY_US = 60_000_000;

export function newSessionHome(): string {
  return mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'qt-live-'));
}

/** A trade each minute of the day before. */
export async function storeDayBefore(home: string, session: SessionFacts): Promise<void> {
  const { ticker, requested, dayBefore, lot } = session;
  const { openUs, closeUs } = sessionOf(instrumentOf(requested)!.root, dayBefore)!;
  const batch = new EventBatch(1024);
  let number = 1;
  for (let at = openUs; at < closeUs; at += EVERY_US) {
    batch.pushTrade(0, at, 5000 + (number % 9) / 2, lot * (1 + (number % 7)), 1, number, 3, 8);
    number += 1;
  }
  const source = { file: `before ${session.day}`, sha256: '0'.repeat(64), format: 'test' };
  await storeEvents(openStore(home), batch, {
    ...{ instrument: ticker, day: dayBefore, source, provenance: 'simulated', sideSource: 'feed' },
    parameters: {},
  });
}
