import { z } from 'zod';
import { type BodyOf, query } from '../../request.ts';

/**
 * The asker's own feed after a number (0: from the start). Answers {feed, entries [{number, type: 'entered' | 'left', …}], head}: numbers
 * go 1, 2, 3 … without a gap, whatever is hidden; `head` is the last one.
 */
export const cityFeedV1 = query('city.feed.v1', {
  after: z.int().min(0).default(0),
  limit: z.int().min(1).max(200).default(50),
});
export type CityFeedV1 = BodyOf<typeof cityFeedV1>;
