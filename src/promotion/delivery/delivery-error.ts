// What went wrong on the way of a release in; the error with its code and what to do about it out.

import { UserError } from '../../adapters/user-error.ts';

const FIXES = {
  'delivery-protocol': 'Run the same version of the program on both sides',
  'delivery-incomplete': 'Deliver it again: what is there is kept',
  'delivery-damaged': 'Deliver it again; when it happens twice, look at the disks of both sides',
  'delivery-refused': 'Put the same token on both sides: qt secrets set deliveryToken',
  'delivery-unreachable':
    'Check the address and that the other side listens; run the same command again to go on where it stopped',
  'delivery-target': 'Name a folder, ssh://user@host/folder, user@host:folder, or https://host:port',
  'delivery-returns':
    'On that machine itself a person goes back (qt rollback STRATEGY STAGE), or puts it there again (qt deliver ID --to HOME --stage STAGE)',
  'delivery-failed': 'Check the rights and the free space there, then deliver again',
} as const;

/** Stable, and the `code` of the error. */
export type DeliveryFault = keyof typeof FIXES;

export function deliveryError(
  code: DeliveryFault,
  message: string,
  fix: string = FIXES[code],
  cause?: unknown,
): UserError {
  return new UserError({ code, message, fix, cause });
}

/** The way to the other side broke; what was sent and is durable there is not sent again. */
export class ConnectionLost extends Error {
  /** What the other side or the system said, in one line. */
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.name = 'ConnectionLost';
    this.reason = reason;
  }
}
