// The address of a Redis in; connections to it out, of which the first proves that it answers.

import { Redis, type RedisOptions } from 'ioredis';
import { redact } from '../../../adapters/secrets/redact.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { PASSWORD_VARIABLE, type QueueAddress } from './queue-address.ts';

const CONNECT_MS = 5_000;
const RETRY_LEAST_MS = 100;
const RETRY_MOST_MS = 2_000;

/** For connections that stay: what is lost is made again, for as long as it takes. */
export function connectionOptions(address: QueueAddress): Omit<RedisOptions, 'replyMapping'> {
  const { host, port, database, isEncrypted, user, password } = address;
  return {
    ...{ host, port, db: database },
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password: password.reveal() }),
    ...(isEncrypted ? { tls: {} } : {}),
    // BullMQ asks for it: a command waits until there is a connection again
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_MS,
    retryStrategy: (times) => Math.min(RETRY_MOST_MS, RETRY_LEAST_MS * times),
  };
}

/** Throws UserError `queue-unreachable` or `queue-refused` where it does not answer as a Redis of ours. */
export async function connectQueue(address: QueueAddress): Promise<Redis> {
  const first = new Redis({ ...connectionOptions(address), lazyConnect: true, retryStrategy: () => null });
  let reason = 'no answer';
  first.on('error', (error: Error) => {
    reason = error.message || reason;
  });
  try {
    await first.connect();
    await first.ping();
  } catch (error) {
    // ioredis tells of a closed connection; why it was closed came before
    const text = error instanceof Error && !/closed/i.test(error.message) ? error.message : reason;
    throw unreachable(address, text);
  } finally {
    first.disconnect();
  }
  const connection = new Redis(connectionOptions(address));
  // it is made again; a listener keeps the process alive meanwhile
  connection.on('error', () => undefined);
  return connection;
}

function unreachable({ label }: QueueAddress, reason: string): UserError {
  const isRefused = /auth|password|user/i.test(reason);
  return new UserError({
    code: isRefused ? 'queue-refused' : 'queue-unreachable',
    message: redact(`The queue ${label} ${isRefused ? 'refuses this user' : 'cannot be reached'}: ${reason}`),
    field: 'queue',
    fix: isRefused
      ? `Give the user in the address and the password in ${PASSWORD_VARIABLE}`
      : 'Start Redis there (Debian: apt install redis-server), and let it listen on an address that this machine reaches',
  });
}
