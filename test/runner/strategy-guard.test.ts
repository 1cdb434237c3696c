import { describe, expect, it } from 'vitest';
import { guarded } from '../../src/runner/strategy-guard.ts';

describe('guarded', () => {
  const reaches: readonly (readonly [string, () => unknown])[] = [
    ['Date.now()', () => Date.now()],
    ['new Date()', () => new Date()],
    ['Math.random()', () => Math.random()],
    ['performance.now()', () => performance.now()],
    ['fetch', () => fetch('http://127.0.0.1:1/')],
    ['setTimeout', () => setTimeout(() => undefined, 0)],
    ['process.env', () => process.env],
    ['crypto.randomUUID()', () => crypto.randomUUID()],
    ['globalThis.Date', () => globalThis.Date.now()],
  ];

  it.each(reaches)('refuses %s inside decide() and names it', (name, reach) => {
    const first = /Date|Math\.random|performance|fetch|setTimeout|process|crypto/.exec(name)![0];
    expect(() => guarded(reach)).toThrow(`decide() used ${first}`);
  });

  it.each([
    ...['Date', 'fetch', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
    ...['process', 'crypto'],
  ])('refuses %s however it is reached, and gives it back', (name) => {
    const before = Reflect.get(globalThis, name);
    expect(() => guarded(() => Reflect.get(globalThis, name)())).toThrow(`decide() used ${name}`);
    expect(Reflect.get(globalThis, name)).toBe(before);
  });

  it('gives what decide() returns', () => {
    expect(guarded(() => 42)).toBe(42);
  });

  it('leaves everything as it was, also after decide() threw and when one run stands inside another', () => {
    const before = [Date, Math.random, performance, fetch, setTimeout, process, crypto];
    expect(() =>
      guarded(() => {
        throw new Error('mine');
      }),
    ).toThrow('mine');
    guarded(() => guarded(() => undefined));
    expect([Date, Math.random, performance, fetch, setTimeout, process, crypto]).toEqual(before);
    expect(Date.now()).toBeGreaterThan(0);
    expect(Math.random()).toBeLessThan(1);
  });
});
