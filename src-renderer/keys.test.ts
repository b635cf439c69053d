import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_KEYS, type KeySettings } from '../src-shared/keys';
import {
  KEY_ACTIONS,
  actionOfChord,
  bindingsOf,
  chordOf,
  commandOfChord,
  conflictOf,
  withKey,
  withoutOwn,
  type KeyCommand,
  type KeyId,
} from './keys.model';

const running = { kind: 'running', phase: 'sweep' } as const;
const bindings = bindingsOf(DEFAULT_KEYS);
const press = (key: string, held: Partial<Parameters<typeof chordOf>[0]> = {}): string | undefined =>
  chordOf({ key, ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, ...held });
const of = (key: string, held = {}, typing = false): KeyCommand | undefined =>
  commandOfChord(press(key, held), bindings, { typing, run: running });

describe('the keys of the program', () => {
  it('are each of one action', () => {
    const keys = KEY_ACTIONS.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('work as function keys also while something is typed', () => {
    expect(of('F12', {}, true)).toEqual({ kind: 'halt' });
    expect(of('F8', {}, true)).toEqual({ kind: 'pause' });
    const paused = { typing: true, run: { kind: 'paused', phase: 'train' } } as const;
    expect(commandOfChord('F8', bindings, paused)).toEqual({ kind: 'resume' });
    expect(of('F9', {}, true)).toEqual({ kind: 'stop' });
    expect(of('F1', {}, true)).toEqual({ kind: 'overlay', overlay: 'guide' });
  });

  it('leave letters and digits alone while something is typed', () => {
    for (const key of ['1', '6', 'g', 'j', 'k', 'a', 'v', 'Escape', 'Home', '?'])
      expect(of(key, {}, true), key).toBeUndefined();
  });

  it('have the maps of the large place on 1 to 6 and the views with Ctrl', () => {
    expect(of('1')).toEqual({ kind: 'stage', stage: 'topography' });
    expect(of('6')).toEqual({ kind: 'stage', stage: 'combined' });
    expect(of('7')).toBeUndefined();
    expect(of('2', { ctrlKey: true }, true)).toEqual({ kind: 'view', view: 'veto' });
  });

  it('take edits back with Ctrl+Z, but not while something is typed, which has an undo of its own', () => {
    expect(of('z', { ctrlKey: true })).toEqual({ kind: 'undo' });
    expect(of('Z', { ctrlKey: true, shiftKey: true })).toEqual({ kind: 'redo' });
    expect(of('z', { ctrlKey: true }, true)).toBeUndefined();
  });

  it('know a character by itself, whatever was held to make it', () => {
    expect(of('?', { shiftKey: true })).toEqual({ kind: 'overlay', overlay: 'help' });
    expect(of('I', { shiftKey: true })).toEqual({ kind: 'region', effect: 'include' });
    expect(press('Shift', { shiftKey: true })).toBeUndefined();
    expect(press('k', { metaKey: true })).toBeUndefined();
    expect(of('g', { altKey: true })).toBeUndefined();
  });

  it('keep the answers to a proposal inside its card', () => {
    expect(of('a')).toBeUndefined();
    expect(actionOfChord('A', bindings)?.id).toBe('approve');
    expect(of('g')).toEqual({ kind: 'card' });
  });
});

describe('keys of one’s own', () => {
  it('replace those of the program', () => {
    const keys = withKey(DEFAULT_KEYS, 'palette', 'Ctrl+P');
    const mine = bindingsOf(keys);
    expect(actionOfChord('Ctrl+P', mine)?.id).toBe('palette');
    expect(actionOfChord('Ctrl+K', mine)).toBeUndefined();
    expect(bindingsOf(withoutOwn(keys, 'palette'))).toEqual(bindings);
  });

  it('say whose key they would be, and take it only from what is not fixed', () => {
    expect(conflictOf('K', 'card', DEFAULT_KEYS)).toEqual({ kind: 'taken', id: 'previous' });
    expect(conflictOf('F12', 'card', DEFAULT_KEYS)).toEqual({ kind: 'fixed', id: 'halt' });
    expect(conflictOf('Tab', 'card', DEFAULT_KEYS)).toEqual({ kind: 'reserved' });
    expect(conflictOf('G', 'card', DEFAULT_KEYS)).toBeUndefined();
    const taken = withKey(DEFAULT_KEYS, 'card', 'K');
    expect(bindingsOf(taken).get('card')).toBe('K');
    expect(bindingsOf(taken).has('previous')).toBe(false);
    expect(withoutOwn(taken, 'previous').own).toEqual({ card: '' });
  });

  it('leave out single characters where they are switched off, and nothing else', () => {
    const mine = bindingsOf({ ...DEFAULT_KEYS, single: false });
    expect([...mine.values()].filter((key) => key.length === 1)).toEqual([]);
    expect([...mine.keys()]).toEqual(
      expect.arrayContaining(['halt', 'pause', 'stop', 'palette', 'first', 'view.live']),
    );
  });

  it('never take the safety keys away, and never stand for two actions, whatever was chosen', () => {
    const id = fc.constantFrom<KeyId>(...KEY_ACTIONS.map((action) => action.id));
    const chord = fc.constantFrom(
      ...KEY_ACTIONS.map(({ key }) => key),
      'F12',
      'F8',
      'F9',
      'Escape',
      'Q',
      'Ctrl+P',
      '',
      'Tab',
    );
    const change = fc.record({ id, chord, reset: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), fc.boolean(), (changes, single) => {
        const chosen = changes.reduce<KeySettings>(
          (keys, one) => (one.reset ? withoutOwn(keys, one.id) : withKey(keys, one.id, one.chord)),
          { ...DEFAULT_KEYS, single },
        );
        const mine = bindingsOf(chosen);
        expect(mine.get('halt')).toBe('F12');
        expect(mine.get('pause')).toBe('F8');
        expect(mine.get('stop')).toBe('F9');
        expect(new Set(mine.values()).size).toBe(mine.size);
      }),
    );
  });

  it('pass over names that this version does not know, and fixed keys that a file claims', () => {
    const mine = bindingsOf({ own: { tomorrow: 'Q', halt: 'Q' }, single: true });
    expect(mine).toEqual(bindings);
    const claimed = bindingsOf({ own: { card: 'Escape', palette: 'F12' }, single: true });
    expect([claimed.has('card'), claimed.has('palette'), claimed.get('halt')]).toEqual([false, false, 'F12']);
  });
});
