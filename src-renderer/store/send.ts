/** How commands are sent from the window. */
import type { CommandName } from '../../src-shared/ipc/names';
import type { InputArguments } from '../host/host';

/** Sends a command; a refusal becomes the alarm line. Says whether it was taken. */
export type Send = <N extends CommandName>(name: N, ...input: InputArguments<N>) => Promise<boolean>;
