// `qt releases list|show|rollback`: what was promoted, what a release holds, and back to the one before.

import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { listReleases, showRelease } from '../promotion/release/release-list.ts';
import { rollback } from '../promotion/release/rollback.ts';
import { contextOf } from './context-of.ts';
import { stageOf } from './stage-of.ts';

const ID_SHOWN = 12;

export function releasesCommand(program: Command): void {
  const releases = program.command('releases').summary('what was promoted, and the way back');
  releases
    .command('list')
    .argument('[strategy]')
    .action((strategy: string | undefined, _options: object, command: Command) => {
      const context = contextOf(command);
      const listed = listReleases(context.home, readTrustedKeys(context.home), strategy).map((each) => ({
        id: each.id,
        strategy: each.strategy,
        channels: each.channels,
        provenance: each.release?.manifest.provenance ?? null,
        fault: each.fault ?? null,
      }));
      const lines = listed.map(({ id, strategy: name, channels, provenance, fault }) => {
        const current = channels.length === 0 ? '' : `  <- ${channels.join(', ')}`;
        return `${name} ${id.slice(0, ID_SHOWN)}  ${fault === null ? `${provenance} data` : `NOT VALID: ${fault}`}${current}`;
      });
      context.result(
        { releases: listed },
        lines.length === 0 ? 'No releases yet: see qt promote --help' : lines.join('\n'),
      );
    });
  releases
    .command('show')
    .argument('<release>', 'folder, id, or STRATEGY@STAGE')
    .action((spec: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const { release, gates, channels } = showRelease(context.home, spec, readTrustedKeys(context.home));
      const { id, dir, manifest, signedBy } = release;
      const lines = [
        `${manifest.strategy} ${id}`,
        `folder ${dir}, signed by ${signedBy.slice(0, ID_SHOWN)}, channels: ${channels.join(', ') || 'none'}`,
        `${manifest.provenance} data, validated ${manifest.validation.from} to ${manifest.validation.to}, ${manifest.validation.trades} trades`,
        ...gates.map(({ id: gate, passed, reason }) => `${passed ? 'passed' : 'FAILED'} ${gate}: ${reason}`),
      ];
      context.result({ id, dir, signedBy, channels, manifest, gates }, lines.join('\n'));
    });
  releases
    .command('rollback')
    .argument('<strategy>')
    .argument('<stage>', 'paper, demo or live')
    .action((strategy: string, stage: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const { home } = context;
      const at = new Date().toISOString();
      const by = userInfo().username;
      const trustedKeys = readTrustedKeys(home);
      const done = rollback({ home, strategy, stage: stageOf(stage), at, by, trustedKeys });
      const changes = (done.changes ?? []).map((change) => JSON.stringify(change));
      const text = `${strategy}@${stage}: ${done.from.slice(0, ID_SHOWN)} -> ${done.to.slice(0, ID_SHOWN)}`;
      context.result({ strategy, stage, ...done }, [text, ...changes].join('\n'));
    });
}
