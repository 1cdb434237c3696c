// Requests to run cells in, one at a time to the session; its answer, and after an error those of all who waited, out.
import type { ExecuteReply } from '../session/session-events.ts';
import type { CellHistory } from './cell-history.ts';
import { frontLog } from './front-log.ts';
import type { Iopub } from './iopub.ts';
import type { LanguageFront } from './language-front.ts';
import type { Parents } from './parents.ts';
import { errorContent, type Received, type Replies } from './replies.ts';
import { type ExecuteContent, executeContent } from './requests.ts';
import type { SessionPort } from './session-port.ts';
import type { JsonObject } from './wire-message.ts';

/** After an error, requests that came before it but are still in the socket get this long to join the queue. */
const drainMs = 5;

/** What the queue works with. */
export interface ExecuteDesk {
  readonly iopub: Iopub;
  readonly replies: Replies;
  readonly parents: Parents;
  readonly history: CellHistory;
  readonly language: LanguageFront;
  readonly port: SessionPort;
}

interface Waiting {
  readonly received: Received;
  readonly content: ExecuteContent;
}

interface Running extends Waiting {
  readonly token: string;
  readonly startedAt: string;
}

export class ExecuteQueue {
  readonly #desk: ExecuteDesk;
  #waiting: Waiting[] = [];
  #running: Running | undefined;
  #lastCount = 0;
  #state: 'starting' | 'open' | 'closed' = 'starting';
  #drain: { readonly timer: NodeJS.Timeout; readonly reply: ExecuteReply } | undefined;

  constructor(desk: ExecuteDesk) {
    this.#desk = desk;
  }

  /** The session can run cells from now on. */
  open(): void {
    if (this.#state === 'starting') this.#state = 'open';
    this.#startNext();
  }

  add(received: Received): void {
    const content = this.#parsed(received);
    if (content === undefined) return;
    if (this.#state === 'closed') {
      this.#abort({ received, content });
      return;
    }
    this.#waiting.push({ received, content });
    this.#startNext();
  }

  /** The session runs the cell, under this count. */
  started(token: string, executionCount: number): void {
    const running = this.#running;
    if (running?.token !== token) return;
    this.#lastCount = executionCount;
    const { code, isSilent, storesHistory } = running.content;
    if (isSilent) return;
    const parent = running.received.message.header;
    this.#desk.iopub.publish({ type: 'execute_input', parent, content: { code, execution_count: executionCount } });
    if (storesHistory && code.trim() !== '') this.#desk.history.add(executionCount, code);
  }

  /** The session ended the cell; all its output was told before. */
  executed(token: string, reply: ExecuteReply): void {
    const running = this.#running;
    if (running?.token !== token || this.#drain !== undefined) {
      frontLog('the session answered a cell that does not run');
      return;
    }
    if (reply.kind === 'error' && running.content.stopsOnError && !running.content.isSilent) {
      this.#drain = { timer: setTimeout(() => this.#endDrain(), drainMs), reply };
      return;
    }
    this.#finish(running, reply);
    this.#startNext();
  }

  /** No cell starts any more: those that wait are answered `aborted`. */
  close(): void {
    this.#state = 'closed';
    this.#abortWaiting();
  }

  /** The session is gone: the cell that ran is answered too. */
  end(): void {
    this.close();
    if (this.#drain !== undefined) this.#endDrain();
    else if (this.#running !== undefined) {
      this.#finish(this.#running, { kind: 'aborted', executionCount: this.#lastCount });
    }
  }

  #parsed(received: Received): ExecuteContent | undefined {
    try {
      return executeContent(received.message.content);
    } catch (error) {
      void this.#desk.replies.answer(received, () => {
        throw error;
      });
      return undefined;
    }
  }

  #startNext(): void {
    if (this.#state !== 'open' || this.#running !== undefined) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    const { iopub, parents, port } = this.#desk;
    const { message } = next.received;
    const { code, isSilent, storesHistory, allowsStdin } = next.content;
    const token = parents.tokenFor(message);
    this.#running = { ...next, token, startedAt: new Date().toISOString() };
    iopub.status('busy', message.header);
    if (!isSilent) parents.markLatest(message.header);
    port.send({ kind: 'execute', request: { token, code, isSilent, storesHistory, allowsStdin } });
  }

  #endDrain(): void {
    const [running, drain] = [this.#running, this.#drain];
    if (running === undefined || drain === undefined) return;
    clearTimeout(drain.timer);
    this.#drain = undefined;
    this.#finish(running, drain.reply);
    this.#abortWaiting();
  }

  #finish(running: Running, reply: ExecuteReply): void {
    this.#running = undefined;
    const { code, isSilent, expressionNames } = running.content;
    if (reply.kind !== 'aborted' && !isSilent) {
      this.#desk.language.cellRan({ code, executionCount: reply.executionCount, outcome: reply.kind });
    }
    this.#answer(running.received, executeReplyContent(reply, expressionNames), {
      started: running.startedAt,
      status: reply.kind,
    });
  }

  #abortWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const each of waiting) this.#abort(each);
  }

  #abort({ received, content }: Waiting): void {
    this.#desk.iopub.status('busy', received.message.header);
    const reply: ExecuteReply = { kind: 'aborted', executionCount: this.#lastCount };
    this.#answer(received, executeReplyContent(reply, content.expressionNames), { status: 'aborted' });
  }

  #answer(received: Received, content: JsonObject, metadata: JsonObject): void {
    this.#desk.replies.send(received, content, metadata);
    this.#desk.iopub.status('idle', received.message.header);
  }
}

function executeReplyContent(reply: ExecuteReply, expressionNames: readonly string[]): JsonObject {
  const base = { status: reply.kind, execution_count: reply.executionCount, payload: [] };
  switch (reply.kind) {
    case 'ok': {
      const unsupported = errorContent('NotSupported', 'This kernel evaluates no user_expressions.');
      return { ...base, user_expressions: Object.fromEntries(expressionNames.map((name) => [name, unsupported])) };
    }
    case 'error': {
      const { name, message, traceback } = reply.error;
      return { ...base, user_expressions: {}, ename: name, evalue: message, traceback };
    }
    case 'aborted':
      return base;
  }
}
