// `qt releases list|show|sign|rollback`: what was promoted, what a release holds, one more signature, and back to the one before.

import type { Command } from 'commander';
import type { ListedApproval } from '../promotion/release/approvals.ts';
import type { Gate } from '../promotion/release/gate.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { listReleases, type ShownRelease, showRelease } from '../promotion/release/release-list.ts';
import { contextOf } from './context-of.ts';
import { gateWord, waiverText } from './gate-word.ts';
import { probationDays, probationLines } from './probation-text.ts';
import { releasesCardCommand } from './releases-card.ts';
import { releasesExplainCommand } from './releases-explain.ts';
import { signCommand } from './releases-sign.ts';
import { rollbackCommand } from './rollback.ts';

const ID_SHOWN = 12;

export function releasesCommand(program: Command): void {
  const releases = program
    .command('releases')
    .summary('what was promoted, and the way back')
    .addHelpText('after', '\nExamples:\n  qt releases list\n  qt releases show wdo-regime@paper');
  listCommand(releases);
  releases
    .command('show')
    .summary('what a release holds and which gates it passed')
    .addHelpText('after', '\nExample:\n  qt releases show wdo-regime@paper')
    .argument('<release>', 'folder, id, or STRATEGY@STAGE')
    .action((spec: string, _options: object, command: Command) => {
      const context = contextOf(command);
      const shown = showRelease(context.home, spec, readTrustedKeys(context.home));
      const { release, gates, channels, approvals, performance } = shown;
      const { id, dir, manifest, signedBy } = release;
      const lines = [
        `${manifest.strategy} ${id}`,
        `folder ${dir}, signed by ${signedBy.map((key) => key.slice(0, ID_SHOWN)).join(' and ')}, channels: ${channels.join(', ') || 'none'}`,
        `${manifest.provenance} data, validated ${manifest.validation.from} to ${manifest.validation.to}, ${manifest.validation.trades} trades`,
        ...performanceLines(performance),
        ...gates.map(gateLine),
        ...approvals.flatMap(approvalLines),
      ];
      context.result({ id, dir, signedBy, channels, manifest, gates, approvals, performance }, lines.join('\n'));
    });
  signCommand(releases);
  releasesCardCommand(releases);
  releasesExplainCommand(releases);
  rollbackCommand(releases);
}

function listCommand(releases: Command): void {
  releases
    .command('list')
    .summary('every release, with the channels that point to it')
    .addHelpText('after', '\nExample:\n  qt releases list wdo-regime')
    .argument('[strategy]')
    .action((strategy: string | undefined, _options: object, command: Command) => {
      const context = contextOf(command);
      const { home } = context;
      const sessions = probationDays(home);
      const listed = listReleases(context.home, readTrustedKeys(context.home), strategy).map((each) => ({
        id: each.id,
        strategy: each.strategy,
        channels: each.channels,
        candidate: each.isCandidate,
        approvals: each.approvals.flatMap((listed) => ('fault' in listed ? [] : [listed.stage])),
        provenance: each.release?.manifest.provenance ?? null,
        fault: each.fault ?? null,
        probation: probationLines({ home, strategy: each.strategy, release: each.id }, sessions),
      }));
      const lines = listed.map(({ id, strategy: name, channels, candidate, provenance, fault, probation }) => {
        const current = channels.length === 0 ? (candidate ? '  candidate' : '') : `  <- ${channels.join(', ')}`;
        const head = `${name} ${id.slice(0, ID_SHOWN)}  ${fault === null ? `${provenance} data` : `NOT VALID: ${fault}`}${current}`;
        return [head, ...probation.map((line) => `  ${line}`)].join('\n');
      });
      context.result(
        { releases: listed },
        lines.length === 0 ? 'No releases yet: see qt promote --help' : lines.join('\n'),
      );
    });
}

function performanceLines(performance: ShownRelease['performance']): readonly string[] {
  if (performance === 'missing') return [];
  if (performance === 'changed') return ['its time and memory are not what a trusted key signed'];
  const { decisionUs, decisions, eventsPerSecond, memory } = performance.figures;
  const decided =
    decisionUs === null
      ? 'no decision'
      : `a decision took ${decisionUs.p50} us, 99 of 100 at most ${decisionUs.p99} us`;
  const rest = `the longest ${decisionUs?.max ?? 0} us of ${decisions}, ${eventsPerSecond} events/s, ${memory.residentMb} MB`;
  return [`${decided}, ${rest} (${performance.machine}, ${performance.at})`];
}

function gateLine(gate: Gate): string {
  return `${gateWord(gate)} ${gate.id}: ${gate.reason}${waiverText(gate)}`;
}

function approvalLines(listed: ListedApproval): readonly string[] {
  if ('fault' in listed) return [`${listed.stage}: NOT APPROVED: ${listed.fault}`];
  const { at, by, gates } = listed.approval;
  return [`approved for ${listed.stage} by ${by} at ${at}`, ...gates.map((gate) => `  ${gateLine(gate)}`)];
}
