// A folder in; a session over it in a process of its own, which runs cells one by one, out.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { KERNEL_FLAGS } from '../../../src/kernel/kernel-flags.ts';
import type { ExecuteReply, SessionEvent } from '../../../src/kernel/session/session-events.ts';

export type ChildRequest =
  | { readonly kind: 'cell'; readonly id: number; readonly code: string; readonly isSilent?: boolean }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'events' }
  | { readonly kind: 'memory' };

export interface CellOutcome {
  readonly reply: ExecuteReply;
  readonly events: readonly SessionEvent[];
}

const script = fileURLToPath(new URL('./session-child.ts', import.meta.url));
const FLAGS = [...KERNEL_FLAGS, '--expose-gc'];
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[\\d*m`, 'g');

export class SessionProcess {
  private readonly child: ChildProcess;
  private readonly waiting: ((line: string) => void)[] = [];
  private cells = 0;
  private errors = '';

  constructor(root: string, folder: string) {
    this.child = spawn(process.execPath, [...FLAGS, script, root, folder], { stdio: 'pipe' });
    createInterface({ input: this.child.stdout! }).on('line', (line) => this.waiting.shift()?.(line));
    this.child.stderr!.on('data', (part: Buffer) => {
      this.errors += part.toString();
    });
    this.child.on('exit', (code) => {
      for (const take of this.waiting) take(JSON.stringify({ ended: `with ${code}: ${this.errors}` }));
    });
  }

  run(code: string, isSilent = false): Promise<CellOutcome> {
    return this.ask<CellOutcome>({ kind: 'cell', id: ++this.cells, code, isSilent });
  }

  /** The plain text of what the last expression shows, or the error's words. */
  async show(code: string): Promise<string | undefined> {
    const { reply, events } = await this.run(code);
    if (reply.kind === 'error') return `${reply.error.name}: ${reply.error.message}`;
    const result = events.find((event) => event.kind === 'result');
    return result === undefined ? undefined : String(result.data['text/plain']);
  }

  /** Of an error, without colours. */
  async traceback(code: string): Promise<string> {
    const { reply } = await this.run(code);
    return reply.kind === 'error' ? plain(reply.error.traceback.join('\n')) : `no error: ${reply.kind}`;
  }

  /** What came since the last cell's reply. */
  async later(): Promise<readonly SessionEvent[]> {
    return (await this.ask<{ readonly events: readonly SessionEvent[] }>({ kind: 'events' })).events;
  }

  /** What lives after a collection, buffers outside the heap included. */
  async heldBytes(): Promise<number> {
    return (await this.ask<{ readonly heldBytes: number }>({ kind: 'memory' })).heldBytes;
  }

  interrupt(): void {
    this.child.stdin!.write(`${JSON.stringify({ kind: 'interrupt' })}\n`);
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }

  private ask<T>(request: ChildRequest): Promise<T> {
    return new Promise((resolve, reject) => {
      this.waiting.push((line) => {
        const answer = JSON.parse(line) as T & { readonly ended?: string };
        if (answer.ended === undefined) resolve(answer);
        else reject(new Error(`the session ended ${answer.ended}`));
      });
      this.child.stdin!.write(`${JSON.stringify(request)}\n`);
    });
  }
}

export function plain(text: string): string {
  return text.replaceAll(COLOUR, '');
}

export function textOf(events: readonly SessionEvent[], name: 'stdout' | 'stderr' = 'stdout'): string {
  return events.map((event) => (event.kind === 'stream' && event.name === name ? event.text : '')).join('');
}
