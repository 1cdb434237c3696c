// What a run went on from in; carried.json of its folder out, safe before the run does anything, and back.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceDurably } from '../../adapters/durable-file.ts';
import { exactJson } from '../../adapters/journal/exact-json.ts';
import { restoreCarried } from '../../adapters/journal/restore-fields.ts';
import type { CarriedState } from '../../core/account/account-event.ts';

export const CARRIED_FILE = 'carried.json';

export const nothingCarried: CarriedState = {
  orders: [],
  halted: undefined,
  paused: undefined,
  lossLimit: undefined,
};

export function writeCarried(folder: string, carried: CarriedState): void {
  replaceDurably(join(folder, CARRIED_FILE), `${exactJson(carried)}\n`);
}

/** Nothing where the run began the day. Throws where the file is there and cannot be read: orders may stand in it. */
export function readCarried(folder: string): CarriedState {
  const path = join(folder, CARRIED_FILE);
  if (!existsSync(path)) return nothingCarried;
  return restoreCarried(JSON.parse(readFileSync(path, 'utf8')) as CarriedState);
}
