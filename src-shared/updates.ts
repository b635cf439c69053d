/** Newer versions of the program: where the user lets it look, and how far it has come. Off in a new installation. */
import type { WireError } from './errors';
import { z } from './zod';

export const UpdateSettings = z
  .object({
    /** While false nothing is looked at and nothing is asked, whatever `from` says. */
    on: z.boolean(),
    /** A folder, or an http or https address of the lab, that holds `latest.json` and the packages. */
    from: z.string().max(500),
  })
  .readonly();
export type UpdateSettings = z.infer<typeof UpdateSettings>;

export const DEFAULT_UPDATES: UpdateSettings = { on: false, from: '' };

/** A package that is newer than the program. */
export interface NewerVersion {
  readonly version: string;
  /** Name of its file. */
  readonly file: string;
  readonly bytes: number;
}

/** What is known of newer versions. `unknown` before the first look, and after the settings have changed. */
export type UpdateState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'looking' }
  /** The program is as new as what is there. */
  | { readonly kind: 'newest'; readonly there: string }
  | { readonly kind: 'newer'; readonly newer: NewerVersion }
  | { readonly kind: 'getting'; readonly newer: NewerVersion; readonly receivedBytes: number }
  /** The file is on this computer and is what the list says; `install` is the command that a person may give now. */
  | { readonly kind: 'got'; readonly newer: NewerVersion; readonly path: string; readonly install: string }
  | { readonly kind: 'failed'; readonly problem: WireError };
