import { type Type } from '@nestjs/common';
import { CommandOutcomeResolver } from './commands/command-outcome.resolver.ts';
import { commandResolvers } from './commands/command-resolvers.ts';
import { FeedResolver } from './feed/feed.resolver.ts';
import { CaseResolver } from './reads/case.resolver.ts';
import { DeskResolver } from './reads/desk.resolver.ts';
import { CaseVersionResolver, FreezeVersionResolver, StopOrderVersionResolver } from './reads/version.resolver.ts';
import { ViewerResolver } from './reads/viewer.resolver.ts';

/** Everything that the API can do. */
export const resolvers: readonly Type[] = [
  CaseResolver,
  CaseVersionResolver,
  StopOrderVersionResolver,
  FreezeVersionResolver,
  DeskResolver,
  ViewerResolver,
  FeedResolver,
  CommandOutcomeResolver,
  ...commandResolvers,
];
