// A question for the person at the terminal in; the answer, which never appears on the screen, out.

import { createInterface } from 'node:readline';
import { UserError } from '../adapters/user-error.ts';

/** Enough for any key; more is a file that was piped in by mistake. */
const ANSWER_LENGTH_MAX = 4096;

export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WritableStream;
}

/** Without a terminal the first line of standard input is the answer. UserErrors: `cancelled`, `bad-option`. */
export function askHidden(
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<string> {
  return input.isTTY ? askTerminal(question, input, output) : firstLine(input);
}

async function firstLine(input: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    lines.close();
    return checked(line);
  }
  return '';
}

function askTerminal(question: string, input: NodeJS.ReadStream, output: NodeJS.WritableStream): Promise<string> {
  output.write(question);
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    const end = (act: () => void): void => {
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      act();
    };
    const onData = (data: Buffer | string): void => {
      for (const key of String(data)) {
        if (key === '\r' || key === '\n') return end(() => resolve(typed.join('')));
        if (key === '\u0003' || key === '\u0004') return end(() => reject(cancelled()));
        if (key === '\u007f' || key === '\b') typed = typed.slice(0, -1);
        else if (key >= ' ' && typed.length < ANSWER_LENGTH_MAX) typed.push(key);
      }
    };
    input.setRawMode(true);
    input.setEncoding('utf8');
    input.on('data', onData);
    input.resume();
  });
}

function checked(line: string): string {
  if (line.length <= ANSWER_LENGTH_MAX) return line;
  throw new UserError({
    code: 'bad-option',
    message: `The answer has ${line.length} characters`,
    fix: 'Give one line with the secret and nothing else',
  });
}

function cancelled(): UserError {
  return new UserError({ code: 'cancelled', message: 'Nothing was changed', fix: 'Run the command again to set it' });
}
