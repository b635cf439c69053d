/** The line at the bottom: what the instrument says, what is on disk, what is under the pointer, each with its age. */
import type { Freshness } from '../../../src-shared/freshness';
import { sampleToPixel, type SamplePoint } from '../../../src-shared/geometry';
import type { ConsoleSnapshot, InstrumentReport } from '../../../src-shared/ipc/contract';
import type { SessionView } from '../../../src-shared/session/view';
import { formatDuration, formatQuantity } from '../../../src-shared/units';
import { text } from '../../messages';

/** Name and phase, and how old the reading is; where nothing comes any more, since when. */
export function instrumentWords(instrument: InstrumentReport, freshness: Freshness, nowMillis: number): string {
  const { name, phase, readAt, last } = instrument;
  if (freshness !== 'disconnected')
    return text.status.reading(name, text.status.phases[phase], ageOf(readAt, nowMillis));
  const lastAt = phase === 'offline' ? last?.readAt : readAt;
  return text.status.lost(name, lastAt === undefined ? text.noData : ageOf(lastAt, nowMillis));
}

/** Whether the tip touches the sample, and its bias; the last that was read where nothing comes any more. */
export function tipWords(instrument: InstrumentReport, freshness: Freshness): string {
  const read = instrument.phase === 'offline' ? instrument.last : instrument;
  if (read === undefined) return text.status.tip(text.noData, text.noData);
  const { tipEngaged, biasVolts } = read;
  const where = tipEngaged === 'unknown' ? text.noData : tipEngaged ? text.status.engaged : text.status.withdrawn;
  const words = text.status.tip(where, formatQuantity(biasVolts, 'V'));
  return freshness === 'disconnected' ? text.status.lastKnown(words) : words;
}

/** The newest curve on disk and its age: a tick of its own, given only for what is synced. */
export function savedWords({ session, replay }: ConsoleSnapshot, nowMillis: number): string {
  const newest = session?.points.at(-1);
  if (session === undefined) return text.status.saved(text.noData);
  if (replay) return text.status.lastRecord(session.lastSeq, session.lastAt.slice(0, 19).replace('T', ' '));
  if (newest === undefined)
    return text.status.recordSaved(session.lastSeq, ageOf(Date.parse(session.lastAt), nowMillis));
  const age = ageOf(Date.parse(newest.recordedAt), nowMillis);
  return newest.step === 0 ? text.status.seedSaved(newest.index + 1, age) : text.status.stepSaved(newest.step, age);
}

/** Which step the maps are for and how long ago they were made; nothing before there are any. */
export function modelWords({ session, replay }: ConsoleSnapshot, nowMillis: number): string | undefined {
  if (session?.maps === undefined || session.mapsAt === undefined || replay) return undefined;
  return text.status.maps(session.maps.step, ageOf(Date.parse(session.mapsAt), nowMillis));
}

/** Place and height under the pointer. */
export function cursorWords(session: SessionView | undefined, hover: SamplePoint | undefined): string {
  if (hover === undefined) return text.status.noCursor;
  return text.status.cursor(
    formatQuantity(hover.xMetres, 'm'),
    formatQuantity(hover.yMetres, 'm'),
    formatQuantity(heightAt(session, hover), 'm'),
  );
}

/** Free space as people say it. */
export function diskWords(freeBytes: number | undefined): string {
  return text.status.disk(formatQuantity(freeBytes, 'B'));
}

/** How long ago, in whole seconds; a clock that lags behind gives 0. */
function ageOf(atMillis: number, nowMillis: number): string {
  const seconds = Math.max(0, Math.floor((nowMillis - atMillis) / 1000));
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds);
}

function heightAt(session: SessionView | undefined, at: SamplePoint): number | undefined {
  const frame = session?.frame;
  if (frame === undefined) return undefined;
  const pixel = sampleToPixel(frame, at);
  const row = Math.min(frame.rows - 1, Math.max(0, Math.round(pixel.row)));
  const col = Math.min(frame.cols - 1, Math.max(0, Math.round(pixel.col)));
  return frame.heightsMetres[row * frame.cols + col];
}
