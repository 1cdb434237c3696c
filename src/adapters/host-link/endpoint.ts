// Takes the home folder and the system; gives where the host listens, and writes and reads it as host/endpoint.json.

import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { removeDurably, replaceDurably } from '../durable-file.ts';
import { UserError } from '../user-error.ts';
import { socketFolder, touchSocketFolder } from './socket-folders.ts';

export const endpointSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unix'), path: z.string().min(1) }),
  z.strictObject({ kind: z.literal('pipe'), path: z.string().startsWith('\\\\.\\pipe\\') }),
  z.strictObject({ kind: z.literal('tcp'), address: z.literal('127.0.0.1'), port: z.int().min(0).max(65_535) }),
]);
const fileSchema = z.strictObject({ version: z.literal(1), pid: z.int().positive(), endpoint: endpointSchema });

/** A local socket, a named pipe of Windows, or a TCP port of this machine alone; port 0 asks the system for a free one. */
export type Endpoint = z.infer<typeof endpointSchema>;
/** `local`: the socket or pipe of the system. `tcp`: for systems where that does not work. */
export type Transport = 'local' | 'tcp';

export interface EndpointFile {
  readonly pid: number;
  readonly endpoint: Endpoint;
}

/** Bytes of the path of a socket that every system takes: 104 with the zero on macOS, 108 on Linux. */
const SOCKET_PATH_BYTES_MAX = 103;
const PRIVATE_FOLDER = 0o700;

export function hostFolder(home: string): string {
  return join(home, 'host');
}

function endpointFile(home: string): string {
  return join(hostFolder(home), 'endpoint.json');
}

/** Where a host of this home listens. The same home gives the same name each time. */
export function chooseEndpoint(home: string, transport: Transport, platform: NodeJS.Platform): Endpoint {
  if (transport === 'tcp') return { kind: 'tcp', address: '127.0.0.1', port: 0 };
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  if (platform === 'win32') return { kind: 'pipe', path: `\\\\.\\pipe\\quantumtrader-${name}` };
  const path = join(hostFolder(home), 'host.sock');
  if (Buffer.byteLength(path) <= SOCKET_PATH_BYTES_MAX) return { kind: 'unix', path };
  return { kind: 'unix', path: join(socketFolder(name), 'host.sock') };
}

/**
 * Makes the folder of a socket and sees that it is nobody else's: in a shared folder another user could have made it first.
 * Throws UserError `host-folder-shared`.
 */
export function prepareSocketFolder(endpoint: Endpoint): void {
  if (endpoint.kind !== 'unix') return;
  const folder = dirname(endpoint.path);
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const found = lstatSync(folder);
  // only what is ours can be touched
  if (found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o022) === 0)
    return touchSocketFolder(folder);
  throw new UserError({
    code: 'host-folder-shared',
    message: `The folder ${folder} of the host's socket can be written to by others`,
    file: folder,
    fix: `Make it yours alone (chmod 700 ${folder}), or remove it.`,
  });
}

export function writeEndpoint(home: string, file: EndpointFile): void {
  replaceDurably(endpointFile(home), `${JSON.stringify({ version: 1, ...file })}\n`);
}

export function removeEndpoint(home: string): void {
  if (existsSync(endpointFile(home))) removeDurably(endpointFile(home));
}

/** Undefined where no host has written one. Throws UserError `host-endpoint-invalid`. */
export function readEndpoint(home: string): EndpointFile | undefined {
  const path = endpointFile(home);
  if (!existsSync(path)) return undefined;
  try {
    const { pid, endpoint } = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return { pid, endpoint };
  } catch (error) {
    throw new UserError({
      code: 'host-endpoint-invalid',
      message: `${path} does not say where the host listens`,
      file: path,
      fix: 'Stop the host, remove the file, and start the host again (qt host start).',
      cause: error,
    });
  }
}
