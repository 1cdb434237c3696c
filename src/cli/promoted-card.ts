// A release that was just promoted in; its card, written, and what to add to the result, out. A card that cannot be written undoes no promotion.

import { writeCard } from '../promotion/card/write-card.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { messageOf } from '../promotion/release/release-error.ts';
import type { Stage } from '../promotion/release/stage.ts';
import type { CommandContext } from './command-context.ts';

export function promotedCard(
  context: CommandContext,
  dir: string,
  stage: Stage,
): { readonly result: { readonly card: string | null }; readonly text: string } {
  const { home } = context;
  try {
    const { file } = writeCard({ home, release: dir, stage, trustedKeys: readTrustedKeys(home) });
    return { result: { card: file }, text: `\ncard ${file}` };
  } catch (error) {
    context.say(`Its card could not be written: ${messageOf(error)}. Write it with: qt releases card ${dir}`);
    return { result: { card: null }, text: '' };
  }
}
