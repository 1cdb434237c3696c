// Takes the home folder; gives the secret that host and clients share, kept in a file that only its owner can read.

import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../user-error.ts';
import { hostFolder } from './endpoint.ts';

const TOKEN_BYTES = 32;
const OWNER_ONLY = 0o600;

export function tokenFile(home: string): string {
  return join(hostFolder(home), 'token');
}

export function newToken(): Buffer {
  return randomBytes(TOKEN_BYTES);
}

/** The token of this home, made where there is none. It never travels: both sides prove that they have it. */
export function ensureToken(home: string): Buffer {
  mkdirSync(hostFolder(home), { recursive: true, mode: 0o700 });
  const path = tokenFile(home);
  const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const file = openSync(own, 'wx', OWNER_ONLY);
  try {
    writeSync(file, `${newToken().toString('hex')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    // a link, not a rename: of two processes that make it at once the first wins, and both read the same
    linkSync(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own, { force: true });
  }
  chmodSync(path, OWNER_ONLY);
  return readToken(home);
}

/** Throws UserError `host-token-missing` and `host-token-invalid`; neither says anything of its content. */
export function readToken(home: string): Buffer {
  const path = tokenFile(home);
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new UserError({
      code: 'host-token-missing',
      message: `The token of the host cannot be read: ${(error as NodeJS.ErrnoException).code} ${path}`,
      file: path,
      fix: 'Start the host as the same user (qt host start).',
      cause: error,
    });
  }
  if (new RegExp(`^[0-9a-f]{${TOKEN_BYTES * 2}}$`).test(text)) return Buffer.from(text, 'hex');
  throw new UserError({
    code: 'host-token-invalid',
    message: `${path} holds no token`,
    file: path,
    fix: 'Stop the host, remove the file, and start the host again (qt host start).',
  });
}
