// The memory of the process after each cell in; a sentence when a cell took much of it, or little is left, out.
import { availableMemory } from 'node:process';
import { bytesText } from './bytes-text.ts';
import type { MemoryReport, ProcessMemory } from './memory-report.ts';

/** A cell that takes less is ordinary. */
export const GROWTH_TOLD_BYTES = 1_000_000_000;
/** Shares of the limit of the heap: told above the first, and again once it has been below the second. */
const HEAP_HIGH = 0.8;
const HEAP_LOW = 0.7;
/** Left on the machine, or in the container. */
const LEFT_LOW_BYTES = 500_000_000;
/** Less growth since it was looked at last is not worth a look at the machine. */
const LOOK_AFTER_BYTES = 50_000_000;
const NAMED = 3;

export interface MemoryWatchOptions {
  readonly process: () => ProcessMemory;
  readonly report: () => MemoryReport;
  /** Bytes that the machine can still give. */
  readonly left?: () => number;
}

export class MemoryWatch {
  private readonly options: MemoryWatchOptions;
  private before: number;
  private looked = 0;
  private isHigh = false;

  constructor(options: MemoryWatchOptions) {
    this.options = options;
    this.before = sessionBytes(options.process());
  }

  /** When a cell has ended. Undefined: nothing to say, or variables that cannot be looked at. Never throws. */
  notice(): string | undefined {
    try {
      return this.reasoned();
    } catch {
      return undefined;
    }
  }

  private reasoned(): string | undefined {
    const now = this.options.process();
    const bytes = sessionBytes(now);
    const grown = bytes - this.before;
    this.before = bytes;
    const reason = this.heapReason(now) ?? this.machineReason(now) ?? growthReason(grown, bytes);
    if (reason === undefined) return undefined;
    return `${reason}${this.largest()} memory() shows all. What is not needed any more goes when its variable is set to undefined`;
  }

  private heapReason({ heapBytes, heapLimitBytes }: ProcessMemory): string | undefined {
    const share = heapBytes / heapLimitBytes;
    const wasHigh = this.isHigh;
    this.isHigh = share > (wasHigh ? HEAP_LOW : HEAP_HIGH);
    if (wasHigh || !this.isHigh) return undefined;
    return `JavaScript objects hold ${bytesText(heapBytes)}; at ${bytesText(heapLimitBytes)} the kernel ends. Typed arrays do not count there.`;
  }

  private machineReason({ processBytes }: ProcessMemory): string | undefined {
    if (processBytes - this.looked < LOOK_AFTER_BYTES) {
      this.looked = Math.min(this.looked, processBytes);
      return undefined;
    }
    this.looked = processBytes;
    const left = (this.options.left ?? availableMemory)();
    if (left > LEFT_LOW_BYTES) return undefined;
    return `Only ${bytesText(left)} of memory are left on this machine; the kernel holds ${bytesText(processBytes)}.`;
  }

  private largest(): string {
    const named = this.options
      .report()
      .variables.slice(0, NAMED)
      .map(({ name, bytes }) => `${name} ${bytesText(bytes)}`);
    return named.length === 0 ? '' : ` The largest variables: ${named.join(', ')}.`;
  }
}

/** Without what other threads hold: completion loads while cells run. */
function sessionBytes({ heapBytes, arrayBytes }: ProcessMemory): number {
  return heapBytes + arrayBytes;
}

function growthReason(grown: number, bytes: number): string | undefined {
  if (grown < GROWTH_TOLD_BYTES) return undefined;
  return `This cell made the session grow by ${bytesText(grown)}, to ${bytesText(bytes)}.`;
}
