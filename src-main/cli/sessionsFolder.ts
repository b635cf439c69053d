/** Where sessions are kept when no folder is given. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the window keeps its sessions too, so that it lists what the command line measured. */
export function sessionsFolder(): string {
  const { platform, env } = process;
  if (platform === 'win32')
    return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Curioscope', 'sessions');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Curioscope', 'sessions');
  return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Curioscope', 'sessions');
}
