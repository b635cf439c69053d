/**
 * What `IV_Novelty.npz` has no place for: a file beside it, `NAME.json` for `NAME.npz`, with settings, voltages, the whole
 * frame and the origin of each point. Import uses it where it belongs to the very bytes of the .npz.
 */
import { ConsoleError } from '../../src-shared/errors';
import { ExperimentConfig } from '../../src-shared/experiment';
import type { Frame } from '../../src-shared/scan';
import type { SessionView } from '../../src-shared/session/view';
import { z } from '../../src-shared/zod';

const LAYOUT = 'curioscope IV_Novelty details';

const Details = z
  .object({
    layout: z.literal(LAYOUT),
    version: z.literal(1),
    /** SHA-256 of the .npz that this describes. */
    npzSha256: z.string().regex(/^[0-9a-f]{64}$/),
    session: z.object({ id: z.string(), startedAt: z.string() }),
    instrument: z.object({ name: z.string(), version: z.string(), simulated: z.boolean() }),
    config: ExperimentConfig,
    /** Bias at each point of every curve, volts. */
    volts: z.array(z.number()),
    frame: z.object({
      rows: z.int().positive(),
      cols: z.int().positive(),
      widthMetres: z.number().positive(),
      heightMetres: z.number().positive(),
      /** Row by row from the top left, metres, little-endian single precision. */
      heightsBase64: z.string(),
    }),
    points: z.array(
      z.object({ step: z.int().min(0), origin: z.enum(['seed', 'model', 'human']), recordedAt: z.string() }),
    ),
  })
  .readonly();
export type Details = z.infer<typeof Details>;

/** The details of a session as text. */
export function encodeDetails(view: SessionView, frame: Frame, npzSha256: string): string {
  const { rows, cols, widthMetres, heightMetres, heightsMetres } = frame;
  const { name, version, simulated } = view.instrument;
  const details: Details = {
    layout: LAYOUT,
    version: 1,
    npzSha256,
    session: { id: view.id, startedAt: view.startedAt },
    instrument: { name, version, simulated },
    config: view.config,
    volts: [...(view.points[0]?.volts ?? [])],
    frame: { rows, cols, widthMetres, heightMetres, heightsBase64: base64(heightsMetres) },
    points: view.points.map(({ step, origin, recordedAt }) => ({ step, origin, recordedAt })),
  };
  return `${JSON.stringify(details, undefined, 1)}\n`;
}

/** The details in a text, or undefined where they are of another kind or another .npz. Throws for damaged ones. */
export function decodeDetails(text: string, file: string, npzSha256: string): Details | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined; // some other file that happens to have this name
  }
  if (typeof json !== 'object' || json === null || !('layout' in json) || json.layout !== LAYOUT) return undefined;
  const parsed = Details.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = issue?.path.join('.') ?? '';
    throw new ConsoleError({
      code: 'file/unreadable',
      message: `${file} (${place}): ${issue?.message ?? 'it cannot be understood'}.`,
      hint: 'Copy it again, or remove it and give what it says as options.',
    });
  }
  return parsed.data.npzSha256 === npzSha256 ? parsed.data : undefined;
}

/** The frame that details hold, or undefined where its size is not that of its heights. */
export function frameOf({ frame }: Details): Frame | undefined {
  const { heightsBase64, ...raster } = frame;
  const bytes = Uint8Array.from(Buffer.from(heightsBase64, 'base64'));
  if (bytes.length !== 4 * raster.rows * raster.cols) return undefined;
  return { ...raster, heightsMetres: new Float32Array(bytes.buffer) };
}

function base64({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
