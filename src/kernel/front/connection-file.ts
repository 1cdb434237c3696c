// The connection file that a Jupyter front end wrote in, the checked addresses and key out.
import { readFileSync } from 'node:fs';

export interface ConnectionFacts {
  readonly transport: 'tcp' | 'ipc';
  /** Address for tcp; for ipc the path that socket files begin with. */
  readonly ip: string;
  readonly shellPort: number;
  readonly controlPort: number;
  readonly iopubPort: number;
  readonly stdinPort: number;
  readonly heartbeatPort: number;
  /** Empty: messages are not signed. */
  readonly key: string;
}

/** What is wrong with a connection file, where, and what to do. */
export class ConnectionFileError extends Error {
  readonly file: string;
  readonly field: string | undefined;
  readonly fix: string;

  constructor(file: string, field: string | undefined, problem: string, fix: string, cause?: unknown) {
    const place = field === undefined ? file : `${file}, field ${field}`;
    super(`Connection file ${place}: ${problem}`, cause === undefined ? undefined : { cause });
    this.name = 'ConnectionFileError';
    this.file = file;
    this.field = field;
    this.fix = fix;
  }
}

const fixOfFile = 'Start the kernel through Jupyter, which writes the file, or pass the path of the file it wrote.';
const fixOfField = 'Let Jupyter write the file anew: restart the kernel.';
const signatureScheme = 'hmac-sha256';

/** Throws ConnectionFileError when the file is absent, no JSON or has a wrong field. Unknown fields are ignored. */
export function readConnectionFile(path: string): ConnectionFacts {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConnectionFileError(path, undefined, 'it cannot be read', fixOfFile, error);
  }
  return parseConnectionFile(path, text);
}

/** `path` serves error messages only. */
export function parseConnectionFile(path: string, text: string): ConnectionFacts {
  const fields = parseFields(path, text);
  const fail = (field: string, problem: string): never => {
    throw new ConnectionFileError(path, field, problem, fixOfField);
  };
  const textOf = (field: string): string => {
    const value = fields[field];
    return typeof value === 'string' ? value : fail(field, value === undefined ? 'it is missing' : 'it must be text');
  };
  const portOf = (field: string): number => {
    const value = fields[field];
    if (value === undefined) return fail(field, 'it is missing');
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535) return value;
    return fail(field, 'it must be a whole number from 1 to 65535');
  };
  const transport = fields.transport === undefined ? 'tcp' : textOf('transport');
  if (transport !== 'tcp' && transport !== 'ipc') return fail('transport', `it must be tcp or ipc, not '${transport}'`);
  const ip = textOf('ip');
  if (ip === '') return fail('ip', 'it must not be empty');
  const scheme = fields.signature_scheme === undefined ? signatureScheme : textOf('signature_scheme');
  // Without a key nothing is signed, and some clients then leave the scheme empty.
  const key = textOf('key');
  if (key !== '' && scheme !== signatureScheme) {
    return fail('signature_scheme', `it must be ${signatureScheme}, not '${scheme}'`);
  }
  const ports = {
    shellPort: portOf('shell_port'),
    controlPort: portOf('control_port'),
    iopubPort: portOf('iopub_port'),
    stdinPort: portOf('stdin_port'),
    heartbeatPort: portOf('hb_port'),
  };
  if (new Set(Object.values(ports)).size < 5) return fail('hb_port', 'two of the five ports are the same');
  return { transport, ip, ...ports, key };
}

function parseFields(path: string, text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ConnectionFileError(path, undefined, 'it is not valid JSON', fixOfFile, error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ConnectionFileError(path, undefined, 'it must hold one JSON object', fixOfFile);
  }
  return value as Readonly<Record<string, unknown>>;
}
