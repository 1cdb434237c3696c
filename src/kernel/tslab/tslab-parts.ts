// The folder of the package in; the parts of tslab that a kernel is made of out, its compiler with our settings.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type CompilerApi, cellCompiler } from './cell-compiler.ts';
import { ownModules } from './own-modules.ts';
import { packageDeclarations } from './package-declarations.ts';
import type { SendingSocket } from './patient-sender.ts';
import { HOW_TO_GET_TSLAB, hasTslab } from './tslab-kernelspec.ts';
import type { SyntaxApi } from './write-longhand.ts';

export interface TslabConverter {
  close(): void;
}

export interface TslabExecutor {
  /** Whether the cell was compiled and ended well. */
  execute(code: string): Promise<boolean>;
  interrupt(): void;
}

export interface DisplayData {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id: string | undefined };
}

export type WriteStream = (name: 'stdout' | 'stderr', text: string) => void;

export interface TslabHandler {
  createWriteToIopub(name: 'stdout' | 'stderr', write: WriteStream): (text: string | Uint8Array) => boolean;
}

interface TslabSocket extends SendingSocket {
  bind(address: string): Promise<void>;
  sendHighWaterMark: number;
}

export interface TslabServer extends Record<'iopub' | 'shell' | 'control' | 'stdin' | 'hb', SendingSocket> {
  bindSocket(socket: TslabSocket, port: number): Promise<void>;
  init(): Promise<void>;
  close(): void;
}

export interface TslabParts {
  readonly syntax: SyntaxApi;
  readonly createConverter: (options: { readonly isJS: false; readonly isBrowser: boolean }) => TslabConverter;
  readonly createExecutor: (
    folder: string,
    converters: { readonly node: TslabConverter; readonly browser: TslabConverter; close(): void },
    console: { readonly log: (value: unknown) => void; readonly error: (...values: unknown[]) => void },
  ) => TslabExecutor;
  readonly jupyter: {
    readonly JupyterHandlerImpl: new (executor: TslabExecutor, isJs: false) => TslabHandler;
    readonly ZmqServer: new (handler: TslabHandler, connectionFile: string) => TslabServer;
    /** Of the cell that runs, or ran last. */
    readonly lastWriteDisplayData: ((data: DisplayData, isUpdate: boolean) => void) | null;
  };
}

export class TslabMissingError extends Error {
  override readonly name = 'TslabMissingError';

  constructor(root: string) {
    super(`tslab is not installed in ${root}. Get it there: ${HOW_TO_GET_TSLAB}`);
  }
}

/**
 * @param folder of the notebook
 * @throws TslabMissingError, DeclarationsError
 */
export function tslabParts(root: string, folder: string): TslabParts {
  if (!hasTslab(root)) throw new TslabMissingError(root);
  const require = createRequire(join(root, 'node_modules', 'tslab', 'package.json'));
  const compiler = require.resolve('@tslab/typescript-for-tslab');
  const api = require(compiler) as CompilerApi & SyntaxApi;
  // tslab hands out no place for settings: its parts get this compiler when they load
  require.cache[compiler]!.exports = cellCompiler(api, {
    ...{ root, folder, ownModules: ownModules(root) },
    declarations: packageDeclarations(root),
  });
  const { createConverter } = require('./dist/converter.js') as Pick<TslabParts, 'createConverter'>;
  const { createExecutor } = require('./dist/executor.js') as Pick<TslabParts, 'createExecutor'>;
  return {
    syntax: api,
    createConverter,
    createExecutor,
    jupyter: require('./dist/jupyter.js') as TslabParts['jupyter'],
  };
}
