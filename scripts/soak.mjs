/**
 * Long runs that do not belong into `npm test`: whole sessions of 200 steps, each twice. Proposals must be the same
 * byte for byte and every session must verify.
 *
 *   npm run soak -- --sessions 5
 *   npm run soak -- --memory       what the learner takes and keeps, see memorySoak.mjs
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { memorySoak } from './memorySoak.mjs';
import { reasonToBuild } from './freshness.mjs';
import { projectRoot } from './setup/project.mjs';
import { say } from './setup/report.mjs';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '3' },
    steps: { type: 'string', default: '200' },
    memory: { type: 'boolean', default: false },
  },
});
const cli = join(projectRoot, 'out/main/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'curioscope-soak-'));
let failed = 0;

function command(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`curioscope ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return stdout;
}

function session(seed, name) {
  const out = join(folder, name);
  const summary = JSON.parse(command('run', '--seed', String(seed), '--steps', values.steps, '--json', '--out', out));
  command('verify', out);
  rmSync(out, { recursive: true });
  return summary;
}

async function sessionSoak() {
  if (reasonToBuild() !== undefined) await build();
  try {
    for (let seed = 1; seed <= Number(values.sessions); seed++) {
      const [first, again] = [session(seed, `${seed}-first`), session(seed, `${seed}-again`)];
      const same = first.proposalsSha256 === again.proposalsSha256;
      if (!same) failed += 1;
      const { afterSeeds, step20, end } = first.diversity.structural;
      const diversity = [afterSeeds, step20, end].map((value) => value.toFixed(3)).join(' -> ');
      const time = `${first.secondsPerStep.median.toFixed(2)} s a step`;
      say(
        `soak: seed ${seed}: ${same ? 'same proposals twice' : 'DIFFERENT PROPOSALS'}, structural diversity ${diversity}, ${time}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return failed;
}

const failures = values.memory ? await memorySoak() : await sessionSoak();
const passed = (values.memory ? 2 : Number(values.sessions)) - failures;
process.stdout.write(`${passed} passed, ${failures} failed\n`);
process.exitCode = failures === 0 ? 0 : 1;
