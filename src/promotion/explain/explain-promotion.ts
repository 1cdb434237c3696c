// A release in; its limits, gates, ledger anchor, signatures, approvals and the history of its channels, as far as they are here, out.

import { hasEntry } from '../../adapters/ledger/has-entry.ts';
import { listApprovals } from '../release/approvals.ts';
import { channelHistory, readChannel } from '../release/channels.ts';
import type { Gate } from '../release/gate.ts';
import { readNewestEntry } from '../release/newest-entry.ts';
import { STAGES } from '../release/stage.ts';
import { type Explained, explained } from './explained.ts';
import type { ExplainedRelease } from './explained-release.ts';
import { GATE_READINGS } from './gate-readings.ts';

const HASH_SHOWN = 12;

export function explainLimits({ release: { manifest } }: ExplainedRelease): Explained {
  const fields = Object.entries(manifest.limits).map(([name, value]) => explained(name, String(value), 'proved'));
  return explained('limits', 'as the bundled strategy has them; the trading PC may tighten them', 'proved', fields);
}

export function explainGates({ parts: { gates } }: ExplainedRelease): Explained {
  return explained(
    'gates',
    `${gates.length} were judged when it was built, in gates.json`,
    'proved',
    gates.map(explainGate),
  );
}

function explainGate({ id, passed, severity, value, limit, reason, waived }: Gate): Explained {
  const reading = GATE_READINGS[id];
  const failed = severity === 'warning' ? 'failed, which was a warning' : 'FAILED';
  const outcome = passed ? 'passed' : waived === undefined ? failed : `waived by ${waived.by}: ${waived.reason}`;
  return explained(id, `${outcome}. ${reason}`, 'stated', [
    explained('value', String(value), 'stated'),
    explained('limit', String(limit), 'stated'),
    explained('reads', reading?.says ?? 'a gate that this version of the program does not know', 'stated'),
    ...(reading?.reads ?? []).map((branch) => explained('from', branch, 'stated')),
  ]);
}

/** Whether the ledger of this home has the entries that were signed with the release. */
export function explainLedger({ home, release: { id, manifest }, trustedKeys }: ExplainedRelease): Explained {
  const { ledger, strategy } = manifest;
  if (ledger === undefined) return explained('ledger', 'a release of before there was a ledger of trials', 'missing');
  const counted = anchor(home, 'counted', ledger.seq, ledger.head);
  const newest = readNewestEntry({ strategy, id }, home, trustedKeys);
  const says = 'the newest entries of the ledger of trials when it was promoted';
  if (newest === 'missing' || newest === 'changed') {
    const isExpected = ledger.signedNewest === true;
    const fault = newest === 'changed' ? 'its file is not what a trusted key signed' : 'its file is not here';
    const part = explained('newest', fault, newest === 'changed' ? 'different' : 'missing');
    return explained('ledger', says, counted.standing, [counted, ...(isExpected ? [part] : [])]);
  }
  return explained('ledger', says, counted.standing, [counted, anchor(home, 'newest', newest.seq, newest.sha256)]);
}

function anchor(home: string, field: string, seq: number, sha256: string): Explained {
  const isHere = hasEntry(home, { seq, sha256 });
  const where = isHere ? 'in the ledger of this home' : 'not in the ledger of this home';
  return explained(
    field,
    `entry ${seq}, sha256 ${sha256.slice(0, HASH_SHOWN)}, ${where}`,
    isHere ? 'proved' : 'missing',
  );
}

export function explainSignatures({ release: { signedBy } }: ExplainedRelease): Explained {
  const keys = signedBy.map((key) => explained(key, 'Ed25519 over release.json, trusted here', 'proved'));
  return explained('signatures', `${keys.length} of keys that this home trusts`, 'proved', keys);
}

export function explainApprovals({ release, trustedKeys }: ExplainedRelease): Explained {
  const approvals = listApprovals(release, trustedKeys).map((listed) => {
    if ('fault' in listed) return explained(listed.stage, listed.fault, 'different');
    const { by, at, gates, validation } = listed.approval;
    const keys = listed.signedBy.map((key) => explained('signature', key, 'proved'));
    const says = `by ${by} at ${at}, validated again ${validation.from} to ${validation.to}, ${validation.trades} trades`;
    return explained(listed.stage, says, 'proved', [...keys, ...gates.map(explainGate)]);
  });
  const says =
    approvals.length === 0
      ? 'none: it runs at the stages that it was built for'
      : 'for harder stages than it was built for';
  return explained('approvals', says, approvals.length === 0 ? 'stated' : 'proved', approvals);
}

/** The files of channels are not signed: they say who moved what when, and prove nothing. */
export function explainChannels({ home, release: { id, manifest } }: ExplainedRelease): Explained {
  const { strategy } = manifest;
  const stages = STAGES.flatMap((stage) => {
    const history = channelHistory(home, strategy, stage);
    const lines = history.flatMap(({ release, action, at, by }, place): readonly Explained[] => {
      if (release === id) return [explained(at, `${action} by ${by}`, 'stated')];
      return history[place - 1]?.release === id
        ? [explained(at, `left for ${release.slice(0, HASH_SHOWN)} (${action} by ${by})`, 'stated')]
        : [];
    });
    const runs = readChannel(home, strategy, stage)?.release === id;
    if (lines.length === 0 && !runs) return [];
    return [explained(stage, runs ? 'it runs there' : 'it ran there', 'stated', lines)];
  });
  const says =
    stages.length === 0
      ? 'no channel of this home ever pointed to it'
      : 'who pointed channels of this home to it, and when';
  return explained('channels', says, 'stated', stages);
}
