/** Every command in the documents does what it says: run here, or named with the test that runs it. */
import { expect, test } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { runCommand } from '../fixtures/commandLine';

const PROJECT = resolve(import.meta.dirname, '../..');
const SAMPLE = join(PROJECT, 'out/sample/sample.curioscope');

/** Commands that take long, or need what this machine need not have: the test that runs them or their like, and where. */
const ELSEWHERE: readonly (readonly [command: RegExp, test: string, witness: string])[] = [
  [/^npm start$/, 'e2e/specs/start.spec.ts', 'opening the window'],
  [/^npm start -- --steps 20$/, 'e2e/specs/start.spec.ts', 'runs here in the terminal'],
  [/^npm test$/, '.ci/run', 'npm test'],
  [/^npm ci$/, 'scripts/setup/packages.mjs', "runNpm(['ci'"],
  [/^npm run package( -- deb)?$/, 'e2e/packaged/packaged.spec.ts', 'scripts/package.mjs'],
  [/^sudo apt install /, 'e2e/packaged/packaged.spec.ts', 'apt-get install'],
  [/^sudo apt remove /, 'e2e/packaged/packaged.spec.ts', 'apt-get remove'],
  [/^npm run e2e -- --packaged$/, 'scripts/test.mjs', '--packaged'],
  [/^npm run soak -- --(sessions|memory)/, 'e2e/specs/commandLine.spec.ts', 'repeated byte for byte'],
  [/^npx vitest run /, 'scripts/test.mjs', 'vitest/vitest.mjs'],
  [/^node scripts\/pictures\.mjs$/, 'scripts/animatedPng.test.mjs', 'animatedPng'],
  [/ info (scan\.sxm|FILE)$/, 'src-main/cli/files.test.ts', "describe('info'"],
  [/ --file (grid\.3ds|PATH)/, 'e2e/specs/instruments.spec.ts', "'replay', '--file'"],
  [/ --instrument dtm /, 'e2e/specs/instruments.spec.ts', "'dtm', '--host'"],
  [/ --instrument nanonis /, 'e2e/specs/instruments.spec.ts', "'nanonis', '--port'"],
  [/ --instrument aecroscopy /, 'e2e/specs/instruments.spec.ts', "'aecroscopy'"],
  [/ simulate nanonis/, 'e2e/specs/instruments.spec.ts', "'simulate', 'nanonis'"],
  [/^python curioscope_bridge\.py /, 'e2e/specs/instruments.spec.ts', 'startFakeBridge'],
  [/^python -m unittest$/, 'src-main/instrument/aecroscopy/aecroscopy.test.ts', "'unittest'"],
  [/ compare( --|$)/, 'e2e/specs/commandLine.spec.ts', "'compare', '--policies'"],
  [/ --preset paper /, 'src-main/cli/runOptions.test.ts', "'--preset', 'paper'"],
  [/ --headless run --steps 20$/, 'e2e/packaged/packaged.spec.ts', '--headless run'],
  [/ verify( FOLDER)?$/, 'e2e/specs/commandLine.spec.ts', "'verify'"],
];

/** Writes a build for development over the one that is tested here. */
const NOT_HERE = 'npm run dev';
/** Measurements that take minutes, and say so; here only their names are held against the program. */
const BENCH = /^npm run bench -- (\w+)/;

const PROGRAM = /^(?:node out\/main\/cli\.js|(?:npx )?curioscope(?: --headless)?) /;
const COMMAND = /^(?:npm|npx|node|curioscope|sudo|python)\s(?!--$)\S/;

let folder: string;
test.beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'curioscope-docs-'))));
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(PROJECT, 'docs')).map((name) => `docs/${name}`),
]
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, commands: commandsIn(readFileSync(join(PROJECT, name), 'utf8')) }))
  .filter(({ commands }) => commands.length > 0);

/** The lines of all blocks for a shell without their remarks, other blocks of commands, and commands in the text. */
function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)];
  const ofBlock = ([, language, block]: RegExpMatchArray): string[] => {
    const lines = (block ?? '').split('\n').map((line) => line.replace(/\s+#.*$/, '').trim());
    return lines.filter((line) => (language === 'sh' ? line !== '' : language === '' && COMMAND.test(line)));
  };
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const inText = [...prose.matchAll(/`([^`\n]+)`/g)]
    .map(([, words]) => words ?? '')
    .filter((words) => COMMAND.test(words));
  return [...new Set([...blocks.flatMap(ofBlock), ...inText])];
}

for (const { name, commands } of documents) {
  test(`the commands of ${name} work`, async () => {
    test.setTimeout(180_000);
    const here = commands.filter((command) => !isTestedElsewhere(command));
    const session = here.some((command) => command.includes('SESSION')) ? await sampleSession() : '';
    for (const command of here) {
      expect(command, 'neither the program nor known to be tested elsewhere').toMatch(PROGRAM);
      const words = command.replace(PROGRAM, '').split(/\s+/);
      const { code, stderr } = await runCommand(...words.map((word) => inFolder(word, session)));
      expect(code, `${command}\n${stderr}`).toBe(0);
    }
  });
}

/** Whether another test, which is there and does it, runs such a command. */
function isTestedElsewhere(command: string): boolean {
  if (command === NOT_HERE) return true;
  const bench = BENCH.exec(command);
  if (bench !== null) {
    expect(read('scripts/bench/bench.mjs'), command).toMatch(new RegExp(`^    ${bench[1] ?? ''}: bench`, 'm'));
    return true;
  }
  // What `npm test` does itself.
  const step = /^(?:npm run (\w+)|node scripts\/test\.mjs ([\w ]+))$/.exec(command);
  const names = (step?.[1] ?? step?.[2] ?? '').split(' ').filter(Boolean);
  const steps = read('scripts/test.mjs');
  if (names.length > 0 && names.every((name) => steps.includes(`name: '${name}'`))) return true;
  const known = ELSEWHERE.find(([pattern]) => pattern.test(command));
  if (known === undefined) return false;
  expect(read(known[1]), `${command}: ${known[1]}`).toContain(known[2]);
  return true;
}

const read = (file: string): string => readFileSync(join(PROJECT, file), 'utf8');

test('the Python in docs/session-folder.md reads a session', async () => {
  const numpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;
  test.skip(!numpy, 'Python with numpy is not installed');
  const session = await sampleSession();
  const blocks = [...read('docs/session-folder.md').matchAll(/^```python\n([\s\S]*?)^```/gm)].map(
    ([, code]) => code ?? '',
  );
  expect(blocks).toHaveLength(2);
  for (const code of blocks) {
    // One is given the folder, the other its journal.
    const given = code.includes('journal.jsonl') ? session : join(session, 'journal.jsonl');
    const { status, stderr } = spawnSync('python3', ['-c', code, given], { encoding: 'utf8' });
    expect(status, `${code}\n${stderr}`).toBe(0);
  }
});

/** A session that there is something to say of. */
async function sampleSession(): Promise<string> {
  const { code, stdout, stderr } = await runCommand('import', SAMPLE, '--out', join(folder, 'sessions'), '--json');
  expect(code, stderr).toBe(0);
  return (JSON.parse(stdout) as { session: string }).session;
}

/** Files are read and written in the folder of the test, wherever the document has them. */
function inFolder(word: string, session: string): string {
  if (word === 'SESSION') return session;
  if (word.startsWith('/tmp/')) return join(folder, relative('/tmp', word));
  return /^[\w-]+(\/[\w-]*|\.\w+)$|^(elsewhere|figures|tables|model)$/.test(word) ? join(folder, word) : word;
}
