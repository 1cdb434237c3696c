// The thread that targets run in, one after the other: what to try comes in, its report goes out; each file is told beforehand.

import { parentPort } from 'node:worker_threads';
import { FUZZ_TARGETS } from './fuzz-targets.ts';
import type { FuzzJob } from './run-fuzz.ts';

parentPort!.on('message', async ({ name, seed, count, folder, files }: FuzzJob) => {
  const begun = new Int32Array(files);
  const onFile = (file: number): void => {
    Atomics.store(begun, 0, file + 1);
  };
  const target = FUZZ_TARGETS.find((each) => each.name === name)!;
  parentPort!.postMessage(await target.run({ seed, count, folder, onFile }));
});
