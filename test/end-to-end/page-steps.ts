// A page of the documentation in; what it tells its reader to do, one step after the other, and whether what was printed is what it shows, out.

export type PageStep =
  | { readonly kind: 'write'; readonly file: string; readonly text: string }
  | { readonly kind: 'change'; readonly file: string; readonly from: string; readonly to: string }
  | { readonly kind: 'run'; readonly command: string; readonly shown: readonly string[] };

const BLOCK = /^```(\w*)\n(.*?)^```$/gms;
/** The file that the line before a block names. */
const NAMED_FILE = /`([\w./-]+\.ts)`[^`]*\n\n$/;

/** Throws for a block of which nobody could say what to do with it. */
export function pageSteps(page: string): readonly PageStep[] {
  return [...page.matchAll(BLOCK)].flatMap(({ 0: block, 1: language, 2: text, index }) => {
    if (language === 'console') return consoleSteps(text!);
    const file = NAMED_FILE.exec(page.slice(0, index))?.[1];
    if (file === undefined) throw new Error(`no file is named before\n${block}`);
    if (language === 'ts') return [{ kind: 'write', file, text: text! }];
    if (language === 'diff') return [{ kind: 'change', file, from: linesOf(text!, '-'), to: linesOf(text!, '+') }];
    throw new Error(`nobody knows what to do with\n${block}`);
  });
}

/** Words that are read as text: blocks, marks and addresses are not. */
export function wordsOf(page: string): number {
  const prose = page.replaceAll(BLOCK, ' ').replaceAll(/\]\([^)]*\)/g, ' ');
  return prose.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0;
}

function consoleSteps(text: string): readonly PageStep[] {
  const sessions = text.split(/^\$ /m).slice(1);
  return sessions.map((session) => {
    const [command, ...shown] = session.trimEnd().split('\n');
    return { kind: 'run', command: command!, shown };
  });
}

function linesOf(text: string, sign: '-' | '+'): string {
  const lines = text.split('\n').filter((line) => line.startsWith(sign));
  return lines.map((line) => line.slice(1)).join('\n');
}

/** Hashes and names of runs: they differ from machine to machine, and what is the same on the page must be the same there. */
const NAME = /\d{8}T\d{6}Z-[a-z-]+-[0-9a-f]{6}|\b[0-9a-f]{12,64}\b/g;

export class ShownNames {
  private readonly real = new Map<string, string>();

  /** A command with the names that stand for those of the page. */
  inCommand(command: string): string {
    return command.replaceAll(NAME, (name) => this.real.get(name) ?? name);
  }

  /**
   * The first shown line that was not printed after the one before it, or undefined. Lines between two that are shown need a `...` on the page; `...` in a line is
   * any text.
   */
  missing(shown: readonly string[], printed: string): string | undefined {
    const lines = printed.split(/\r?\n/).filter((line) => line !== '');
    let at = 0;
    let mayPass = false;
    for (const line of shown) {
      if (line === '...') {
        mayPass = true;
        continue;
      }
      const found = lines.findIndex((each, i) => i >= at && (mayPass || i === at) && this.isShownAs(each, line));
      if (found < 0) return line;
      at = found + 1;
      mayPass = false;
    }
    return mayPass || at === lines.length ? undefined : 'the end of what was printed';
  }

  private isShownAs(printed: string, shown: string): boolean {
    const names = shown.match(NAME) ?? [];
    const parts = shown.split(NAME).map((part) => part.split('...').map(escaped).join('.*'));
    const groups = names.map((name) =>
      name.includes('Z-') ? '(\\d{8}T\\d{6}Z-[a-z-]+-[0-9a-f]{6})' : `([0-9a-f]{${name.length}})`,
    );
    const pattern = parts.map((part, i) => part + (groups[i] ?? '')).join('');
    const found = new RegExp(`^${pattern}$`).exec(printed);
    return found !== null && names.every((name, i) => this.stands(name, found[i + 1]!));
  }

  /** A name of the page stands for one name there, and no two for the same. */
  private stands(name: string, real: string): boolean {
    const known = this.real.get(name);
    if (known !== undefined) return known === real;
    if ([...this.real.values()].includes(real)) return false;
    this.real.set(name, real);
    return true;
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
