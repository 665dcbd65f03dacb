import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PEERS_FOLDER } from '../peers/emmett.ts';
import { PLAY } from '../rows/p17.ts';
import { type Answering, caseRequest, post } from './case-page.ts';
import { caseStory } from './case-story.ts';
import { versionOf } from './machine.ts';
import { type Server, runChild, startServer } from './processes.ts';

const SERVE = join(import.meta.dirname, '..', 'rows', 'serve.child.ts');
const BARE = join(import.meta.dirname, '..', 'peers', 'bare-nest.ts');
const SCHEMA = join(import.meta.dirname, '..', '..', '..', 'docs', 'schema.graphql');

/** A server, and the request that it answers with the case’s page. */
export interface CaseServer extends Answering {
  readonly asked: string;
  stop(): Promise<void>;
}

export function writeStory(folder: string): string {
  const story = join(folder, 'case-page.yaml');
  writeFileSync(story, caseStory());
  return story;
}

/** The embedded city that played the story, in a process of its own. */
export async function serveEmbedded(folder: string, story: string): Promise<CaseServer> {
  const { message } = await runChild(PLAY, [story, join(folder, 'city')]);
  return answering(await startServer(SERVE, [join(folder, 'city')]), caseRequest(String(message['caseNo'])));
}

/** The same query, answered by a constant: what another server answered. */
export async function serveConstant(folder: string, { asked, ...other }: CaseServer): Promise<CaseServer> {
  const file = join(folder, 'answer.json');
  writeFileSync(file, JSON.stringify(Object(JSON.parse(await post(other, asked))).data));
  return answering(await startServer(BARE, [SCHEMA, file]), asked);
}

export function constantsName(): string {
  const version = (name: string): string => versionOf(PEERS_FOLDER, name) ?? '?';
  return `the same query answered by a constant, Nest ${version('@nestjs/core')} and Apollo ${version('@apollo/server')}`;
}

export function answering({ url, said, stop }: Server, asked: string): CaseServer {
  return { url, asked, stop, ...(typeof said['token'] === 'string' && { token: said['token'] }) };
}
