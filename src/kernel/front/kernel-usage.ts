// Takes nothing; gives what the kernel and its machine use, the content of a usage_reply, as front ends with a panel for it ask for.
import { cpus, freemem, hostname, totalmem } from 'node:os';
import type { JsonObject } from './wire-message.ts';

interface Moment {
  readonly atMs: number;
  /** Of all threads, in microseconds. */
  readonly kernelUs: number;
  readonly idleMs: number;
  readonly allMs: number;
}

/** Shares are of the time since the request before, the first since the start. */
export class KernelUsage {
  #before = momentNow();

  content(): JsonObject {
    const [now, before] = [momentNow(), this.#before];
    this.#before = now;
    const hostMs = now.allMs - before.allMs;
    const elapsedUs = Math.max(1, 1000 * (now.atMs - before.atMs));
    const [total, free] = [totalmem(), freemem()];
    return {
      status: 'ok',
      hostname: hostname(),
      pid: process.pid,
      // of one core, so that two busy threads are 200
      kernel_cpu: percent(now.kernelUs - before.kernelUs, elapsedUs),
      kernel_memory: process.memoryUsage.rss(),
      cpu_count: cpus().length,
      ...(hostMs <= 0 ? {} : { host_cpu_percent: percent(hostMs - (now.idleMs - before.idleMs), hostMs) }),
      host_virtual_memory: { total, available: free, used: total - free, free, percent: percent(total - free, total) },
    };
  }
}

function percent(part: number, whole: number): number {
  return Math.round((1000 * part) / whole) / 10;
}

function momentNow(): Moment {
  const { user, system } = process.cpuUsage();
  let [idleMs, allMs] = [0, 0];
  for (const { times } of cpus()) {
    idleMs += times.idle;
    allMs += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return { atMs: performance.now(), kernelUs: user + system, idleMs, allMs };
}
