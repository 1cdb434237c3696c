// What is held, what was earned, what it was against the plan, and how much of each limit is used.

import type { Measured } from './measured.ts';

export interface PositionRow {
  readonly strategy: string;
  readonly contract: string;
  /** Signed contracts, never 0. */
  readonly quantity: number;
  readonly averagePrice: number | null;
  /** At the last price, without costs. */
  readonly openResultBrl: Measured<number>;
  /** Contracts that working stops close: below the size of the position it is not covered. */
  readonly stopQuantity: number;
  readonly isCovered: boolean;
  readonly stopPrice: number | null;
  readonly targetPrice: number | null;
  /** What is lost if the stop fills at its trigger, from here, BRL, positive is a loss; null where there is no stop or no price. */
  readonly lossAtStopBrl: number | null;
}

/** Of the session, or of the whole run where it has several days. */
export interface ResultRow {
  /** Closed, before costs. */
  readonly realisedBrl: Measured<number>;
  /** Of what is held at the last price, before costs. */
  readonly openBrl: Measured<number>;
  /** Of all fills, positive. */
  readonly costsBrl: Measured<number>;
  /** Realised and open, less costs. */
  readonly netBrl: Measured<number>;
  readonly fills: number;
}

/** One limit of risk and how much of it is used. */
export interface RiskRow {
  readonly id:
    | 'dailyLoss'
    | 'drawdown'
    | 'contracts'
    | 'grossContracts'
    | 'positions'
    | 'ordersPerMinute'
    | 'netExposure'
    | 'lossAtStops';
  readonly unit: 'BRL' | 'contracts' | 'positions' | 'orders';
  readonly used: Measured<number>;
  readonly limit: number;
}

/** Net result over time. */
export interface EquityRow {
  readonly timeUs: number;
  /** Realised and open since the run began, net of costs. */
  readonly netBrl: number;
}

/**
 * What orders cost against the plan, by role. Planned is the price of the decision for entries, the trigger for stops, the limit for targets,
 * the last price when it was sent for exits. Positive points are worse than planned.
 */
export interface SlippageRow {
  readonly role: 'entry' | 'stop' | 'target' | 'exit';
  readonly fills: number;
  readonly contracts: number;
  /** Weighted by contracts, points. */
  readonly meanPoints: number;
  readonly worstPoints: number;
  readonly totalBrl: number;
  /** What the model of the run assumes for this role, points; null where it assumes nothing. */
  readonly assumedPoints: number | null;
}
