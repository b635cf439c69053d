/** The line at the bottom: what the instrument says, what is on disk, what is under the pointer. */
import { sampleToPixel, type SamplePoint } from '../../../src-shared/geometry';
import type { ConsoleSnapshot, InstrumentReport } from '../../../src-shared/ipc/contract';
import type { SessionView } from '../../../src-shared/session/view';
import { formatDuration, formatQuantity } from '../../../src-shared/units';
import { text } from '../../messages';

/** A reading older than this is said to be old, seconds. */
const OLD_READING_SECONDS = 5;

/** Name, phase and, where it is old, the age of the reading. */
export function instrumentWords(instrument: InstrumentReport, nowMillis: number): string {
  const age = (nowMillis - instrument.readAt) / 1000;
  const phase = text.status.phases[instrument.phase];
  const old = age > OLD_READING_SECONDS ? `, ${text.status.readAgo(formatDuration(age))}` : '';
  return `${instrument.name}: ${phase}${old}`;
}

/** Whether the tip touches the sample. */
export function tipWords(instrument: InstrumentReport): string {
  if (instrument.tipEngaged === 'unknown') return text.status.tip(text.noData);
  return text.status.tip(instrument.tipEngaged ? text.status.engaged : text.status.withdrawn);
}

/** Number and age of the newest record on disk. */
export function savedWords(console: ConsoleSnapshot, nowMillis: number): string {
  const { session, replay } = console;
  if (session === undefined) return text.status.saved(text.noData);
  if (replay) return text.status.lastRecord(session.lastSeq, session.lastAt.slice(0, 19).replace('T', ' '));
  const age = Math.max(0, (nowMillis - Date.parse(session.lastAt)) / 1000);
  return text.status.savedAgo(session.lastSeq, formatDuration(Math.floor(age)));
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

function heightAt(session: SessionView | undefined, at: SamplePoint): number | undefined {
  const frame = session?.frame;
  if (frame === undefined) return undefined;
  const pixel = sampleToPixel(frame, at);
  const row = Math.min(frame.rows - 1, Math.max(0, Math.round(pixel.row)));
  const col = Math.min(frame.cols - 1, Math.max(0, Math.round(pixel.col)));
  return frame.heightsMetres[row * frame.cols + col];
}
