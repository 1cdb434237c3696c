// Fault scripts in, tests out: each is played through a real host, and what it told is compared with what the script expects.

import { describe, expect, it } from 'vitest';
import type { FaultScript } from '../support/fault-script.ts';
import { playFaultScript } from './play-fault-script.ts';

/** The first word that is not told in its order; undefined when all are. */
function missing(words: readonly string[], inOrder: readonly string[]): string | undefined {
  let from = 0;
  for (const word of inOrder) {
    const at = words.indexOf(word, from);
    if (at < 0) return word;
    from = at + 1;
  }
  return undefined;
}

async function expectScript(script: FaultScript): Promise<void> {
  const { expected } = script;
  const played = await playFaultScript(script);
  const told = played.words.join(', ');
  expect(played.faults).toEqual([]);
  expect(missing(played.words, expected.inOrder), told).toBeUndefined();
  expect(
    played.words.filter((word) => expected.never?.includes(word)),
    told,
  ).toEqual([]);
  expect(played.orders).toMatchObject(expected.orders ?? {});
  if (expected.position !== undefined) {
    expect(played.position, told).toBe(expected.position);
    expect(played.toldPosition, told).toBe(expected.position);
  }
  if (expected.restarts !== undefined) expect(played.restarts).toBe(expected.restarts);
  if (expected.stopReason !== undefined) expect(played.stopReason).toContain(expected.stopReason);
}

/** Some at a time: most of a script is waiting. */
export function describeScripts(title: string, scripts: readonly FaultScript[]): void {
  describe.concurrent(title, () => {
    for (const script of scripts) it(script.name, { timeout: 90_000 }, () => expectScript(script));
  });
}
