// Requests on one stream in; the answers of a receiver on another, until the first ends, out.

import type { Readable, Writable } from 'node:stream';
import { UserError } from '../../adapters/user-error.ts';
import { encodeFrame, FrameReader } from './frame.ts';
import { REQUEST_BYTES_MAX, type Receiver } from './receiver.ts';

/** What a login printed before it is no part of the answers. */
export const RECEIVER_GREETING = '\0qt deliver 1\n';

/** Ends with the input: a sender that went away comes again. */
export async function receiveStream(receiver: Receiver, input: Readable, output: Writable): Promise<void> {
  const frames = new FrameReader(REQUEST_BYTES_MAX);
  output.write(RECEIVER_GREETING);
  for await (const data of input as AsyncIterable<Buffer>) {
    try {
      for (const { header, bytes } of frames.take(data)) output.write(encodeFrame(receiver.answer(header, bytes)));
    } catch (error) {
      // no frame can be found any more in what follows
      if (!(error instanceof UserError)) throw error;
      const { code, message, fix } = error;
      output.write(encodeFrame({ kind: 'refused', error: { code, message, fix } }));
      return;
    }
  }
}
