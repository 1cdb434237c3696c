// A definition and what it makes of the present book in; the spec of a feature of the book's present state out.

import { defineFeature, type FeatureDefinition } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import type { FeatureState } from '../feature-state.ts';
import type { SessionContext } from '../session-context.ts';
import { type BookSnapshot, bookSnapshot } from './book-snapshot.ts';

export type BookDefinition = Omit<FeatureDefinition, 'group' | 'warmup' | 'sessionRule'>;

/** What all features of this group are: known from a session's first candle on, and nothing of the session before. */
export const bookRules = { group: 'book', warmup: 1, sessionRule: 'reset' } as const;

/** At the close of a candle of the book as it stands then, between two as it stands at the decision; no value where `measure` sets none. */
export function ofBook(
  definition: BookDefinition,
  levels: number,
  measure: (out: FeatureState, book: BookSnapshot, session: SessionContext) => void,
): FeatureSpec {
  return defineFeature({ ...definition, ...bookRules }, (shared) => {
    const book = bookSnapshot(shared, levels);
    return {
      candle: (out, _candle, session) => measure(out, book, session),
      now: (out, _candle, session) => {
        book.follow(session);
        out.clear();
        measure(out, book, session);
      },
    };
  });
}
