/** A newer version in a folder of the lab: found when it is looked for, fetched when it is asked for, never by itself. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openView, startSession } from '../fixtures/console';
import { expect, test } from '../fixtures/electron';

const CONTENT = 'stands for a package';

/** Puts version 9.0.0 into a folder, for every way in which the program may have been installed. */
function publish(folder: string): void {
  mkdirSync(folder);
  const packages = ['deb', 'rpm', 'tar.gz'].map((kind) => {
    const file = `curioscope_9.0.0_amd64.${kind}`;
    writeFileSync(join(folder, file), CONTENT);
    const sha512 = createHash('sha512').update(CONTENT).digest('hex');
    return { file, platform: process.platform, arch: process.arch, bytes: CONTENT.length, sha512 };
  });
  writeFileSync(join(folder, 'latest.json'), JSON.stringify({ program: 'Curioscope', version: '9.0.0', packages }));
}

test('a newer version is told of at the next start, and fetched and checked on demand', async ({ program }) => {
  const lab = join(program.profile, 'lab');
  const downloads = join(program.profile, 'downloads');
  publish(lab);

  await openView(program.window, 'Settings');
  const panel = program.window.getByTestId('updates');
  await expect(panel).toContainText('Off: the program looks nowhere and asks nobody.');
  await panel.getByRole('radio', { name: 'On' }).click();
  const place = panel.getByLabel('Folder, or http or https address of the lab');
  await place.fill('lab');
  await panel.getByRole('button', { name: 'Save place' }).click();
  await expect(program.window.getByText('"lab" is not a place that versions can come from')).toBeVisible();
  await place.fill(lab);
  await panel.getByRole('button', { name: 'Save place' }).click();
  await expect(panel).toContainText(`Looks in ${lab} at start`);

  const window = await program.relaunch();
  await program.app.evaluate(({ app }, folder) => app.setPath('downloads', folder), downloads);
  await window.getByRole('button', { name: 'Version 9.0.0 is there' }).click();
  const state = window.getByTestId('update-state');
  await expect(state).toContainText('Version 9.0.0 is there, this is');
  await window.getByRole('button', { name: 'Get it' }).click();
  await expect(state).toContainText(`It is in ${downloads}`);
  const command = (await window.getByTestId('updates').locator('pre').textContent()) ?? '';
  const path = command.split(' ').at(-1) ?? '';
  expect(command).toMatch(/^(sudo (apt|dnf) install|tar -xzf) \//);
  expect(readFileSync(path, 'utf8')).toBe(CONTENT);

  await openView(window, 'Live');
  await startSession(window, { seeds: 10, steps: 5, mode: 'Manual' });
  await openView(window, 'Settings');
  await expect(window.getByRole('button', { name: 'Look now' })).toBeDisabled();
});
