/** How a person who is not looking is told of an alarm: by the desktop, by a tone, to an address of the lab. */
import { useState, type ReactNode } from 'react';
import type { AlarmPriority } from '../../../src-shared/alarm';
import type { NotificationSettings } from '../../../src-shared/notifications';
import type { Settings } from '../../../src-shared/settings';
import { text } from '../../messages';
import { playTone } from '../../sound/tone';
import { useActions } from '../../store/context';
import { Segments, TextField } from '../../ui/fields';
import { Panel } from '../../ui/Panel';

const words = text.notifications;
const PRIORITIES: readonly AlarmPriority[] = [1, 2, 3];
const ON_OFF = (['off', 'on'] as const).map((value) => ({ value, label: words.onOff[value] }));

/** The panel. Everything is saved at once but the address, which is saved when it is switched on or left. */
export function NotificationsPanel({ settings }: { readonly settings: Settings }): ReactNode {
  const actions = useActions();
  const { notifications } = settings;
  const change = (next: Partial<NotificationSettings>): Promise<boolean> =>
    actions.send('settings.change', { notifications: { ...notifications, ...next } });
  return (
    <Panel title={words.title} testId="notifications">
      <div className="notices">
        <Priorities
          name={words.desktop}
          value={notifications.desktop}
          onChange={(desktop) => void change({ desktop })}
        />
        <Priorities name={words.sound} value={notifications.sound} onChange={(sound) => void change({ sound })} />
        <Webhook key={notifications.webhook.url} webhook={notifications.webhook} change={change} />
        <div className="notices__test">
          <button
            type="button"
            className="button button--small"
            onClick={() => {
              const [first] = notifications.sound;
              if (first !== undefined) playTone(first);
              void actions.send('alarm.test');
            }}
          >
            {words.test}
          </button>
          <span className="hint">{words.testNote}</span>
        </div>
      </div>
    </Panel>
  );
}

interface WebhookProps {
  readonly webhook: NotificationSettings['webhook'];
  readonly change: (next: Partial<NotificationSettings>) => Promise<boolean>;
}

function Webhook({ webhook, change }: WebhookProps): ReactNode {
  const [url, setUrl] = useState(webhook.url);
  const [shown, setShown] = useState(webhook.on);
  const save = (next: Partial<NotificationSettings['webhook']>): Promise<boolean> =>
    change({ webhook: { ...webhook, url: url.trim(), ...next } });
  return (
    <>
      <Segments
        label={words.webhook}
        labelShown
        value={shown ? 'on' : 'off'}
        choices={ON_OFF}
        onChange={(value) => {
          setShown(value === 'on');
          if (value === 'off') void save({ on: false });
          else if (url.trim() !== '') void save({ on: true });
        }}
      />
      {shown ? (
        <form
          className="notices__address"
          onSubmit={(event) => {
            event.preventDefault();
            void save({ on: true });
          }}
        >
          <TextField label={words.url} value={url} maxLength={500} onChange={setUrl} />
          <button type="submit" className="button" disabled={webhook.on && url.trim() === webhook.url}>
            {words.save}
          </button>
          <Priorities
            name={words.webhookPriorities}
            value={webhook.priorities}
            onChange={(priorities) => void save({ priorities })}
          />
        </form>
      ) : undefined}
      <p className="hint">{webhook.on ? words.webhookOn(webhook.url) : words.webhookNote}</p>
    </>
  );
}

interface PrioritiesProps {
  readonly name: string;
  readonly value: readonly AlarmPriority[];
  readonly onChange: (next: readonly AlarmPriority[]) => void;
}

/** One box for each priority. */
function Priorities({ name, value, onChange }: PrioritiesProps): ReactNode {
  return (
    <fieldset className="notices__row">
      <legend>{name}</legend>
      {PRIORITIES.map((priority) => (
        <label key={priority} className="notices__box">
          <input
            type="checkbox"
            checked={value.includes(priority)}
            aria-label={words.box(name, priority)}
            onChange={(event) =>
              onChange(PRIORITIES.filter((one) => (one === priority ? event.target.checked : value.includes(one))))
            }
          />
          {words.priority(priority)}
        </label>
      ))}
    </fieldset>
  );
}
