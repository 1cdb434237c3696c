// The folder of a notebook in; answers about the text of its cells for the front, from the thread of the language service, out.
import type { LanguageFront } from '../front/language-front.ts';
import { LanguageClient } from './language-client.ts';
import { RanNumbers } from './ran-numbers.ts';

const WARM_AFTER_MS = 2000;

export interface LanguageData {
  readonly folder: string;
  /** Whether cells that run are checked. */
  readonly warnsOfTypes: boolean;
}

export function openLanguageFront({ folder, warnsOfTypes }: LanguageData): LanguageFront {
  const client = new LanguageClient({ folder });
  const numbers = new RanNumbers();
  // after the first cell, which a person waits for
  const awake = Promise.withResolvers<void>();
  setTimeout(awake.resolve, WARM_AFTER_MS).unref();
  void awake.promise.then(() => client.warm());
  return {
    complete: (code, cursor) => client.complete(code, cursor),
    inspect: (code, cursor, detail) => client.inspect(code, cursor, detail),
    isComplete: (code) => client.isComplete(code),
    warnings: async (code) => {
      if (!warnsOfTypes) return '';
      await awake.promise;
      return client.warnings(code);
    },
    cellRan: ({ code, executionCount, outcome }) => {
      awake.resolve();
      // behind the question about this cell, if that waited
      void awake.promise.then(() => client.ran(numbers.of(executionCount), code, outcome === 'ok'));
    },
  };
}
