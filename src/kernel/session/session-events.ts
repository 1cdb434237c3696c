// What a session is asked and what it tells, as plain data that passes between threads: requests in, events and replies out.

/** Representations of one value by MIME type. Text types hold strings, JSON types hold JSON values, images base64 without line ends. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** One execution of a cell. `token` is chosen by who asks and comes back with all that belongs to it. */
export interface ExecuteRequest {
  readonly token: string;
  readonly code: string;
  /** Nothing is told but the reply, the counter does not move, and history keeps nothing. */
  readonly isSilent: boolean;
  /** False, always when silent: the front's history keeps nothing of it. */
  readonly storesHistory: boolean;
  /** False: a question for input is an error. */
  readonly allowsStdin: boolean;
  /** The front end's own name of the cell, where it tells one: the same when the cell runs again. */
  readonly cellId?: string;
  /** It sets the parameters of a run and is no cell of the notebook. */
  readonly isInjected?: boolean;
}

/** What a cell asks whoever runs it. */
export interface Question {
  readonly token: string;
  readonly prompt: string;
  readonly isPassword: boolean;
}

/** An error as a front shows it. Traceback lines may carry ANSI colours; the first names it, the last repeats the message. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  readonly traceback: readonly string[];
}

export type ExecuteReply =
  | { readonly kind: 'ok'; readonly executionCount: number }
  | { readonly kind: 'error'; readonly executionCount: number; readonly error: ErrorFacts }
  | { readonly kind: 'aborted'; readonly executionCount: number };

/** `token` is that of the cell that caused it, also long after the cell ended; undefined when nothing of a cell did. */
export type SessionEvent =
  | {
      readonly kind: 'stream';
      readonly token: string | undefined;
      readonly name: 'stdout' | 'stderr';
      readonly text: string;
    }
  | {
      readonly kind: 'display';
      readonly token: string | undefined;
      readonly data: MimeBundle;
      readonly metadata: MimeBundle;
      readonly displayId: string | undefined;
      readonly isUpdate: boolean;
    }
  | {
      readonly kind: 'result';
      readonly token: string;
      readonly executionCount: number;
      readonly data: MimeBundle;
      readonly metadata: MimeBundle;
    }
  | { readonly kind: 'error'; readonly token: string | undefined; readonly error: ErrorFacts }
  | { readonly kind: 'clear'; readonly token: string | undefined; readonly wait: boolean }
  | {
      readonly kind: 'comm';
      readonly token: string | undefined;
      readonly type: 'comm_open' | 'comm_msg' | 'comm_close';
      readonly content: MimeBundle;
      readonly metadata: MimeBundle;
      readonly buffers: readonly Uint8Array[];
    };

/** A message of a client's comm. No cell runs while one is handled; several may be. */
export interface CommRequest {
  readonly token: string;
  readonly type: 'comm_open' | 'comm_msg' | 'comm_close';
  readonly content: MimeBundle;
  readonly buffers: readonly Uint8Array[];
}

/** What a front sends to the thread that runs cells. */
export type FrontMessage =
  | { readonly kind: 'execute'; readonly request: ExecuteRequest }
  /** Stops what runs; answered at once by `interruptSeen` unless the thread is busy. */
  | { readonly kind: 'interrupt'; readonly id: number }
  | { readonly kind: 'stdinReply'; readonly id: number; readonly text: string | undefined }
  | ({ readonly kind: 'comm' } & CommRequest)
  | { readonly kind: 'commInfo'; readonly id: number; readonly targetName: string | undefined }
  /** Which of these have ended, or never came: what ends a busy thread by force may drop them unsaid. Answered by `lost`. */
  | { readonly kind: 'sync'; readonly tokens: readonly string[] }
  | { readonly kind: 'shutdown'; readonly restart: boolean };

/** What the thread that runs cells sends to a front. */
export type SessionMessage =
  | { readonly kind: 'ready' }
  /** Before all else of a cell, with the count that its reply will have. */
  | { readonly kind: 'started'; readonly token: string; readonly executionCount: number }
  | { readonly kind: 'event'; readonly event: SessionEvent }
  | { readonly kind: 'executed'; readonly token: string; readonly reply: ExecuteReply }
  | { readonly kind: 'interruptSeen'; readonly id: number }
  | {
      readonly kind: 'stdinRequest';
      readonly id: number;
      readonly token: string;
      readonly prompt: string;
      readonly isPassword: boolean;
    }
  | { readonly kind: 'commHandled'; readonly token: string }
  /** Nothing more comes of these. */
  | { readonly kind: 'lost'; readonly tokens: readonly string[] }
  | {
      readonly kind: 'comms';
      readonly id: number;
      readonly comms: Readonly<Record<string, { readonly target_name: string }>>;
    }
  /** All is said and stopped: the process ends when this was delivered. */
  | { readonly kind: 'stopped' };
