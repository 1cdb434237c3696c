// The facts of a card in; its sections, as sentences and tables of text, out: Markdown and HTML write the same.

import { decimal, percent } from '../report/number-format.ts';
import type { CardFacts } from './card-facts.ts';

export interface CardSection {
  readonly title: string;
  readonly lines: readonly string[];
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

const MOST_INPUTS = 15;

export function cardSections(facts: CardFacts): readonly CardSection[] {
  return [
    { title: 'Why', lines: facts.verdict.because.map((reason) => `- ${reason}`) },
    ...[predicts(facts), data(facts), members(facts), inputs(facts), validation(facts), backtest(facts)],
    ...[trials(facts), distrust(facts)],
  ].filter(({ lines, table }) => lines.length > 0 || table !== undefined);
}

function predicts({ labels, costPoints, manifest }: CardFacts): CardSection {
  const { candle, horizonCandles, regimeDetector } = manifest;
  const what = `${labels}; candles ${candle}, horizon ${horizonCandles}, regimes by ${regimeDetector.id}.`;
  return {
    title: 'What it predicts',
    lines: [what, `Costs of a round trip in its thresholds: ${decimal(costPoints, 2)} points.`],
  };
}

function data({ manifest, rows, leftOut }: CardFacts): CardSection {
  const { provenance, training, datasets } = manifest;
  const out = Object.entries(leftOut).map(([why, count]) => `${why} ${count}`);
  return {
    title: 'Data',
    lines: [
      `Provenance: ${provenance}. Trained on ${rows} rows of ${training.from} to ${training.to}; left out: ${out.join(', ')}.`,
      'The final members have seen all of these days: what is said below of validation is by models that had not.',
    ],
    table: { head: ['data set', 'sha256'], rows: datasets.map(({ path, sha256 }) => [path, sha256]) },
  };
}

function members({ members: all, calibrationError }: CardFacts): CardSection {
  return {
    title: 'Members',
    lines:
      calibrationError === undefined ? [] : [`Calibration error on unknown rows, mean: ${percent(calibrationError)}.`],
    table: {
      head: ['member', 'kind', 'role', 'calibration', 'rows', 'weights'],
      rows: all.map(({ name, kind, role, calibration, trainedOn, weights }) => {
        const shares = Object.entries(weights).map(([regime, weight]) => `${regime} ${weight.toFixed(2)}`);
        return [name, kind, role, calibration, String(trainedOn), shares.join(', ') || 'left out'];
      }),
    },
  };
}

function inputs({ manifest, importance }: CardFacts): CardSection {
  const title = 'Inputs';
  const counted = `${manifest.inputs.length} inputs, schema ${manifest.schemaHash.slice(0, 12)}.`;
  if (importance === undefined) {
    return { title, lines: [counted, 'Their importance was not measured.', manifest.inputs.join(', ')] };
  }
  const rows = importance.slice(0, MOST_INPUTS).map(({ input, value }) => [input, value.toPrecision(3)]);
  return { title, lines: [counted], table: { head: ['input', 'importance'], rows } };
}

function validation({ byRegime }: CardFacts): CardSection {
  return {
    title: 'Validation on days that the models did not know',
    lines: [
      'A sign right in half of the rows is a coin. Loss saved below 0 is worse than knowing nothing. Intervals: 90 %, days drawn anew.',
    ],
    table: {
      head: [
        'regime',
        'rows',
        'days',
        'sign right',
        'interval',
        'loss saved',
        'worst and best split',
        'trades by path',
        'pays on all paths',
      ],
      rows: byRegime.map((each) => [
        ...[each.regime, String(each.rows), String(each.days), percent(each.signRight)],
        each.signRightFrom === undefined
          ? 'too few days'
          : `${percent(each.signRightFrom)} to ${percent(each.signRightTo)}`,
        ...[percent(each.lossSaved), `${percent(each.worstSplit)} to ${percent(each.bestSplit)}`],
        ...[each.pathTrades.join(', '), each.paysOnAllPaths ? 'yes' : 'no'],
      ]),
    },
  };
}

function backtest({ backtest: run }: CardFacts): CardSection {
  const title = 'Backtest of the exported files';
  if (run === undefined) return { title, lines: ['There is none.'] };
  const seen =
    run.daysOfTraining === 0 ? 'none of them in its training' : `${run.daysOfTraining} of them in its training`;
  const chance = [
    ['entries by lot do as well', run.randomEntriesP],
    ['shuffled answers do as well', run.shuffledModelP],
  ].map(([what, p]) => `${what}: ${typeof p === 'number' ? `p ${p.toFixed(3)}` : 'nothing to draw'}`);
  return {
    title,
    lines: [`${run.from} to ${run.to}, ${run.days} days, ${seen}. ${chance.join('; ')}.`],
    table: {
      head: ['run', 'trades', 'net R$'],
      rows: [{ name: 'as it is', trades: run.trades, netBrl: run.netBrl }, ...run.stress].map(
        ({ name, trades: count, netBrl }) => [...[name, String(count), decimal(netBrl, 2)]],
      ),
    },
  };
}

function trials({ trials: tried }: CardFacts): CardSection {
  const title = 'What was tried, and the gates';
  if (tried === undefined) return { title, lines: ['Nobody said how much was tried: no gate was judged.'] };
  const { compared, uncompared, effective, gates } = tried;
  return {
    title,
    lines: [`${compared + uncompared} trials on these days, worth ${decimal(effective, 1)} independent ones.`],
    table: {
      head: ['gate', 'passed', 'says'],
      rows: gates.map(({ name, passed, says }) => [name, passed ? 'yes' : 'NO', says]),
    },
  };
}

function distrust({ distrust: found, backtest: run }: CardFacts): CardSection {
  const own = ['- low: thresholds were fitted on the rows that their paths are counted on.'];
  if (run === undefined) own.push('- high: no backtest was looked at.');
  return {
    title: 'What to distrust',
    lines: [...found.map(({ severity, message }) => `- ${severity}: ${message}`), ...own],
  };
}
