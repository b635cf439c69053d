import { describe, expect, it } from 'vitest';
import { commandOfKey } from './keys.model';

const running = { kind: 'running', phase: 'sweep' } as const;
const free = { control: false, shift: false, typing: false, plain: true, run: running };
const typing = { ...free, typing: true, plain: false };

describe('commandOfKey', () => {
  it('takes the function keys also while something is typed', () => {
    expect(commandOfKey('F12', typing)).toEqual({ kind: 'halt' });
    expect(commandOfKey('F8', typing)).toEqual({ kind: 'pause' });
    expect(commandOfKey('F8', { ...typing, run: { kind: 'paused', phase: 'train' } })).toEqual({ kind: 'resume' });
    expect(commandOfKey('F9', typing)).toEqual({ kind: 'stop' });
  });

  it('leaves letters and digits alone while something is typed', () => {
    for (const key of ['1', '6', 'g', 'j', 'k', 'a', 'v', 'Escape']) expect(commandOfKey(key, typing)).toBeUndefined();
  });

  it('has the maps of the large place on 1 to 6 and the views on Ctrl+1 to 5', () => {
    expect(commandOfKey('1', free)).toEqual({ kind: 'stage', stage: 'topography' });
    expect(commandOfKey('6', free)).toEqual({ kind: 'stage', stage: 'combined' });
    expect(commandOfKey('7', free)).toBeUndefined();
    expect(commandOfKey('2', { ...typing, control: true })).toEqual({ kind: 'view', view: 'veto' });
  });

  it('takes edits back with Ctrl+Z, but not while something is typed, which has an undo of its own', () => {
    const control = { ...free, control: true, plain: false };
    expect(commandOfKey('z', control)).toEqual({ kind: 'undo' });
    expect(commandOfKey('Z', { ...control, shift: true })).toEqual({ kind: 'redo' });
    expect(commandOfKey('z', { ...control, typing: true })).toBeUndefined();
  });

  it('begins a region with R or I', () => {
    expect(commandOfKey('r', free)).toEqual({ kind: 'region', effect: 'exclude' });
    expect(commandOfKey('I', free)).toEqual({ kind: 'region', effect: 'include' });
    expect(commandOfKey('r', typing)).toBeUndefined();
  });

  it('keeps the answers to a proposal inside its card', () => {
    expect(commandOfKey('a', free)).toBeUndefined();
    expect(commandOfKey('v', free)).toBeUndefined();
    expect(commandOfKey('g', free)).toEqual({ kind: 'card' });
  });
});
