// Signs of life on a clock of its own; pings while they come, none after they stop, and word of both.
import { describe, expect, it } from 'vitest';
import { Heartbeat } from '../../../src/runner/alerting/heartbeat.ts';

function bench() {
  const clock = { ms: 1000 };
  const said: string[] = [];
  const net = { isDown: false };
  const heartbeat = new Heartbeat({
    ping: async (state) => {
      if (net.isDown) throw new Error('no way');
      said.push(`ping ${state}`);
    },
    everyMs: 10_000,
    silentMs: 15_000,
    onSilent: (forMs) => said.push(`silent ${forMs}`),
    onBack: (afterMs) => said.push(`back ${afterMs}`),
    onPing: (failure) => said.push(`ping: ${failure ?? 'well'}`),
    nowMs: () => clock.ms,
  });
  const pass = async (seconds: number, beats: boolean): Promise<void> => {
    for (let k = 0; k < seconds; k++) {
      clock.ms += 1000;
      if (beats) heartbeat.beat('active');
      heartbeat.look();
      await Promise.resolve();
    }
    for (let k = 0; k < 3; k++) await Promise.resolve();
  };
  return { heartbeat, clock, said, net, pass };
}

describe('heartbeat', () => {
  it('pings every so many seconds while the engine beats', async () => {
    const { said, pass } = bench();
    await pass(35, true);
    expect(said).toEqual(Array.from({ length: 4 }, () => 'ping active'));
  });

  it('nothing is told before the first beat', async () => {
    const { said, pass } = bench();
    await pass(100, false);
    expect(said).toEqual([]);
  });

  it('stops when the engine stops, says so once, and goes on when it is back', async () => {
    const { said, pass } = bench();
    await pass(1, true);
    await pass(60, false);
    expect(said).toEqual(['ping active', 'ping active', 'silent 15000']);
    await pass(1, true);
    expect(said.slice(3)).toEqual(['back 61000', 'ping active']);
  });

  it('a sleep of the whole machine is no silence of the engine', async () => {
    const { said, clock, heartbeat, pass } = bench();
    await pass(1, true);
    clock.ms += 3_600_000;
    heartbeat.look();
    expect(said.some((line) => line.startsWith('silent'))).toBe(false);
    await pass(20, false);
    expect(said.some((line) => line.startsWith('silent'))).toBe(true);
  });

  it('pings that fail are told once, and so is their return', async () => {
    const { said, net, pass } = bench();
    net.isDown = true;
    await pass(31, true);
    net.isDown = false;
    await pass(20, true);
    expect(said.filter((line) => line.startsWith('ping:'))).toEqual(['ping: no way', 'ping: well']);
  });
});
