// A question of a client and the way to its answer in; the answer, or why there is none, goes to the client.

import type { LinkPeer } from '../../adapters/host-link/link-peer.ts';

const REASON_MAX = 500;

/** Never rejects. */
export async function answerRequest(peer: LinkPeer, id: number, answer: () => Promise<unknown>): Promise<void> {
  try {
    const value = await answer();
    peer.send({ kind: 'answer', id, value: value ?? null });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    peer.send({ kind: 'failure', id, reason: reason.slice(0, REASON_MAX) });
  }
}
