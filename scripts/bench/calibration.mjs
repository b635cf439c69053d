/**
 * How well the models know what they do not know: every profile and training schedule on simulated films, on places
 * chosen at random and by the policy in force, held against the truth at places that were not measured.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from '../setup/report.mjs';
import { bundleLearner, startLearner } from './learners.mjs';
import { formatTable, median } from './statistics.mjs';

const ENTRY = 'calibrationWorker.mjs';
const COUNTS = [20, 50, 100, 210];
const CHOSEN = ['active', 'random'];

/** What differs from the settings in force; `paper` is the published model. */
const SCHEDULES = [
  { schedule: 'default', model: {} },
  { schedule: 'paper', model: 'paper' },
  { schedule: '50 cycles, process x10', model: { cycles: 50, processRateFactor: 10, noiseFloor: 1e-4 } },
  {
    schedule: 'the same, noise floor 0.01',
    model: { cycles: 50, processRateFactor: 10, noiseFloor: 0.01 },
  },
  { schedule: '20 cycles, process x10', model: { cycles: 20, processRateFactor: 10 } },
  {
    schedule: 'the same, weight prior 10',
    model: { cycles: 20, processRateFactor: 10, weightDecay: 10 },
  },
  { schedule: 'matern52', model: { kernel: 'matern52' } },
  { schedule: '200 cycles, ends after 5 without gain', model: { cycles: 200, earlyStop: 5 } },
  { schedule: '200 cycles, ends after 20 without gain', model: { cycles: 200, earlyStop: 20 } },
  { schedule: 'gradient no longer than 0.1', model: { gradientClip: 0.1 } },
  // Seven, so that none of the counts is one at which a fit starts from scratch.
  { schedule: 'warm, anew every 7', model: { start: 'warm', restartEvery: 7 } },
  { schedule: 'warm, never anew', model: { start: 'warm', restartEvery: 5000 } },
];
const OTHER_PROFILES = ['dkl-atomai', 'dkl-engage'].map((profile) => ({ schedule: 'default', model: { profile } }));

/** Judges all schedules film by film on all cores; rows in the order of the films' completion. */
async function judgeFilms(folder, films, schedules) {
  const waiting = Array.from({ length: films }, (_, k) => k + 1);
  const rows = [];
  const work = async () => {
    const learner = startLearner(folder, { entry: ENTRY });
    try {
      for (let film = waiting.shift(); film !== undefined; film = waiting.shift())
        for (const chosen of CHOSEN) {
          const candidates = await learner.ask('path', { film, length: Math.max(...COUNTS), chosen });
          for (const { schedule, model } of schedules) {
            const judged = await learner.ask('judge', { film, model, candidates, counts: COUNTS });
            rows.push(...judged.map((one) => ({ schedule, film, chosen, ...one })));
          }
        }
    } finally {
      await learner.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(films, availableParallelism()) }, work));
  return rows;
}

/** Medians over the films for each profile, schedule, way of choosing and number of curves. */
function summarise(rows) {
  const keyOf = ({ profile, schedule, chosen, n }) => JSON.stringify([profile, schedule, chosen, n]);
  return [...new Set(rows.map(keyOf))].map((key) => {
    const group = rows.filter((row) => keyOf(row) === key);
    const middle = (value) => median(group.map(value));
    const band = (kind) =>
      Object.fromEntries(['one', 'two', 'nlpd'].map((name) => [name, middle((row) => row[kind][name])]));
    const { profile, schedule, chosen, n, uncertainty } = group[0];
    return {
      profile,
      schedule,
      chosen,
      n,
      films: group.length,
      uncertainty,
      rmse: middle(({ rmse }) => rmse),
      spread: middle(({ spread }) => spread),
      trainSeconds: middle(({ seconds }) => seconds),
      latent: band('latent'),
      predictive: band('predictive'),
      scaled: band('scaled'),
    };
  });
}

const HEAD = [
  'profile',
  'schedule',
  'chosen',
  'n',
  'RMSE',
  'spread',
  'latent 1s/2s',
  'NLPD',
  'predictive 1s/2s',
  'NLPD',
];
const percent = (share) => (100 * share).toFixed(0);
const bandCells = ({ one, two, nlpd }) => [`${percent(one)}/${percent(two)}`, nlpd.toFixed(2)];

function cells({ profile, schedule, chosen, n, rmse, spread, latent, predictive, scaled, uncertainty, trainSeconds }) {
  const bands = [latent, predictive, scaled].flatMap(bandCells);
  return [
    profile,
    schedule,
    chosen,
    n,
    rmse.toFixed(3),
    spread.toFixed(3),
    ...bands,
    uncertainty,
    trainSeconds.toFixed(3),
  ];
}

/** Runs the report; `films` films with the seeds 1, 2, ... */
export async function benchCalibration({ films, json }) {
  const folder = mkdtempSync(join(tmpdir(), 'calibration-'));
  try {
    await bundleLearner(folder, ENTRY);
    const rows = await judgeFilms(folder, films, [...SCHEDULES, ...OTHER_PROFILES]);
    const lines = summarise(rows);
    say(`${films} films, medians; bands: share of held-out places within one and two sigma, percent`);
    say('spread: standard deviation of the truth, which a model without any skill has for RMSE');
    const head = [...HEAD, 'scaled 1s/2s', 'NLPD', 'in force', 'train s'];
    for (const line of formatTable(head, lines.map(cells))) say(line);
    if (json) say(JSON.stringify({ calibration: lines }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
