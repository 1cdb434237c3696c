// `redis://user:password@host:port/db` in; how to connect, and a text for messages in which no password stands, out.

import { Secret } from '../../../adapters/secrets/secret.ts';
import { UserError } from '../../../adapters/user-error.ts';

export interface QueueAddress {
  /** Host, port and database: for people. */
  readonly label: string;
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly isEncrypted: boolean;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
}

/** In place of a password on the command line, which others can read in the list of processes. */
export const PASSWORD_VARIABLE = 'QT_QUEUE_PASSWORD';
const REDIS_PORT = 6379;

/** Throws UserError `bad-option` without showing the address. */
export function queueAddress(
  text: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): QueueAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const user = decoded(url?.username);
  const given = decoded(url?.password);
  const database = Number(url?.pathname.replace(/^\//, '') || '0');
  const isRedis = url?.protocol === 'redis:' || url?.protocol === 'rediss:';
  const isUnclear = user === undefined || given === undefined || !Number.isInteger(database);
  if (url === undefined || !isRedis || url.hostname === '' || isUnclear) {
    throw new UserError({
      code: 'bad-option',
      message: 'The address of the queue is none',
      field: 'queue',
      fix: `Write redis://host, redis://host:6379/0 or rediss://host; the password best in ${PASSWORD_VARIABLE} (in the address a % of it is %25)`,
    });
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? REDIS_PORT : Number(url.port);
  const password = given === '' ? environment[PASSWORD_VARIABLE] : given;
  return {
    label: `${url.protocol}//${url.hostname}:${port}/${database}`,
    ...{ host, port, database },
    isEncrypted: url.protocol === 'rediss:',
    user: user === '' ? undefined : user,
    password: password === undefined || password === '' ? undefined : new Secret(password),
  };
}

/** Undefined where a `%` is no escape: it has to be written %25. */
function decoded(text = ''): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
