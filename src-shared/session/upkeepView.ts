/** What was looked at between the measurements of a session: drift and wear. */
import { samplePoint, type PixelPoint, type SamplePoint } from '../geometry';
import type { RecordBody, RecordOf } from './record';

/** What a look at the drift came to; without the image. */
export type DriftCheck = Omit<RecordOf<'drift.checked'>, 'kind' | 'shift'> & {
  readonly shift: SamplePoint;
  /** UTC, ISO 8601. */
  readonly recordedAt: string;
};

/** A curve measured again at the reference place. */
export interface ReferenceSweep {
  /** Curves measured so far. */
  readonly curves: number;
  readonly candidate: number;
  readonly at: PixelPoint;
  readonly flags: RecordOf<'reference.swept'>['flags'];
  readonly rmsAmperes?: number | undefined;
  /** Share of the first current there. */
  readonly share?: number | undefined;
  readonly alarm: boolean;
  readonly recordedAt: string;
}

export interface UpkeepView {
  /** Looks at drift and wear between measurements, in order. */
  readonly drift: readonly DriftCheck[];
  readonly references: readonly ReferenceSweep[];
}

export const NO_UPKEEP: UpkeepView = { drift: [], references: [] };

type UpkeepRecord = RecordOf<'drift.checked' | 'reference.swept'>;

export function isUpkeepRecord(body: RecordBody): body is UpkeepRecord {
  return body.kind === 'drift.checked' || body.kind === 'reference.swept';
}

/** The view with one more record, written at a time as an ISO date. */
export function upkeepOf({ drift, references }: UpkeepView, body: UpkeepRecord, at: string): UpkeepView {
  return body.kind === 'drift.checked'
    ? { drift: [...drift, driftCheck(body, at)], references }
    : { drift, references: [...references, referenceSweep(body, at)] };
}

function driftCheck({ kind: _, shift, ...body }: RecordOf<'drift.checked'>, recordedAt: string): DriftCheck {
  return { ...body, shift: samplePoint(shift.xMetres, shift.yMetres), recordedAt };
}

function referenceSweep(
  { kind: _, volts: __, amperes: ___, ...body }: RecordOf<'reference.swept'>,
  recordedAt: string,
): ReferenceSweep {
  return { ...body, recordedAt };
}
