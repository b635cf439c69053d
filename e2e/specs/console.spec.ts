import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expectMeasured, expectState, withoutWaiting } from '../fixtures/console';
import { expect, test } from '../fixtures/electron';

/** More stops than any view has. */
const MOST_TABS = 150;

/** Goes to a control as somebody without a mouse does. */
async function tabTo(window: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let i = 0; i < MOST_TABS; i++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await window.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${String(control)}.`);
}

async function press(window: Page, control: Locator): Promise<void> {
  await tabTo(window, control);
  await window.keyboard.press('Enter');
}

async function enter(window: Page, field: Locator, value: string): Promise<void> {
  await tabTo(window, field);
  await window.keyboard.press('Control+a');
  await window.keyboard.type(value);
  await window.keyboard.press('Enter');
}

interface Body {
  readonly kind: string;
  readonly by?: string;
  readonly choice?: string;
  readonly proposalId?: string;
  readonly origin?: string;
  readonly candidate?: number;
  readonly decision?: { readonly mode: string };
  readonly proposal?: { readonly id: string; readonly candidate: number; readonly modelChoice?: object };
  readonly rule?: { readonly scope: string };
  readonly edit?: {
    readonly kind: string;
    readonly rule?: { readonly rule: { readonly scope: string; readonly effect?: string; readonly reason: string } };
    readonly steering?: { readonly gate: { readonly weight: number } };
  };
}

function journalOf(profile: string): readonly Body[] {
  const folder = join(profile, 'sessions');
  const [session] = readdirSync(folder);
  return readFileSync(join(folder, session!, 'journal.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { body: Body }).body);
}

/** What people and the countdown did, in words. */
function storyOf(bodies: readonly Body[]): readonly string[] {
  const words = bodies.flatMap((body): string[] => {
    if (body.kind === 'decision.made' && body.by !== 'mode') return [`${body.choice!} by ${body.by!}`];
    if (body.kind === 'mode.changed') return [`mode ${body.decision!.mode}`];
    if (body.kind === 'edit.undone') return ['undone'];
    if (body.kind !== 'edit.made') return [];
    const { kind, rule } = body.edit!;
    if (rule === undefined) return [kind];
    return [`${rule.rule.effect ?? 'veto'} ${rule.rule.scope}: ${rule.rule.reason}`];
  });
  return words.filter((word, i) => word !== words[i - 1] || word === 'approve by operator');
}

test('a session decided and steered by keyboard alone, told exactly by its journal', async ({ program }) => {
  test.setTimeout(150_000);
  const { window, profile } = program;
  await withoutWaiting(window);
  const form = window.getByRole('form', { name: 'New session' });
  await press(window, window.getByRole('radio', { name: 'Manual', exact: true }));
  await enter(window, form.getByLabel('Steps', { exact: true }), '30');
  await expectState(window, /Surveying|Measuring|Training|Choosing|Your turn|Preparing/);
  await expectState(window, /Your turn/, 60_000);

  for (const measured of [11, 12, 13]) {
    await window.keyboard.press('g');
    await expect(window.getByRole('button', { name: /^Approve A|^Approve$/ })).toBeEnabled();
    await window.keyboard.press('a');
    await expectMeasured(window, measured);
    await expectState(window, /Your turn/);
  }

  await window.keyboard.press('g');
  await window.keyboard.press('v');
  await expect(window.getByTestId('rule-count')).toContainText(/removes 1 of/);
  await window.keyboard.press('l');
  await expect(window.getByTestId('rule-count')).toContainText(/less likely/);
  await window.keyboard.press('4');
  await expect(window.getByTestId('veto-form')).toBeHidden();
  await expectState(window, /Your turn/);

  await window.keyboard.press('r');
  const tool = window.getByTestId('tool');
  await enter(window, tool.getByLabel('x to'), '-0,7');
  await expect(window.getByTestId('rule-count')).toContainText(/removes \d/);
  await press(window, tool.getByRole('button', { name: 'Put in force' }));
  await expect(tool).toBeHidden();
  await expectState(window, /Your turn/);

  const steering = window.getByTestId('steering');
  if (!(await steering.isVisible())) await press(window, window.getByRole('tab', { name: 'Steering' }));
  const weight = steering.getByLabel('Structure', { exact: true });
  await enter(window, weight, '1.300,5');
  await expect(steering.getByText(/more than one decimal sign/)).toBeVisible();
  await enter(window, weight, '0,9');
  await press(window, steering.getByRole('button', { name: 'Preview' }));
  await expect(window.getByTestId('steering-trial')).toContainText('PREVIEW');
  await press(window, steering.getByRole('button', { name: 'Apply' }));
  await expect(window.getByTestId('steering-trial')).toBeHidden();
  await expectState(window, /Your turn/);

  await window.keyboard.press('g');
  await window.keyboard.press('m');
  await enter(window, tool.getByLabel('x', { exact: true }), '0,5');
  await press(window, tool.getByRole('button', { name: 'Measure here' }));
  await expectMeasured(window, 14);
  await expectState(window, /Your turn/);

  await press(window, window.getByRole('radio', { name: 'Auto', exact: true }));
  await expectMeasured(window, 15, 40_000);
  await press(window, window.getByRole('radio', { name: 'Manual', exact: true }));
  await expectState(window, /Your turn/);
  await window.keyboard.press('Control+z');
  await expect(window.getByTestId('toast')).toContainText(/^Undone: /);
  await window.keyboard.press('Control+z');
  await expect(window.getByTestId('toast')).toContainText('Undone: change of steering');

  const bodies = journalOf(profile);
  expect(storyOf(bodies)).toEqual([
    'approve by operator',
    'approve by operator',
    'approve by operator',
    'veto point: already seen',
    'veto lookAlike: already seen',
    'veto by operator',
    'exclude region: scan artefact',
    'steering.changed',
    'queue.added',
    // Who queues a place has approved it.
    'approve by operator',
    'mode auto',
    'approve by timer',
    'mode manual',
    'undone',
  ]);
  const proposals = new Map(
    bodies.flatMap(({ proposal }) => (proposal === undefined ? [] : [[proposal.id, proposal]])),
  );
  const answered = bodies
    .filter(({ kind }) => kind === 'decision.made')
    .map(({ proposalId }) => proposals.get(proposalId!));
  expect(answered.every((proposal) => proposal !== undefined)).toBe(true);
  const human = bodies.filter(({ kind, origin }) => kind === 'curve.recorded' && origin === 'human');
  expect(human).toHaveLength(1);
  const queued = [...proposals.values()].filter(({ candidate }) => candidate === human[0]!.candidate);
  expect(queued.some(({ modelChoice }) => modelChoice !== undefined)).toBe(true);
  expect(bodies.find(({ edit }) => edit?.kind === 'steering.changed')?.edit?.steering?.gate.weight).toBeCloseTo(0.1);
});
