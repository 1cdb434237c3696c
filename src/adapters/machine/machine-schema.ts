// The fields of machine.json, what each may hold and what it is when it is left out.

import { z } from 'zod';
import { defaultBracketSettings } from '../../core/execution/bracket-settings.ts';
import { alertSettingsSchema, defaultAlertSettings } from '../alerts/alert-settings.ts';
import { machineLimits } from './machine-limits.ts';
import { defaultProbation, probationSettings } from './probation-settings.ts';
import { retrainingSettings } from './retraining-settings.ts';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day of Sao Paulo as 09:05');
const amountBrl = z.number().min(0).max(1_000_000_000).multipleOf(0.0001, 'has at most 4 decimals');
const byte = z.int().min(0).max(255);

const day = z.iso.date('write a day as 2027-03-01');

/** Of the broker: number, account, and what the vendor must call its owner. */
const accountSchema = z.strictObject({
  /** Number of the broker at the vendor. */
  broker: z.int().positive(),
  account: z.string().min(1).max(64),
  subAccount: z.string().min(1).max(64).optional(),
  /** As the vendor tells it; trading is armed only when it is the same. */
  ownerName: z.string().min(1).max(128).optional(),
});

const feesSchema = z
  .strictObject({
    /** Exchange and registration, per contract and side. */
    exchangeFeeBrl: amountBrl,
    brokerageBrl: amountBrl,
    /** Other fees from a day on, in the order of the days. */
    changes: z
      .array(z.strictObject({ from: day, exchangeFeeBrl: amountBrl, brokerageBrl: amountBrl }))
      .max(100)
      .default([]),
  })
  .refine(({ changes }) => changes.every(({ from }, index) => index === 0 || changes[index - 1]!.from < from), {
    message: 'the days of its entries must ascend',
    path: ['changes'],
  });

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const endsLater = { message: 'must end after it begins', path: ['to'] };
const windowSchema = z.strictObject({ from: clock, to: clock }).refine(({ from, to }) => from < to, endsLater);

const noRiskWindowSchema = z
  .strictObject({
    date: day.optional(),
    weekday: z.enum(WEEKDAYS).optional(),
    from: clock,
    to: clock,
    /** What happens then, for whoever reads why nothing was traded. */
    reason: z.string().min(1).max(200),
  })
  .refine(({ from, to }) => from < to, endsLater)
  .refine(({ date, weekday }) => date === undefined || weekday === undefined, {
    message: 'leave it out where a date is given',
    path: ['weekday'],
  });

/** In place of the engine's own, where given. */
const bracketsSchema = z.strictObject({
  /** A filled entry without a stop at the venue after this long is closed at market. */
  stopDeadlineMs: z.int().min(100).max(5000).optional(),
  /** A stop that was triggered and has not filled after this long is closed at market. */
  triggeredFillMs: z.int().min(50).max(5000).optional(),
  /** Ticks beyond a stop's trigger at which the position is closed at market without waiting. */
  beyondTriggerTicks: z.int().min(1).max(200).optional(),
});

const SESSION_DEADLINE_MS = defaultBracketSettings.stopDeadlineUs / 1000;
const defaultGuard = { stopDeadlineMs: 1000, silentMs: 2000 };
const guardSchema = z.strictObject({
  /** The host places a missing stop when the runner has not within this long of the fill. */
  stopDeadlineMs: z.int().min(50).max(10_000).default(defaultGuard.stopDeadlineMs),
  /** The host takes over when the runner is silent for this long. */
  silentMs: z.int().min(1000).max(60_000).default(defaultGuard.silentMs),
});

/** In place of the live run's own, where given: beyond them something is told, or entries are off. */
const watchSchema = z.strictObject({
  /** Difference of the clocks of this machine and of the vendor's server. */
  clockDriftMs: z.int().min(50).max(60_000).optional(),
  /** Wait of an event for the engine. */
  queueMs: z.int().min(1).max(60_000).optional(),
  predictionMs: z.int().min(1).max(600_000).optional(),
  /** Durable commit of the journal. */
  commitMs: z.int().min(1).max(60_000).optional(),
  /** Free space below which no trading begins. */
  diskFreeGib: z.number().min(0).max(10_000).optional(),
  /** Silence of an open market with which no trading begins. */
  marketSilentSeconds: z.int().min(1).max(3600).optional(),
});

export const machineSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    /** The vendor library, e.g. `C:\\Profit\\ProfitDLL64.dll`. */
    dllPath: z.string().min(1),
    /** The library is a stand-in: what comes of it is marked simulated, whoever starts the host. */
    simulated: z.boolean().default(false),
    /** Where the library keeps its files; the folder of the library when absent. */
    workingFolder: z.string().min(1).optional(),
    /** `market`: no orders can be sent from this machine. */
    login: z.enum(['market', 'routing']).default('market'),
    /** `auto`: the native feed where it can be loaded, else the slower direct one. */
    feed: z.enum(['auto', 'native', 'direct']).default('auto'),
    /** How programs of this machine reach the host; `tcp` (this machine alone) where `local` does not work. */
    transport: z.enum(['local', 'tcp']).default('local'),
    /** Where `qt live` trades. */
    account: accountSchema.optional(),
    /** Where `qt demo` trades: an account of the broker's simulator. */
    demoAccount: accountSchema.optional(),
    /** `exclusive`: nobody else trades on the account, and orders that could be ours may be taken back. */
    accountUse: z.enum(['exclusive', 'shared']).default('exclusive'),
    /** Whether the vendor marks every order as day trade; said by whoever sends orders. */
    dayTrade: z.boolean().optional(),
    /** Version byte of a vendor record by its name (`TConnectorSendOrder`), where the installed library wants another one. */
    versionBytes: z.record(z.string().regex(/^TConnector\w+$/, 'is no name of a vendor record'), byte).default({}),
    /** Capital at the opening, BRL. */
    capitalBrl: amountBrl.gt(0).optional(),
    limits: machineLimits.default({}),
    /** By root. */
    fees: z.partialRecord(z.enum(['WDO', 'DOL', 'WIN', 'IND']), feesSchema).default({}),
    /** Times of day in which positions may be opened; always when empty. */
    windows: z.array(windowSchema).max(20).default([]),
    /** Spans without new risk: of one date, of one weekday, or of every day. */
    noRiskWindows: z.array(noRiskWindowSchema).max(2000).default([]),
    brackets: bracketsSchema.default({}),
    guard: guardSchema.default(defaultGuard),
    watch: watchSchema.default({}),
    alerts: alertSettingsSchema.default(defaultAlertSettings),
    /** How many different trusted keys must have signed a release that is run here, at `signaturesFrom` and harder stages. */
    signatures: z.int().min(1).max(8).default(1),
    signaturesFrom: z.enum(['paper', 'demo', 'live']).default('demo'),
    /** Of a release that is new at a stage. */
    probation: probationSettings.default(defaultProbation),
    /** After the close of a session a candidate release is made; never where absent. */
    retraining: retrainingSettings.optional(),
  })
  .refine(({ brackets, guard }) => guard.stopDeadlineMs > (brackets.stopDeadlineMs ?? SESSION_DEADLINE_MS), {
    message: "must be more than brackets.stopDeadlineMs (500 where it is left out): the session's own stop comes first",
    path: ['guard', 'stopDeadlineMs'],
  });

/** Settings of one machine, with what was left out filled in. */
export type MachineSettings = Readonly<z.infer<typeof machineSchema>>;
