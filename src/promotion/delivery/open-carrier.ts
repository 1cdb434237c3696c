// Where to deliver to in; the way there out.

import type { SecretSource } from '../../adapters/secrets/secret-source.ts';
import type { Carrier } from './carrier.ts';
import type { DeliveryTarget } from './delivery-target.ts';
import { FolderCarrier } from './folder-carrier.ts';
import { HttpCarrier } from './http-carrier.ts';
import { StreamCarrier } from './stream-carrier.ts';

export interface CarrierOptions {
  readonly secrets: SecretSource;
  /** PEM of who signed the certificate of the host, where the system does not know it. */
  readonly ca?: string | undefined;
  /** Command that runs the receiver on the other end of ssh, in place of the one of a checkout at the path. */
  readonly remote?: string | undefined;
}

/** Throws UserError `delivery-target`, and `secret-missing` where the token is not known. */
export async function openCarrier(target: DeliveryTarget, { secrets, ca, remote }: CarrierOptions): Promise<Carrier> {
  if (target.kind === 'folder') return new FolderCarrier(target.path);
  if (target.kind === 'http')
    return new HttpCarrier({ url: target.url, token: await secrets.need('deliveryToken'), ca });
  const { destination, port, path } = target;
  // batch mode: nobody is asked for a password, keys or an agent of ssh open the door
  const options = ['-T', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15', '-o', 'ServerAliveInterval=15'];
  const command = remote ?? `cd ${path} && npx --no-install qt deliver receive --home ${path}`;
  return new StreamCarrier('ssh', [
    ...options,
    ...(port === undefined ? [] : ['-p', String(port)]),
    '--',
    destination,
    command,
  ]);
}
