import { describe, expect, it } from 'vitest';
import { DEFAULT_KEYS } from '../../../src-shared/keys';
import { bindingsOf, commandOfChord } from '../../keys.model';
import { VIEW_NAMES } from '../../store/state';
import { PALETTE, matching } from './palette.model';

describe('the palette', () => {
  it('has every view once, and no name twice', () => {
    const views = PALETTE.flatMap(({ command }) => (command.kind === 'view' ? [command.view] : []));
    expect(views).toEqual([...VIEW_NAMES]);
    expect(new Set(PALETTE.map(({ name }) => name)).size).toBe(PALETTE.length);
  });

  it('names the key that really does the same', () => {
    const run = { kind: 'running', phase: 'sweep' } as const;
    const bindings = bindingsOf(DEFAULT_KEYS);
    for (const { id, command } of PALETTE.filter((entry) => entry.command.kind !== 'resume'))
      expect(commandOfChord(bindings.get(id), bindings, { typing: false, run }), id).toEqual(command);
  });

  it('finds by words in any order, beginnings first', () => {
    expect(matching(PALETTE, 'safe stop')[0]?.command.kind).toBe('halt');
    expect(matching(PALETTE, 're').map(({ name }) => name)[0]).toMatch(/^Re/);
    expect(matching(PALETTE, 'zzz')).toEqual([]);
    expect(matching(PALETTE, ' ')).toHaveLength(PALETTE.length);
  });
});
