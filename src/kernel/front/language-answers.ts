// Requests about code being typed in, the contents of their replies out; positions are counted as the protocol does.
import { codePointCount, utf16Index } from './code-points.ts';
import type { Completeness, Completion, LanguageFront } from './language-front.ts';
import { text, wholeNumber } from './requests.ts';
import type { JsonObject } from './wire-message.ts';

/** Later answers are of no use to somebody typing. */
const answerLimitMs = 10_000;

export async function completeAnswer(language: LanguageFront, content: JsonObject): Promise<JsonObject> {
  const { code, cursor } = codeAndCursor(content);
  const { start, end, items } = await withinLimit(language.complete(code, cursor));
  const range = { start: codePointCount(code, start), end: codePointCount(code, end) };
  return {
    status: 'ok',
    matches: items.map((item) => item.text),
    cursor_start: range.start,
    cursor_end: range.end,
    metadata: { _jupyter_types_experimental: items.map((item) => typedMatch(item, range)) },
  };
}

export async function inspectAnswer(language: LanguageFront, content: JsonObject): Promise<JsonObject> {
  const { code, cursor } = codeAndCursor(content);
  const detail = wholeNumber(content, 'detail_level', 0) > 0 ? 1 : 0;
  const data = await withinLimit(language.inspect(code, cursor, detail));
  return { status: 'ok', found: data !== undefined, data: data ?? {}, metadata: {} };
}

export async function isCompleteAnswer(language: LanguageFront, content: JsonObject): Promise<JsonObject> {
  const code = text(content, 'code');
  // The protocol has no error here: a client that is not told decides by itself.
  const answer = await withinLimit(language.isComplete(code)).catch((): Completeness => ({ kind: 'unknown' }));
  return answer.kind === 'incomplete' ? { status: answer.kind, indent: answer.indent } : { status: answer.kind };
}

function codeAndCursor(content: JsonObject): { readonly code: string; readonly cursor: number } {
  const code = text(content, 'code');
  return { code, cursor: utf16Index(code, wholeNumber(content, 'cursor_pos', code.length)) };
}

/** Front ends draw an icon and a signature from these. */
function typedMatch(item: Completion, range: { readonly start: number; readonly end: number }): JsonObject {
  return {
    ...range,
    text: item.text,
    type: item.kind ?? '<unknown>',
    ...(item.signature === undefined ? {} : { signature: item.signature }),
  };
}

function withinLimit<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`The language service gave no answer within ${answerLimitMs / 1000} s.`));
    const timer = setTimeout(late, answerLimitMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
