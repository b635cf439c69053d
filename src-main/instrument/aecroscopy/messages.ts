/** What the bridge says in its replies, checked when it comes in. */
import { ConsoleError } from '../../../src-shared/errors';
import { samplePoint, type SamplePoint } from '../../../src-shared/geometry';
import { z } from '../../../src-shared/zod';
import type { Reply } from './wire';

const Place = z.tuple([z.number(), z.number()]).transform(([x, y]): SamplePoint => samplePoint(x, y));

export const Hello = z.object({
  session: z.string().min(1),
  name: z.string(),
  version: z.string(),
  simulated: z.boolean(),
  capabilities: z.object({
    lineEvents: z.boolean(),
    abortScan: z.boolean(),
    abortSweep: z.boolean(),
    positionReadback: z.boolean(),
    hardwareCompliance: z.boolean(),
  }),
  limits: z.object({ biasVolts: z.number().positive(), frameMetres: z.number().positive() }),
});
export type Hello = z.infer<typeof Hello>;

/** A number that the bridge may not know. */
const Known = z
  .number()
  .nullable()
  .transform((value) => value ?? undefined);

export const Status = z.object({
  phase: z.enum(['idle', 'moving', 'scanning', 'spectroscopy', 'stopping', 'fault']),
  engaged: z.boolean().nullable(),
  bias: Known,
  position: Place.nullable().transform((place) => place ?? undefined),
  height: Known,
});
export type Status = z.infer<typeof Status>;

export const Stopped = z.object({ confirmed: z.boolean(), reason: z.string().nullable() });
export const Moved = z.object({ position: Place });
export const Swept = z.object({
  before: Place.nullable(),
  after: Place.nullable(),
  flags: z.object({ complete: z.boolean(), compliance: z.boolean(), saturated: z.boolean() }),
});

/** The result of a reply; throws `instrument/fault` where it is not what was agreed. */
export function resultOf<T>(schema: z.ZodType<T>, { result }: Reply): T {
  const parsed = schema.safeParse(result);
  if (parsed.success) return parsed.data;
  throw new ConsoleError({
    code: 'instrument/fault',
    message: `The bridge answered with something else than was agreed: ${z.prettifyError(parsed.error)}`,
    hint: 'Use the bridge that came with this program.',
  });
}

/** An array of a reply; throws `instrument/fault` unless it has the length and holds numbers only. */
export function arrayOf({ arrays }: Reply, name: string, length: number): Float64Array {
  const values = arrays.get(name);
  if (values?.length === length && values.every(Number.isFinite)) return values;
  throw new ConsoleError({
    code: 'instrument/fault',
    message: `The bridge gave ${values?.length ?? 0} values of ${name}, not ${length} numbers. None of them is used.`,
    hint: 'Look at the window of the bridge.',
  });
}
