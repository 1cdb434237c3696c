// The definition of a sweep, its strategy and a home in; nothing out where the home still has the data that the sweep was begun with.

import { openStore } from '../../../adapters/datasets/store.ts';
import { UserError } from '../../../adapters/user-error.ts';
import type { Strategy } from '../../../core/signal/strategy.ts';
import { hashOfParts, type PartBehind, partsBehind } from './parts-behind.ts';
import type { SweepDefinition } from './sweep-definition.ts';

/** UserError `data-changed` where a part was added, removed or replaced; else the parts. */
export function assertSameData(
  definition: SweepDefinition,
  { instruments }: Pick<Strategy, 'instruments'>,
  home: string,
): readonly PartBehind[] {
  const store = openStore(home, { acceptRefused: definition.allowRefused });
  const symbols = new Set(Object.values({ ...instruments, trade: definition.instrument }));
  const parts = partsBehind(store, [...symbols], definition.days.at(-1)!);
  if (hashOfParts(parts) === definition.data) return parts;
  throw new UserError({
    code: 'data-changed',
    message: 'The datasets are not those that the sweep was begun with',
    file: store.root,
    fix: 'Restore them, or wait until no import is running and begin another sweep',
  });
}
