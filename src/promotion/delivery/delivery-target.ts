// What a user typed as the place to deliver to in; a folder, an ssh destination or an address out.

import { resolve } from 'node:path';
import { deliveryError } from './delivery-error.ts';
import { isLoopback } from './loopback.ts';

export type DeliveryTarget =
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 'ssh';
      /** `user@host`, or a host of the ssh settings. */
      readonly destination: string;
      readonly port: number | undefined;
      /** Home on the other machine. */
      readonly path: string;
    }
  | { readonly kind: 'http'; readonly url: URL };

// no name begins with -, so that ssh can take none for an option; nothing that a shell there would read otherwise
const USER = '(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?';
const HOST = '[A-Za-z0-9][A-Za-z0-9.-]*';
const REMOTE_PATH = '[A-Za-z0-9._~/\\\\][A-Za-z0-9._~/:\\\\-]*';
const SSH_URL = new RegExp(`^ssh://(${USER}${HOST})(?::(\\d{1,5}))?(/.*)$`);
const SCP_STYLE = new RegExp(`^(${USER}${HOST}):(.+)$`);
const SAFE_PATH = new RegExp(`^${REMOTE_PATH}$`);
const DRIVE = /^[A-Za-z]:[\\/]/;
const PORT_MAX = 65_535;

/** Throws UserError `delivery-target`. A drive such as `D:\\home` is a folder. */
export function deliveryTarget(text: string): DeliveryTarget {
  if (/^https?:\/\//.test(text)) return httpTarget(text);
  const ssh = SSH_URL.exec(text);
  if (ssh !== null) return sshTarget(ssh[1]!, ssh[2], ssh[3]!, text);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text))
    throw deliveryError('delivery-target', `${text} is no place to deliver to`);
  const scp = DRIVE.test(text) ? null : SCP_STYLE.exec(text);
  if (scp !== null) return sshTarget(scp[1]!, undefined, scp[2]!, text);
  if (text.trim() === '') throw deliveryError('delivery-target', 'No place to deliver to was given');
  return { kind: 'folder', path: resolve(text) };
}

function sshTarget(destination: string, portText: string | undefined, path: string, text: string): DeliveryTarget {
  const port = portText === undefined ? undefined : Number(portText);
  if (!SAFE_PATH.test(path)) {
    throw deliveryError(
      'delivery-target',
      `${text}: the folder there may hold letters, digits and . _ ~ / : \\ - only`,
    );
  }
  if (port !== undefined && (port < 1 || port > PORT_MAX)) {
    throw deliveryError('delivery-target', `${text}: a port is from 1 to ${PORT_MAX}`);
  }
  return { kind: 'ssh', destination, port, path };
}

function httpTarget(text: string): DeliveryTarget {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw deliveryError('delivery-target', `${redacted(text)} is no address of a host: https://host:port`);
  }
  if (url.username !== '' || url.password !== '') {
    throw deliveryError(
      'delivery-target',
      `${redacted(text)} holds a password`,
      'Store the token: qt secrets set deliveryToken',
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw deliveryError(
      'delivery-target',
      `${text} is not encrypted, and the token would be read on the way`,
      'Use https://',
    );
  }
  return { kind: 'http', url };
}

/** Who writes a password into an address shall not find it in a log. */
function redacted(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//[secret]@');
}
