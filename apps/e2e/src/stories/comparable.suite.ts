import { type StoryResult } from '@interlock/simulator';

/** What every way of running must say alike: all but the way itself, the folder and wall time. */
export function comparable({ mode: _, data: __, wallMs: ___, ...rest }: StoryResult): Omit<StoryResult, 'mode' | 'data' | 'wallMs'> {
  return rest;
}
