// `qt releases sign RELEASE`: one more signature under a release, that of the second person.

import type { Command } from 'commander';
import { coSignApprovals } from '../promotion/release/approvals.ts';
import { coSign } from '../promotion/release/co-sign.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { resolveRelease } from '../promotion/release/resolve-release.ts';
import { signingKey } from '../promotion/release/signing-key.ts';
import type { Stage } from '../promotion/release/stage.ts';
import { contextOf } from './context-of.ts';

const ID_SHOWN = 12;

export function signCommand(releases: Command): void {
  releases
    .command('sign')
    .summary('one more signature, of the second person where machines want two')
    .description(
      'Signs with the key of this home a release that a key trusted here has signed. Its id stays the same; deliver it again.',
    )
    .addHelpText('after', '\nExample:\n  qt releases sign wdo-regime@live')
    .argument('<release>', 'folder, id, or STRATEGY@STAGE')
    .action(async (spec: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const { home } = context;
      const { dir, strategy, stage } = resolveRelease(home, spec);
      const { key, notice } = await signingKey(home);
      if (notice !== undefined) context.say(notice);
      const trustedKeys = readTrustedKeys(home);
      const release = coSign(dir, key, trustedKeys, { strategy, stage });
      const { id, isNew, signedBy, manifest } = release;
      const approvals = coSignApprovals(release, key, trustedKeys);
      const what = isNew ? 'signed' : 'this key had signed it before';
      const signers = signedBy.map((each) => each.slice(0, ID_SHOWN)).join(' and ');
      context.result(
        { id, dir, isNew, signedBy, approvals },
        [
          `${manifest.strategy} ${id}, built for ${manifest.stage}: ${what}`,
          `signed by ${signers}`,
          ...approvals.map(approvedText),
        ].join('\n'),
      );
    });
}

function approvedText(stage: Stage): string {
  return `its approval for ${stage}: signed`;
}
