// The clock that all processes of a machine share, and the error of a call that was not made because its time was over.

import { UserError } from '../../user-error.ts';

const NS_PER_MS = 1e6;

/** Milliseconds of the machine's monotonic clock: unlike performance.now() it is the same in every process. */
export function machineNowMs(): number {
  return Number(process.hrtime.bigint()) / NS_PER_MS;
}

/** Nothing was sent: the call still waited behind others when the time came after which it must not be made any more. */
export class CallExpiredError extends UserError {
  readonly call: string;

  constructor(call: string) {
    super({
      code: 'call-expired',
      message: `${call} was not made: other calls held the vendor library until its time was over`,
      fix: 'Nothing was sent; decide anew whether it is still wanted',
    });
    this.name = 'CallExpiredError';
    this.call = call;
  }
}
