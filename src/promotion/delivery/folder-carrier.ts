// The home of another machine as a folder that is mounted here in; a way to it out: the receiver works in this process, with the keys of that home.

import { statSync } from 'node:fs';
import type { Carrier } from './carrier.ts';
import { deliveryError } from './delivery-error.ts';
import type { DeliveryAnswer, DeliveryRequest } from './message.ts';
import { Receiver } from './receiver.ts';

export class FolderCarrier implements Carrier {
  private readonly receiver: Receiver;

  /** Throws UserError `delivery-target` where there is no such folder: a disk that is not mounted is not made up. */
  constructor(home: string) {
    if (statSync(home, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw deliveryError(
        'delivery-target',
        `There is no folder ${home}`,
        'Mount the disk, or make the folder and its keys/trusted first',
      );
    }
    // whoever writes in the folder could write its channels as well
    this.receiver = new Receiver(home, { mayReturn: true });
  }

  ask(request: DeliveryRequest, bytes: Uint8Array = new Uint8Array(0)): Promise<DeliveryAnswer> {
    return Promise.resolve(this.receiver.answer(JSON.stringify(request), bytes));
  }

  close(): void {}
}
