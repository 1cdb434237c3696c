// The global WebAssembly of Node in; the part of it that threads with shared memory need, with types, out.

/** Memory that threads share. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

interface WebAssemblyOfNode {
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: { env: { memory: SharedMemory } }) => { readonly exports: unknown };
}

export const webAssembly: WebAssemblyOfNode = (globalThis as unknown as { WebAssembly: WebAssemblyOfNode }).WebAssembly;
