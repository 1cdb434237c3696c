// What went wrong between a program and the host in; the error for its user out.

import { UserError } from '../../adapters/user-error.ts';

export function hostNotThere(): UserError {
  return new UserError({
    code: 'host-not-there',
    message: 'No host runs for this home',
    fix: 'Start it: qt host start',
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
