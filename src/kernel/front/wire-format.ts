// ZMQ frames in, one checked message or the reason for refusing it out; and the way back, signed.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { jsonText } from './json-text.ts';
import type { JsonObject, MessageHeader, WireMessage } from './wire-message.ts';

const delimiter = Buffer.from('<IDS|MSG>');
/** Signatures remembered to refuse a message sent twice; the oldest are forgotten. */
const rememberedSignatures = 65_536;

/** `reason` never repeats what the message contained. */
export type Decoded =
  | { readonly kind: 'message'; readonly message: WireMessage }
  | { readonly kind: 'refused'; readonly reason: string };

const refused = (reason: string): Decoded => ({ kind: 'refused', reason });

/** Signs with HMAC-SHA256; an empty key leaves messages unsigned and unchecked. */
export class WireFormat {
  readonly #key: string;
  readonly #seenSignatures = new Set<string>();

  constructor(key: string) {
    this.#key = key;
  }

  encode(message: WireMessage): Uint8Array[] {
    const parts = [message.header, message.parent, message.metadata, message.content].map((part) =>
      Buffer.from(jsonText(part)),
    );
    return [...message.identities, delimiter, Buffer.from(this.#sign(parts)), ...parts, ...message.buffers];
  }

  decode(frames: readonly Buffer[]): Decoded {
    const start = frames.findIndex((frame) => frame.equals(delimiter));
    if (start === -1) return refused('it has no delimiter');
    const [signature, ...rest] = frames.slice(start + 1);
    const parts = rest.slice(0, 4);
    if (signature === undefined || parts.length < 4) return refused('it has too few parts');
    const problem = this.#signatureProblem(signature, parts);
    if (problem !== undefined) return refused(problem);
    const [header, parent, metadata, content] = parts.map(parseObject);
    if (header === undefined || parent === undefined || metadata === undefined || content === undefined) {
      return refused('a part of it is no JSON object');
    }
    if (!isHeader(header)) return refused('its header lacks msg_id, msg_type or session');
    return {
      kind: 'message',
      message: {
        identities: frames.slice(0, start),
        header,
        parent: isHeader(parent) ? parent : {},
        metadata,
        content,
        // Copies: a view would drag the memory of its neighbours along when sent to another thread.
        buffers: rest.slice(4).map((buffer) => new Uint8Array(buffer)),
      },
    };
  }

  #sign(parts: readonly Buffer[]): string {
    if (this.#key === '') return '';
    const hmac = createHmac('sha256', this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest('hex');
  }

  #signatureProblem(signature: Buffer, parts: readonly Buffer[]): string | undefined {
    if (this.#key === '') return undefined;
    const expected = Buffer.from(this.#sign(parts));
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
      return 'its signature does not match';
    }
    const text = signature.toString('latin1');
    if (this.#seenSignatures.has(text)) return 'it was sent before (same signature)';
    this.#seenSignatures.add(text);
    if (this.#seenSignatures.size > rememberedSignatures) {
      for (const oldest of this.#seenSignatures) {
        this.#seenSignatures.delete(oldest);
        break;
      }
    }
    return undefined;
  }
}

function parseObject(part: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(part.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function isHeader(value: JsonObject): value is JsonObject & MessageHeader {
  return typeof value.msg_id === 'string' && typeof value.msg_type === 'string' && typeof value.session === 'string';
}
