// The text of a stage in, the stage out; anything else is told what there is.

import { UserError } from '../adapters/user-error.ts';
import { STAGES, type Stage } from '../promotion/release/stage.ts';

export function stageOf(text: string): Stage {
  const stage = STAGES.find((each) => each === text);
  if (stage !== undefined) return stage;
  throw new UserError({
    code: 'bad-option',
    message: `${text} is no stage`,
    field: 'stage',
    fix: `Use one of: ${STAGES.join(', ')}`,
  });
}
