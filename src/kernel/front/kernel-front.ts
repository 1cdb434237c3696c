// Five bound sockets and the line to a session in; every request of the Jupyter protocol answered until the kernel ends.
import type { Interrupter } from '../interrupt/interrupter.ts';
import { createInterrupter } from '../interrupt/interrupter.ts';
import type { LoadingSign } from '../interrupt/loading-sign.ts';
import type { SessionMessage } from '../session/session-events.ts';
import { CellHistory } from './cell-history.ts';
import type { Channel } from './channel.ts';
import { CommTraffic, commTypeOf } from './comm-traffic.ts';
import { ExecuteQueue } from './execute-queue.ts';
import { frontLog } from './front-log.ts';
import { closeSockets, type FrontSockets } from './front-sockets.ts';
import { Iopub } from './iopub.ts';
import { type KernelFacts, kernelInfo } from './kernel-facts.ts';
import { KernelUsage } from './kernel-usage.ts';
import { completeAnswer, inspectAnswer, isCompleteAnswer } from './language-answers.ts';
import type { LanguageFront } from './language-front.ts';
import { Parents } from './parents.ts';
import { errorContent, type Received, Replies } from './replies.ts';
import { publishEvent } from './session-output.ts';
import type { SessionPort } from './session-port.ts';
import { StdinRequests } from './stdin-requests.ts';
import { WireFormat } from './wire-format.ts';
import { HeaderSource, type JsonObject } from './wire-message.ts';

/** How long the session has to stop once it was asked to. */
const stopLimitMs = 700;
/** How long sent messages have to leave before the process may end. */
const deliveryMs = 50;

/** `stopped`: the session stopped by itself. `unresponsive`: it did not, and only the end of the process stops it. */
export type FrontEnd = 'stopped' | 'unresponsive';

export interface KernelFrontOptions {
  readonly sockets: FrontSockets;
  /** Empty: messages are not signed. */
  readonly key: string;
  readonly port: SessionPort;
  readonly language: LanguageFront;
  readonly facts: KernelFacts;
  /** Given by the session's thread. */
  readonly loading?: LoadingSign;
  /** Called once, when all is delivered and the sockets are closed; the process is to end then. */
  onEnd(end: FrontEnd): void;
}

type Answer = (received: Received) => JsonObject | Promise<JsonObject>;

export class KernelFront {
  readonly #options: KernelFrontOptions;
  readonly #wire: WireFormat;
  readonly #headers = new HeaderSource();
  readonly #parents = new Parents();
  readonly #history = new CellHistory();
  readonly #iopub: Iopub;
  readonly #replies: Replies;
  readonly #queue: ExecuteQueue;
  readonly #comms: CommTraffic;
  readonly #stdin: StdinRequests;
  readonly #interrupter: Interrupter;
  readonly #answers: ReadonlyMap<string, Answer>;
  readonly #stopped = Promise.withResolvers<FrontEnd>();
  #isEnding = false;

  constructor(options: KernelFrontOptions) {
    this.#options = options;
    const { sockets, key, port, language, facts } = options;
    this.#wire = new WireFormat(key);
    this.#iopub = new Iopub(sockets.iopub, this.#wire, this.#headers);
    this.#replies = new Replies(this.#wire, this.#headers, this.#iopub);
    const desk = { iopub: this.#iopub, replies: this.#replies, parents: this.#parents, history: this.#history };
    this.#queue = new ExecuteQueue({ ...desk, language, port, comms: () => this.#comms });
    this.#comms = new CommTraffic({ iopub: this.#iopub, parents: this.#parents, port, cells: this.#queue });
    this.#stdin = new StdinRequests({
      channel: sockets.stdin,
      wire: this.#wire,
      headers: this.#headers,
      parents: this.#parents,
      port,
    });
    this.#interrupter = createInterrupter((id) => port.send({ kind: 'interrupt', id }), options.loading);
    const usage = new KernelUsage();
    this.#answers = new Map<string, Answer>([
      ['kernel_info_request', () => kernelInfo(facts)],
      ['complete_request', ({ message }) => completeAnswer(language, message.content)],
      ['inspect_request', ({ message }) => inspectAnswer(language, message.content)],
      ['is_complete_request', ({ message }) => isCompleteAnswer(language, message.content)],
      ['history_request', ({ message }) => this.#history.answer(message.content)],
      ['comm_info_request', (received) => this.#comms.info(received)],
      ['interrupt_request', () => this.#interrupt()],
      ['usage_request', () => usage.content()],
      ['debug_request', debugAnswer],
    ]);
  }

  /** Requests are taken from now on; cells wait until the session is ready. */
  start(): void {
    const { sockets, port } = this.#options;
    port.onMessage((message) => this.#onSession(message));
    this.#iopub.status('starting', {});
    void sockets.heartbeat.listen((frames) => sockets.heartbeat.send(frames));
    void sockets.iopub.listen((frames) => this.#iopub.welcome(frames));
    for (const channel of [sockets.control, sockets.shell]) {
      void channel.listen((frames) => this.#onFrames(channel, frames, (received) => this.#onRequest(received)));
    }
    void sockets.stdin.listen((frames) =>
      this.#onFrames(sockets.stdin, frames, ({ message }) => {
        const isAnswer = message.header.msg_type === 'input_reply' && this.#stdin.answered(message);
        if (!isAnswer) frontLog('refused a message on stdin: it answers no open question');
      }),
    );
  }

  /** As a shutdown request does, for one that came by no socket. */
  end(): void {
    void this.#end({ restart: false });
  }

  #onFrames(channel: Channel, frames: readonly Buffer[], use: (received: Received) => void): void {
    const decoded = this.#wire.decode(frames);
    if (decoded.kind === 'refused') frontLog(`refused a message on ${channel.name}: ${decoded.reason}`);
    else use({ message: decoded.message, channel });
  }

  #onRequest(received: Received): void {
    const type = received.message.header.msg_type;
    if (type === 'execute_request') {
      this.#queue.add(received);
      return;
    }
    if (type === 'shutdown_request') {
      this.#shutdown(received);
      return;
    }
    const commType = commTypeOf(type);
    if (commType !== undefined) {
      this.#comms.pass(commType, received);
      return;
    }
    const answer = this.#answers.get(type);
    if (answer !== undefined) {
      void this.#replies.answer(received, () => answer(received));
    } else if (type.endsWith('_request')) {
      const content = errorContent('NotSupported', 'This kernel does not support this request.');
      void this.#replies.answer(received, () => content);
    } else {
      frontLog(`refused a message on ${received.channel.name}: its type is unknown`);
    }
  }

  #onSession(message: SessionMessage): void {
    switch (message.kind) {
      case 'ready':
        this.#queue.open();
        return;
      case 'started':
        this.#queue.started(message.token, message.executionCount);
        return;
      case 'event':
        publishEvent(message.event, { iopub: this.#iopub, parents: this.#parents, history: this.#history });
        return;
      case 'executed':
        this.#stdin.drop(message.token);
        this.#queue.executed(message.token, message.reply);
        return;
      case 'interruptSeen':
        this.#interrupter.seen(message.id);
        return;
      case 'stdinRequest':
        this.#stdin.ask(message);
        return;
      case 'commHandled':
        this.#comms.handled(message.token);
        return;
      case 'lost':
        this.#lost(message.tokens);
        return;
      case 'comms':
        this.#comms.told(message);
        return;
      case 'stopped':
        this.#stopped.resolve('stopped');
        this.end();
        return;
    }
  }

  /** Ending a busy turn by force may lose messages, to the session and from it. */
  #lost(tokens: readonly string[]): void {
    for (const token of tokens) {
      this.#stdin.drop(token);
      this.#queue.lost(token);
      this.#comms.handled(token);
    }
    this.#comms.askAgain();
  }

  async #interrupt(): Promise<JsonObject> {
    if (await this.#interrupter.interrupt()) {
      const tokens = [...this.#queue.tokens, ...this.#comms.tokens];
      this.#options.port.send({ kind: 'sync', tokens });
      return { status: 'ok' };
    }
    return errorContent(
      'InterruptFailed',
      'The session runs native code that cannot be interrupted: restart the kernel.',
    );
  }

  #shutdown(received: Received): void {
    const parent = received.message.header;
    this.#iopub.status('busy', parent);
    const restart = received.message.content.restart === true;
    void this.#end({ restart }, () => {
      const content = { status: 'ok', restart };
      this.#replies.send(received, content);
      this.#iopub.publish({ type: 'shutdown_reply', parent, content });
      this.#iopub.status('idle', parent);
    });
  }

  async #end({ restart }: { readonly restart: boolean }, tell?: () => void): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    const { port, sockets, onEnd } = this.#options;
    const limit = setTimeout(() => this.#stopped.resolve('unresponsive'), stopLimitMs);
    this.#queue.close();
    // The request to stop goes after the interrupt: ending a busy turn may lose the message it was about to read.
    await Promise.race([this.#interrupter.interrupt(), this.#stopped.promise]);
    port.send({ kind: 'shutdown', restart });
    const end = await this.#stopped.promise;
    clearTimeout(limit);
    this.#queue.end();
    tell?.();
    await Promise.all([sockets.shell, sockets.control, sockets.iopub].map((channel) => channel.flushed()));
    await new Promise((resolve) => setTimeout(resolve, deliveryMs));
    closeSockets(sockets);
    onEnd(end);
  }
}

function debugAnswer({ message }: Received): JsonObject {
  const { seq, command } = message.content;
  const text = 'This kernel has no debugger.';
  // The reply of the debug adapter protocol, which clients of this request expect, with the error beside it.
  const reply = { type: 'response', request_seq: seq ?? 0, success: false, command: command ?? '', message: text };
  return { ...errorContent('NotSupported', text), ...reply };
}
