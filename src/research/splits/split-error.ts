// What a split was asked for and cannot give, as a UserError.

import { UserError } from '../../adapters/user-error.ts';

/** `split-rows`: the rows themselves; `too-few-days`: what is left of them; `bad-option`: the wish. */
type SplitFault = 'split-rows' | 'too-few-days' | 'bad-option';

const FIXES: Readonly<Record<SplitFault, string>> = {
  'split-rows': 'Give a frame of labels as `labels` makes it',
  'too-few-days': 'Take more days, fewer groups, or less embargo',
  'bad-option': 'See docs/labels.md',
};

export function splitError(code: SplitFault, message: string, field: string, fix: string = FIXES[code]): UserError {
  return new UserError({ code, message, field, fix });
}
