import { describe, expect, it } from 'vitest';
import { nextAlarms, openAlarms, type AlarmCondition } from './alarms';

const disk: AlarmCondition = { key: 'disk', priority: 3, title: 'Disk', message: '9 GB', guidance: 'Make room.' };
const lost: AlarmCondition = { key: 'lost', priority: 1, title: 'Lost', message: 'No answer', guidance: 'Go there.' };

describe('nextAlarms', () => {
  it('puts the most urgent first and gives the same array while nothing changes', () => {
    const held = nextAlarms([], [disk, lost], 5);
    expect(held.map(({ key, since }) => [key, since])).toEqual([
      ['lost', 5],
      ['disk', 5],
    ]);
    expect(nextAlarms(held, [lost, disk], 6)).toBe(held);
  });

  it('keeps an alarm that is over until somebody acknowledges it', () => {
    const held = nextAlarms(nextAlarms([], [lost], 1), [], 2);
    expect(held).toMatchObject([{ key: 'lost', since: 1, over: 2 }]);
    expect(openAlarms(held)).toHaveLength(1);
    const acknowledged = held.map((alarm) => ({ ...alarm, acknowledged: { at: 3, comment: '' } }));
    expect(nextAlarms(acknowledged, [], 4)).toEqual([]);
  });

  it('raises an alarm again when its cause comes back', () => {
    const over = nextAlarms(nextAlarms([], [lost], 1), [], 2);
    expect(nextAlarms(over, [lost], 9)).toMatchObject([{ since: 9, over: undefined, acknowledged: undefined }]);
  });

  it('brings a shelved alarm back by itself', () => {
    const shelved = nextAlarms([], [disk], 1).map((alarm) => ({ ...alarm, shelvedUntil: 100 }));
    expect(openAlarms(nextAlarms(shelved, [disk], 99))).toHaveLength(0);
    expect(openAlarms(nextAlarms(shelved, [disk], 100))).toHaveLength(1);
  });

  it('follows the numbers of a condition without raising it anew', () => {
    const acknowledged = nextAlarms([], [disk], 1).map((alarm) => ({
      ...alarm,
      acknowledged: { at: 2, comment: 'ok' },
    }));
    const next = nextAlarms(acknowledged, [{ ...disk, message: '8 GB' }], 3);
    expect(next).toMatchObject([{ message: '8 GB', since: 1, acknowledged: { comment: 'ok' } }]);
  });
});
