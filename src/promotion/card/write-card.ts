// What a card is asked for in; its page, written beside the releases of the home or to a file of one's own, out.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { replaceDurably } from '../../adapters/durable-file.ts';
import { cardPath } from '../release/release-folders.ts';
import { type CardFacts, type CardRequest, cardFacts } from './card-facts.ts';
import { cardPage } from './card-page.ts';
import type { CardLanguage } from './card-words.ts';

export interface WriteCard extends CardRequest {
  /** In place of releases/cards/STRATEGY/ID.html. */
  readonly out?: string | undefined;
  readonly language?: CardLanguage | undefined;
}

export interface WrittenCard {
  readonly facts: CardFacts;
  /** Absolute. */
  readonly file: string;
  readonly bytes: number;
}

/** It is derived: removing it loses nothing. Throws the errors of `cardFacts`. */
export function writeCard({ out, language = 'en', ...request }: WriteCard): WrittenCard {
  const facts = cardFacts(request);
  const { id, manifest } = facts.release;
  const page = Buffer.from(cardPage(facts, language));
  const file = out === undefined ? cardPath(request.home, { strategy: manifest.strategy, id }) : resolve(out);
  // promoting the same again changes nothing
  if (!existsSync(file) || !page.equals(readFileSync(file))) replaceDurably(file, page);
  return { facts, file, bytes: page.length };
}
