// Which fault scripts wait for the night: each has a sister in every run that takes the same way through the host.

import { assert } from '../../src/core/assert.ts';
import type { FaultScript } from '../support/fault-script.ts';
import { FAULT_SCRIPTS } from '../support/fault-scripts.ts';

const NIGHTLY: ReadonlySet<string> = new Set([
  'market data are away twice',
  'the last fifty trades come again after the reconnection',
  'two trades have no date',
  'performance warnings are no outage',
  'the activation blinks while data flow',
  'the login is lost for good',
  'history sits at 99 for a second',
  'the last trades of a history come after progress 100',
  'the library ends the process without a word',
  'the broker rejects the order',
  'the risk system blocks the order',
  "the vendor's server does not create the order",
  'a rejection has local id 0',
  'the status is the one for unknown',
  'part is filled, the rest is told by the status for both',
  'the library is older than version 2 of the position',
  'order callbacks take a third of a second',
  'the password is blocked',
  'the password has expired',
  'the user is unknown',
]);

for (const name of NIGHTLY) {
  assert(
    FAULT_SCRIPTS.some((script) => script.name === name),
    `there is no fault script "${name}"`,
  );
}

export function ofEveryRun(scripts: readonly FaultScript[]): readonly FaultScript[] {
  return scripts.filter(({ name }) => !NIGHTLY.has(name));
}

export function ofTheNight(scripts: readonly FaultScript[]): readonly FaultScript[] {
  return scripts.filter(({ name }) => NIGHTLY.has(name));
}
