// All that cells show in; the same in larger pieces, and of each cell only so much as a notebook should hold, out.
import type { OutputEvent } from './process-messages.ts';

/** Of what one cell prints, in UTF-16 units: about 10 MB. */
export const TEXT_CHARS_MAX = 10_000_000;
export const TEXT_LINES_MAX = 200_000;
/** Of the values that one cell displays, as JSON, in UTF-16 units. */
export const DISPLAY_CHARS_MAX = 50_000_000;

const GATHERED_CHARS_MAX = 65_536;
const GATHER_LIMIT_MS = 20;

type Token = string | undefined;
type StreamEvent = Extract<OutputEvent, { readonly kind: 'stream' }>;

interface Used {
  chars: number;
  lines: number;
  displayChars: number;
  isTextCut: boolean;
  isDisplayCut: boolean;
}

interface Gathered {
  readonly name: StreamEvent['name'];
  readonly token: Token;
  text: string;
}

export class OutputGate {
  private readonly send: (event: OutputEvent) => void;
  private readonly used = new Map<Token, Used>();
  private gathered: Gathered | undefined = undefined;
  private timer: NodeJS.Timeout | undefined = undefined;

  constructor(send: (event: OutputEvent) => void) {
    this.send = send;
  }

  take(event: OutputEvent): void {
    switch (event.kind) {
      case 'stream':
        return this.takeText(event);
      case 'display':
      case 'result':
        return this.takeData(event);
      case 'clear':
        // what is cleared is not held
        this.used.delete(event.token);
        break;
      case 'error':
        break;
    }
    this.flush();
    this.send(event);
  }

  /** Sends what was gathered. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { gathered } = this;
    if (gathered === undefined) return;
    this.gathered = undefined;
    this.send({ kind: 'stream', ...gathered });
  }

  private takeText({ name, token, text }: StreamEvent): void {
    const used = this.usedBy(token);
    if (used.isTextCut) return;
    const kept = withinLimits(text, used);
    used.chars += kept.length;
    this.gather(name, token, kept);
    if (kept.length === text.length) return;
    used.isTextCut = true;
    this.tellCut(
      token,
      `a notebook keeps ${TEXT_CHARS_MAX} characters or ${TEXT_LINES_MAX} lines of text a cell. Write more into a file`,
    );
  }

  private takeData(event: Extract<OutputEvent, { readonly kind: 'display' | 'result' }>): void {
    const used = this.usedBy(event.token);
    if (used.isDisplayCut) return;
    const chars = charsOf(event.data);
    if (chars instanceof Error) {
      this.gather('stderr', event.token, `A value could not be kept in the notebook: ${chars.message}\n`);
      return;
    }
    used.displayChars += chars;
    if (used.displayChars <= DISPLAY_CHARS_MAX) {
      this.flush();
      this.send(event);
      return;
    }
    used.isDisplayCut = true;
    this.tellCut(event.token, `a notebook keeps ${DISPLAY_CHARS_MAX} characters of displayed values a cell`);
  }

  private tellCut(token: Token, reason: string): void {
    this.gather('stderr', token, `\n[The output of this cell is cut here: ${reason}]\n`);
  }

  private gather(name: StreamEvent['name'], token: Token, text: string): void {
    if (text === '') return;
    if (this.gathered !== undefined && (this.gathered.name !== name || this.gathered.token !== token)) this.flush();
    this.gathered ??= { name, token, text: '' };
    this.gathered.text += text;
    if (this.gathered.text.length >= GATHERED_CHARS_MAX) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), GATHER_LIMIT_MS).unref();
  }

  private usedBy(token: Token): Used {
    const found = this.used.get(token);
    if (found !== undefined) return found;
    const fresh: Used = { chars: 0, lines: 0, displayChars: 0, isTextCut: false, isDisplayCut: false };
    this.used.set(token, fresh);
    return fresh;
  }
}

/** Its first part, where all of it is too much; counts the lines of it. */
function withinLimits(text: string, used: Used): string {
  if (used.lines >= TEXT_LINES_MAX) return '';
  const kept = text.slice(0, TEXT_CHARS_MAX - used.chars);
  for (let at = kept.indexOf('\n'); at >= 0; at = kept.indexOf('\n', at + 1)) {
    used.lines += 1;
    if (used.lines === TEXT_LINES_MAX) return kept.slice(0, at + 1);
  }
  return kept;
}

/** What has no JSON text, such as an object that holds itself, cannot stand in a notebook. */
function charsOf(data: unknown): number | Error {
  try {
    return JSON.stringify(data).length;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
