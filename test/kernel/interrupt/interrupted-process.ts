// A process that runs cells which never end under a time limit, one after the other, and prints one line of JSON for each.
import { setTimeout as sleep } from 'node:timers/promises';
import { startTimeLimit } from '../../../src/kernel/interrupt/time-limit.ts';

const limitMs = 60;
let turns = 0;

function loopForever(): never {
  for (;;) turns += 1;
}

const cells: readonly (readonly [name: string, run: () => unknown])[] = [
  ['busy loop', loopForever],
  ['forever await', () => new Promise(() => {})],
  ['loop after an await', async () => [await sleep(5), loopForever()]],
  ['loop after microtasks', () => Promise.resolve().then(() => Promise.resolve().then(loopForever))],
  ['loop in a timer', () => setTimeout(loopForever, 5)],
  ['loop in an immediate', () => setImmediate(loopForever)],
  ['loop that swallows errors', () => swallow()],
  ['busy loop again', loopForever],
];

function swallow(): never {
  for (;;) {
    try {
      loopForever();
    } catch {
      turns = 0;
    } finally {
      turns += 1;
    }
  }
}

let running = -1;
const timeLimit = startTimeLimit(() => {
  const name = cells[running]?.[0];
  if (name === undefined) return;
  process.stdout.write(`${JSON.stringify({ interrupted: name })}\n`);
  const next = running + 1;
  running = -1;
  // Timers, promises and files must still work before the next cell comes.
  setTimeout(() => sleep(1).then(() => start(next)), 1);
});

function start(index: number): void {
  const cell = cells[index];
  if (cell === undefined) {
    process.stdout.write(`${JSON.stringify({ done: turns > 0 })}\n`);
    clearInterval(alive);
    void timeLimit.close();
    return;
  }
  running = index;
  timeLimit.arm(limitMs);
  cell[1]();
}

// A promise that never resolves keeps no process up.
const alive = setInterval(() => {}, 1000);
setTimeout(start, 1, 0);
