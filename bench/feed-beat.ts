// A bare pipe to compare with: a process that does nothing but send the time each millisecond in; how old each time is when it is read out.

import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';

const BEAT_MS = 1;
const STAMP_BYTES = 8;

export interface Beats {
  /** Ends the process; ages in microseconds, sorted. */
  end(): Promise<Float64Array>;
}

export function startBeats(): Beats {
  const child = spawn(process.execPath, [import.meta.filename], { stdio: ['ignore', 'pipe', 'inherit'] });
  const agesUs: number[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    const now = process.hrtime.bigint();
    for (let at = 0; at + STAMP_BYTES <= chunk.length; at += STAMP_BYTES) {
      agesUs.push(Number(now - chunk.readBigInt64LE(at)) / 1000);
    }
  });
  return {
    end: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve(Float64Array.from(agesUs).toSorted()));
        child.kill('SIGKILL');
      }),
  };
}

function beat(): never {
  const never = new Int32Array(new SharedArrayBuffer(4));
  const stamp = Buffer.alloc(STAMP_BYTES);
  for (;;) {
    Atomics.wait(never, 0, 0, BEAT_MS);
    stamp.writeBigInt64LE(process.hrtime.bigint());
    writeSync(1, stamp);
  }
}

if (import.meta.main) beat();
