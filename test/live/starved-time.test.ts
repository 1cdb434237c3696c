// Starved processes are told with the time the machine kept them waiting; busy and idle ones are not.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mergeStalls, StarvedTime } from './starved-time.ts';

function shell(text: string): ChildProcess {
  return spawn('sh', ['-c', text], { stdio: 'ignore' });
}

function lastedUs(stalls: ReturnType<typeof mergeStalls>): number {
  return stalls.reduce((sum, { fromUs, untilUs }) => sum + untilUs - fromUs, 0);
}

describe('starved time', () => {
  it('is none for a process that sleeps', async () => {
    const sleeper = shell('exec sleep 5');
    const watch = new StarvedTime([sleeper.pid!]);
    await delay(300);
    expect(watch.end()).toEqual([]);
    sleeper.kill('SIGKILL');
  });

  it('is what a process of lowest rank waits beside busier ones on the same processor', async () => {
    const pin = 'taskset -c 0';
    const busy = Array.from({ length: 3 }, () => shell(`exec ${pin} sh -c 'while :; do :; done'`));
    const starved = shell(`exec ${pin} nice -n 19 sh -c 'while :; do :; done'`);
    const watch = new StarvedTime([starved.pid!]);
    await delay(1_500);
    const stalls = mergeStalls(watch.end());
    for (const child of [...busy, starved]) child.kill('SIGKILL');
    expect(stalls.length).toBeGreaterThan(0);
    expect(lastedUs(stalls)).toBeGreaterThan(200_000);
    expect(lastedUs(stalls)).toBeLessThan(2_500_000);
  });

  it('counts once where two were starved at the same time', () => {
    const stalls = [
      { fromUs: 50, untilUs: 90 },
      { fromUs: 10, untilUs: 60 },
      { fromUs: 95, untilUs: 99 },
    ];
    expect(mergeStalls(stalls)).toEqual([
      { fromUs: 10, untilUs: 90 },
      { fromUs: 95, untilUs: 99 },
    ]);
  });

  it('ends quietly where the process has ended', async () => {
    const child = shell('exit 0');
    const watch = new StarvedTime([child.pid!]);
    await new Promise((done) => child.once('exit', done));
    expect(watch.end()).toEqual([]);
  });
});
