// The thread that ends this process, busy as it may be, when the process that started it (its id is given) is gone.
import { workerData } from 'node:worker_threads';

const INTERVAL_MS = 1000;
const parent = workerData as number;

function isGone(): boolean {
  if (process.ppid !== parent) return true;
  try {
    process.kill(parent, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

setInterval(() => {
  if (isGone()) process.kill(process.pid, 'SIGKILL');
}, INTERVAL_MS);
