// What went wrong between a program and the host in; the error for its user out.

import { UserError } from '../../adapters/user-error.ts';

export function hostNotThere(): UserError {
  return new UserError({
    code: 'host-not-there',
    message: 'No host runs for this home',
    fix: 'Start it: qt host start',
  });
}

/** A process that has the lock and hangs: what could not be asked of it names it, and the way to end it. */
export function hungHost(pid: number, cause: unknown): UserError {
  return new UserError({
    code: 'host-not-there',
    message: `The host, process ${pid}, is there and does not answer`,
    fix: 'End it: qt host stop --force; then qt host start. What is open stays at the broker with its stops meanwhile',
    cause,
  });
}

export function nothingToStop(): UserError {
  return new UserError({
    code: 'host-not-there',
    message: 'No host runs for this home',
    fix: 'There is nothing to stop; where you meant another home, name it with --home',
  });
}

export function streamRefused(reason: string): UserError {
  return new UserError({
    code: 'host-refused',
    message: `The host refused the stream: ${reason}`,
    fix: 'See qt host status.',
  });
}
