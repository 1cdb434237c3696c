// The vendor process: an invitation on standard input, a connection to the host, and then the work, until the host or the library ends it.

import { z } from 'zod';
import { connectLink } from '../../../adapters/host-link/connect-link.ts';
import type { Endpoint } from '../../../adapters/host-link/endpoint.ts';
import { loadLibrary } from './loaded-library.ts';
import { invitationSchema } from './vendor-protocol.ts';
import { VendorWorker } from './vendor-worker.ts';

const INVITATION_MS = 10_000;
const INVITATION_BYTES_MAX = 4_096;

/** The first line of standard input. Its end is the end of the host, also later. */
function readInvitation(): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => reject(new Error('no invitation came on standard input')), INVITATION_MS);
  let text = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > INVITATION_BYTES_MAX) reject(new Error('the invitation is too long'));
    const end = text.indexOf('\n');
    if (end < 0) return;
    clearTimeout(timer);
    resolve(text.slice(0, end));
  });
  process.stdin.on('error', () => reject(new Error('standard input cannot be read')));
  return promise;
}

/**
 * An exit in good order waits for the threads of the library, some of which never end; nobody would be left to end the process, and it
 * would hold the only session. What it had to say has been written by now.
 */
function leave(): void {
  process.kill(process.pid, 'SIGKILL');
}

const invitation = invitationSchema.parse(JSON.parse(await readInvitation()));
const endpoint = z
  .object({ kind: z.enum(['unix', 'pipe', 'tcp']) })
  .loose()
  .parse(invitation.endpoint) as Endpoint;
await connectLink(
  {
    endpoint,
    secret: Buffer.from(invitation.key, 'hex'),
    key: invitation.keyId,
    role: 'vendor',
    name: `vendor ${process.pid}`,
  },
  (peer) => {
    const worker = new VendorWorker(peer, { load: loadLibrary, over: leave });
    peer.handle(worker);
    process.stdin.on('end', () => void worker.stop());
  },
);
