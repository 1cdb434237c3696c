// The fault scripts: complete, understood by the simulated ProfitDLL, and on the order side really doing what they promise.
import { assert, beforeAll, describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../support/fault-script.ts';
import { FAULT_SCRIPTS } from '../../support/fault-scripts.ts';
import { PLAYABLE_ORDER_SCRIPTS } from './order-scenarios-script.ts';
import { runOrderScenario } from './run-order-scenario.ts';

interface Played {
  readonly name: string;
  readonly words: readonly string[];
  readonly orders: Readonly<Record<string, { readonly status: string; readonly filled: number }>>;
  readonly position: number;
  readonly failure?: string;
}

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

/** What only a host can tell: the outcome of a call, and positions that it asks for. */
const isOfHost = (word: string): boolean => /^(submit|cancel|position) /.test(word);

describe('the fault scripts', () => {
  it('are at least forty, each with a name of its own, and cover every kind of fault', () => {
    const names = new Set(FAULT_SCRIPTS.map((script) => script.name));
    expect(names.size).toBe(FAULT_SCRIPTS.length);
    expect(names.size).toBeGreaterThanOrEqual(40);
    expect(new Set(FAULT_SCRIPTS.map((script) => script.covers))).toEqual(new Set(FAULT_KINDS));
  });

  it('are written in lines that the simulator understands', async () => {
    expect(await runOrderScenario('unknownLines')).toEqual([]);
  });
});

describe('what the order side does in a fault script', () => {
  let all: readonly Played[] = [];
  beforeAll(async () => {
    all = (await runOrderScenario('playScripts')) as readonly Played[];
  }, 30_000);

  it.each(PLAYABLE_ORDER_SCRIPTS.map((script) => [script.name, script] as const))('%s', (name, script) => {
    const played = all.find((one) => one.name === name);
    assert(played !== undefined && played.failure === undefined, played?.failure);
    const { inOrder, never = [], orders = {}, position } = script.expected;
    const wanted = inOrder.filter((word) => !isOfHost(word));
    expect(missing(played.words, wanted), played.words.join(', ')).toBeUndefined();
    expect(played.words.filter((word) => never.includes(word))).toEqual([]);
    // A status that makes no sense is for the host to see through; what was filled is the truth.
    if (script.covers !== 'unknown order status') expect(played.orders).toMatchObject(orders);
    for (const [order, end] of Object.entries(orders)) expect(played.orders[order]?.filled).toBe(end.filled);
    if (position !== undefined) expect(played.position).toBe(position);
  });
});
