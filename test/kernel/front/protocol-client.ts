// A client of the Jupyter protocol for tests, written without the kernel's own wire format: requests in, messages out.
import { createHmac, randomUUID } from 'node:crypto';
import { Dealer, Subscriber } from 'zeromq';
import type { ConnectionFacts } from '../../../src/kernel/front/connection-file.ts';

export interface Message {
  readonly type: string;
  readonly parentId: string | undefined;
  readonly header: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: contents differ by type and are asserted, not used.
  readonly content: any;
  readonly buffers: readonly Buffer[];
}

type ChannelName = 'shell' | 'control' | 'stdin';

/** Messages that came, handed out in order. */
class Inbox {
  readonly all: Message[] = [];
  #next = 0;
  #wake: (() => void) | undefined;

  add(message: Message): void {
    this.all.push(message);
    this.#wake?.();
  }

  async next(): Promise<Message> {
    while (this.#next >= this.all.length) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#next += 1;
    return this.all[this.#next - 1]!;
  }
}

export class ProtocolClient {
  readonly inboxes = { shell: new Inbox(), control: new Inbox(), stdin: new Inbox(), iopub: new Inbox() };
  readonly #facts: ConnectionFacts;
  readonly #identity = randomUUID();
  readonly #sockets: Record<ChannelName | 'heartbeat', Dealer>;
  /** Of each channel; one message after the other: a socket that is busy with one refuses the next. */
  readonly #sent = new Map<ChannelName, Promise<void>>();
  readonly #iopub = new Subscriber({ receiveHighWaterMark: 0, linger: 0 });

  constructor(facts: ConnectionFacts) {
    this.#facts = facts;
    const dealer = (port: number) => {
      const socket = new Dealer({ routingId: this.#identity, linger: 0, receiveHighWaterMark: 0 });
      socket.connect(addressOf(facts, port));
      return socket;
    };
    this.#sockets = {
      shell: dealer(facts.shellPort),
      control: dealer(facts.controlPort),
      stdin: dealer(facts.stdinPort),
      heartbeat: dealer(facts.heartbeatPort),
    };
    for (const name of ['shell', 'control', 'stdin'] as const) void this.#listen(this.#sockets[name], name);
    this.#iopub.connect(addressOf(facts, facts.iopubPort));
    this.#iopub.subscribe();
    void this.#listen(this.#iopub, 'iopub');
  }

  /** The kernel's welcome, after which no published message is missed. */
  welcomed(): Promise<Message> {
    return this.#nextOf('iopub', (message) => message.type === 'iopub_welcome');
  }

  /** Sends a request and gives its id. */
  send(
    channel: ChannelName,
    type: string,
    content: unknown,
    {
      buffers = [],
      parent = {},
      metadata = {},
    }: { buffers?: readonly Uint8Array[]; parent?: unknown; metadata?: unknown } = {},
  ): string {
    const id = randomUUID();
    const header = { msg_id: id, msg_type: type, session: 's', username: 'u', date: '', version: '5.3' };
    const parts = [header, parent, metadata, content].map((part) => JSON.stringify(part));
    this.sendParts(channel, this.sign(parts), parts, buffers);
    return id;
  }

  sign(parts: readonly string[]): string {
    if (this.#facts.key === '') return '';
    return createHmac('sha256', this.#facts.key).update(parts.join('')).digest('hex');
  }

  sendParts(channel: ChannelName, signature: string, parts: readonly string[], buffers: readonly Uint8Array[] = []) {
    const before = this.#sent.get(channel) ?? Promise.resolve();
    const socket = this.#sockets[channel];
    const sent = before.then(() =>
      socket.closed ? undefined : socket.send(['<IDS|MSG>', signature, ...parts, ...buffers]),
    );
    this.#sent.set(channel, sent);
  }

  execute(code: string, content: Record<string, unknown> = {}): string {
    return this.send('shell', 'execute_request', { code, ...content });
  }

  reply(parentId: string, channel: ChannelName = 'shell'): Promise<Message> {
    return this.#nextOf(channel, (message) => message.parentId === parentId);
  }

  /** What was published for a request, busy and idle included. */
  async published(parentId: string): Promise<Message[]> {
    const messages: Message[] = [];
    for (;;) {
      const message = await this.inboxes.iopub.next();
      if (message.parentId !== parentId) continue;
      messages.push(message);
      if (message.type === 'status' && message.content.execution_state === 'idle') return messages;
    }
  }

  async beat(text: string): Promise<string> {
    await this.#sockets.heartbeat.send(['', text]);
    const frames = await this.#sockets.heartbeat.receive();
    return String(frames.at(-1));
  }

  close(): void {
    for (const socket of Object.values(this.#sockets)) socket.close();
    this.#iopub.close();
  }

  async #nextOf(channel: ChannelName | 'iopub', isWanted: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const message = await this.inboxes[channel].next();
      if (isWanted(message)) return message;
    }
  }

  async #listen(socket: AsyncIterable<Buffer[]>, name: ChannelName | 'iopub'): Promise<void> {
    for await (const frames of socket) this.inboxes[name].add(this.#decode(frames));
  }

  #decode(frames: readonly Buffer[]): Message {
    const start = frames.findIndex((frame) => frame.toString() === '<IDS|MSG>');
    const parts = frames.slice(start + 2, start + 6).map(String);
    if (String(frames[start + 1]) !== this.sign(parts)) throw new Error('The kernel signed a message wrongly');
    const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part));
    return {
      type: header.msg_type,
      parentId: parent.msg_id,
      header,
      metadata,
      content,
      buffers: frames.slice(start + 6),
    };
  }
}

function addressOf({ transport, ip }: ConnectionFacts, port: number): string {
  return transport === 'ipc' ? `ipc://${ip}-${port}` : `tcp://${ip}:${port}`;
}
