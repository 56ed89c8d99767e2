import { z } from 'zod';

// The CSP forbids building functions from text. Told so before the first schema exists, zod does not even probe for it.
z.config({ jitless: true });
