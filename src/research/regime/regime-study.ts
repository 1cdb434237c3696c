// A run of a regime detector in; its statistics, its picture, and what a notebook shows of it out.

import type { RegimeDetectorSpec } from '../../core/regime/regime-detector.ts';
import { JUPYTER_DISPLAY, type MimeBundle } from '../display/jupyter-display.ts';
import { type CandlesInput, dayFigure, periodFigure } from '../plots/candles-figure.ts';
import type { Figure } from '../plots/figure.ts';
import type { RegimeSpan } from '../report/session-result.ts';
import type { RegimeDay } from './regime-day.ts';
import { type RegimeRun, regimeRun, regimeSpans } from './regime-run.ts';
import { type RegimeStatistics, regimeStatistics } from './regime-statistics.ts';
import { statisticsHtml, statisticsText } from './regime-tables.ts';

export class RegimeStudy {
  readonly run: RegimeRun;
  readonly statistics: RegimeStatistics;

  constructor(run: RegimeRun) {
    this.run = run;
    this.statistics = regimeStatistics(run);
  }

  /** Stretches of one regime, for `candlesFigure`. */
  get spans(): readonly RegimeSpan[] {
    return regimeSpans(this.run);
  }

  /**
   * Candles over the regimes of one day, or without a day of the whole run; undefined where there is no candle. Coloured bands stand
   * behind the candles as long as there are few enough to be told apart, a strip below them always.
   */
  figure(day?: string): Figure | undefined {
    const { days, candles } = this.run;
    if (candles.timeUs.length === 0) return undefined;
    const input: CandlesInput = { candles, trades: [], regimes: this.spans };
    if (day === undefined) return periodFigure(input).figure;
    const found = days.find((each) => each.day === day);
    return found === undefined || found.from === found.to ? undefined : dayFigure(input, found);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return { 'text/plain': statisticsText(this.statistics), 'text/html': statisticsHtml(this.statistics).markup };
  }
}

/** A detector over sessions, each as trading would have seen it. */
export function regimeStudy(days: Iterable<RegimeDay>, spec: RegimeDetectorSpec): RegimeStudy {
  return new RegimeStudy(regimeRun(days, spec));
}
