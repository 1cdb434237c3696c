// What the kernel's session offers to what cells import, found under well-known names; nothing where no session with front ends is there.

/** As in the session: the port stands on the global object, since cells and their imports are loaded anew after edits. */
const COMM_PORT = Symbol.for('quantumtrader.comms');

export type Json = Readonly<Record<string, unknown>>;

export interface CommMessage {
  readonly data: Json;
}

/** One open line between a control and its part in the front ends. */
export interface Comm {
  readonly id: string;
  readonly subject: unknown;
  readonly isOpen: boolean;
  /** The message is being handled until what it gives, if it is a promise, has settled. */
  onMessage: ((message: CommMessage) => unknown) | undefined;
  onClose: (() => void) | undefined;
  send(data: Json, extras?: { readonly metadata?: Json }): void;
  close(): void;
}

export interface CommPort {
  open(opening: {
    readonly target: string;
    readonly data: Json;
    readonly metadata?: Json;
    readonly owner?: string;
    readonly subject?: unknown;
  }): Comm;
  target(name: string, onOpen: (comm: Comm) => unknown): void;
  /** Names that clients have opened or asked about; the last one last. */
  readonly asked: readonly string[];
  comms(target: string): readonly Comm[];
  /** The cell that what is made now belongs to. */
  owner(): string | undefined;
  /** What comes of the work, or the interrupt of what runs now, also where the work keeps the thread busy. */
  run<T>(work: () => T | PromiseLike<T>): Promise<T>;
  traceback(error: unknown): string;
}

/** Shows a bundle of forms below the cell; the same place again by what it gives. */
export type Display = (
  bundle: Json,
  options: { readonly raw: true; readonly id?: string },
) => { update(bundle: Json): void };

const places = globalThis as {
  readonly [COMM_PORT]?: CommPort;
  readonly display?: unknown;
  readonly clearOutput?: unknown;
};

export function commPort(): CommPort | undefined {
  return places[COMM_PORT];
}

/** The kernel's and the headless runner's; undefined elsewhere. */
export function sessionDisplay(): Display | undefined {
  return typeof places.display === 'function' ? (places.display as Display) : undefined;
}

/** Of the cell that what runs now belongs to, as soon as something is shown in its place. */
export function clearSessionOutput(): void {
  if (typeof places.clearOutput === 'function') places.clearOutput(true);
}
