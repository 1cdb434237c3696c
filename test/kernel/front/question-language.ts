// A language that completes everything with the mark it was opened with, loaded by the front's thread in tests.
import { type LanguageFront, noLanguage } from '../../../src/kernel/front/language-front.ts';

export function openLanguageFront({ mark }: { readonly mark: string }): LanguageFront {
  return {
    ...noLanguage,
    complete: async (code, cursor) => ({
      start: cursor,
      end: cursor,
      items: [{ text: `${code}${mark}`, kind: undefined, signature: undefined }],
    }),
  };
}
