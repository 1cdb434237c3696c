// The folder of a notebook in; answers about the text of its cells for the front, from the thread of the language service, out.
import type { LanguageFront } from '../front/language-front.ts';
import { LanguageClient } from './language-client.ts';

const WARM_AFTER_MS = 2000;

export interface LanguageData {
  readonly folder: string;
}

export function openLanguageFront({ folder }: LanguageData): LanguageFront {
  const client = new LanguageClient({ folder });
  // after the first cell, which a person waits for
  setTimeout(() => client.warm(), WARM_AFTER_MS).unref();
  return {
    complete: (code, cursor) => client.complete(code, cursor),
    inspect: (code, cursor, detail) => client.inspect(code, cursor, detail),
    isComplete: (code) => client.isComplete(code),
    cellRan: ({ code, executionCount, outcome }) => {
      if (outcome === 'ok') client.ran(executionCount, code);
    },
  };
}
