/** Every command in the documents does what it says: run here, or named with the test that runs it. */
import { expect, test } from '@playwright/test';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { runCommand } from '../fixtures/commandLine';

const PROJECT = resolve(import.meta.dirname, '../..');
const SAMPLE = join(PROJECT, 'out/sample/sample.curioscope');

/** Commands that take too long, or need what this machine need not have, and the test that runs them or their like. */
const ELSEWHERE: readonly (readonly [command: RegExp, test: string])[] = [
  [/^npm (start|test)$/, 'scripts/setup/setup.test.mjs'],
  [/^npm run package/, 'e2e/packaged/packaged.spec.ts'],
  [/^sudo apt (install|remove)/, 'e2e/packaged/packaged.spec.ts'],
  [/^node scripts\/pictures\.mjs$/, 'scripts/animatedPng.test.mjs'],
  [/ info scan\.sxm$/, 'src-main/cli/files.test.ts'],
  [/ --file grid\.3ds /, 'src-main/exchange/recordingOf.test.ts'],
  [/ --preset paper /, 'src-main/cli/runOptions.test.ts'],
];

const PROGRAM = /^(?:node out\/main\/cli\.js|(?:npx )?curioscope(?: --headless)?) /;

let folder: string;
test.beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'curioscope-docs-'))));
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const documents = ['README.md', 'CONTRIBUTING.md', ...readdirSync(join(PROJECT, 'docs')).map((name) => `docs/${name}`)]
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, commands: commandsIn(readFileSync(join(PROJECT, name), 'utf8')) }))
  .filter(({ commands }) => commands.length > 0);

/** The lines of all blocks for a shell, without their remarks. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)]
    .flatMap(([, block]) => (block ?? '').split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
}

for (const { name, commands } of documents) {
  test(`the commands of ${name} work`, async () => {
    test.setTimeout(180_000);
    const here = commands.filter((command) => {
      const known = ELSEWHERE.find(([pattern]) => pattern.test(command));
      if (known !== undefined) expect(existsSync(join(PROJECT, known[1])), `${command}: ${known[1]}`).toBe(true);
      return known === undefined;
    });
    const session = here.some((command) => command.includes('SESSION')) ? await sampleSession() : '';
    for (const command of here) {
      expect(command, 'neither the program nor known to be tested elsewhere').toMatch(PROGRAM);
      const words = command.replace(PROGRAM, '').split(/\s+/);
      const { code, stderr } = await runCommand(...words.map((word) => inFolder(word, session)));
      expect(code, `${command}\n${stderr}`).toBe(0);
    }
  });
}

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
