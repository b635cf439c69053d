/** The words of alarms; both processes say them, so that a notice of the desktop reads as the window does. */
import type { CalibrationCheck } from './calibration';

export const alarmText = {
  stop: {
    title: 'STOP UNCONFIRMED',
    guidance:
      'Do not trust the screen: at the instrument itself, set the bias to 0 V and withdraw the tip by hand. Then acknowledge.',
  },
  halted: { title: 'HALTED', guidance: 'Nothing moves until you have looked at the instrument and acknowledged.' },
  problem: { title: 'Problem', guidance: 'Read what it says; the run may go on without it.' },
  model: {
    title: 'Model',
    guidance: 'Look at the maps before you trust the next points; change the steering or stop.',
    calibrationLost: ({ forecasts, oneSigma, twoSigma }: CalibrationCheck) =>
      `The uncertainty is too small: of its last ${forecasts} forecasts ${Math.round(100 * oneSigma)} % were within one sigma and ${Math.round(100 * twoSigma)} % within two (about 68 and 95 % are right). Trust places of high uncertainty less.`,
    jitterRaised: (jitter: number) =>
      `The kernel matrix could be factored only with ${jitter.toExponential(0)} added to its diagonal; the maps are smoother than the settings say.`,
    plainKernels:
      'The compiled kernels could not be used, so every step takes many times longer. The results agree within rounding.',
  },
  offline: {
    title: 'Instrument lost',
    message: (name: string) => `${name} does not answer.`,
    guidance: 'Check its program and the connection; at the instrument, see that the tip is safe.',
  },
  fault: {
    title: 'Instrument fault',
    message: (name: string) => `${name} reports a fault.`,
    guidance: 'See at the instrument what it says; resume when it is put right.',
  },
  disk: {
    title: 'Disk nearly full',
    message: (free: string) => `${free} free where the sessions lie.`,
    guidance: 'Make room or stop after this step. Nothing measured so far is at risk.',
  },
  suspended: { title: 'Run suspended', guidance: 'Put right what it names, then resume; or abort.' },
  waiting: {
    title: 'Waiting for you',
    message: (minutes: number) => `A proposal has been waiting for an answer for more than ${minutes} min.`,
    guidance: 'Approve or veto it, or let the mode decide.',
  },
  stalled: {
    title: 'No new point',
    message: (time: string) => `Nothing has moved on for ${time}, three steps' time.`,
    guidance: 'Look at the instrument; pause now or STOP if it hangs.',
  },
  badCurves: {
    title: 'Bad curves',
    message: (count: number) => `The last ${count} curves reached the limit of current or gain.`,
    guidance: 'Pause; check contact, gain and the current limit.',
  },
  drift: {
    title: 'Sample drift',
    message: (distance: string) => `The sample has moved by ${distance} since it was looked at before.`,
    guidance: 'The places are corrected. Let the instrument settle, or look more often (Drift and wear in Setup).',
  },
  stagnant: {
    title: 'Nothing new',
    message: (count: number) => `Neither diversity has risen over the last ${count} curves.`,
    guidance: 'Change the steering, add seeds where nothing was measured, or let this be enough.',
  },
  staleManifold: {
    title: 'Manifold out of date',
    message: (seen: number, measured: number) => `The manifold saw ${seen} of the ${measured} points measured.`,
    guidance: 'Train it again before you conclude from it.',
  },
  clockJump: {
    title: 'Clock jumped',
    message: (time: string) => `The clock of this PC jumped by ${time}: somebody set it, or the PC was asleep.`,
    guidance: 'Times of the records before and after do not go together. Switch off sleep while a run is on.',
  },
  webhook: {
    title: 'Nobody told',
    guidance: 'Check the address in Settings and send a test. The run does not depend on it.',
  },
} as const;
