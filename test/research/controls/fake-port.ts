// A session's port and display in the test's own process: what controls open and show is kept, and messages of a front end are given to them.
import { onTestFinished } from 'vitest';
import type { Comm, CommMessage, CommPort, Json } from '../../../src/research/controls/comm-port.ts';

const PORT = Symbol.for('quantumtrader.comms');

export interface OpenedComm {
  readonly comm: Comm;
  readonly target: string;
  readonly data: Json;
  readonly metadata: Json;
  readonly owner: string | undefined;
  readonly sent: Json[];
}

export class FakePort implements CommPort {
  readonly asked: string[] = [];
  readonly opened = new Map<string, OpenedComm>();
  readonly shown: { readonly bundle: Json; readonly id: string | undefined; readonly isUpdate: boolean }[] = [];
  #opened = 0;
  readonly #targets = new Map<string, (comm: Comm) => unknown>();
  cell = 'cell 1';

  /** Stands on the global object until the test ends. */
  constructor(...asked: readonly string[]) {
    this.asked.push(...asked);
    const display = (bundle: Json, { id }: { readonly id?: string }) => {
      this.shown.push({ bundle, id, isUpdate: false });
      return { update: (next: Json) => void this.shown.push({ bundle: next, id, isUpdate: true }) };
    };
    const places = globalThis as Record<string | symbol, unknown>;
    Object.assign(places, { [PORT]: this, display });
    onTestFinished(() => {
      delete places[PORT];
      delete places.display;
    });
  }

  open(opening: Parameters<CommPort['open']>[0]): Comm {
    this.#opened += 1;
    return this.#add(`c${this.#opened}`, opening);
  }

  target(name: string, onOpen: (comm: Comm) => unknown): void {
    this.#targets.set(name, onOpen);
  }

  comms(target: string): readonly Comm[] {
    return [...this.opened.values()].filter((each) => each.target === target).map(({ comm }) => comm);
  }

  owner(): string {
    return this.cell;
  }

  async run<T>(work: () => T | PromiseLike<T>): Promise<T> {
    return work();
  }

  traceback(error: unknown): string {
    return `traceback of ${error}`;
  }

  /** What the cell that is named had left open is closed, and what is made from now on is of it. */
  begin(cell: string): void {
    this.cell = cell;
    for (const { comm, owner } of this.opened.values()) if (owner === cell) comm.close();
  }

  /** A front end opens one; what was sent on it is given. */
  connect(target: string, data?: Json): readonly Json[] {
    const comm = this.#add(`by-${target}`, { target, data: {} });
    this.#targets.get(target)?.(comm);
    if (data !== undefined) void comm.onMessage?.({ data });
    return this.opened.get(comm.id)!.sent;
  }

  say(id: string, data: Json): unknown {
    const message: CommMessage = { data };
    return this.opened.get(id)?.comm.onMessage?.(message);
  }

  #add(id: string, { target, data, metadata = {}, owner, subject }: Parameters<CommPort['open']>[0]): Comm {
    const sent: Json[] = [];
    const comm = {
      ...{ id, subject, isOpen: true, onMessage: undefined, onClose: undefined as (() => void) | undefined },
      send: (message: Json) => void sent.push(message),
      close: () => {
        comm.isOpen = false;
        this.opened.delete(id);
        comm.onClose?.();
      },
    };
    this.opened.set(id, { comm, target, data, metadata, owner, sent });
    return comm;
  }
}
