// The variables of a session in; what the process and they hold in memory, which shows itself as a table, out.

import { types } from 'node:util';
import { getHeapStatistics } from 'node:v8';
import type { MimeBundle } from '../session-events.ts';
import { JUPYTER_DISPLAY } from '../value-bundle.ts';
import { bytesText } from './bytes-text.ts';
import { mapSize, setSize, sizeOf } from './value-size.ts';

export interface VariableMemory {
  readonly name: string;
  /** What two variables share is counted for each. */
  readonly bytes: number;
  /** False: estimated. */
  readonly isExact: boolean;
  /** `Float64Array(1000)`, `Map(3)`, `string` */
  readonly kind: string;
}

export interface ProcessMemory {
  /** All of the process, with completion and what the garbage collector has not given back yet. */
  readonly processBytes: number;
  /** JavaScript objects, with garbage. */
  readonly heapBytes: number;
  /** Above it the process ends. */
  readonly heapLimitBytes: number;
  /** Of typed arrays and buffers. */
  readonly arrayBytes: number;
}

const ROWS = 15;

export function processMemory(): ProcessMemory {
  const { rss: processBytes, heapUsed: heapBytes, arrayBuffers: arrayBytes } = process.memoryUsage();
  return { processBytes, heapBytes, heapLimitBytes: getHeapStatistics().heap_size_limit, arrayBytes };
}

export class MemoryReport implements ProcessMemory {
  readonly processBytes: number;
  readonly heapBytes: number;
  readonly heapLimitBytes: number;
  readonly arrayBytes: number;
  /** The largest first. */
  readonly variables: readonly VariableMemory[];

  constructor(process: ProcessMemory, variables: Iterable<readonly [name: string, value: unknown]>) {
    this.processBytes = process.processBytes;
    this.heapBytes = process.heapBytes;
    this.heapLimitBytes = process.heapLimitBytes;
    this.arrayBytes = process.arrayBytes;
    this.variables = [...variables]
      .map(([name, value]) => ({ name, ...sizeOf(value), kind: kindOf(value) }))
      .sort((a, b) => b.bytes - a.bytes);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    const { processBytes, heapBytes, heapLimitBytes, arrayBytes } = this;
    const heap = `${bytesText(heapBytes)} JavaScript objects (limit ${bytesText(heapLimitBytes)})`;
    const head = `The process holds ${bytesText(processBytes)}: ${heap}, ${bytesText(arrayBytes)} arrays and buffers, and Node itself`;
    const rows = this.variables.slice(0, ROWS).map(({ name, bytes, isExact, kind }) => {
      return [name, `${isExact ? '' : 'about '}${bytesText(bytes)}`, kind] as const;
    });
    const more = this.variables.length - rows.length;
    const foot = more > 0 ? `and ${more} smaller` : '';
    return { 'text/plain': plainOf(head, rows, foot), 'text/html': htmlOf(head, rows, foot) };
  }
}

type Row = readonly [name: string, size: string, kind: string];

function plainOf(head: string, rows: readonly Row[], foot: string): string {
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  const lines = rows.map(([name, size, kind]) => `${name.padEnd(widths[0]!)}  ${size.padStart(widths[1]!)}  ${kind}`);
  return [head, ...lines, foot].filter((line) => line !== '').join('\n');
}

function htmlOf(head: string, rows: readonly Row[], foot: string): string {
  const cell = (text: string, align: 'left' | 'right'): string =>
    `<td style="text-align:${align}">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</td>`;
  const lines = rows.map(([name, size, kind]) => {
    return `<tr>${cell(name, 'left')}${cell(size, 'right')}${cell(kind, 'left')}</tr>`;
  });
  const table = rows.length === 0 ? '' : `<table><tbody>${lines.join('')}</tbody></table>`;
  return `<div>${head}</div>${table}${foot === '' ? '' : `<div>${foot}</div>`}`;
}

function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  if (types.isProxy(value)) return 'Proxy';
  const name = nameOf(value);
  if (Array.isArray(value)) return `${name}(${value.length})`;
  if (types.isTypedArray(value)) return `${name}(${lengthOf(value)})`;
  if (types.isMap(value)) return `${name}(${mapSize(value)})`;
  if (types.isSet(value)) return `${name}(${setSize(value)})`;
  return name;
}

/** Without running a getter or a proxy. */
function nameOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return 'object';
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof made !== 'function' || made === Object || types.isProxy(made)) return 'object';
  const name: unknown = Object.getOwnPropertyDescriptor(made, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name : 'object';
}

const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array.prototype) as object;
const lengthOf = (array: NodeJS.TypedArray): number => Number(Reflect.get(TYPED_ARRAY, 'length', array));
