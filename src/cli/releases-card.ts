// `qt releases card RELEASE`: the page that shows a release to a person: what it changes, its gates, its result and its risks.

import { type Command, Option } from 'commander';
import { CARD_LANGUAGES, type CardLanguage } from '../promotion/card/card-words.ts';
import { writeCard } from '../promotion/card/write-card.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { contextOf } from './context-of.ts';

interface CardOptions {
  readonly against?: string;
  readonly out?: string;
  readonly lang: CardLanguage;
}

export function releasesCardCommand(releases: Command): void {
  releases
    .command('card')
    .summary('the page of a release: what it changes, its gates, its result and its risks')
    .argument('<release>', 'folder, id, or STRATEGY@STAGE')
    .option('--against <release>', 'what to compare with (default: what runs, or ran before, at its stage)')
    .option('--out <file>', 'in place of releases/cards/STRATEGY/ID.html')
    .addOption(new Option('--lang <language>', 'en, or pt for Portuguese').choices(CARD_LANGUAGES).default('en'))
    .addHelpText('after', '\nExample:\n  qt releases card wdo-regime@paper --lang pt')
    .action((release: string, { against, out, lang }: CardOptions, command: Command) => {
      const context = contextOf(command);
      const { home } = context;
      const trustedKeys = readTrustedKeys(home);
      const written = writeCard({ home, release, against, out, trustedKeys, language: lang });
      const { facts, file, bytes } = written;
      const compared = facts.against?.id ?? null;
      context.result({ release: facts.release.id, stage: facts.stage, against: compared, card: file, bytes }, file);
    });
}
