// Tokens given to requests in, who asked and under which header out, also long after the request ended.
import type { Parent } from './iopub.ts';
import type { MessageHeader, WireMessage } from './wire-message.ts';

/** Requests remembered for late output; the oldest are forgotten. */
const rememberedRequests = 10_000;

export interface Asker {
  readonly header: MessageHeader;
  readonly identities: readonly Uint8Array[];
}

export class Parents {
  readonly #byToken = new Map<string, Asker>();
  #count = 0;
  #latest: Parent = {};

  /** The token that goes with a request to the session and comes back with its output. */
  tokenFor({ header, identities }: WireMessage): string {
    this.#count += 1;
    const token = String(this.#count);
    this.#byToken.set(token, { header, identities });
    if (this.#byToken.size > rememberedRequests) this.#forgetOldest();
    return token;
  }

  /** Output that belongs to no cell appears under this one from now on. */
  markLatest(header: MessageHeader): void {
    this.#latest = header;
  }

  headerOf(token: string | undefined): Parent {
    return (token === undefined ? undefined : this.askerOf(token)?.header) ?? this.#latest;
  }

  askerOf(token: string): Asker | undefined {
    return this.#byToken.get(token);
  }

  #forgetOldest(): void {
    for (const token of this.#byToken.keys()) {
      this.#byToken.delete(token);
      break;
    }
  }
}
