/** The only door to zod: code generation is switched off before any schema exists, so that no policy against `eval` is ever touched. */
import * as z from 'zod';

z.config({ jitless: true });

export { z };
