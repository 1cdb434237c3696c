import { describe, expect, it } from 'vitest';
import type { Mute } from '../../../src/core/engine/engine-context.ts';
import { whyWaits } from '../../../src/runner/live/why-waits.ts';

const HOST = 'the host is gone: it acts as soon as the host is back';
const BROKER = 'the broker is not connected: it acts as soon as the broker is back';

describe('why a command has done nothing yet', () => {
  it.each<[Parameters<typeof whyWaits>[0], readonly Mute[], boolean, string | undefined]>([
    ['flatten', [], true, undefined],
    ['flatten', ['market', 'gap'], true, undefined],
    ['flatten', ['host', 'routing'], true, HOST],
    ['pause', ['host'], false, HOST],
    ['flatten', ['routing'], true, BROKER],
    ['kill', ['routing'], true, BROKER],
    ['pause', ['routing'], true, undefined],
    ['flatten', ['routing'], false, undefined],
  ])('%s, cut off from %j, with an account: %s', (command, mutes, hasAccount, words) => {
    expect(whyWaits(command, new Map(mutes.map((mute) => [mute, 'why'])), hasAccount)).toBe(words);
  });
});
