import { z } from 'zod';
import { page } from '../request.ts';

/** A page in either direction: `backwards` gives the rows before the cursor, the nearest first. */
export const twoWayPage = { ...page, backwards: z.boolean().default(false) };
