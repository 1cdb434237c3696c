// The fields of machine.json, what each may hold and what it is when it is left out.

import { z } from 'zod';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day of Sao Paulo as 09:05');
const fraction = z.number().gt(0, 'is a fraction above 0').max(1, 'is a fraction: 0.02 is two per cent');
const amountBrl = z.number().min(0).max(1_000_000_000).multipleOf(0.0001, 'has at most 4 decimals');
const byte = z.int().min(0).max(255);

const feesSchema = z.strictObject({
  /** Exchange and registration, per contract and side. */
  exchangeFeeBrl: amountBrl,
  brokerageBrl: amountBrl,
});

const windowSchema = z
  .strictObject({ from: clock, to: clock })
  .refine(({ from, to }) => from < to, { message: 'must end after it begins', path: ['to'] });

export const machineSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** The vendor library, e.g. `C:\\Profit\\ProfitDLL64.dll`. */
  dllPath: z.string().min(1),
  /** Where the library keeps its files; the folder of the library when absent. */
  workingFolder: z.string().min(1).optional(),
  /** `market`: no orders can be sent from this machine. */
  login: z.enum(['market', 'routing']).default('market'),
  /** `auto`: the native feed where it can be loaded, else the slower direct one. */
  feed: z.enum(['auto', 'native', 'direct']).default('auto'),
  /** How programs of this machine reach the host; `tcp` (this machine alone) where `local` does not work. */
  transport: z.enum(['local', 'tcp']).default('local'),
  account: z
    .strictObject({
      /** Number of the broker at the vendor. */
      broker: z.int().positive(),
      account: z.string().min(1).max(64),
      subAccount: z.string().min(1).max(64).optional(),
    })
    .optional(),
  /** Version byte of a vendor record by its name (`TConnectorSendOrder`), where the installed library wants another one. */
  versionBytes: z.record(z.string().regex(/^TConnector\w+$/, 'is no name of a vendor record'), byte).default({}),
  /** Capital at the opening, BRL. */
  capitalBrl: amountBrl.gt(0).optional(),
  /** They tighten those of a release and never widen them. */
  limits: z
    .strictObject({
      riskPerTrade: fraction.optional(),
      dailyLossLimit: fraction.optional(),
      maxPositions: z.int().min(0).optional(),
      maxContracts: z.int().min(0).optional(),
      flattenBeforeClose: z
        .string()
        .regex(/^[1-9]\d*[smh]$/, 'write a span as 15m')
        .optional(),
      stopSlippageTicks: z.int().min(0).optional(),
    })
    .default({}),
  /** By root. */
  fees: z.partialRecord(z.enum(['WDO', 'DOL', 'WIN', 'IND']), feesSchema).default({}),
  /** Times of day in which positions may be opened; always when empty. */
  windows: z.array(windowSchema).max(20).default([]),
  alerts: z
    .strictObject({ desktop: z.boolean().default(true), sound: z.boolean().default(true) })
    .default({ desktop: true, sound: true }),
});

/** Settings of one machine, with what was left out filled in. */
export type MachineSettings = Readonly<z.infer<typeof machineSchema>>;
