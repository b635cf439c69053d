/** `run`: one whole session without a window. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PROGRAM_VERSION } from '../version';
import { alarmText } from '../../src-shared/alarmText';
import { toWire, type WireError } from '../../src-shared/errors';
import type { RunOutcome, RunStatus } from '../../src-shared/run';
import type { SessionView } from '../../src-shared/session/view';
import { systemClock } from '../clock';
import type { Instrument } from '../engine/ports';
import { startSession, type LiveSession } from '../host/liveSession';
import { parseFaultScript } from '../instrument/faults/faultScript';
import { withFaults } from '../instrument/faults/withFaults';
import { newSessionId } from '../journal/sessionFolder';
import { createLearnerClient } from '../learning/worker/learnerClient';
import createLearnerWorker from '../learning/worker/learnerWorker?nodeWorker';
import { summarizeSession, type ReportSummary } from '../report/summary';
import { createProgress } from './progress';
import { writeReport } from './reportCommand';
import { openForRun } from './runInstrument';
import { readRunOptions, type RunOptions } from './runOptions';
import { sessionsFolder } from './sessionsFolder';
import { summaryText } from './summaryText';

const EXIT: Record<RunOutcome, number> = { success: 0, stopped: 130, aborted: 130, failed: 1 };

/** Runs a session to its end, prints the summary and writes the report. Gives the exit code. */
export async function runSession(args: readonly string[]): Promise<number> {
  const options = await readRunOptions(args);
  const opened = await openForRun(options.instrument, options.config);
  const { settings, config, remarks, classes } = opened;
  const instrument = await faulty(opened.instrument, options.faults);
  const id = await newSessionId(sessionsFolder(), config.name, systemClock.now());
  const folder = options.out === undefined ? join(sessionsFolder(), id) : resolve(options.out);
  for (const remark of remarks) process.stderr.write(`${remark}\n`);
  const began = systemClock.monotonicSeconds();
  await instrument.connect(new AbortController().signal);

  const run = await follow(options, (listener) => {
    const learner = createLearnerClient(() => createLearnerWorker({}));
    const program = { version: PROGRAM_VERSION, runtime: `node ${process.versions.node}` };
    const ports = { folder, instrument, instrumentSettings: settings, learner, clock: systemClock, program, listener };
    return startSession(ports, id, config);
    // A session that is refused must not leave the tip where it is, nor a connection that keeps the program alive.
  }).finally(() => instrument.close());
  const totalSeconds = systemClock.monotonicSeconds() - began;

  const { phaseSeconds, idleFraction } = run.status;
  const extras = { totalSeconds, surveySeconds: run.surveySeconds, phaseSeconds, idleFraction };
  const summary = { ...summarizeSession(run.view, { ...extras, classes: classes(run.view) }), session: folder };
  const report = await writeReport(folder, run.view, summary);
  print(options, summary, report, run.problem);
  return run.problem === undefined ? EXIT[run.outcome] : 1;
}

/** The instrument, with what a script says going wrong. */
async function faulty(instrument: Instrument, file: string | undefined): Promise<Instrument> {
  return file === undefined ? instrument : withFaults(instrument, parseFaultScript(await readFile(file, 'utf8')));
}

interface FinishedRun {
  readonly outcome: RunOutcome;
  readonly status: RunStatus;
  readonly view: SessionView;
  readonly surveySeconds: number;
  /** Why the run could not go on, if it could not. */
  readonly problem: WireError | undefined;
}

type Listener = Parameters<typeof startSession>[0]['listener'];

/** Starts a session and follows it to its end, Ctrl-C included. */
async function follow(options: RunOptions, start: (listener: Listener) => Promise<LiveSession>): Promise<FinishedRun> {
  const progress = createProgress(process.stderr);
  let problem: WireError | undefined;
  let live: LiveSession | undefined;
  let surveySeconds = 0;
  const ended = new Promise<RunOutcome>((resolveEnd, rejectEnd) => {
    const listener: Listener = {
      onLine: () => undefined, // the finished frame is in the journal
      onStop: ({ stage, message }) =>
        void process.stderr.write(`\n${stage === 'unconfirmed' ? `${alarmText.stop.guidance} ` : ''}${message}\n`),
      onProblem: (next) => (problem = next),
      onFinished: resolveEnd,
      onRecord: ({ record }) => {
        if (record.body.kind === 'outcome' && surveySeconds === 0) surveySeconds = record.body.seconds;
      },
      onStatus(status) {
        if (live === undefined) return;
        progress.update(status, live.view());
        unattended(live, status);
      },
    };
    start(listener).then((session) => (live = session), rejectEnd);
  });
  const release = onInterrupt(() => live);
  try {
    const outcome = await ended;
    if (live === undefined) throw new Error('The run ended before it began.');
    const status = live.engine.status();
    await live.close();
    return { outcome, status, view: live.view(), surveySeconds, problem };
  } finally {
    release();
    progress.end();
  }
}

/** Nobody is there to help a run that is held or halted: it ends, and what is measured stays. */
function unattended(live: LiveSession, { state }: RunStatus): void {
  if (state.kind !== 'suspended' && state.kind !== 'halted') return;
  const event = state.kind === 'suspended' ? 'abort' : 'acknowledge';
  setImmediate(() => {
    if (live.engine.status().state.kind !== state.kind) return;
    try {
      live.engine.command({ kind: event });
    } catch {
      // The effect in hand has not ended yet; its end brings the next status and another try.
    }
  });
}

/** First Ctrl-C: stop after the step in hand. Second: at once. */
function onInterrupt(live: () => LiveSession | undefined): () => void {
  let pressed = 0;
  const interrupt = (): void => {
    pressed += 1;
    const text = pressed === 1 ? 'Stopping after the step in hand; Ctrl-C again stops at once.' : 'Stopping now.';
    process.stderr.write(`\n${text}\n`);
    try {
      live()?.engine.command({ kind: pressed === 1 ? 'stop' : 'abort' });
    } catch (error) {
      process.stderr.write(`${toWire(error).message}\n`);
    }
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
}

function print(options: RunOptions, summary: ReportSummary, report: string, problem: WireError | undefined): void {
  if (problem !== undefined) process.stderr.write(`${problem.message}\n${problem.hint ?? ''}\n`);
  if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else process.stdout.write(summaryText(summary, report));
}
