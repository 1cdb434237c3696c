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
import { type CellWarnings, TypeWarnings } from './type-warnings.ts';
import type { JsonObject, WireMessage } from './wire-message.ts';

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
  /** Messages that share the session with the cells. */
  readonly comms: () => { readonly isQuiet: boolean; release(): void };
}

interface Waiting {
  readonly received: Received;
  readonly content: ExecuteContent;
}

interface Running extends Waiting {
  readonly token: string;
  readonly startedAt: string;
  /** Undefined of a silent cell. */
  readonly warnings: CellWarnings | undefined;
}

export class ExecuteQueue {
  readonly #desk: ExecuteDesk;
  readonly #warnings: TypeWarnings;
  #waiting: Waiting[] = [];
  #running: Running | undefined;
  #lastCount = 0;
  #state: 'starting' | 'open' | 'closed' = 'starting';
  #drain: { readonly timer: NodeJS.Timeout; readonly reply: ExecuteReply } | undefined;
  /** Ends the cell that waits for the last that is to be said of it. */
  #release: (() => void) | undefined;

  constructor(desk: ExecuteDesk) {
    this.#desk = desk;
    this.#warnings = new TypeWarnings(desk.iopub, desk.language);
  }

  /** The session can run cells from now on. */
  open(): void {
    if (this.#state === 'starting') this.#state = 'open';
    this.#startNext();
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Of the cell whose end the session has not told. */
  get tokens(): readonly string[] {
    const isOver = this.#drain !== undefined || this.#release !== undefined;
    return this.#running === undefined || isOver ? [] : [this.#running.token];
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** The session has nothing else to do: the next cell may start. */
  resume(): void {
    this.#startNext();
    if (!this.isRunning) this.#desk.comms().release();
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
    if (running?.token !== token || this.#drain !== undefined || this.#release !== undefined) {
      frontLog('the session answered a cell that does not run');
      return;
    }
    if (reply.kind !== 'ok' && running.content.stopsOnError && !running.content.isSilent) {
      this.#drain = { timer: setTimeout(() => this.#endDrain(), drainMs), reply };
      return;
    }
    this.#settle(running, reply, []);
  }

  /** The session knows nothing of the cell, which an interrupt has ended. */
  lost(token: string): void {
    if (this.tokens.includes(token)) this.executed(token, { kind: 'aborted', executionCount: this.#lastCount });
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
    if (this.#release !== undefined) this.#release();
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
    if (this.#state !== 'open' || this.#running !== undefined || !this.#desk.comms().isQuiet) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    const { iopub, parents, port } = this.#desk;
    const { message } = next.received;
    const { code, isSilent, storesHistory, allowsStdin } = next.content;
    const token = parents.tokenFor(message);
    const checked = { code, parent: message.header, isAttended: allowsStdin };
    const warnings = isSilent ? undefined : this.#warnings.begin(checked);
    this.#running = { ...next, token, startedAt: new Date().toISOString(), warnings };
    iopub.status('busy', message.header);
    if (!isSilent) parents.markLatest(message.header);
    port.send({ kind: 'execute', request: { token, code, isSilent, storesHistory, allowsStdin, ...cellOf(message) } });
  }

  #endDrain(): void {
    const [running, drain] = [this.#running, this.#drain];
    if (running === undefined || drain === undefined) return;
    clearTimeout(drain.timer);
    this.#drain = undefined;
    this.#settle(running, drain.reply, this.#waiting.splice(0));
  }

  /**
   * A person has the reply at once, and warnings below it when they are there. A program that goes through a notebook takes no output of a cell
   * after its end, so that the end waits for them.
   */
  #settle(running: Running, reply: ExecuteReply, aborted: readonly Waiting[]): void {
    const { warnings, content } = running;
    if (reply.kind !== 'aborted' && !content.isSilent) {
      this.#desk.language.cellRan({ code: content.code, executionCount: reply.executionCount, outcome: reply.kind });
    }
    const finish = (): void => {
      if (this.#running !== running) return;
      this.#release = undefined;
      this.#finish(running, reply);
      for (const each of aborted) this.#abort(each);
      this.#desk.comms().release();
      this.#startNext();
    };
    warnings?.ended();
    if (warnings === undefined || warnings.isTold || content.allowsStdin) return finish();
    this.#release = finish;
    void this.#warnings.waitFor(warnings).then(finish);
  }

  #finish({ received, startedAt, content }: Running, reply: ExecuteReply): void {
    this.#running = undefined;
    this.#answer(received, executeReplyContent(reply, content.expressionNames), {
      started: startedAt,
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

/** The front end's name of the cell, which some tell. */
function cellOf({ metadata: { cellId } }: WireMessage): { readonly cellId?: string } {
  return typeof cellId === 'string' ? { cellId } : {};
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
