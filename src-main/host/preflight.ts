/** Looks at everything that would end a run at night, before it starts. Changes nothing but a file that it takes away again. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toWire } from '../../src-shared/errors';
import type { ExperimentConfig } from '../../src-shared/experiment';
import type { InstrumentReport } from '../../src-shared/ipc/contract';
import type { PreflightCheck, PreflightRow } from '../../src-shared/preflight';
import { formatQuantity } from '../../src-shared/units';
import { checkExperiment } from '../engine/safety';
import type { InstrumentCapabilities } from '../engine/ports';
import { makeFolder } from '../journal/makeFolder';

/** What is known when the list is asked for. */
export interface PreflightFacts {
  readonly instrument: InstrumentReport;
  readonly capabilities: InstrumentCapabilities;
  readonly freeBytes: number | undefined;
  readonly sessionsFolder: string;
  /** Wall time, milliseconds since 1970. */
  readonly now: number;
  /** When the newest session on disk began, UTC, ISO 8601; undefined without one. */
  readonly newestSession: string | undefined;
  /** Throws where the axes of the instrument were found to be wrong. */
  readonly refuseWrongAxes: () => void;
}

const DISK_NEEDED_BYTES = 2e9;
const DISK_WANTED_BYTES = 10e9;
/** The program did not exist before; a clock that says so is wrong. */
const EARLIEST = Date.parse('2025-01-01T00:00:00Z');
/** A session from further in the future than this means that the clock was put back. */
const CLOCK_SLACK_MILLIS = 60_000;

/** Every row, in the order in which they are read. */
export async function preflight(config: ExperimentConfig, facts: PreflightFacts): Promise<readonly PreflightRow[]> {
  return [
    instrumentRow(facts.instrument),
    tipRow(facts.instrument),
    limitsRow(config, facts.capabilities),
    axesRow(facts.refuseWrongAxes),
    diskRow(facts.freeBytes),
    await folderRow(facts.sessionsFolder),
    clockRow(facts),
  ];
}

function instrumentRow({ name, phase }: InstrumentReport): PreflightRow {
  if (phase === 'offline') return blocking('instrument', `${name} does not answer. Connect it in Setup.`);
  if (phase === 'fault') return blocking('instrument', `${name} reports a fault. Put it right at the instrument.`);
  return ready('instrument', `${name} answers.`);
}

function tipRow({ tipEngaged, phase }: InstrumentReport): PreflightRow {
  if (phase === 'offline' || tipEngaged === 'unknown')
    return warning('tip', 'The instrument does not say whether the tip is in contact. Look.');
  if (tipEngaged) return warning('tip', 'The tip is in contact. The survey begins from there.');
  return ready('tip', 'The tip is withdrawn.');
}

function limitsRow(config: ExperimentConfig, capabilities: InstrumentCapabilities): PreflightRow {
  const violations = checkExperiment(config, capabilities);
  if (violations.length > 0) return blocking('limits', violations.map(({ message }) => message).join(' '));
  const planned = config.seeds + config.steps;
  const { maxSweeps, maxBiasVolts } = config.limits;
  if (planned > maxSweeps)
    return warning(
      'limits',
      `${planned} curves are planned and ${maxSweeps} allowed: the run will be suspended there.`,
    );
  return ready('limits', `The plan keeps the limits; bias at most ${formatQuantity(maxBiasVolts, 'V', 3)}.`);
}

function axesRow(refuseWrongAxes: () => void): PreflightRow {
  try {
    refuseWrongAxes();
    return ready('axes', 'Nothing is known against the axes of the instrument.');
  } catch (error) {
    return blocking('axes', toWire(error).message);
  }
}

function diskRow(freeBytes: number | undefined): PreflightRow {
  if (freeBytes === undefined) return warning('disk', 'The system does not say how much space is free.');
  const words = `${formatQuantity(freeBytes, 'B', 3)} free`;
  if (freeBytes < DISK_NEEDED_BYTES) return blocking('disk', `${words}; 2 GB are needed.`);
  if (freeBytes < DISK_WANTED_BYTES) return warning('disk', `${words}; 10 GB are wanted for a night.`);
  return ready('disk', `${words}.`);
}

async function folderRow(folder: string): Promise<PreflightRow> {
  const path = join(folder, '.preflight');
  try {
    await makeFolder(folder);
    await writeFile(path, 'x');
    await rm(path);
    return ready('folder', 'The sessions folder can be written.');
  } catch (error) {
    return blocking('folder', `${folder} cannot be written: ${toWire(error).message}`);
  }
}

function clockRow({ now, newestSession }: PreflightFacts): PreflightRow {
  if (now < EARLIEST)
    return blocking(
      'clock',
      `The clock says ${new Date(now).toISOString().slice(0, 10)}. Set it; sessions are named by it.`,
    );
  if (newestSession !== undefined && Date.parse(newestSession) > now + CLOCK_SLACK_MILLIS)
    return warning(
      'clock',
      `The newest session is of ${newestSession.slice(0, 16)} UTC, later than now: look at the clock.`,
    );
  return ready('clock', `The clock says ${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC.`);
}

function ready(check: PreflightCheck, message: string): PreflightRow {
  return { check, level: 'ready', message };
}

function warning(check: PreflightCheck, message: string): PreflightRow {
  return { check, level: 'warning', message };
}

function blocking(check: PreflightCheck, message: string): PreflightRow {
  return { check, level: 'blocking', message };
}
