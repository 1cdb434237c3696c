// Settings as code has them in; plain JSON that tells two of them apart out: functions by their text, columns of numbers by their hash.

import { createHash } from 'node:crypto';
import type { Trial } from '../../adapters/ledger/trial.ts';

/** Signals and callbacks that only watch are best left out by the caller. What is undefined is left out. */
export function plainSettings(settings: Readonly<Record<string, unknown>>): Trial['settings'] {
  return JSON.parse(JSON.stringify(settings, plain)) as Trial['settings'];
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'function') return `function ${sha256Of(String(value))}`;
  if (ArrayBuffer.isView(value)) {
    return `numbers ${sha256Of(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))}`;
  }
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  return value instanceof Set ? [...value] : value;
}

function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
