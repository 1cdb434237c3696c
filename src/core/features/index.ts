// The features that a strategy can name, by group, with the set that computes them.

// Contract: metadata, incremental state, what calendar, trades and book say, the vector of values.

export type { BookView } from '../candles/book-view.ts';
export type { TapeTrade } from '../candles/tape-trade.ts';
export type { PreviousSession, SessionFacts } from '../market/session-facts.ts';
export type { Feature, FeatureInput, FeatureMeta, FeatureSpec, MissingPolicy, SessionRule } from './feature.ts';
export type { FeatureVector } from './feature-vector.ts';
export type { SessionContext } from './session-context.ts';

// For a feature of one's own, and what to do where a value is missing.

export type { FeatureDefinition, FeatureHandlers, FeatureStep } from './define-feature.ts';
export { lastValid } from './last-valid.ts';
export { defineOwnFeature as defineFeature } from './own-feature.ts';
export type { SharedParts } from './shared-parts.ts';

// The set of a strategy or model, its schema.

export { FeatureSet } from './feature-set.ts';
export { featureSchemaText } from './schema-text.ts';

// The features, by group.

export * from './agents/index.ts';
export * from './averages/index.ts';
export * from './book/index.ts';
export * from './flow/index.ts';
export * from './memory/index.ts';
export * from './oscillators/index.ts';
export * from './returns/index.ts';
export * from './shape/index.ts';
export * from './time/index.ts';
export * from './trend/index.ts';
export * from './volatility/index.ts';
export * from './volume/index.ts';
