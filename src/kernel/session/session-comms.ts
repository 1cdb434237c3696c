// Messages of clients' comms in, given to what cells have registered for them; what cells send out, and which comms are open.
import { randomUUID } from 'node:crypto';
import type { MimeBundle, SessionEvent } from './session-events.ts';

/** Where the port stands on the global object while a session with comms is open: what is imported into cells finds it there. */
export const COMM_PORT = Symbol.for('quantumtrader.comms');

/** The oldest is closed for one more: front ends that do not name their cells leave some behind. */
const MOST_OPEN = 1000;

type CommType = 'comm_open' | 'comm_msg' | 'comm_close';

/** What a comm got. */
export interface CommMessage {
  readonly data: MimeBundle;
  readonly buffers: readonly Uint8Array[];
}

export interface CommExtras {
  readonly metadata?: MimeBundle;
  readonly buffers?: readonly Uint8Array[];
}

export interface CommOpening extends CommExtras {
  readonly target: string;
  readonly data: MimeBundle;
  /** The cell that it ends with: what `owner` gave. */
  readonly owner?: string;
  /** Kept with it, for whoever asks for the comms of a target. */
  readonly subject?: unknown;
}

/** The message is being handled until what it gives, if it is a promise, has settled. */
export type CommHandler = (message: CommMessage) => unknown;

/** One open line between something in the session and its part in the front ends. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  readonly subject: unknown;
  readonly isOpen: boolean;
  onMessage: CommHandler | undefined;
  /** However it was closed. */
  onClose: (() => void) | undefined;
  /** Nothing where it is closed. */
  send(data: MimeBundle, extras?: CommExtras): void;
  close(): void;
}

/** What cells and what they import may do with comms. */
export interface CommPort {
  open(opening: CommOpening): Comm;
  /** Who is told when a client opens one with this name; the last one that was registered. */
  target(name: string, onOpen: (comm: Comm, message: CommMessage) => unknown): void;
  /** Names that clients have opened or asked about, also where nobody was there; the last one last. */
  readonly asked: readonly string[];
  comms(target: string): readonly Comm[];
  /** The cell that what is made now belongs to: when it runs again, its comms are closed. */
  owner(): string | undefined;
  /** Runs in a turn of its own. What comes of it, or the interrupt of what runs now, also where the work keeps the thread busy. */
  run<T>(work: () => T | PromiseLike<T>): Promise<T>;
  /** Lines as an error of a cell has them, in one text. */
  traceback(error: unknown): string;
}

export interface SessionCommsOptions extends Pick<CommPort, 'owner' | 'run' | 'traceback'> {
  readonly emit: (event: SessionEvent) => void;
  readonly token: () => string | undefined;
  /** What a comm threw when it was closed by who cannot be told. */
  readonly onError: (error: unknown) => void;
}

interface Line {
  readonly comm: Comm;
  readonly owner: string | undefined;
}

export class SessionComms {
  private readonly options: SessionCommsOptions;
  private readonly lines = new Map<string, Line>();
  private readonly targets = new Map<string, (comm: Comm, message: CommMessage) => unknown>();
  private readonly asked = new Set<string>();

  constructor(options: SessionCommsOptions) {
    this.options = options;
  }

  install(): void {
    const { owner, run, traceback } = this.options;
    const asked = (): readonly string[] => [...this.asked];
    const port: CommPort = {
      ...{ owner, run, traceback },
      open: (opening) => this.open(opening),
      target: (name, onOpen) => void this.targets.set(name, onOpen),
      comms: (target) => this.ofTarget(target),
      get asked() {
        return asked();
      },
    };
    Object.defineProperty(globalThis, COMM_PORT, { value: port, configurable: true });
  }

  uninstall(): void {
    Reflect.deleteProperty(globalThis, COMM_PORT);
  }

  /** A cell begins to run, maybe again: what it had left open is closed. */
  begin(owner: string): void {
    for (const line of this.lines.values()) if (line.owner === owner) this.closeLine(line);
  }

  /** By their ids, as a client is told. */
  info(target: string | undefined): Readonly<Record<string, { readonly target_name: string }>> {
    if (target !== undefined) this.note(target);
    const open = [...this.lines.values()].filter(({ comm }) => target === undefined || comm.target === target);
    return Object.fromEntries(open.map(({ comm }) => [comm.id, { target_name: comm.target }]));
  }

  ownerOf(content: MimeBundle): string | undefined {
    return this.lines.get(String(content.comm_id))?.owner;
  }

  /** A message of a client. What the handler gives is given. */
  take(type: CommType, content: MimeBundle, buffers: readonly Uint8Array[]): unknown {
    const id = String(content.comm_id);
    const data = typeof content.data === 'object' && content.data !== null ? (content.data as MimeBundle) : {};
    const message = { data, buffers };
    switch (type) {
      case 'comm_open': {
        const target = String(content.target_name);
        this.note(target);
        const onOpen = this.targets.get(target);
        // Nobody is there: the client hears it at once, as the protocol wants it.
        if (onOpen === undefined) return this.tell('comm_close', { comm_id: id, data: {} });
        return onOpen(this.add(id, target, undefined, undefined), message);
      }
      case 'comm_msg':
        return this.lines.get(id)?.comm.onMessage?.(message);
      case 'comm_close': {
        const line = this.lines.get(id);
        this.lines.delete(id);
        return line?.comm.onClose?.();
      }
    }
  }

  /** What closes it goes on, whatever it throws. */
  private closeLine({ comm }: Line): void {
    try {
      comm.close();
    } catch (error) {
      this.options.onError(error);
    }
  }

  private note(target: string): void {
    this.asked.delete(target);
    this.asked.add(target);
  }

  private ofTarget(target: string): readonly Comm[] {
    return [...this.lines.values()].map(({ comm }) => comm).filter((comm) => comm.target === target);
  }

  private open({ target, data, owner, subject, metadata, buffers }: CommOpening): Comm {
    const [oldest] = this.lines.values();
    if (oldest !== undefined && this.lines.size >= MOST_OPEN) this.closeLine(oldest);
    const comm = this.add(randomUUID(), target, owner, subject);
    this.tell('comm_open', { comm_id: comm.id, target_name: target, data }, { metadata, buffers });
    return comm;
  }

  private add(id: string, target: string, owner: string | undefined, subject: unknown): Comm {
    const isOpen = (): boolean => this.lines.get(id)?.comm === comm;
    const comm: Comm = {
      ...{ id, target, subject, onMessage: undefined, onClose: undefined },
      get isOpen() {
        return isOpen();
      },
      send: (data, extras = {}) => {
        if (isOpen()) this.tell('comm_msg', { comm_id: id, data }, extras);
      },
      close: () => {
        if (!isOpen()) return;
        this.lines.delete(id);
        this.tell('comm_close', { comm_id: id, data: {} });
        comm.onClose?.();
      },
    };
    this.lines.set(id, { comm, owner });
    return comm;
  }

  private tell(
    type: CommType,
    content: MimeBundle,
    extras: { readonly [K in keyof CommExtras]?: CommExtras[K] | undefined } = {},
  ): void {
    const { metadata = {}, buffers = [] } = extras;
    this.options.emit({ kind: 'comm', token: this.options.token(), type, content, metadata, buffers });
  }
}
